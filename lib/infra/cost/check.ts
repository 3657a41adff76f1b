import { DIGESTS, SUMS } from '../../reconcile/parts/left-tables.ts';
import type { Shape, Work } from './stages.ts';
import { MEASURED, type Tuning, type Workload } from './workload.ts';

/** Objects of a clean chunk that the check reads: migrated, aliases, tallies, keys, its result. */
const CHUNK_OBJECTS = 5;

/** How many tasks the check of a batch takes, group by group (`lib/reconcile/parts/plan-tasks.ts`). */
export interface CheckTasks {
  readonly frames: number;
  readonly parts: number;
  readonly buckets: number;
}

/** Undefined: one task checks the whole batch. */
export function checkTasksOf({ bytes, records }: Workload, { check }: Tuning): CheckTasks | undefined {
  if (bytes <= check.wholeBytes) return undefined;
  return {
    frames: Math.ceil(bytes / check.frameBytes),
    parts: Math.ceil(bytes / check.partBytes),
    buckets: Math.min(1000, Math.ceil(records / check.bucketRecords)),
  };
}

/** Groups of messages that the orchestration sends for the check, one after the other. */
export const checkGroups = (tasks: CheckTasks | undefined): number => (tasks === undefined ? 1 : 5);
export const checkTasks = (tasks: CheckTasks | undefined): number =>
  tasks === undefined ? 1 : 2 + tasks.frames + tasks.parts + tasks.buckets;

/** The work of each group's tasks. */
export function checkWork(workload: Workload, shape: Shape, tuning: Tuning): Work[] {
  const { bytes, records, sources } = workload;
  const { chunks } = shape;
  const allBytes = bytes * (2 + MEASURED.parts + MEASURED.aliases);
  const allReads = chunks * CHUNK_OBJECTS;
  const tasks = checkTasksOf(workload, tuning);
  if (tasks === undefined)
    return [
      {
        tasks: 1,
        cpuSeconds: MEASURED.reconcilePerRecord * records,
        bytesMoved: allBytes,
        waits: allReads,
        s3Put: 4,
        s3Get: allReads + sources,
      },
    ];
  const { frames, parts, buckets } = tasks;
  const left = bytes * MEASURED.leftByParts;
  return [
    // Whose answer is how the check is cut.
    { tasks: 1, cpuSeconds: 0, bytesMoved: 0, waits: sources, s3Put: 0, s3Get: sources },
    {
      tasks: frames,
      cpuSeconds: (MEASURED.framePerByte * bytes) / frames,
      bytesMoved: bytes / frames,
      waits: (2 * sources) / frames,
      s3Put: 1,
      // A source in one stream, and what of it was rejected.
      s3Get: sources + (3 * sources) / frames,
    },
    {
      tasks: parts,
      cpuSeconds: (MEASURED.partPerRecord * records) / parts,
      bytesMoved: (allBytes + left) / parts,
      waits: allReads / parts + sources,
      s3Put: 1 + Math.ceil(left / parts / tuning.partBytes),
      s3Get: allReads / parts + sources + 2,
    },
    {
      tasks: buckets,
      cpuSeconds: (MEASURED.bucketPerRecord * records) / buckets,
      bytesMoved: left / buckets,
      waits: DIGESTS.length * parts,
      s3Put: 1,
      s3Get: DIGESTS.length * parts + 2,
    },
    {
      tasks: 1,
      cpuSeconds: MEASURED.mergeSeconds,
      bytesMoved: 0,
      waits: SUMS.length * (parts + buckets),
      s3Put: 4,
      s3Get: SUMS.length * (parts + buckets) + sources + 3,
    },
  ];
}
