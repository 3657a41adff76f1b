import { ThongSuotError } from '../formats/errors.ts';
import type { FrozenSource } from '../formats/frozen.ts';
import type { Database } from './engine/database.ts';
import { derivation } from './engine/derivation.ts';
import { loadPartition } from './engine/partition-tables.ts';
import { setSource } from './engine/source-tables.ts';
import type { SourceFiles } from './ingest/source-files.ts';
import { type Partition, type Pass, SourceRun } from './ingest/source-run.ts';
import type { Inputs, ReconcileInput } from './inputs.ts';
import type { Output } from './outputs.ts';
import type { CheckRun } from './run-checks.ts';

const DERIVE_STEPS = [
  '10-place',
  '20-kind',
  '30-situation',
  '50-agency',
  '40-unit',
  '50-agency',
  '60-outcome',
  '70-records',
  '80-aliases',
];

/** One run of chunks, and what its bytes must be if another pass has been over them. */
export interface PartitionRange {
  readonly from: number;
  readonly to: number;
  readonly sha256?: string;
}

/** A source that is about to be read. */
export async function openSource(
  input: ReconcileInput,
  inputs: Inputs,
  sourceNo: number,
  pass: Pass,
  outputs: SourceFiles | undefined,
  taken: Map<string, Output>,
): Promise<SourceRun> {
  const { source, chunks } = inputs.sources[sourceNo]!;
  const run = new SourceRun({
    source,
    profile: inputs.batch.profiles[source.profile]!.profile,
    chunks,
    size: (await input.files.size(source.file)) ?? 0,
    files: input.files,
    out: input.out,
    outputs,
    scratch: input.scratch,
    sampled: inputs.batch.sample !== null,
    taken,
    pass,
  });
  await run.begin();
  return run;
}

/** Makes the tables of the source at hand, but for its rejected rows. */
export async function tableSource(
  database: Database,
  { batch }: Inputs,
  run: SourceRun,
  sourceNo: number,
): Promise<void> {
  const source = batch.sources[sourceNo]!;
  const systemNo = systemsOf(batch.sources).indexOf(source.system);
  const { profile } = batch.profiles[source.profile]!;
  await setSource(database, source, profile, run.layout, { sourceNo, systemNo });
}

export const systemsOf = (sources: readonly FrozenSource[]): string[] => [
  ...new Set(sources.map(({ system }) => system)),
];

/** Reads and checks partitions in their order; reading runs ahead of checking by one. */
export async function checkPartitions(
  database: Database,
  run: SourceRun,
  source: FrozenSource,
  partitions: readonly PartitionRange[],
  checks: CheckRun,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let checking: Promise<void> = Promise.resolve();
  for (const { from, to, sha256 } of partitions) {
    // Chunk bounds name a partition's sheets: two of them are there at a time.
    const reading = run.readPartition(`${source.source}-${from}`, from, to, onBytes);
    const [read] = await Promise.allSettled([reading, checking]);
    await checking;
    if (read.status === 'rejected') throw read.reason;
    const partition = read.value;
    if (sha256 !== undefined && partition.sha256 !== sha256) throw changed(source);
    checking = checkPartition(database, run, partition, checks);
    checking.catch(() => undefined); // awaited above or below: not unhandled in between
  }
  await checking;
}

async function checkPartition(
  database: Database,
  run: SourceRun,
  partition: Partition,
  checks: CheckRun,
): Promise<void> {
  await loadPartition(database, run.layout, partition);
  for (const step of DERIVE_STEPS) await database.script(derivation(step));
  await checks.partition();
  await database.script(derivation('90-accumulate'));
}

function changed({ source, file }: FrozenSource): ThongSuotError {
  return new ThongSuotError(
    'source-changing',
    'source',
    `${file} (${source}) was written to while it was read: wait until the export is complete, then run again`,
    { source, file },
  );
}
