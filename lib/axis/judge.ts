import type { AxisList } from '../agencies/axis-list.ts';
import type { PlannedCall } from '../formats/codes-plan.ts';
import type { History } from './history.ts';
import { differingFields, type EntryField, unmetFields } from './image.ts';
import type { InFlightGate } from './in-flight-gate.ts';

/** Where one call of a plan stands, by the ledger and the list that was read last. */
export type CallState =
  /** Verified; `although`: it reads back as wanted although the gateway answered with this error (blank: it did not). */
  | { readonly state: 'done'; readonly although: string }
  /** It reads back as wanted and has yet to be recorded so. */
  | { readonly state: 'settled' }
  | { readonly state: 'to-send' }
  /** Calls that it waits for have not been verified. */
  | { readonly state: 'waits' }
  /** Documents are in flight to it: so many that nobody waived, or (undefined) no list says. */
  | { readonly state: 'in-flight'; readonly documents: number | undefined }
  /** Successors that do not read back live. */
  | { readonly state: 'successor'; readonly codes: readonly string[] }
  /** The gateway refused it, and it is not sent again by itself. */
  | { readonly state: 'refused'; readonly code: string }
  /** It was sent, and the axis has neither what was nor what should be. */
  | { readonly state: 'differs'; readonly fields: readonly EntryField[] }
  /** Sent as often as the setting allows in one run, and not done. */
  | { readonly state: 'failed'; readonly code: string };

export interface Judging {
  readonly history: History;
  readonly list: AxisList;
  readonly gate: InFlightGate;
  /** Send once more what was refused, or was acknowledged and did not come about. */
  readonly retryRefused: boolean;
  /** Attempts of one run. */
  readonly attempts: number;
  /** How often a call was sent in this run. */
  readonly tries: ReadonlyMap<number, number>;
}

/** Says where a call stands and so whether it may be sent now. Nothing is sent before the list was read after its last attempt. */
export function judgeCall(call: PlannedCall, judging: Judging): CallState {
  const { history, list } = judging;
  const known = history.of(call.number);
  if (known.verified) return { state: 'done', although: known.although };
  const now = list.agencies.get(call.code);
  if (unmetFields(call, now).length === 0) return { state: 'settled' };
  const past = judgePast(call, judging);
  if (past !== undefined) return past;
  if (!call.needs.every((number) => history.of(number).verified)) return { state: 'waits' };
  if (call.call === 'register') return { state: 'to-send' };
  const dead = call.successors.filter((code) => list.agencies.get(code)?.deleted !== false);
  if (dead.length > 0) return { state: 'successor', codes: dead };
  const documents = judging.gate(call);
  return documents === 0 ? { state: 'to-send' } : { state: 'in-flight', documents };
}

/** What earlier attempts forbid. */
function judgePast(call: PlannedCall, judging: Judging): CallState | undefined {
  const { attempts, last } = judging.history.of(call.number);
  if (attempts === 0) return undefined;
  const now = judging.list.agencies.get(call.code);
  const tries = judging.tries.get(call.number) ?? 0;
  const again = judging.retryRefused && tries === 0;
  if (last?.outcome === 'business') return again ? undefined : { state: 'refused', code: last.code };
  const untouched = differingFields(call.before, now).length === 0;
  if (!untouched || (last?.outcome === 'ok' && !again))
    return { state: 'differs', fields: unmetFields(call, now) };
  return tries < judging.attempts ? undefined : { state: 'failed', code: last?.code ?? '' };
}
