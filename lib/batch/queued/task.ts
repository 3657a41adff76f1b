import * as z from 'zod';
import { batchNameSchema } from '../../formats/batch.ts';
import { digestedSchema } from '../chunk-results.ts';
import { sha256Of } from '../digest.ts';
import { encodeJson } from '../objects.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The message of one stage's run on a queue. */
export const taskSchema = z.strictObject({
  batch: batchNameSchema,
  kind: z.enum(['run', 'plan']),
  stage: z.string(),
  /** Digest of the stage, the message and the versions of the inputs: the same work has the same name, whoever sends it. */
  name: sha256,
  /** Digest of the names that were sent with it: when all of them are done, the batch goes on. */
  group: sha256,
  message: z.unknown(),
  /** Digest of the versions of all inputs. */
  inputs: z.string(),
  /** How often the check has been asked for anew; of its tasks alone. */
  again: z.int().min(1).optional(),
});
export type Task = z.output<typeof taskSchema>;

/** The name of work, by what it is: who would give other work a task's name must find a second text of one digest. */
export const taskName = ({
  stage,
  message,
  inputs,
  again,
}: Pick<Task, 'stage' | 'message' | 'inputs' | 'again'>): string =>
  sha256Of(encodeJson({ stage, message, inputs, ...(again !== undefined && { again }) }));

/** `tasks/groups/GROUP.json`: the names of a group. */
export const groupSchema = z.array(sha256);
export const groupList = (group: string): string => `tasks/groups/${group}.json`;

/** The message of the queue `coordinate`: go on with a batch. */
export const goOnSchema = z.strictObject({
  batch: batchNameSchema,
  kind: z.enum(['run', 'plan']),
  /** A person asks: also where the batch has ended, and what is on its way is sent again. */
  asked: z.boolean().optional(),
  /** A person asks for the check anew, though nothing changed: a name of its own for each time. */
  again: z
    .string()
    .regex(/^[0-9a-f-]{1,64}$/)
    .optional(),
});
export type GoOn = z.output<typeof goOnSchema>;

export const COORDINATE = 'coordinate';

/** The stage that reconciles; it is no stage of the table, since the batch never checks itself. */
export const RECONCILE = 'reconcile';

export const TASK_KEYS = {
  /** The groups in the order in which they were sent. */
  sent: 'sent/',
  /** Where an orchestration ended, well or not: nothing is to be sent again after it. */
  ended: 'ended/',
  done: (name: string): string => `task/${name}`,
  /** Each time that a person asked for the check anew. */
  again: 'again/',
} as const;

/**
 * A result, or the error that a person must mend, as an object: events are small. It is named by its content, so that
 * a second run of the task that ends otherwise leaves the first one's word as it was.
 */
export const taskResult = (name: string, digest: string): string =>
  `tasks/${name.slice(0, 2)}/${name}-${digest.slice(0, 16)}.json`;

export const sentEventSchema = z.strictObject({
  type: z.literal('stage-sent'),
  stage: z.string(),
  group: z.string(),
});
export const doneEventSchema = z.strictObject({
  type: z.literal('task-done'),
  stage: z.string(),
  result: digestedSchema,
});
export const endedEventSchema = z.strictObject({
  type: z.literal('run-ended'),
  /** Key of the last `stage-sent` before it; blank if nothing was sent. */
  after: z.string(),
  /** `done`, or the code of the error that a person must mend. */
  outcome: z.string(),
});
