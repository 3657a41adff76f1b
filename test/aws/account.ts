import { resolve } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Handler, handOver } from './hand-over.ts';
import { type BucketName, type LoopbackAccount, startAccount } from './loopback-account.ts';

/**
 * An account on loopback for functions that run in this process: buckets, queues, a topic with a subscriber, the
 * ledger's table and one secret. It sets the environment that `lambdas/host.ts` reads, so handlers are imported after it.
 */
export class Account {
  readonly #loopback: LoopbackAccount;
  readonly #urls: ReadonlyMap<string, string>;

  static async start(queues: readonly string[]): Promise<Account> {
    const loopback = await startAccount();
    const { sqs, sns, topic } = loopback;
    const urls = new Map<string, string>();
    for (const QueueName of [...queues, 'mail']) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
      urls.set(QueueName, QueueUrl);
    }
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urls.get('mail'), AttributeNames: ['QueueArn'] }),
    );
    await sns.send(
      new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: Attributes?.QueueArn ?? '' }),
    );
    Object.assign(process.env, loopback.clientEnvironment, loopback.functionEnvironment, {
      LAMBDA_TASK_ROOT: resolve(import.meta.dirname, '../..'),
      CHUNK_BYTES: '2000',
      QUEUE_URLS: JSON.stringify(Object.fromEntries(queues.map((name) => [name, urls.get(name)]))),
    });
    return new Account(loopback, urls);
  }

  private constructor(loopback: LoopbackAccount, urls: ReadonlyMap<string, string>) {
    this.#loopback = loopback;
    this.#urls = urls;
  }

  get dynamo(): DynamoDBClient {
    return this.#loopback.dynamo;
  }

  set secret(text: string) {
    this.#loopback.secret.text = text;
  }

  async put(bucket: BucketName, Key: string, Body: string | Uint8Array): Promise<void> {
    await this.#loopback.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  }

  async get(bucket: BucketName, Key: string): Promise<string> {
    const { Body } = await this.#loopback.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  }

  async list(bucket: BucketName, Prefix = ''): Promise<string[]> {
    const { Contents = [] } = await this.#loopback.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix }),
    );
    return Contents.map(({ Key = '' }) => Key).sort();
  }

  async send(queue: string, body: string): Promise<void> {
    await this.#loopback.sqs.send(new SendMessageCommand({ QueueUrl: this.#url(queue), MessageBody: body }));
  }

  /** Hands the messages of the queues to their functions until all are empty. Returns the bodies that failed. */
  async drain(handlers: Readonly<Record<string, Handler>>, remainingMs = 600_000): Promise<string[]> {
    const failed: string[] = [];
    for (let busy = true; busy; ) {
      busy = false;
      for (const [queue, handler] of Object.entries(handlers))
        for (const message of await this.#receive(queue)) {
          busy = true;
          const { Body = '', ReceiptHandle } = message;
          if (!(await handOver(handler, queue, message, remainingMs))) failed.push(Body);
          await this.#loopback.sqs.send(
            new DeleteMessageCommand({ QueueUrl: this.#url(queue), ReceiptHandle }),
          );
        }
    }
    return failed;
  }

  /** What came to the subscriber since it was asked last. */
  async mail(): Promise<Array<{ subject: string; text: string }>> {
    const found: Array<{ subject: string; text: string }> = [];
    for (;;) {
      const messages = await this.#receive('mail');
      if (messages.length === 0) return found;
      for (const { Body = '', ReceiptHandle } of messages) {
        const { Subject = '', Message = '' } = JSON.parse(Body) as { Subject?: string; Message?: string };
        found.push({ subject: Subject, text: Message });
        await this.#loopback.sqs.send(
          new DeleteMessageCommand({ QueueUrl: this.#url('mail'), ReceiptHandle }),
        );
      }
    }
  }

  async #receive(queue: string) {
    const { Messages = [] } = await this.#loopback.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url(queue),
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
      }),
    );
    return Messages;
  }

  #url(queue: string): string {
    const url = this.#urls.get(queue);
    if (url === undefined) throw new Error(`there is no queue ${queue}`);
    return url;
  }

  stop(): Promise<void> {
    return this.#loopback.stop();
  }
}
