import * as z from 'zod';
import type { Ledger } from '../../ports/ledger.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { decodeJson, getIfAny, getJson } from '../objects.ts';
import { RUN } from '../out-paths.ts';
import type { PlainError } from '../plain-error.ts';
import { readHistory } from './history.ts';
import { groupList, groupSchema } from './task.ts';

/** The messages that the batch waits for, or waited for last. */
export interface Group {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** How far a batch is over its queues, from what it left: takes no lock and writes nothing. */
export interface QueuedState {
  /** `unknown`: nobody ever took it up. */
  readonly state: 'unknown' | 'running' | 'done' | 'failed';
  readonly group: Group | undefined;
  /** Tasks that are done, by stage, over all the batch's history. */
  readonly tasks: Readonly<Record<string, number>>;
  /** What a person must mend; with `failed` alone. */
  readonly error: PlainError | undefined;
  /** Changes whenever anything happens to the batch. */
  readonly mark: string;
}

/** What of `run.json` tells how a run stands; the rest is for people. */
const runSchema = z.object({
  state: z.enum(['running', 'done', 'failed']),
  error: z.custom<PlainError>((value) => typeof value === 'object' && value !== null).optional(),
});

export async function readQueuedState(
  batch: string,
  { ledger, out }: { readonly ledger: Ledger; readonly out: ObjectStore },
): Promise<QueuedState> {
  // The ledger first: what `run.json` says afterwards is as new, or newer.
  const history = await readHistory(ledger, batch);
  const { sent, isEnded } = history;
  const bytes = await getIfAny(out, RUN);
  const run = bytes === undefined ? undefined : decodeJson(bytes, RUN, runSchema);
  let group: Group | undefined;
  if (sent !== undefined) {
    const names = await getJson(out, groupList(sent.group), groupSchema);
    group = { stage: sent.stage, done: names.filter(history.isDone).length, total: names.length };
  }
  const state = run === undefined && history.length === 0 ? 'unknown' : stateOf(run?.state, isEnded);
  return {
    state,
    group,
    tasks: history.tasks(),
    error: state === 'failed' ? run?.error : undefined,
    mark: `${history.length} ${bytes === undefined ? '' : Buffer.from(bytes).toString('latin1')}`,
  };
}

/** `run.json` and the ledger must agree on an end: it is written first, so one alone is an end that is being made. */
function stateOf(run: 'running' | 'done' | 'failed' | undefined, isEnded: boolean): QueuedState['state'] {
  return run === undefined || !isEnded ? 'running' : run;
}
