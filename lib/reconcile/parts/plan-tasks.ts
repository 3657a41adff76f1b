import type { Inputs } from '../inputs.ts';
import { defaultLimits, type PartitionLimits, planPartitions } from '../plan.ts';
import type { PlannedTask } from './task.ts';

/** How a batch is cut for many processes. Whatever these are, findings and verdict are the same bytes. */
export interface PartSettings {
  /** Sources of no more bytes than this together are checked by one task. */
  readonly wholeBytes: number;
  /** Bytes of sources that one task checks record by record, about. */
  readonly partBytes: number;
  /** Bytes of sources that one task goes over for digests and bounds, about: that is ten times as fast. */
  readonly frameBytes: number;
  /** Records whose keys and numbers one task groups, about. */
  readonly bucketRecords: number;
  readonly limits: PartitionLimits;
}

const GiB = 1024 ** 3;
export const partSettings: PartSettings = {
  wholeBytes: 2 * GiB,
  partBytes: GiB / 2,
  frameBytes: 4 * GiB,
  bucketRecords: 2_000_000,
  limits: defaultLimits,
};

/** The groups of tasks of a batch, each of which needs what those before it answered; the last one's answer is the verdict. */
export function planTasks(inputs: Inputs, kind: 'run' | 'plan', settings: PartSettings): PlannedTask[][] {
  const { limits } = settings;
  const bytesOf = ({ source }: Inputs['sources'][number]): number => source.bytes;
  const frames = binned([...inputs.sources.entries()], ([, source]) => bytesOf(source), settings.frameBytes);
  const partitions = inputs.sources.flatMap(({ chunks }, source) =>
    planPartitions(chunks, limits).map(([from, to], index) => ({
      source,
      index,
      bytes: chunks.slice(from, to).reduce((sum, chunk) => sum + chunk.end - chunk.start, 0),
    })),
  );
  const parts = binned(partitions, ({ bytes }) => bytes, settings.partBytes);
  const records = inputs.sources.reduce((sum, { source }) => sum + source.records, 0);
  const buckets = Math.min(1000, Math.max(1, Math.ceil(records / settings.bucketRecords)));
  return [
    frames.map((bin) => ({ kind, task: 'frame', sources: bin.map(([source]) => source), limits })),
    parts.map((bin, part) => ({ kind, task: 'part', part, runs: runsOf(bin), buckets })),
    Array.from({ length: buckets }, (_, bucket) => ({ kind, task: 'bucket', bucket })),
    [{ kind, task: 'merge' }],
  ];
}

/** Neighbours together, up to `limit` bytes; at least one in each. */
function binned<T>(items: readonly T[], bytesOf: (item: T) => number, limit: number): T[][] {
  const bins: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (bytes + bytesOf(item) > limit) {
      bins.push([]);
      bytes = 0;
    }
    bins.at(-1)!.push(item);
    bytes += bytesOf(item);
  }
  return bins;
}

function runsOf(partitions: ReadonlyArray<{ readonly source: number; readonly index: number }>) {
  const runs: Array<{ source: number; from: number; to: number }> = [];
  for (const { source, index } of partitions) {
    const last = runs.at(-1);
    if (last?.source === source) last.to = index + 1;
    else runs.push({ source, from: index, to: index + 1 });
  }
  return runs;
}
