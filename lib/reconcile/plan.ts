import type { ChunkRange } from '../formats/frozen.ts';

/** Runs of chunks of about this many records, and of about this many bytes, are checked at a time: what bounds memory and scratch disk. */
export interface PartitionLimits {
  readonly records: number;
  readonly bytes: number;
}
export const defaultLimits: PartitionLimits = { records: 200_000, bytes: 128 * 1024 * 1024 };

/** Splits a chunk table into runs `[from, to)` of at least one chunk; an empty table gives one empty run. */
export function planPartitions(
  chunks: readonly ChunkRange[],
  limits: PartitionLimits,
): Array<readonly [number, number]> {
  const runs: Array<readonly [number, number]> = [];
  let from = 0;
  let records = 0;
  let bytes = 0;
  chunks.forEach((chunk, index) => {
    const length = chunk.end - chunk.start;
    if (index > from && (records + chunk.records > limits.records || bytes + length > limits.bytes)) {
      runs.push([from, index]);
      from = index;
      records = 0;
      bytes = 0;
    }
    records += chunk.records;
    bytes += length;
  });
  runs.push([from, chunks.length]);
  return runs;
}
