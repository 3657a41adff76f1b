import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ANYONE, type Emulators, makeLedgerTable, startEmulators } from './emulators.ts';
import { startSecrets } from './secrets-server.ts';

const BUCKETS = ['source', 'work', 'evidence'] as const;
export type BucketName = (typeof BUCKETS)[number];
const LEDGER = 'ledger';

/** The stores, the topic and the secret of one stack on loopback. Its queues are made by who knows which there are. */
export interface LoopbackAccount extends Emulators {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly dynamo: DynamoDBClient;
  readonly topic: string;
  /** What Secrets Manager keeps for the document axis. */
  readonly secret: { text: string };
  /** Where clients find the services and who they are; S3 behind its front. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  /** What the functions are told of the stack, queues apart. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
}

export async function startAccount(): Promise<LoopbackAccount> {
  const emulators = await startEmulators();
  const { faux, tables, front } = emulators;
  const s3 = new S3Client({ ...ANYONE, endpoint: front.url, forcePathStyle: true });
  // The emulator's queue URLs name a host that only it knows.
  const sqs = new SQSClient({ ...ANYONE, endpoint: faux.url, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient({ ...ANYONE, endpoint: faux.url });
  const dynamo = new DynamoDBClient({ ...ANYONE, endpoint: tables.url });
  for (const Bucket of BUCKETS) await s3.send(new CreateBucketCommand({ Bucket }));
  await makeLedgerTable(dynamo, LEDGER);
  const { TopicArn: topic = '' } = await sns.send(new CreateTopicCommand({ Name: 'notices' }));
  const secret = { text: '{}' };
  const secrets = await startSecrets(() => secret.text);
  const [source, work, evidence] = BUCKETS;
  return {
    ...emulators,
    ...{ s3, sqs, sns, dynamo, topic, secret },
    clientEnvironment: {
      AWS_REGION: ANYONE.region,
      AWS_ACCESS_KEY_ID: ANYONE.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ANYONE.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: front.url,
      AWS_ENDPOINT_URL_SQS: faux.url,
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    },
    functionEnvironment: {
      AWS_ENDPOINT_URL_SNS: faux.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      SOURCE_BUCKET: source,
      WORK_BUCKET: work,
      EVIDENCE_BUCKET: evidence,
      LEDGER_TABLE: LEDGER,
      ALERT_TOPIC: topic,
      AXIS_SECRET: 'axis',
    },
    stop: async () => {
      for (const client of [s3, sqs, sns, dynamo]) client.destroy();
      await secrets.stop();
      await emulators.stop();
    },
  };
}
