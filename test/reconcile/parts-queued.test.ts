import { expect, test } from 'vitest';
import { loadBatch } from '../../lib/batch/load.ts';
import { coordinate } from '../../lib/batch/queued/coordinate.ts';
import { QueuedStages } from '../../lib/batch/queued/queued-stages.ts';
import { runTask } from '../../lib/batch/queued/run-task.ts';
import { COORDINATE, goOnSchema, RECONCILE, taskSchema } from '../../lib/batch/queued/task.ts';
import { reconcileRequest } from '../../lib/batch/run.ts';
import { runStage } from '../../lib/batch/stages.ts';
import type { QueueMessage } from '../../lib/ports/queue.ts';
import { runReconcileTask } from '../../lib/reconcile/parts/run-task.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { type BatchFolder, fakeRender, open, runWith, smallBatch, snapshot } from '../batch/support.ts';
import { tiny } from './in-parts.ts';

/** Some records to a task: each of them loads the tables of the law anew. */
const settings = {
  ...tiny,
  partBytes: 1e4,
  frameBytes: 1e6,
  bucketRecords: 50,
  limits: { records: 10, bytes: 1e4 },
};

/** Drives a batch over queues to its end; every message of the check arrives twice, the last sent first. */
async function drive(batch: BatchFolder): Promise<{ state: string | undefined; tasks: number }> {
  const waiting: Array<{ queue: string; body: unknown }> = [
    { queue: COORDINATE, body: { batch: 'small', kind: 'run' } },
  ];
  const queues = {
    send: async (queue: string, messages: readonly QueueMessage[]) => {
      for (const { body } of messages)
        for (let times = queue === RECONCILE ? 2 : 1; times > 0; times--)
          waiting.push({ queue, body: JSON.parse(JSON.stringify(body)) });
    },
  };
  const { stages: _, ...ports } = await open(batch);
  let state: string | undefined;
  let tasks = 0;
  for (let message = waiting.pop(); message !== undefined; message = waiting.pop()) {
    if (message.queue === COORDINATE) {
      const goOn = goOnSchema.parse(message.body);
      const given = { batch: goOn.batch, kind: goOn.kind };
      const stages = new QueuedStages({
        ...given,
        out: ports.out,
        ledger: ports.ledger,
        queues,
        resends: false,
        inputs: 'v1',
      });
      const ended = await coordinate({ ...given, ports, stages, render: fakeRender, chunkBytes: 1000 });
      // A late wake-up finds nothing to do.
      if (ended.state !== 'nothing') state = ended.state;
      continue;
    }
    await runTask(taskSchema.parse(message.body), ports, queues, async (stage, body) => {
      if (stage !== RECONCILE) return runStage(stage, body, { ...ports, advance: () => undefined });
      tasks++;
      const request = reconcileRequest(ports, await loadBatch(ports), 'run', ports.scratch());
      return runReconcileTask(body, request, settings);
    });
  }
  return { state, tasks };
}

test('over queues the check is made in parts, and ends with the bytes of one process', async () => {
  const here = smallBatch();
  const local = await open(here);
  await runWith(local, { reconcile: (request) => reconcile(request) });
  const there = smallBatch();
  const { state, tasks } = await drive(there);
  expect(state).toBe('done');
  expect(tasks).toBeGreaterThan(5);
  expect(await snapshot(there)).toEqual(await snapshot(here));
  const { out } = await open(there);
  expect(await out.list('reconcile/')).toEqual([]);
}, 120_000);
