import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Queues } from '../../ports/queue.ts';
import { encodeJson, getJson, getJsonIfAny } from '../objects.ts';
import { RUN } from '../out-paths.ts';
import type { BatchPlace } from '../places.ts';
import { readHistory } from './history.ts';
import { COORDINATE, groupList, groupSchema } from './task.ts';

/** For so long an end whose event is missing (its function was killed in between) is still looked at, and a batch that was taken up is left alone. */
const settledAfterMs = 60 * 60 * 1000;

/** When a sweep took the batch up last, and over which group. */
const SWEPT = 'tasks/swept.json';
const sweptSchema = z.strictObject({ group: z.string(), at: z.string() });

/** Of a batch that is running there is no `ended`: an orchestration writes `run.json` anew before it sends anything. */
const runSchema = z.object({ ended: z.string().optional() });

export interface SweepPorts {
  readonly ledger: Ledger;
  readonly out: ObjectStore;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Takes a batch up again whose last group is complete and whose orchestration did not go on: somebody was killed
 * between the last event and the message. `round` makes the message of each sweep its own. Returns whether it sent.
 * Batches stay in the account for years, so the ledger of one that ended long ago is not read.
 */
export async function sweepBatch(
  { batch, kind }: BatchPlace,
  ports: SweepPorts,
  queues: Queues,
  round: string,
): Promise<boolean> {
  if (await endedLongAgo(ports)) return false;
  const { sent, isEnded, isDone } = await readHistory(ports.ledger, batch);
  if (sent === undefined || isEnded) return false;
  const names = await getJson(ports.out, groupList(sent.group), groupSchema);
  if (!names.every(isDone)) return false;
  // Whoever is at work on it, or waits in the queue, gains nothing by a wake-up every five minutes.
  const now = ports.clock.now();
  const last = await getJsonIfAny(ports.out, SWEPT, sweptSchema);
  if (last?.group === sent.group && Date.parse(now) - Date.parse(last.at) < settledAfterMs) return false;
  await queues.send(COORDINATE, [{ id: `${sent.group}-${kind}-${round}`, body: { batch, kind } }]);
  await ports.out.put(SWEPT, encodeJson({ group: sent.group, at: now }));
  return true;
}

async function endedLongAgo({ out, clock }: Pick<SweepPorts, 'out' | 'clock'>): Promise<boolean> {
  const run = await getJsonIfAny(out, RUN, runSchema);
  return run?.ended !== undefined && Date.parse(clock.now()) - Date.parse(run.ended) > settledAfterMs;
}
