import { type ReconcileInput, readInputs } from '../inputs.ts';
import { reconcile } from '../reconcile.ts';
import { checkBucket } from './bucket.ts';
import { frameSources } from './frame.ts';
import { merge } from './merge.ts';
import { checkPart } from './part.ts';
import { type PartSettings, partSettings, planTasks } from './plan-tasks.ts';
import { taskSchema } from './task.ts';

/**
 * Runs one task of a reconciliation in many processes. The first, `{ kind }`, answers with the text of
 * `reconciliation.json` if the batch is small, and with groups of tasks if it is not: each group is sent when the one
 * before is done, each of its messages with `before`, objects with the answers of the groups so far. The answer of the
 * last group's one task is the text. Every task may run twice: it leaves the same objects under the same names.
 */
export async function runReconcileTask(
  message: unknown,
  input: ReconcileInput,
  settings: PartSettings = partSettings,
): Promise<unknown> {
  const task = taskSchema.parse(message);
  if (!('task' in task)) {
    const inputs = await readInputs(input);
    const bytes = inputs.batch.sources.reduce((sum, source) => sum + source.bytes, 0);
    if (bytes > settings.wholeBytes) return { groups: planTasks(inputs, task.kind, settings) };
    await reconcile(input, settings.limits);
    return verdictOf(input);
  }
  switch (task.task) {
    case 'frame':
      return frameSources(input, task);
    case 'part':
      return checkPart(input, task);
    case 'bucket':
      return checkBucket(input, task);
    case 'merge':
      await merge(input, task);
      return verdictOf(input);
  }
}

const verdictOf = async ({ out }: ReconcileInput): Promise<string> =>
  Buffer.from(await out.get('reconciliation.json')).toString('utf8');
