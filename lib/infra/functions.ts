import { type StageName, stages } from '../batch/stages.ts';

/** Queues besides those of the stages. */
type OwnQueue = 'reconcile' | 'coordinate' | 'codes';
export type QueueName = StageName | OwnQueue;

/** What a function may touch. A prefix is matched inside the bucket; BATCH stands for any batch's folder. */
export interface Access {
  /** Read objects of the source bucket under these prefixes; a blank one is the whole bucket. */
  readonly source?: readonly string[];
  readonly work?: {
    readonly read: readonly string[];
    readonly write: readonly string[];
    readonly delete?: readonly string[];
  };
  /** `read` is Query and GetItem; `append` adds PutItem, and a locked copy in the evidence bucket. `audit` adds Scan. */
  readonly ledger?: 'read' | 'append' | 'audit';
  /** Partitions of the ledger (`dynamodb:LeadingKeys`); all where absent. */
  readonly partitions?: readonly string[];
  readonly evidence?: 'read';
  readonly notices?: true;
}

interface Common {
  readonly name: string;
  /** In `lambdas/`. */
  readonly entry: string;
  readonly does: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly ephemeralMiB: number;
  /** x86_64 only where a native package of the build machine is in the bundle. */
  readonly architecture: 'arm64' | 'x86_64';
  readonly assets: readonly Asset[];
  readonly access: Access;
  readonly sendsTo: readonly QueueName[];
  /**
   * Messages come back to it more often than Lambda takes for sane: after some 16 visits of one function in one chain
   * of messages it stops the next (recursive loop detection). Only for these; on the others it stays as a guard.
   */
  readonly recurs?: true;
}

/** Copied beside the bundle: `data/` and `profiles/` at their names, `duckdb` as `node_modules/@duckdb/`. */
export type Asset = 'data' | 'data-tables' | 'profiles' | 'duckdb';

export interface QueueFunction extends Common {
  readonly name: QueueName;
  /** Of the event source. `remap` is the stage setting of that name. */
  readonly maxConcurrency: number | 'remap';
  /** First in, first out, one message of a batch at a time: the queue is the batch's lock. */
  readonly fifo?: true;
}

export interface ScheduledFunction extends Common {
  readonly everyMinutes: number;
}

const BATCH = '*/';
const inBatch = (...paths: string[]): string[] => paths.map((path) => BATCH + path);
const ALL = [''];
/** Results of tasks, which every function that takes one leaves (`lib/batch/queued/task.ts`). */
const TASKS = 'tasks/*';

/** What each stage writes in the work bucket (`lib/batch/out-paths.ts`), and how many run at once. */
const STAGE_PLANS: Readonly<
  Record<
    StageName,
    Pick<QueueFunction, 'does' | 'maxConcurrency'> & {
      readonly writes: readonly string[];
      /** Where its time ends it sends its message to its own queue, and goes on there. */
      readonly handsOver?: true;
    }
  >
> = {
  'freeze-source': {
    does: 'One pass over a source: digest, counts, chunk bounds',
    writes: inBatch('frozen/*', TASKS),
    maxConcurrency: 10,
  },
  'verify-source': {
    does: 'Hashes a source again that something touched',
    writes: inBatch('frozen/*', TASKS),
    maxConcurrency: 10,
  },
  'inventory-segment': {
    does: 'Lists attachments with the SHA-256 that S3 keeps; reads and hashes those without',
    writes: inBatch('frozen/*', TASKS),
    maxConcurrency: 20,
  },
  'remap-chunk': {
    does: 'Remaps one chunk',
    writes: inBatch('migrated/*', 'already/*', 'held/*', 'aliases/*', 'chunks/*', TASKS),
    maxConcurrency: 'remap',
    handsOver: true,
  },
  'number-keys': {
    does: 'Numbers the repeated keys of one system',
    writes: inBatch('aliases/*', 'chunks/*', TASKS),
    maxConcurrency: 5,
  },
  'assemble-source': {
    does: 'Puts together what the chunks of one source left',
    writes: inBatch('rejected/*', 'chunks/*', TASKS),
    maxConcurrency: 10,
  },
};

const stageFunction = (name: StageName): QueueFunction => {
  const { writes, handsOver, ...plan } = STAGE_PLANS[name];
  return {
    ...plan,
    name,
    entry: 'stage.ts',
    memoryMiB: stages[name].resources.memoryMiB,
    timeoutSeconds: stages[name].resources.timeoutSeconds,
    ephemeralMiB: 512,
    architecture: 'arm64',
    assets: ['data', 'profiles'],
    access: { source: ALL, work: { read: ALL, write: writes }, ledger: 'append' },
    sendsTo: ['coordinate', ...(handsOver ? [name] : [])],
    ...(handsOver && { recurs: true }),
  };
};

export const STAGE_FUNCTIONS: readonly QueueFunction[] = (Object.keys(stages) as StageName[]).map(
  stageFunction,
);

const RECONCILE: QueueFunction = {
  name: 'reconcile',
  entry: 'reconcile.ts',
  does: 'Checks sources against outputs with its own framing and DuckDB',
  // 3,538 MiB is two virtual processors. DuckDB takes 256 MiB of it and spills to the ephemeral disk.
  memoryMiB: 3538,
  timeoutSeconds: 900,
  ephemeralMiB: 10_240,
  architecture: 'x86_64',
  maxConcurrency: 10,
  assets: ['data-tables', 'profiles', 'duckdb'],
  access: {
    source: ALL,
    work: {
      read: ALL,
      write: inBatch('reconciliation.json', 'report.html', 'findings/*', 'reconcile/*', TASKS),
      // What its tasks leave for each other under `reconcile/` is deleted by the orchestration, at the end.
      delete: inBatch('reconciliation.json', 'report.html', 'findings/*'),
    },
    ledger: 'append',
  },
  sendsTo: ['coordinate'],
};

const COORDINATE: QueueFunction = {
  name: 'coordinate',
  entry: 'coordinate.ts',
  does: "Replays a batch's orchestration: sends what is missing to the queues",
  memoryMiB: 1769,
  timeoutSeconds: 600,
  ephemeralMiB: 512,
  architecture: 'arm64',
  maxConcurrency: 2,
  fifo: true,
  assets: ['data', 'profiles'],
  access: { source: ALL, work: { read: ALL, write: ['*'], delete: ['*'] }, ledger: 'append' },
  sendsTo: ['reconcile', ...STAGE_FUNCTIONS.map(({ name }) => name)],
  // Each group of tasks brings it up again: up to six of stages and five of the check in one run. A stage is visited
  // once in a chain, the check five times.
  recurs: true,
};

/** Deployed only with `axis.network`. */
export const CODES: QueueFunction = {
  name: 'codes',
  entry: 'codes-watch.ts',
  does: 'codes watch and codes sync against the document axis',
  memoryMiB: 512,
  timeoutSeconds: 900,
  ephemeralMiB: 512,
  architecture: 'arm64',
  maxConcurrency: 2,
  assets: ['data'],
  access: {
    source: ['codes/'],
    work: { read: ['codes/'], write: ['codes/*'], delete: ['codes/*'] },
    ledger: 'append',
    partitions: ['codes/*'],
    notices: true,
  },
  // A sync that runs out of time hands itself over, as often as its plan is long.
  sendsTo: ['codes'],
  recurs: true,
};

export const QUEUE_FUNCTIONS: readonly QueueFunction[] = [...STAGE_FUNCTIONS, RECONCILE, COORDINATE];

const scheduled = {
  memoryMiB: 512,
  timeoutSeconds: 300,
  ephemeralMiB: 512,
  architecture: 'arm64',
  assets: [],
} as const;

export const SCHEDULED_FUNCTIONS: readonly ScheduledFunction[] = [
  {
    ...scheduled,
    name: 'sweep',
    entry: 'sweep.ts',
    does: 'Sends complete batches on whose next stage has no result',
    everyMinutes: 5,
    // When it last woke a batch: not at every round.
    access: { work: { read: ALL, write: inBatch('tasks/swept.json') }, ledger: 'read' },
    sendsTo: ['coordinate'],
  },
  {
    ...scheduled,
    name: 'progress-report',
    entry: 'progress-report.ts',
    does: 'The 15-day report over all batches',
    timeoutSeconds: 900,
    everyMinutes: 15 * 24 * 60,
    access: { work: { read: ALL, write: ['progress/*'] }, ledger: 'read', notices: true },
    sendsTo: [],
  },
  {
    ...scheduled,
    name: 'ledger-check',
    entry: 'ledger-check.ts',
    does: 'Compares ledger and evidence',
    timeoutSeconds: 900,
    everyMinutes: 24 * 60,
    access: { ledger: 'audit', evidence: 'read', notices: true },
    sendsTo: [],
  },
];
