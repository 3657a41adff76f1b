import type { Reconciliation } from '../formats/reconciliation.ts';
import { checkPartitions, openSource, tableSource } from './check-source.ts';
import { conclude, fileFaults, type SourceFacts } from './conclude.ts';
import type { Database } from './engine/database.ts';
import { REJECTED_SHEET_COLUMNS, readRejected } from './ingest/rejected.ts';
import { sortOutputs } from './ingest/source-files.ts';
import type { LayoutFault } from './ingest/source-run.ts';
import type { Inputs, ReconcileInput } from './inputs.ts';
import { OUTPUT_PREFIXES, type Output } from './outputs.ts';
import { defaultLimits, type PartitionLimits, planPartitions } from './plan.ts';
import { prepareBatch, prepareRules } from './prepare.ts';
import { checkRepeats } from './repeats.ts';
import { CheckRun } from './run-checks.ts';
import { withDatabase } from './with-database.ts';

export type { Declared, ReconcileInput } from './inputs.ts';

/**
 * Checks a batch's outputs against its sources: frames both, derives the outcome of every record in SQL, runs
 * every check, and writes `findings/*.csv` and `reconciliation.json` into `out`. The scratch folder is removed,
 * also when it fails. Throws ThongSuotError for unreadable configuration; what is wrong with data is findings.
 *
 * `parts/` does the same in many processes, with the same steps and to the same bytes.
 */
export async function reconcile(
  input: ReconcileInput,
  limits: PartitionLimits = defaultLimits,
): Promise<Reconciliation> {
  return withDatabase(input, async (database, inputs) => {
    const data = await prepareRules(database, input, inputs.batch);
    const { faults, agencyInputs } = await prepareBatch(database, input, inputs, data);
    const checks = new CheckRun(database);
    const taken = new Map<string, Output>();
    const paths = (await Promise.all(OUTPUT_PREFIXES.map((prefix) => input.out.list(prefix)))).flat();
    const read = await checkSources(database, input, inputs, checks, paths, taken, limits);
    await checkRepeats(database, checks);
    return conclude(database, input, inputs, checks, {
      facts: read.facts,
      faults: [...faults, ...read.faults],
      agencyInputs,
      paths,
      taken,
    });
  });
}

async function checkSources(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  checks: CheckRun,
  paths: readonly string[],
  taken: Map<string, Output>,
  limits: PartitionLimits,
): Promise<{ facts: SourceFacts[]; faults: LayoutFault[] }> {
  const { files, stray } = sortOutputs(paths, inputs.sources);
  const faults = await fileFaults(input, stray);
  const facts: SourceFacts[] = [];
  const total = inputs.batch.sources.reduce((sum, source) => sum + source.bytes, 0);
  let done = 0;
  for (const [sourceNo, { source, chunks }] of inputs.sources.entries()) {
    const run = await openSource(input, inputs, sourceNo, 'whole', files.get(source.source), taken);
    const rejected = await readRejected(input.out, input.scratch, source.source);
    faults.push(...rejected.faults);
    await tableSource(database, inputs, run, sourceNo);
    await database.load('rejected_row', REJECTED_SHEET_COLUMNS, rejected.sheet);
    const partitions = planPartitions(chunks, limits).map(([from, to]) => ({ from, to }));
    await checkPartitions(database, run, source, partitions, checks, (bytes) => {
      done += bytes;
      input.onProgress?.(done, total);
    });
    await run.end();
    faults.push(...run.faults);
    const { seenBytes, seenSha256, records, blanks, endsAtLine } = run;
    facts.push({ seenBytes, seenSha256, records, blanks, endsAtLine });
  }
  return { facts, faults };
}
