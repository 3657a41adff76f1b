import { expect, test } from 'vitest';
import { encodeJson } from '../../lib/batch/objects.ts';
import { coordinate } from '../../lib/batch/queued/coordinate.ts';
import { type QueuedStages, Suspended } from '../../lib/batch/queued/queued-stages.ts';
import { type SweepPorts, sweepBatch } from '../../lib/batch/queued/sweep.ts';
import { fakeRender, open, smallBatch } from './support.ts';

const ENDED = '2026-01-05T08:00:00.000Z';
const HOUR_LATER = '2026-01-05T09:00:00.000Z';
const DAYS_LATER = '2026-01-08T08:00:00.000Z';

/** A batch whose last group is complete and that nobody took up, as `run.json` has it. */
async function complete(run: object | undefined) {
  const host = await open(smallBatch());
  const [name, group] = ['a'.repeat(64), 'c'.repeat(64)];
  await host.out.put(`tasks/groups/${group}.json`, encodeJson([name]));
  await host.ledger.append('small', 'sent/000001', { type: 'stage-sent', stage: 's', group });
  await host.ledger.append('small', `task/${name}`, {
    type: 'task-done',
    stage: 's',
    result: { path: 'x', bytes: 1, sha256: 'b'.repeat(64) },
  });
  if (run !== undefined) await host.out.put('run.json', encodeJson({ name: 'small', ...run }));
  let reads = 0;
  const sent: unknown[] = [];
  const sweep = (now: string): Promise<boolean> => {
    const ports: SweepPorts = {
      out: host.out,
      clock: { now: () => now },
      ledger: {
        append: () => Promise.reject(new Error('a sweep appends nothing')),
        read: (batch) => {
          reads++;
          return host.ledger.read(batch);
        },
      },
    };
    const queues = { send: async (_: string, messages: readonly unknown[]) => void sent.push(...messages) };
    return sweepBatch({ batch: 'small', kind: 'run' }, ports, queues, 'r');
  };
  return { host, sweep, sent, reads: () => reads };
}

test.each(['done', 'failed'])(
  'the ledger of a batch that was %s more than an hour ago is not read',
  async (state) => {
    const { sweep, sent, reads } = await complete({ state, ended: ENDED });
    expect(await sweep(DAYS_LATER)).toBe(false);
    expect(await sweep('2026-01-05T09:00:00.001Z')).toBe(false);
    expect(reads()).toBe(0);
    expect(sent).toEqual([]);
  },
);

test('within the hour an end that the ledger does not know is taken up: its function was killed in between', async () => {
  const { sweep, sent } = await complete({ state: 'done', ended: ENDED });
  expect(await sweep(HOUR_LATER)).toBe(true);
  expect(sent).toEqual([{ id: `${'c'.repeat(64)}-run-r`, body: { batch: 'small', kind: 'run' } }]);
});

test.each([
  ['that is running', { state: 'running', started: ENDED }],
  ['whose run.json is not there yet', undefined],
])('a batch %s is looked at however old it is', async (_, run) => {
  const { sweep, reads } = await complete(run);
  expect(await sweep(DAYS_LATER)).toBe(true);
  expect(reads()).toBe(1);
});

test('one that is taken up again bears no end any more before it sends anything', async () => {
  const { host, sweep } = await complete({ state: 'failed', ended: ENDED });
  const stages = {
    runAll: (stage: string) => Promise.reject(new Suspended(stage, 'c'.repeat(64), 1)),
    close: async () => undefined,
  } as unknown as QueuedStages;
  const options = { batch: 'small', kind: 'run', ports: host, stages, render: fakeRender } as const;
  expect(await sweep(DAYS_LATER)).toBe(false);
  expect(await coordinate({ ...options })).toMatchObject({ state: 'suspended' });
  expect(await sweep(DAYS_LATER)).toBe(true);
});
