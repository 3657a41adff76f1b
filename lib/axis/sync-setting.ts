import type { AxisConfig } from '../formats/codes-config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { AxisClient } from './client.ts';
import { type AxisScope, type CodesFiles, differencesLeft } from './codes-files.ts';
import { baseListOf } from './confirmed-plan.ts';
import { type GateFiles, openGate } from './in-flight-gate.ts';
import type { DigestedPlan } from './plan-file.ts';
import type { SyncOptions, SyncReport } from './sync.ts';

/** A plan that is to be carried out, and where: on a person's machine, or where nobody sits before a terminal. */
export interface SyncSetting {
  readonly plan: DigestedPlan;
  readonly lists: CodesFiles & AxisScope;
  readonly axis: AxisConfig;
  readonly client: AxisClient;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, 'now'>;
  readonly bytesIfAny: GateFiles['bytesIfAny'];
  readonly retryRefused: boolean;
}

/** Throws `plan-list-missing`, `in-flight-stale`, and what reading the files beside `codes.yaml` throws. */
export async function syncOptions(setting: SyncSetting): Promise<SyncOptions> {
  const { plan, lists, axis, client, out, ledger, clock, bytesIfAny, retryRefused } = setting;
  return {
    plan,
    base: await baseListOf(out, plan),
    client,
    ledger,
    out,
    clock,
    gate: await openGate({ ...lists, bytesIfAny }),
    retryRefused,
    attempts: axis.retry.attempts,
  };
}

/** Differences that are left after a sync; undefined of a reverse plan, which wants them back. */
export const leftAfter = (
  { plan, lists }: Pick<SyncSetting, 'plan' | 'lists'>,
  { list }: Pick<SyncReport, 'list'>,
): number | undefined => (plan.plan.kind === 'reverse' ? undefined : differencesLeft(lists, lists, list));
