import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { folderOf, partitionOf, partitionPrefix } from '../batch/places.ts';
import type { BatchPorts } from '../batch/ports.ts';
import type { GoOn } from '../batch/queued/task.ts';
import { CLOUD_TUNING } from '../batch/tuning.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Queues } from '../ports/queue.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { Scratch } from '../ports/scratch.ts';
import { DynamoLedger } from './dynamo-ledger.ts';
import type { CloudEnvironment } from './environment.ts';
import { EvidencedLedger } from './evidenced-ledger.ts';
import { S3Inputs } from './s3-inputs.ts';
import { S3Store } from './s3-store.ts';
import { SqsQueues } from './sqs-queues.ts';

export interface CloudClients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
}

/** What a function brings along: its own files and its disk. */
export interface CloudHost {
  readonly data: ObjectStore;
  readonly profiles: ObjectStore;
  readonly clock: Clock;
  scratch(): Scratch;
  readonly machine: Readonly<Record<string, string | number>>;
}

export interface CloudBatch {
  readonly ports: Omit<BatchPorts, 'stages' | 'files'> & { readonly files: S3Inputs };
  readonly queues: Queues;
  /** The ledger partition of the batch: a plan's stands apart. */
  readonly partition: string;
}

/** The ledger keeps what a plan was made from: nothing is deleted from it. */
const otherInputs = (name: string): ThongSuotError =>
  new ThongSuotError(
    'plan-of-other-inputs',
    'user',
    `in the account a dry run of ${name} was made from other files or another batch.yaml, and its ledger keeps it: run the batch, or give it another name`,
    { name },
  );

/** Where a batch stands in the account. */
export type CloudPlaces = Pick<
  CloudEnvironment,
  'sourceBucket' | 'workBucket' | 'evidenceBucket' | 'ledgerTable' | 'queueUrls'
>;

/** Nothing need be locked: the queue `coordinate` hands out one message of a batch at a time. */
const noLock: RunLock = {
  acquire: async () => ({ release: async () => undefined }),
  holder: async () => undefined,
};

/** `BATCH/` in the source bucket holds the inputs, `BATCH/` or `BATCH.plan/` in the work bucket is `out/NAME/`. */
export function openCloudBatch(
  goOn: GoOn,
  environment: CloudPlaces,
  { s3, dynamo, sqs }: CloudClients,
  host: CloudHost,
): CloudBatch {
  const prefix = partitionPrefix(goOn.kind);
  const partition = partitionOf(goOn);
  const evidence = new S3Store(s3, environment.evidenceBucket, '');
  const ledger: Ledger = new EvidencedLedger(
    new DynamoLedger(dynamo, environment.ledgerTable, prefix),
    evidence,
    prefix,
  );
  const out = new S3Store(s3, environment.workBucket, `${folderOf(goOn)}/`);
  return {
    partition,
    queues: new SqsQueues(sqs, environment.queueUrls, partition),
    ports: {
      ...host,
      files: new S3Inputs(s3, environment.sourceBucket, `${goOn.batch}/`),
      out,
      ledger,
      tuning: CLOUD_TUNING,
      batchFile: 'batch.yaml',
      advance: () => undefined,
      lock: noLock,
      space: { freeBytes: async () => undefined },
      // A put that was broken off leaves nothing behind.
      sweep: async () => undefined,
      discard: () => Promise.reject(otherInputs(goOn.batch)),
    },
  };
}
