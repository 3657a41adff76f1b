import { checkPartitions, openSource, tableSource } from '../check-source.ts';
import { REJECTED_SHEET_COLUMNS } from '../ingest/rejected.ts';
import { sortOutputs } from '../ingest/source-files.ts';
import type { ReconcileInput } from '../inputs.ts';
import { OUTPUT_PREFIXES, type Output } from '../outputs.ts';
import { prepareAttachments, prepareRules } from '../prepare.ts';
import { CheckRun } from '../run-checks.ts';
import { withDatabase } from '../with-database.ts';
import { answersOf } from './answers.ts';
import { DIGESTS, SUMS } from './left-tables.ts';
import { leaveTables, takeTable } from './section.ts';
import type { PartAnswer, Task } from './task.ts';

/** Checks some partitions record by record, from where the pass over their sources says that they begin. */
export async function checkPart(input: ReconcileInput, task: Task<'part'>): Promise<PartAnswer> {
  return withDatabase(input, async (database, inputs) => {
    const frames = (await answersOf(input.out, task.before, 'frame')).flat();
    const sources = task.runs.map(({ source }) => inputs.sources[source]!);
    await prepareRules(database, input, inputs.batch);
    await prepareAttachments(
      database,
      input,
      sources.map(({ source }) => source),
    );
    const checks = new CheckRun(database);
    const taken = new Map<string, Output>();
    for (const { source: sourceNo, from, to } of task.runs) {
      const { source } = inputs.sources[sourceNo]!;
      const frame = frames.find((each) => each.source === sourceNo);
      if (frame === undefined) throw new Error(`no task went over source ${source.source}`);
      const partitions = frame.partitions.slice(from, to);
      if (partitions.length !== to - from)
        throw new Error(`source ${source.source} has fewer than ${to} partitions`);
      const paths = await Promise.all(
        OUTPUT_PREFIXES.filter((prefix) => prefix !== 'rejected/').map((prefix) =>
          input.out.list(`${prefix}${source.source}/`),
        ),
      );
      const { files } = sortOutputs(paths.flat(), [inputs.sources[sourceNo]!]);
      const run = await openSource(input, inputs, sourceNo, 'part', files.get(source.source), taken);
      await run.resume(partitions[0]!.state);
      await tableSource(database, inputs, run, sourceNo);
      await database.table('rejected_row', REJECTED_SHEET_COLUMNS, []);
      await takeTable(database, input.out, input.scratch, 'rejected_row', [frame.rejected]);
      await checkPartitions(database, run, source, partitions, checks, () => undefined);
      await run.close();
    }
    const path = `reconcile/parts/${String(task.part).padStart(5, '0')}`;
    const left = await leaveTables(database, input.out, path, [...SUMS, ...DIGESTS], task.buckets);
    return { counted: checks.counted, taken: [...taken.values()], left };
  });
}
