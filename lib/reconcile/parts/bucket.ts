import type { ReconcileInput } from '../inputs.ts';
import { prepareAccumulators } from '../prepare.ts';
import { checkRepeats } from '../repeats.ts';
import { CheckRun } from '../run-checks.ts';
import { withDatabase } from '../with-database.ts';
import { answersOf } from './answers.ts';
import { DIGESTS } from './left-tables.ts';
import { leaveTables, takeTable } from './section.ts';
import type { BucketAnswer, Task } from './task.ts';

/** Looks for repeats and for links without a dossier among the digests of one bucket. */
export async function checkBucket(input: ReconcileInput, task: Task<'bucket'>): Promise<BucketAnswer> {
  return withDatabase(input, async (database, { batch }) => {
    const parts = await answersOf(input.out, task.before, 'part');
    const left = parts.map((part) => part.left);
    await prepareAccumulators(database, batch);
    for (const table of DIGESTS)
      await takeTable(database, input.out, input.scratch, table, left, task.bucket);
    const checks = new CheckRun(database);
    await checkRepeats(database, checks);
    const path = `reconcile/buckets/${String(task.bucket).padStart(5, '0')}`;
    return {
      counted: checks.counted,
      left: await leaveTables(database, input.out, path, ['finding'], 1),
    };
  });
}
