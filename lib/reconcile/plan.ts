import type { ChunkRange } from '../formats/frozen.ts';

/** Runs of chunks of about this many records are checked at a time: what bounds memory and scratch disk. */
export const partitionRecords = 300_000;

/** Splits a chunk table into runs `[from, to)`; an empty table gives one empty run. */
export function planPartitions(
  chunks: readonly ChunkRange[],
  limit = partitionRecords,
): Array<readonly [number, number]> {
  const runs: Array<readonly [number, number]> = [];
  let from = 0;
  let records = 0;
  chunks.forEach((chunk, index) => {
    if (index > from && records + chunk.records > limit) {
      runs.push([from, index]);
      from = index;
      records = 0;
    }
    records += chunk.records;
  });
  runs.push([from, chunks.length]);
  return runs;
}
