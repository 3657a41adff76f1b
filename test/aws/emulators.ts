import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import dynalite from 'dynalite';
import { startFauxqs } from 'fauxqs';
import { LEDGER_KEYS } from '../../lib/aws/dynamo-ledger.ts';
import { KeptSums } from './kept-sums.ts';
import { S3Front } from './s3-front.ts';

/** What every client of the emulators needs; they verify no signature. */
export const ANYONE = {
  region: 'ap-southeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
} as const;

/** One emulator on loopback, in memory. */
export interface Emulator {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

const at = (port: number) => ({ port, url: `http://127.0.0.1:${port}` });

/** S3, SQS and SNS. */
export async function startFaux(): Promise<Emulator> {
  const server = await startFauxqs({ port: 0, logger: false });
  return { ...at(server.port), stop: async () => void (await server.stop()) };
}

/** DynamoDB. */
async function startTables(): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    ...at((server.address() as AddressInfo).port),
    stop: async () => void (await new Promise((done) => server.close(done))),
  };
}

/** The emulators together: S3 behind a front that adds what the emulator lacks. */
export interface Emulators {
  readonly faux: Emulator;
  readonly tables: Emulator;
  readonly front: S3Front;
  /** What the front knows of objects, for other fronts of the same S3. */
  readonly sums: KeptSums;
  stop(): Promise<void>;
}

export async function startEmulators(): Promise<Emulators> {
  const [faux, tables] = await Promise.all([startFaux(), startTables()]);
  const sums = new KeptSums();
  const front = await S3Front.start(faux.port, sums);
  const stop = async (): Promise<void> => {
    await front.stop();
    await Promise.all([faux.stop(), tables.stop()]);
  };
  return { faux, tables, front, sums, stop };
}

/** A table as the template's: both take their keys from the adapter. */
export async function makeLedgerTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.values(LEDGER_KEYS).map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: LEDGER_KEYS.partition, KeyType: 'HASH' },
        { AttributeName: LEDGER_KEYS.sort, KeyType: 'RANGE' },
      ],
    }),
  );
}

/** S3 alone, and new buckets in it. */
export async function startS3(): Promise<{
  client: S3Client;
  front: S3Front;
  bucket(): Promise<string>;
  stop(): Promise<void>;
}> {
  const faux = await startFaux();
  const front = await S3Front.start(faux.port);
  const client = new S3Client({ ...ANYONE, endpoint: front.url, forcePathStyle: true });
  let buckets = 0;
  return {
    client,
    front,
    bucket: async () => {
      const Bucket = `bucket-${buckets++}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    stop: async () => {
      client.destroy();
      await front.stop();
      await faux.stop();
    },
  };
}

/** DynamoDB alone, and new ledger tables in it. */
export async function startDynamo(): Promise<{
  client: DynamoDBClient;
  table(): Promise<string>;
  stop(): Promise<void>;
}> {
  const tables = await startTables();
  const client = new DynamoDBClient({ ...ANYONE, endpoint: tables.url });
  let made = 0;
  return {
    client,
    table: async () => {
      const name = `ledger-${made++}`;
      await makeLedgerTable(client, name);
      return name;
    },
    stop: async () => {
      client.destroy();
      await tables.stop();
    },
  };
}
