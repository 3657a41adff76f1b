import { ThongSuotError } from '../formats/errors.ts';
import { chunkTableSchema, type FrozenBatch } from '../formats/frozen.ts';
import { getJson } from './objects.ts';
import type { BatchPorts } from './ports.ts';
import type { RemapPlan } from './remap.ts';

/** What a chunk leaves behind: each byte as it is or as it becomes, and its numbers again in aliases. */
const OUTPUT_PER_BYTE = 2;
/** What it adds to each record however narrow: the stamp (about 90 bytes), the alias row (about 200), keys and tallies. */
const OUTPUT_PER_RECORD = 400;
/**
 * The reconciliation's scratch, removed at its end: its database (21 MB were measured for 12,000 records, 28 MB for
 * 100,000), the sheets of two partitions of at most 200,000 records, one checked and one read ahead, and a digest or
 * two of every record of the batch.
 */
const SCRATCH_BYTES = 32 * 1024 * 1024;
const SCRATCH_RECORDS_IN_HAND = 600_000;
const SCRATCH_PER_RECORD_IN_HAND = 300;
const SCRATCH_PER_RECORD = 100;

/** Bytes that the chunks left to do and the reconciliation (of all chunks, whatever is left to do) will need. */
export async function spaceNeeded(ports: BatchPorts, frozen: FrozenBatch, plan: RemapPlan): Promise<number> {
  const todo = new Set(plan.todo.map(({ source, chunk }) => `${source}/${chunk}`));
  const all = await chunked(ports, frozen);
  const left = await chunked(ports, frozen, (source, chunk) => todo.has(`${source}/${chunk}`));
  return (
    left.bytes * OUTPUT_PER_BYTE +
    left.records * OUTPUT_PER_RECORD +
    SCRATCH_BYTES +
    Math.min(all.records, SCRATCH_RECORDS_IN_HAND) * SCRATCH_PER_RECORD_IN_HAND +
    all.records * SCRATCH_PER_RECORD
  );
}

/** What of the sources lies in chunks, or in some of them. */
export async function chunked(
  ports: BatchPorts,
  frozen: FrozenBatch,
  isMeant: (source: string, chunk: number) => boolean = () => true,
): Promise<{ readonly bytes: number; readonly records: number }> {
  let bytes = 0;
  let records = 0;
  for (const { source, chunks } of frozen.sources)
    for (const range of await getJson(ports.out, chunks.path, chunkTableSchema))
      if (isMeant(source, range.chunk)) {
        bytes += range.end - range.start;
        records += range.records;
      }
  return { bytes, records };
}

/** Stops a run that can't end well before it writes. */
export async function checkSpace(ports: BatchPorts, needed: number): Promise<void> {
  const free = await ports.space.freeBytes();
  if (free === undefined || free >= needed) return;
  const mebibytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
  throw new ThongSuotError(
    'disk-short',
    'user',
    `the batch needs about ${mebibytes(needed)} MiB more on the disk of the output folder and ${mebibytes(free)} MiB are free: make room for ${mebibytes(needed - free)} MiB, or choose another folder with --out`,
    {
      neededMiB: mebibytes(needed),
      freeMiB: mebibytes(free),
      missingMiB: mebibytes(needed - free),
    },
  );
}
