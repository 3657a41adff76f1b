import { QUEUE_FUNCTIONS } from '../functions.ts';
import { coordinationOf, segmentsOf, segmentWork } from './attachments.ts';
import { checkGroups, checkTasks, checkTasksOf, checkWork } from './check.ts';
import { uploads } from './uploads.ts';
import { MEASURED, type Tuning, type Workload } from './workload.ts';

/** Calls to each service, as it counts them. */
export interface Calls {
  readonly s3Put: number;
  readonly s3Get: number;
  readonly sqs: number;
  readonly dynamoPut: number;
  readonly dynamoQuery: number;
}

export interface StageCost {
  readonly stage: string;
  readonly invocations: number;
  /** Of one invocation; the longest where they differ. */
  readonly seconds: number;
  readonly gbSeconds: number;
  readonly architecture: 'arm64' | 'x86_64';
  readonly diskGbSeconds: number;
  readonly calls: Calls;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** From the first message to the last result. */
  readonly wallSeconds: number;
}

const GIB = 1024;
/** Memory that Lambda gives one whole virtual processor with, in MiB. */
const MIB_PER_CPU = 1769;
const SQS_BATCH = 10;
/** Bytes that one read unit reads, strongly consistent, and that one page of a query holds. */
const READ_UNIT_BYTES = 4096;
const PAGE_BYTES = 1024 * 1024;

/** Orchestrations of one batch: begun, and taken up after freeze, remap, numbers, assembly and check. */
const ROUNDS = 6;
/** Of these, how many look at every chunk again. */
const ROUNDS_OVER_CHUNKS = 4;
/** Objects that a task reads before its work: the group, batch, mapping, profile, chunk table, lists. */
const TASK_READS = 9;
/** Parts and pieces of a clean chunk: migrated, aliases, tallies, keys. */
const PIECES = 4;

const plan = (name: string) => {
  const found = QUEUE_FUNCTIONS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found;
};

export interface Shape {
  readonly chunks: number;
  readonly chunkBytes: number;
  readonly chunkRecords: number;
  /** Tasks of the check. */
  readonly checks: number;
  /** Events of the batch when it has ended. */
  readonly events: number;
}

export function shapeOf(workload: Workload, tuning: Tuning): Shape {
  const { records, bytes, sources, systems } = workload;
  const perSource = bytes / sources;
  const chunks = sources * Math.max(1, Math.ceil(perSource / tuning.chunkBytes));
  const checks = checkTasks(checkTasksOf(workload, tuning));
  // Each task leaves one event, a chunk two; then the groups and what ends them.
  const events =
    2 * chunks + 2 * sources + systems + checks + segmentsOf(workload) + 4 * roundsOf(workload, tuning).all;
  return { chunks, chunkBytes: bytes / chunks, chunkRecords: records / chunks, checks, events };
}

/** Orchestrations, and those of them that look at every chunk again: one for each further group of the check. */
function roundsOf(workload: Workload, tuning: Tuning): { all: number; overChunks: number } {
  const further = checkGroups(checkTasksOf(workload, tuning)) - 1;
  return { all: ROUNDS + further, overChunks: ROUNDS_OVER_CHUNKS + further };
}

export interface Work {
  readonly tasks: number;
  readonly cpuSeconds: number;
  readonly bytesMoved: number;
  /** Reads and writes one after the other, for their first byte. */
  readonly waits: number;
  /** Those of the longest task, where one is much longer than the others. */
  readonly longest?: number;
  readonly s3Put: number;
  readonly s3Get: number;
  /** Events besides the task's own. */
  readonly events?: number;
  readonly alone?: boolean;
  /** Short looks at the batch besides the two whole ones of every task: whether its outputs are still waited for. */
  readonly looks?: number;
}

/** One stage: `work` is that of one task. Each event is put into ledger and evidence; the batch is read twice a task at least. */
function stageCost(stage: string, work: Work, { events }: Shape, tuning: Tuning): StageCost {
  const { memoryMiB, architecture, ephemeralMiB, maxConcurrency } = plan(stage);
  const { tasks, cpuSeconds, bytesMoved, waits, alone } = work;
  const most = maxConcurrency === 'remap' ? tuning.remapConcurrency : maxConcurrency;
  const appended = 1 + (work.events ?? 0);
  const looks = work.looks ?? 0;
  const pages = Math.max(1, Math.ceil((events * MEASURED.eventBytes) / PAGE_BYTES));
  const unitsPerRead = Math.ceil((events * MEASURED.eventBytes) / 2 / READ_UNIT_BYTES);
  const secondsWith = (reads: number): number =>
    MEASURED.coldSeconds +
    (cpuSeconds * MEASURED.slower) / Math.min(1, memoryMiB / MIB_PER_CPU) +
    bytesMoved / MEASURED.s3BytesPerSecond +
    reads * MEASURED.s3FirstByteSeconds +
    (2 + looks + 2 * appended) * MEASURED.callSeconds;
  const seconds = secondsWith(waits);
  return {
    stage,
    invocations: tasks,
    seconds: secondsWith(Math.max(waits, work.longest ?? 0)),
    gbSeconds: tasks * seconds * (memoryMiB / GIB),
    architecture,
    diskGbSeconds: tasks * seconds * Math.max(0, (ephemeralMiB - 512) / GIB),
    calls: {
      // The task's result and the copies of its events, besides its work.
      s3Put: tasks * (work.s3Put + 1 + appended),
      s3Get: tasks * (work.s3Get + TASK_READS),
      sqs: tasks * (2 + 1 / SQS_BATCH),
      dynamoPut: tasks * appended,
      dynamoQuery: tasks * (2 * pages + looks),
    },
    writeUnits: tasks * appended,
    readUnits: tasks * (2 * unitsPerRead + looks),
    wallSeconds: Math.ceil(tasks / (alone === true ? 1 : most)) * seconds,
  };
}

/** Groups of one stage's tasks, of which each waits for the one before, as one row. */
function oneAfterTheOther(groups: readonly StageCost[]): StageCost {
  const [first] = groups;
  if (first === undefined) throw new RangeError('a stage without work');
  const total = (of: (group: StageCost) => number): number =>
    groups.reduce((sum, group) => sum + of(group), 0);
  return {
    stage: first.stage,
    architecture: first.architecture,
    invocations: total(({ invocations }) => invocations),
    seconds: Math.max(...groups.map(({ seconds }) => seconds)),
    gbSeconds: total(({ gbSeconds }) => gbSeconds),
    diskGbSeconds: total(({ diskGbSeconds }) => diskGbSeconds),
    calls: {
      s3Put: total(({ calls }) => calls.s3Put),
      s3Get: total(({ calls }) => calls.s3Get),
      sqs: total(({ calls }) => calls.sqs),
      dynamoPut: total(({ calls }) => calls.dynamoPut),
      dynamoQuery: total(({ calls }) => calls.dynamoQuery),
    },
    writeUnits: total(({ writeUnits }) => writeUnits),
    readUnits: total(({ readUnits }) => readUnits),
    wallSeconds: total(({ wallSeconds }) => wallSeconds),
  };
}

/** Every stage of a batch that is clean (nothing held or rejected, no key twice). */
export function stageCosts(workload: Workload, tuning: Tuning): StageCost[] {
  const { bytes, records, sources, systems, attachments } = workload;
  const shape = shapeOf(workload, tuning);
  const { chunks, chunkBytes, chunkRecords } = shape;
  const chunksPerSource = chunks / sources;
  const sourceBytes = bytes / sources;
  const freezeReads = Math.ceil(sourceBytes / tuning.freezeReadBytes);
  const passes = Math.max(1, Math.ceil(records / systems / tuning.keysPerPass));
  const keyReads = 2 * passes * (chunks / systems);
  const { all, overChunks } = roundsOf(workload, tuning);
  const more = coordinationOf(workload, all, tuning);
  const rounds = all + more.rounds;
  const chunkReads = (PIECES + 1) * chunks * overChunks;
  const outBytes = MEASURED.parts + MEASURED.aliases + MEASURED.pieces;
  const costs = [
    stageCost(
      'freeze-source',
      {
        tasks: sources,
        cpuSeconds: MEASURED.freezePerByte * sourceBytes,
        bytesMoved: sourceBytes,
        waits: freezeReads,
        s3Put: 2,
        // Its version before and after, and its size.
        s3Get: freezeReads + 3,
      },
      shape,
      tuning,
    ),
    stageCost(
      'remap-chunk',
      {
        tasks: chunks,
        cpuSeconds: MEASURED.remapPerRecord * chunkRecords,
        bytesMoved: chunkBytes * (1 + outBytes),
        waits: TASK_READS + 6,
        s3Put:
          uploads(chunkBytes * MEASURED.parts, tuning.partBytes) +
          uploads(chunkBytes * MEASURED.aliases, tuning.partBytes) +
          3,
        // The chunk, the version of its file, what an earlier run left.
        s3Get: 4,
        events: 1,
        looks: 1,
      },
      shape,
      tuning,
    ),
    stageCost(
      'number-keys',
      {
        tasks: systems,
        cpuSeconds: (0.2e-6 * records * 2 * passes) / systems,
        bytesMoved: (2 * passes * MEASURED.keyBytesPerRecord * records) / systems,
        waits: keyReads + chunks / systems,
        s3Put: 0,
        s3Get: keyReads + chunks / systems + sources / systems,
      },
      shape,
      tuning,
    ),
    stageCost(
      'assemble-source',
      {
        tasks: sources,
        cpuSeconds: 0,
        bytesMoved: 0,
        waits: 2 * chunksPerSource,
        s3Put: 1,
        s3Get: 2 * chunksPerSource + 1,
      },
      shape,
      tuning,
    ),
    oneAfterTheOther(
      checkWork(workload, shape, tuning).map((work) => stageCost('reconcile', work, shape, tuning)),
    ),
    stageCost(
      'coordinate',
      {
        tasks: rounds,
        cpuSeconds: 0.5 + more.cpuSeconds / rounds,
        bytesMoved: 0,
        waits: (chunkReads + more.waits) / rounds + 40,
        longest: more.longest + 40,
        s3Put: 6 + more.s3Put / rounds,
        s3Get: (chunkReads + more.s3Get) / rounds + 40,
        // One at a time for each batch, whatever other batches run.
        alone: true,
      },
      shape,
      tuning,
    ),
  ];
  const segments = segmentsOf(workload);
  if (attachments !== undefined && segments > 0)
    costs.push(stageCost('inventory-segment', segmentWork(attachments, segments), shape, tuning));
  return costs;
}
