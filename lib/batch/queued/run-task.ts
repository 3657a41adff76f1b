import * as z from 'zod';
import { ThongSuotError } from '../../formats/errors.ts';
import { LedgerConflict } from '../../ports/ledger.ts';
import type { Queues } from '../../ports/queue.ts';
import { digestOf, sha256Of } from '../digest.ts';
import { HandedOver } from '../handed-over.ts';
import { encodeJson, getJson } from '../objects.ts';
import { type PlainError, plainError } from '../plain-error.ts';
import type { StagePorts } from '../ports.ts';
import { readHistory, readLastSent } from './history.ts';
import { COORDINATE, groupList, groupSchema, TASK_KEYS, type Task, taskName, taskResult } from './task.ts';

/** What a task leaves: its result, or an error that no repetition mends (configuration, a source). */
export const storedResultSchema = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: z.custom<PlainError>((value) => typeof value === 'object' && value !== null) }),
]);

/** Thrown inside a task that nobody waits for any more: the batch has gone on without it. */
export class TaskOvertaken extends Error {
  constructor() {
    super('nobody waits for this task any more');
    this.name = 'TaskOvertaken';
  }
}

/** `wanted` throws `TaskOvertaken` where the task is no longer waited for: asked before outputs are written. */
export type TaskRun = (stage: string, message: unknown, wanted: () => Promise<void>) => Promise<unknown>;

/**
 * Runs one task: the result first, under its own name, then its event; then, if the group is complete, the batch is
 * taken up again. Killed before the last step, a sweep does it. Faults that a repetition may mend are thrown: the queue
 * brings the message again, and in the end to its dead-letter queue.
 *
 * A task is done only while the batch waits for it: while its group is the one that was sent last, and its event is not
 * there. A message that comes after that (again, or late) does nothing, since its outputs may be others' by then:
 * repeated keys are numbered in alias parts after the remap, and another mapping writes under the same names. What is
 * left is a task that asks, is held up, and writes when the whole next stage is done; the sizes of outputs would tell
 * the next run (`intact.ts`), and their digests the reconciliation. Throws for a message that names what it is not.
 */
export async function runTask(
  task: Task,
  ports: Pick<StagePorts, 'out' | 'ledger'>,
  queues: Queues,
  run: TaskRun,
): Promise<void> {
  const { batch, kind, group, name } = task;
  if (taskName(task) !== name) throw new TypeError('a message bears the name of other work');
  const names = await getJson(ports.out, groupList(group), groupSchema);
  if (!names.includes(name)) throw new TypeError('a message is of no group that was sent');
  const wanted = async (): Promise<void> => {
    if ((await readLastSent(ports.ledger, batch))?.group !== group) throw new TaskOvertaken();
  };
  const before = await readHistory(ports.ledger, batch);
  if (before.sent?.group !== group) return;
  if (!before.isDone(name)) {
    try {
      await doTask(task, ports, (stage, message) => run(stage, message, wanted));
    } catch (error) {
      if (error instanceof TaskOvertaken) return;
      if (error instanceof HandedOver) {
        // The same message, to another invocation; its tries are counted from the start.
        await queues.send(task.stage, [{ id: name, body: task }]);
        return;
      }
      throw error;
    }
  }
  // Read after its own event, whatever the answer to it was: of two last tasks at least one sees them all.
  const after = await readHistory(ports.ledger, batch);
  if (names.every(after.isDone))
    // A plan may have the very tasks of its run: within minutes the same id would pass for the same message.
    await queues.send(COORDINATE, [{ id: `${group}-${kind}-done`, body: { batch, kind } }]);
}

async function doTask(
  { batch, name, stage, message }: Task,
  ports: Pick<StagePorts, 'out' | 'ledger'>,
  run: (stage: string, message: unknown) => Promise<unknown>,
): Promise<void> {
  const stored = encodeJson(await outcomeOf(() => run(stage, message)));
  const path = taskResult(name, sha256Of(stored));
  await ports.out.put(path, stored);
  try {
    await ports.ledger.append(batch, TASK_KEYS.done(name), {
      type: 'task-done',
      stage,
      result: digestOf(path, stored),
    });
  } catch (error) {
    // An earlier run of this very task ended otherwise (a file that was being written to): its word stands.
    if (!(error instanceof LedgerConflict)) throw error;
  }
}

async function outcomeOf(run: () => Promise<unknown>): Promise<{ result: unknown } | { error: PlainError }> {
  try {
    return { result: (await run()) ?? null };
  } catch (error) {
    if (!(error instanceof ThongSuotError) || error.source === 'system') throw error;
    const { stack: _, cause: __, ...plain } = plainError(error);
    return { error: plain };
  }
}
