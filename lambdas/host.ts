import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { CloudClients, CloudHost } from '../lib/aws/cloud-batch.ts';
import { type CloudEnvironment, readEnvironment } from '../lib/aws/environment.ts';
import { FolderScratch } from '../lib/local/folder-scratch.ts';
import { FolderStore } from '../lib/local/folder-store.ts';
import { systemClock } from '../lib/local/system-clock.ts';

/** `data/` and `profiles/` stand beside the bundled handler, where Lambda unpacks it. */
const assets = process.env.LAMBDA_TASK_ROOT ?? fileURLToPath(new URL('.', import.meta.url));

/** What one function's process keeps between its invocations. */
export const environment: CloudEnvironment = readEnvironment(process.env);

export const clients: CloudClients = {
  // Every failed call is a small part of a large batch: five tries before the queue has to bring the message again.
  s3: new S3Client({ maxAttempts: 5 }),
  dynamo: new DynamoDBClient({ maxAttempts: 5 }),
  // The region's endpoint (or the environment's), whatever host a queue's URL spells.
  sqs: new SQSClient({ maxAttempts: 5, useQueueUrlAsEndpoint: false }),
};

const SCRATCH = 'thong-suot-scratch-';

/** Lambda says where it runs; elsewhere the folder of temporary files is not ours alone. */
const isOwnMachine = process.env.AWS_EXECUTION_ENV?.startsWith('AWS_Lambda') === true;

/** An invocation that was killed leaves its scratch, which holds records, to the next one in the same machine: there is one at a time. */
function dropScratch(): void {
  if (!isOwnMachine) return;
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(SCRATCH)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}
dropScratch();

export const host: CloudHost = {
  data: new FolderStore(join(assets, 'data')),
  profiles: new FolderStore(join(assets, 'profiles')),
  clock: systemClock,
  scratch: () => {
    dropScratch();
    return new FolderScratch(join(tmpdir(), `${SCRATCH}${randomUUID()}`));
  },
  machine: {
    function: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
    region: process.env.AWS_REGION ?? '',
    node: process.version,
  },
};

/** JSON lines. Names of batches, stages and groups, codes of errors: never a message's body or a record. */
export const logger = new Logger();
