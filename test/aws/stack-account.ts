import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { stages } from '../../lib/batch/stages.ts';
import { pascal } from '../../lib/infra/pascal.ts';
import { ANYONE } from './emulators.ts';
import { startFormation } from './formation.ts';
import { type Handler, handOver } from './hand-over.ts';
import { type LoopbackAccount, startAccount } from './loopback-account.ts';
import { S3Front } from './s3-front.ts';

export const STACK = 'thong-suot-test';
const QUEUES = [...Object.keys(stages), 'reconcile', 'coordinate', 'codes'];
/** Of a function that has as much time as it wants. */
const REMAINING_MS = 300_000;

/** The functions that are at work; who is missing takes no message. */
export type Handlers = Readonly<Partial<Record<'stage' | 'reconcile' | 'coordinate' | 'codes', Handler>>>;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Parts {
  readonly loopback: LoopbackAccount;
  readonly behind: S3Front;
  readonly formation: Awaited<ReturnType<typeof startFormation>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly chunkBytes: number;
}

/** A deployed stack on loopback, whose functions are handlers in this process. */
export class StackAccount {
  /** Past both fronts: what a test looks at is not counted. */
  readonly s3: S3Client;
  /** Before the emulator for the functions: calls are counted of the command line and of them apart. */
  readonly behind: S3Front;
  /** What a function is given; its clients go past the command line's front. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
  /** Messages that a function did not take: `QUEUE: BODY`. A test says which it expects. */
  readonly failed: string[] = [];
  readonly #loopback: LoopbackAccount;
  readonly #formation: Parts['formation'];
  readonly #urls: Readonly<Record<string, string>>;
  #pumping: { stop: boolean; ended: Promise<unknown> } | undefined;

  private constructor({ loopback, behind, formation, urls, chunkBytes }: Parts) {
    this.s3 = new S3Client({ ...ANYONE, endpoint: loopback.faux.url, forcePathStyle: true });
    this.behind = behind;
    this.functionEnvironment = {
      ...loopback.clientEnvironment,
      ...loopback.functionEnvironment,
      AWS_ENDPOINT_URL_S3: behind.url,
      CHUNK_BYTES: String(chunkBytes),
      QUEUE_URLS: JSON.stringify(urls),
      POWERTOOLS_LOG_LEVEL: 'ERROR',
      POWERTOOLS_METRICS_DISABLED: 'true',
    };
    this.#loopback = loopback;
    this.#formation = formation;
    this.#urls = urls;
  }

  static async start(chunkBytes: number): Promise<StackAccount> {
    const loopback = await startAccount();
    const urls: Record<string, string> = {};
    const outputs: Record<string, string> = {
      SourceBucketName: 'source',
      WorkBucketName: 'work',
      EvidenceBucketName: 'evidence',
      LedgerTableName: 'ledger',
      OperatorRoleArn: 'arn:aws:iam::111122223333:role/operator',
      AuditorRoleArn: 'arn:aws:iam::111122223333:role/auditor',
      AxisAdminRoleArn: 'arn:aws:iam::111122223333:role/axis-admin',
    };
    for (const queue of QUEUES) {
      const fifo = queue === 'coordinate';
      for (const name of [queue, `${queue}-dead`]) {
        const { QueueUrl = '' } = await loopback.sqs.send(
          new CreateQueueCommand({
            QueueName: fifo ? `${name}.fifo` : name,
            Attributes: { VisibilityTimeout: '60', ...(fifo && { FifoQueue: 'true' }) },
          }),
        );
        urls[name] = QueueUrl;
      }
      outputs[`${pascal(queue)}QueueUrl`] = urls[queue] ?? '';
      outputs[`${pascal(queue)}DeadLettersArn`] =
        `arn:aws:sqs:${ANYONE.region}:000000000000:${urls[`${queue}-dead`]?.split('/').at(-1)}`;
    }
    const [formation, behind] = await Promise.all([
      startFormation(STACK, outputs),
      S3Front.start(loopback.faux.port, loopback.sums),
    ]);
    return new StackAccount({ loopback, behind, formation, urls, chunkBytes });
  }

  /** What the command line goes through. */
  get front(): S3Front {
    return this.#loopback.front;
  }

  get secret(): { text: string } {
    return this.#loopback.secret;
  }

  async stop(): Promise<void> {
    await this.rest();
    this.s3.destroy();
    await Promise.all([this.behind.stop(), this.#formation.stop()]);
    await this.#loopback.stop();
  }

  /** Lets the functions work on whatever comes, until `rest`. */
  work(handlers: Handlers): void {
    const pump = { stop: false, ended: Promise.resolve() as Promise<unknown> };
    const feed = async (queue: string): Promise<void> => {
      const own = queue === 'reconcile' || queue === 'coordinate' || queue === 'codes';
      const handler = own ? handlers[queue] : handlers.stage;
      while (!pump.stop && handler !== undefined)
        if (!(await this.#feed(queue, handler))) await new Promise((done) => setTimeout(done, 50));
    };
    pump.ended = Promise.all(QUEUES.map(feed));
    this.#pumping = pump;
  }

  async rest(): Promise<void> {
    const pump = this.#pumping;
    if (pump === undefined) return;
    pump.stop = true;
    await pump.ended;
    this.#pumping = undefined;
  }

  async #feed(queue: string, handler: Handler): Promise<boolean> {
    const { sqs } = this.#loopback;
    const QueueUrl = this.#urls[queue];
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: 0 }),
    );
    const [message] = Messages;
    if (message === undefined) return false;
    if (!(await handOver(handler, queue, message, REMAINING_MS)))
      this.failed.push(`${queue}: ${message.Body}`);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return true;
  }

  async post(queue: string, body: unknown): Promise<void> {
    await this.#loopback.sqs.send(
      new SendMessageCommand({ QueueUrl: this.#urls[queue], MessageBody: JSON.stringify(body) }),
    );
  }

  /** Starts the command line as a person does, in another process. */
  start(args: readonly string[], cwd: string, env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [resolve('dist/thong-suot.js'), ...args], {
      cwd,
      env: {
        ...this.#loopback.clientEnvironment,
        AWS_ENDPOINT_URL_CLOUDFORMATION: this.#formation.url,
        AWS_EC2_METADATA_DISABLED: 'true',
        PATH: process.env.PATH ?? '',
        HOME: cwd,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async run(args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
    return ended(this.start([...args, '--lang', 'en'], cwd, env));
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (piece: Buffer) => {
    stdout += piece.toString();
  });
  child.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  return new Promise((done) => child.on('close', (status) => done({ status, stdout, stderr })));
}
