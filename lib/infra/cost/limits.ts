import { QUEUE_FUNCTIONS } from '../functions.ts';
import type { BatchCost } from './cost.ts';
import { DEFAULT_TUNING, MEASURED, type Tuning } from './workload.ts';

/** A quota of AWS or a bound of a function, and how much of it the simulated batches take at their busiest. */
export interface Touched {
  readonly quota: string;
  readonly limit: number;
  readonly used: number;
}

/** Of one partition key of DynamoDB, a second. */
const PARTITION_READ_UNITS = 3000;
const PARTITION_WRITE_UNITS = 1000;
/** Of one table on demand that has not been busy before, a second. */
const TABLE_READ_UNITS = 12_000;
const S3_PREFIX_PUTS = 3500;
const LAMBDA_CONCURRENCY = 1000;

/** What batches that run at the same time in one account come up against. */
export function limitsOf(batches: readonly BatchCost[], tuning: Tuning = DEFAULT_TUNING): Touched[] {
  const stage = ({ stages }: BatchCost, name: string) => {
    const found = stages.find((each) => each.stage === name);
    if (found === undefined) throw new Error(`no stage ${name}`);
    return found;
  };
  const timeouts = QUEUE_FUNCTIONS.map(({ name, timeoutSeconds }) => {
    const used = Math.max(
      ...batches.flatMap(({ stages }) =>
        stages.filter((each) => each.stage === name).map(({ seconds }) => seconds),
      ),
      0,
    );
    return { quota: `time of one ${name} (s)`, limit: timeoutSeconds, used };
  }).filter(({ used }) => used > 0);
  // All share the remap's concurrency; the largest batch alone may have it all.
  const rates = batches.map((batch) => {
    const remap = stage(batch, 'remap-chunk');
    const together = Math.min(tuning.remapConcurrency, batch.shape.chunks);
    const tasks = together / remap.seconds;
    return {
      reads: (tasks * remap.readUnits) / remap.invocations,
      writes: (tasks * remap.writeUnits) / remap.invocations,
      puts: (tasks * remap.calls.s3Put) / remap.invocations,
    };
  });
  const most = (of: (rate: (typeof rates)[number]) => number): number => Math.max(...rates.map(of));
  return [
    ...timeouts,
    {
      quota: 'functions at once in the account',
      limit: LAMBDA_CONCURRENCY,
      used: QUEUE_FUNCTIONS.reduce(
        (all, { maxConcurrency }) =>
          all + (maxConcurrency === 'remap' ? tuning.remapConcurrency : maxConcurrency),
        0,
      ),
    },
    {
      quota: "read units a second of one batch's ledger",
      limit: PARTITION_READ_UNITS,
      used: most(({ reads }) => reads),
    },
    {
      quota: "write units a second of one batch's ledger",
      limit: PARTITION_WRITE_UNITS,
      used: most(({ writes }) => writes),
    },
    { quota: 'read units a second of the table', limit: TABLE_READ_UNITS, used: most(({ reads }) => reads) },
    { quota: 'S3 writes a second below one prefix', limit: S3_PREFIX_PUTS, used: most(({ puts }) => puts) },
    {
      quota: 'bytes of the largest object (GB; the S3 store takes 10,000 parts)',
      limit: (10_000 * tuning.partBytes) / 1e9,
      used: Math.max(...batches.map(({ shape }) => (shape.chunkBytes * MEASURED.parts) / 1e9)),
    },
  ];
}

/** Seconds until all batches are done: they share the functions, so their work adds up where it can't run beside. */
export const togetherSeconds = (batches: readonly BatchCost[]): number =>
  batches.reduce((all, { wallSeconds }) => all + wallSeconds, 0);
