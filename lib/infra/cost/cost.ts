import { attachmentBytes } from './attachments.ts';
import type { Prices } from './prices.ts';
import { type Shape, type StageCost, shapeOf, stageCosts } from './stages.ts';
import { DEFAULT_TUNING, MEASURED, RECORD_BYTES, type Tuning, type Workload } from './workload.ts';

export interface CostLine {
  readonly item: string;
  readonly usd: number;
}

const STORAGE = 'S3, one month of sources and outputs';

export interface BatchCost {
  readonly workload: Workload;
  readonly shape: Shape;
  readonly stages: readonly StageCost[];
  /** Calls to AWS, as the clients count them: attempts of one call are one. Polling of the queues is not among them. */
  readonly calls: number;
  readonly lines: readonly CostLine[];
  /** Of the run, and of keeping sources and outputs for one month. */
  readonly usd: number;
  readonly wallSeconds: number;
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const callsOf = ({ calls }: StageCost): number =>
  calls.s3Put + calls.s3Get + calls.sqs + calls.dynamoPut + calls.dynamoQuery;

/** What one run of a batch costs, and one month of keeping it. */
export function costOf(workload: Workload, prices: Prices, tuning: Tuning = DEFAULT_TUNING): BatchCost {
  const stages = stageCosts(workload, tuning);
  const total = (of: (stage: StageCost) => number): number => sum(stages, of);
  const gbSeconds = (architecture: StageCost['architecture']): number =>
    total((stage) => (stage.architecture === architecture ? stage.gbSeconds : 0));
  const invocations = total(({ invocations }) => invocations);
  const stored =
    (workload.bytes * (1 + MEASURED.parts + MEASURED.aliases + MEASURED.pieces) + attachmentBytes(workload)) /
    1e9;
  const lines: CostLine[] = [
    { item: 'Lambda, arm64', usd: gbSeconds('arm64') * prices.lambdaArmGbSecond },
    { item: 'Lambda, x86_64', usd: gbSeconds('x86_64') * prices.lambdaX86GbSecond },
    { item: 'Lambda, disk', usd: total(({ diskGbSeconds }) => diskGbSeconds) * prices.lambdaDiskGbSecond },
    { item: 'Lambda, requests', usd: invocations * prices.lambdaRequest },
    { item: 'S3, writes', usd: total(({ calls }) => calls.s3Put) * prices.s3Put },
    { item: 'S3, reads', usd: total(({ calls }) => calls.s3Get) * prices.s3Get },
    {
      item: 'SQS',
      usd: total(
        ({ stage, calls }) =>
          calls.sqs * (stage === 'coordinate' ? prices.sqsFifoRequest : prices.sqsRequest),
      ),
    },
    {
      item: 'DynamoDB',
      usd:
        total(({ writeUnits }) => writeUnits) * prices.dynamoWriteUnit +
        total(({ readUnits }) => readUnits) * prices.dynamoReadUnit,
    },
    // With bucket keys about one call for a hundred objects; counted as one for ten.
    {
      item: 'KMS, requests',
      usd: (total(({ calls }) => calls.s3Put + calls.s3Get) / 10) * prices.kmsRequest,
    },
    { item: 'Logs', usd: ((invocations * MEASURED.logBytesPerInvocation) / 1e9) * prices.logGb },
    { item: STORAGE, usd: stored * prices.s3GbMonth },
  ];
  return {
    workload,
    shape: shapeOf(workload, tuning),
    stages,
    calls: Math.ceil(total(callsOf)),
    lines,
    usd: sum(lines, ({ usd }) => usd),
    wallSeconds: total(({ wallSeconds }) => wallSeconds),
  };
}

/** What a batch costs more for its attachments. They are no records, so no budget holds them. */
export interface AttachmentsCost {
  readonly calls: number;
  /** Of the run alone. */
  readonly usd: number;
  readonly storageUsd: number;
  readonly tasks: number;
  /** Of one task that inventories them, and of the orchestration that puts their rows together. */
  readonly taskSeconds: number;
  readonly coordinateSeconds: number;
}

export function attachmentsCost(
  workload: Workload,
  prices: Prices,
  tuning: Tuning = DEFAULT_TUNING,
): AttachmentsCost {
  const { attachments: _, ...records } = workload;
  const [without, all] = [costOf(records, prices, tuning), costOf(workload, prices, tuning)];
  const storage = ({ lines }: BatchCost): number =>
    sum(lines, ({ item, usd }) => (item === STORAGE ? usd : 0));
  const storageUsd = storage(all) - storage(without);
  const stage = (name: string): StageCost | undefined => all.stages.find((each) => each.stage === name);
  return {
    calls: all.calls - without.calls,
    usd: all.usd - without.usd - storageUsd,
    storageUsd,
    tasks: stage('inventory-segment')?.invocations ?? 0,
    taskSeconds: stage('inventory-segment')?.seconds ?? 0,
    coordinateSeconds: stage('coordinate')?.seconds ?? 0,
  };
}

/** What one stage spends of the calls. */
export const stageCalls = (stage: StageCost): number => Math.ceil(callsOf(stage));

export interface PerMillion {
  readonly usd: number;
  readonly calls: number;
}

export const perMillion = ({ usd, calls, workload }: BatchCost): PerMillion => ({
  usd: (usd / workload.records) * 1e6,
  calls: (calls / workload.records) * 1e6,
});

/** What is promised for clean records. */
export const BUDGET: PerMillion = { usd: 0.05, calls: 1000 };

/** The smallest power of two MiB per chunk that keeps a batch in its budget; undefined where none up to 1 GiB does. */
export function chunkNeeded(
  workload: Workload,
  prices: Prices,
  tuning: Tuning = DEFAULT_TUNING,
): number | undefined {
  for (let mib = 1; mib <= 1024; mib *= 2) {
    const { usd, calls } = perMillion(costOf(workload, prices, { ...tuning, chunkBytes: mib * 1024 * 1024 }));
    if (usd < BUDGET.usd && calls < BUDGET.calls) return mib;
  }
  return undefined;
}

/** A batch of dossiers like the benchmark's, spread evenly over its sources. */
export const dossiers = (records: number, sources: number, systems: number): Workload => ({
  records,
  bytes: records * RECORD_BYTES,
  sources,
  systems,
});
