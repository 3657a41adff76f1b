import type { Reconciliation } from '../../formats/reconciliation.ts';
import { conclude, fileFaults } from '../conclude.ts';
import { sortOutputs } from '../ingest/source-files.ts';
import type { ReconcileInput } from '../inputs.ts';
import { OUTPUT_PREFIXES } from '../outputs.ts';
import { prepareBatch, prepareRules } from '../prepare.ts';
import { CheckRun } from '../run-checks.ts';
import { withDatabase } from '../with-database.ts';
import { answersOf } from './answers.ts';
import { SUMS } from './left-tables.ts';
import { takeTable } from './section.ts';
import type { Task } from './task.ts';

/** Puts together what all tasks found, and concludes as one process would. */
export async function merge(input: ReconcileInput, task: Task<'merge'>): Promise<Reconciliation> {
  return withDatabase(input, async (database, inputs) => {
    const frames = (await answersOf(input.out, task.before, 'frame')).flat();
    const parts = await answersOf(input.out, task.before, 'part');
    const buckets = await answersOf(input.out, task.before, 'bucket');
    const data = await prepareRules(database, input, inputs.batch);
    const { faults, agencyInputs } = await prepareBatch(database, input, inputs, data);
    const checks = new CheckRun(database);
    for (const { counted } of [...parts, ...buckets]) checks.addCounted(counted);
    const left = [...parts, ...buckets].map((answer) => answer.left);
    for (const table of SUMS) await takeTable(database, input.out, input.scratch, table, left);
    const paths = (await Promise.all(OUTPUT_PREFIXES.map((prefix) => input.out.list(prefix)))).flat();
    const { stray } = sortOutputs(paths, inputs.sources);
    const framed = inputs.sources.map(({ source }, sourceNo) => {
      const frame = frames.find((each) => each.source === sourceNo);
      if (frame === undefined) throw new Error(`no task went over source ${source.source}`);
      return frame;
    });
    return conclude(database, input, inputs, checks, {
      facts: framed.map(({ facts }) => facts),
      faults: [...faults, ...(await fileFaults(input, stray)), ...framed.flatMap((frame) => frame.faults)],
      agencyInputs,
      paths,
      taken: new Map([...framed, ...parts].flatMap(({ taken }) => taken.map((one) => [one.path, one]))),
    });
  });
}
