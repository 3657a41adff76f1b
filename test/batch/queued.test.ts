import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coordinate } from '../../lib/batch/queued/coordinate.ts';
import { QueuedStages } from '../../lib/batch/queued/queued-stages.ts';
import { runTask } from '../../lib/batch/queued/run-task.ts';
import { sweepBatch } from '../../lib/batch/queued/sweep.ts';
import {
  COORDINATE,
  type GoOn,
  goOnSchema,
  RECONCILE,
  type Task,
  taskName,
  taskSchema,
} from '../../lib/batch/queued/task.ts';
import { runStage } from '../../lib/batch/stages.ts';
import type { QueueMessage, Queues } from '../../lib/ports/queue.ts';
import {
  type BatchFolder,
  fakeReconcile,
  fakeRender,
  open,
  runWith,
  smallBatch,
  snapshot,
  write,
} from './support.ts';

interface Waiting {
  readonly queue: string;
  readonly body: unknown;
  /** How often it has been delivered. */
  receives: number;
}

/** Queues that lose nothing, and do everything else that queues do: another order, twice, long after. */
class HostileQueues implements Queues {
  readonly waiting: Waiting[] = [];
  readonly sent = new Map<string, number>();
  async send(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    for (const { body } of messages) {
      // As JSON: what is lost on the way is lost here too.
      this.waiting.push({ queue, body: JSON.parse(JSON.stringify(body)), receives: 0 });
      this.sent.set(queue, (this.sent.get(queue) ?? 0) + 1);
    }
  }
}

class Killed extends Error {}

interface Chances {
  /** The next number from 0 up to n - 1. */
  pick(n: number): number;
}

/** Drives a batch to its end over hostile queues. `kills`: how many handlers die at a random call of the ledger or the store. */
async function drive(
  batch: BatchFolder,
  chances: Chances,
  {
    kills = 0,
    duplicates = 0,
    chunkBytes = 1000,
    first = { batch: 'small', kind: 'run' } as GoOn,
    timeLeft = undefined as (() => number) | undefined,
  } = {},
) {
  const queues = new HostileQueues();
  const host = await open(batch);
  const left = { kills, duplicates };
  let outcome: Awaited<ReturnType<typeof coordinate>> | undefined;
  await queues.send(COORDINATE, [{ id: 'start', body: first }]);
  for (let steps = 0; steps < 2000; steps++) {
    if (queues.waiting.length === 0) {
      if (outcome?.state === 'done' || outcome?.state === 'failed') break;
      expect(await sweepBatch({ batch: 'small', kind: 'run' }, host, queues, `sweep-${steps}`)).toBe(true);
      continue;
    }
    const at = chances.pick(queues.waiting.length);
    const [message] = queues.waiting.splice(at, 1);
    if (message === undefined) throw new Error('no message');
    message.receives++;
    if (left.duplicates > 0 && chances.pick(3) === 0) {
      left.duplicates--;
      queues.waiting.push({ ...message, receives: 0 });
    }
    let callsToLive = left.kills > 0 && chances.pick(2) === 0 ? chances.pick(12) : Number.POSITIVE_INFINITY;
    if (callsToLive !== Number.POSITIVE_INFINITY) left.kills--;
    const mortal = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (object, name) => {
          const value = Reflect.get(object, name);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            if (callsToLive-- <= 0) throw new Killed();
            return value.apply(object, args);
          };
        },
      });
    const ports = { ...host, out: mortal(host.out), ledger: mortal(host.ledger), files: mortal(host.files) };
    const dying = mortal(queues);
    try {
      if (message.queue === COORDINATE) {
        const { kind, asked } = goOnSchema.parse(message.body);
        const stages = new QueuedStages({
          batch: 'small',
          kind,
          out: ports.out,
          ledger: ports.ledger,
          queues: dying,
          inputs: 'v1',
          resends: message.receives > 1 || asked === true,
        });
        const { stages: _, ...rest } = ports;
        const coordinated = await coordinate({
          batch: 'small',
          kind,
          ports: rest,
          stages,
          render: fakeRender,
          chunkBytes,
          asked,
        });
        if (coordinated.state !== 'nothing') outcome = coordinated;
      } else {
        await runTask(taskSchema.parse(message.body), ports, dying, async (stage, body, wanted) => {
          if (stage !== RECONCILE)
            return runStage(stage, body, {
              ...ports,
              wanted,
              ...(timeLeft && { timeLeft }),
              advance: () => undefined,
            });
          await fakeReconcile({ out: ports.out, kind: 'run' } as Parameters<typeof fakeReconcile>[0]);
          return new TextDecoder().decode(await ports.out.get('reconciliation.json'));
        });
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      queues.waiting.push(message); // its visibility ran out
    }
  }
  return { outcome, queues };
}

const inOrder: Chances = { pick: () => 0 };

async function undisturbed(batch: BatchFolder): Promise<Record<string, string>> {
  const host = await open(batch);
  await runWith(host);
  const outputs = await snapshot(batch);
  await host.close();
  return outputs;
}

/** The stand-in's model is no file text, so verdict files are compared by the digest of the outputs inside them. */
const withoutVerdict = (outputs: Record<string, string>) =>
  Object.fromEntries(Object.entries(outputs).filter(([path]) => path !== 'report.html'));

test('over queues a batch ends with the bytes of a run on one machine', async () => {
  const expected = await undisturbed(smallBatch());
  const batch = smallBatch();
  const { outcome } = await drive(batch, inOrder);
  expect(outcome?.state).toBe('done');
  expect(withoutVerdict(await snapshot(batch))).toEqual(withoutVerdict(expected));
});

test('in any order, with duplicates and killed handlers, it ends with the same bytes', async () => {
  const expected = withoutVerdict(await undisturbed(smallBatch(20)));
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(1_000_000)), async (stream) => {
      const chances: Chances = { pick: (n) => (stream.next().value as number) % n };
      const batch = smallBatch(20);
      const { outcome } = await drive(batch, chances, { kills: 12, duplicates: 10 });
      expect(outcome?.state).toBe('done');
      expect(withoutVerdict(await snapshot(batch))).toEqual(expected);
    }),
    { numRuns: 12 },
  );
});

test('a remap that would run out of time hands over, and another goes on: the same bytes', async () => {
  const whole = smallBatch(60);
  const plain = (await drive(whole, inOrder, { chunkBytes: 3000 })).queues.sent.get('remap-chunk') ?? 0;
  const batch = smallBatch(60);
  let asked = 0;
  // Every eleventh record finds no time left.
  const timeLeft = () => (++asked % 11 === 0 ? 0 : 900_000);
  const { outcome, queues } = await drive(batch, inOrder, { chunkBytes: 3000, timeLeft });
  expect(outcome?.state).toBe('done');
  expect(queues.sent.get('remap-chunk')).toBeGreaterThan(plain + 4);
  const host = await open(batch);
  const left = (await host.out.list('chunks/')).filter((path) => path.endsWith('.left'));
  expect(left.length).toBeGreaterThan(0);
  for (const path of left) {
    expect(await host.out.size(path)).toBe(0);
    await host.out.delete(path);
  }
  expect(withoutVerdict(await snapshot(batch))).toEqual(withoutVerdict(await snapshot(whole)));
});

test('what a person must mend ends the orchestration, says so, and is not tried again and again', async () => {
  const batch = smallBatch();
  write(batch.folder, 'in/c.csv', '');
  const { outcome, queues } = await drive(batch, inOrder);
  expect(outcome).toEqual({ state: 'failed', code: 'no-header' });
  expect(queues.sent.get('freeze-source')).toBe(3);
  const host = await open(batch);
  const run = JSON.parse(new TextDecoder().decode(await host.out.get('run.json'))) as {
    error: { code: string };
  };
  expect(run.error.code).toBe('no-header');
  expect(await sweepBatch({ batch: 'small', kind: 'run' }, host, queues, 'later')).toBe(false);
});

/** A group of two tasks on their way, and what runs one of them. */
async function twoTasks() {
  const host = await open(smallBatch());
  const group = 'c'.repeat(64);
  const tasks = [0, 1].map((message): Task => {
    const work = { stage: 's', message, inputs: 'v1' };
    return { batch: 'small', kind: 'run', group, name: taskName(work), ...work };
  });
  const names = tasks.map(({ name }) => name);
  await host.out.put(`tasks/groups/${group}.json`, Buffer.from(JSON.stringify(names)));
  await host.ledger.append('small', 'sent/000001', { type: 'stage-sent', stage: 's', group });
  const done: unknown[] = [];
  const run = (task: Task, queues: Queues): Promise<void> =>
    runTask(task, host, queues, async (_stage, message, wanted) => {
      await wanted();
      done.push(message);
    });
  const sweep = (queues: Queues) => sweepBatch({ batch: 'small', kind: 'run' }, host, queues, 'r');
  return { host, tasks: tasks as [Task, Task], run, done, sweep };
}

const goOn = { queue: COORDINATE, body: { batch: 'small', kind: 'run' }, receives: 0 };
const dead: Queues = { send: () => Promise.reject(new Killed()) };

test('of two last tasks at once at least one has the batch taken up', async () => {
  const { tasks, run, sweep } = await twoTasks();
  const queues = new HostileQueues();
  expect(await sweep(queues)).toBe(false);
  await Promise.all(tasks.map((task) => run(task, queues)));
  expect([1, 2]).toContain(queues.waiting.length);
  for (const message of queues.waiting) expect(message).toEqual(goOn);
});

test('killed between the last event and the message: a sweep takes the batch up, and so does the message that comes again', async () => {
  const { tasks, run, done, sweep } = await twoTasks();
  const queues = new HostileQueues();
  await run(tasks[0], dead); // nothing is sent while the group is not complete
  await expect(run(tasks[1], dead)).rejects.toBeInstanceOf(Killed);
  expect(await sweep(queues)).toBe(true);
  expect(queues.waiting).toEqual([goOn]);
  await run(tasks[1], queues);
  expect(queues.waiting).toEqual([goOn, goOn]);
  expect(done).toEqual([0, 1]);
});

test('a task that the batch has gone on without does nothing, and one that is overtaken leaves nothing', async () => {
  const { host, tasks, run, done } = await twoTasks();
  const queues = new HostileQueues();
  let written = false;
  await runTask(tasks[0], host, queues, async (_stage, _message, wanted) => {
    // Its other delivery is faster, and what follows has been sent.
    await run(tasks[0], queues);
    const sent = { type: 'stage-sent', stage: 't', group: 'd'.repeat(64) };
    await host.ledger.append('small', 'sent/000002', sent);
    await wanted();
    written = true;
  });
  expect([done, written]).toEqual([[0], false]);
  await run(tasks[1], queues);
  expect(done).toEqual([0]);
  expect(queues.waiting).toEqual([]);
});

test('a message that names what it is not is refused', async () => {
  const { tasks, run, done } = await twoTasks();
  const queues = new HostileQueues();
  const [one, other] = tasks;
  const unsent = { ...one, message: 2 };
  const forged: Task[] = [
    { ...one, message: other.message },
    { ...one, stage: 't' },
    { ...one, inputs: 'v2' },
    // Named rightly, but nobody sent it.
    { ...unsent, name: taskName(unsent) },
  ];
  for (const task of forged) await expect(run(task, queues)).rejects.toThrow(/^a message/);
  expect(taskSchema.safeParse(one).success).toBe(true);
  for (const batch of ['codes', 'progress', 'codes/86', 'plan/x', '', '..', 'Nguyễn Văn A']) {
    expect(taskSchema.safeParse({ ...one, batch }).success).toBe(false);
    expect(goOnSchema.safeParse({ batch, kind: 'run' }).success).toBe(false);
  }
  expect(done).toEqual([]);
});

test('however often a batch is taken up while a group is on its way, each task is sent once', async () => {
  const batch = smallBatch(20);
  const queues = new HostileQueues();
  const host = await open(batch);
  const { stages: _, ...ports } = host;
  const wake = (resends: boolean) => {
    const stages = new QueuedStages({ batch: 'small', kind: 'run', ...host, queues, inputs: 'v1', resends });
    return coordinate({ batch: 'small', kind: 'run', ports, stages, render: fakeRender, chunkBytes: 1000 });
  };
  for (let times = 0; times < 5; times++) expect((await wake(false)).state).toBe('suspended');
  const sent = queues.waiting.length;
  expect(sent).toBe(queues.sent.get('freeze-source'));
  // One of them is done: what is left of the group is not sent again either, unless its sender may have died.
  const [task] = queues.waiting;
  await runTask(taskSchema.parse(task?.body), host, queues, (stage, body) =>
    runStage(stage, body, { ...host, advance: () => undefined }),
  );
  expect((await wake(false)).state).toBe('suspended');
  expect(queues.waiting).toHaveLength(sent);
  expect((await wake(true)).state).toBe('suspended');
  expect(queues.waiting).toHaveLength(2 * sent - 1);
});

test('what a late writer did to outputs is mended by the next run that a person asks for', async () => {
  const expected = withoutVerdict(await undisturbed(smallBatch()));
  const batch = smallBatch();
  expect((await drive(batch, inOrder)).outcome?.state).toBe('done');
  const host = await open(batch);
  const text = async (path: string) => new TextDecoder().decode(await host.out.get(path));
  let taken = 0;
  for (const path of await host.out.list('aliases/')) {
    // As the remap writes them: without the numbers of repeated keys.
    const plain = (await text(path)).replace(/#\d+/g, '');
    if (plain === (await text(path))) continue;
    await host.out.put(path, Buffer.from(plain));
    taken++;
  }
  expect(taken).toBeGreaterThan(0);
  const [part = ''] = await host.out.list('migrated/');
  for (const torn of ['torn', 'torn again']) {
    await host.out.put(part, Buffer.from(torn));
    const first = { batch: 'small', kind: 'run', asked: true } as const;
    expect((await drive(batch, inOrder, { first })).outcome?.state).toBe('done');
    expect(withoutVerdict(await snapshot(batch))).toEqual(expected);
  }
});

test('a late wake-up of a batch that has ended does nothing, nor does one of a batch that is not there', async () => {
  const batch = smallBatch();
  expect((await drive(batch, inOrder)).outcome?.state).toBe('done');
  const host = await open(batch);
  const before = await host.ledger.read('small');
  const queues = new HostileQueues();
  const { stages: _, ...ports } = host;
  const at = { batch: 'small', kind: 'run' } as const;
  const stages = new QueuedStages({ ...at, ...host, queues, inputs: 'v1', resends: true });
  const wake = { ...at, ports, stages, render: fakeRender };
  expect(await coordinate(wake)).toEqual({ state: 'nothing' });
  expect(await coordinate({ ...wake, ports: { ...ports, batchFile: 'none.yaml' }, asked: true })).toEqual({
    state: 'nothing',
  });
  expect(queues.waiting).toEqual([]);
  expect(await host.ledger.read('small')).toEqual(before);
});

test('a folder that was copied does not write into the history of the batch that it was copied from', async () => {
  const host = await open(smallBatch());
  const { stages: _, ...ports } = host;
  const at = { batch: 'copy', kind: 'run' } as const;
  const queues = new HostileQueues();
  const stages = new QueuedStages({ ...at, ...host, queues, inputs: 'v1', resends: false });
  const ended = await coordinate({ ...at, ports, stages, render: fakeRender, again: 'a-1' });
  expect(ended).toEqual({ state: 'failed', code: 'batch-elsewhere' });
  expect(await host.ledger.read('small')).toEqual([]);
  expect((await host.ledger.read('copy')).map(({ key }) => key)).toEqual(['ended/000001']);
});
