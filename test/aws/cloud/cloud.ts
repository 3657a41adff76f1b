import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { REGION, Resolver } from '../../infra/simulator.ts';
import { type Emulators, startEmulators } from '../emulators.ts';
import { type Assembly, type Declared, type DeclaredFunction, declaredBy } from './declared.ts';
import { EventSource, type Tick } from './event-source.ts';
import type { CallInFlight, Faults } from './faults.ts';
import { FunctionProcess } from './function-process.ts';
import { type Fate, Gateway } from './gateway.ts';
import { QueueDesk } from './queue-desk.ts';
import { Rights } from './rights.ts';

const SERVICES = ['s3', 'sqs', 'dynamodb'] as const;
/** Of the harness itself, which stands for people and for what AWS does by itself. */
const credentials = { accessKeyId: 'harness', secretAccessKey: 'test' };

export interface CloudOptions {
  /** Variables that a test sets besides the template's, by function. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The account of a synthesised app on loopback: the buckets, table and queues of its templates in emulators, its
 * functions from their bundled assets with the environment that the template gives, fed as its event sources say. Each
 * function signs with its own logical id, so every call is known by its caller: counted, and refused unless the
 * function's role in the template may make it. Functions are named as `lib/infra/functions.ts` does.
 *
 * What is not as in an account: a function runs one invocation at a time; a message that failed is visible again at
 * once, instead of after its visibility timeout; timeouts are not enforced.
 */
export class Cloud {
  readonly declared: Declared;
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly queues: QueueDesk;
  /** Calls that a role would not allow. Anything here is a fault of the templates. */
  readonly refused: string[] = [];
  gateways: readonly Gateway[] = [];
  deliveries = 0;
  readonly #rights: Rights;
  readonly #resolver: Resolver;
  readonly #processes = new Map<string, FunctionProcess>();
  readonly #disks = mkdtempSync(join(tmpdir(), 'thong-suot-disks-'));
  readonly #stops: Array<() => Promise<unknown>> = [];
  #faults: Faults = {};

  static async start(assembly: Assembly, options: CloudOptions = {}): Promise<Cloud> {
    const emulators = await startEmulators();
    const { faux, tables, sums } = emulators;
    const cloud = new Cloud(assembly, emulators);
    cloud.#stops.push(() => emulators.stop());
    for (const Bucket of cloud.declared.buckets) await cloud.s3.send(new CreateBucketCommand({ Bucket }));
    for (const { id, attributes, keys } of cloud.declared.tables)
      await cloud.dynamo.send(
        new CreateTableCommand({
          TableName: id,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [...attributes],
          KeySchema: [...keys],
        }),
      );
    await cloud.queues.make(cloud.declared.queues);
    cloud.gateways = await Promise.all(
      SERVICES.map((service) =>
        Gateway.start({
          service,
          port: (service === 'dynamodb' ? tables : faux).port,
          callerOf: (signer) => cloud.#byId(signer).name,
          judge: (call) => cloud.#judge(call),
          ...(service === 's3' && { sums }),
          kill: (caller) => void cloud.#process(caller).kill(),
        }),
      ),
    );
    for (const each of cloud.declared.functions)
      cloud.#processes.set(each.name, cloud.#makeProcess(each, options.environment?.[each.name] ?? {}));
    return cloud;
  }

  private constructor(assembly: Assembly, { faux, tables, front }: Emulators) {
    this.declared = declaredBy(assembly);
    this.#rights = new Rights(assembly);
    const common = { region: REGION, credentials };
    this.s3 = new S3Client({ ...common, endpoint: front.url, forcePathStyle: true });
    this.dynamo = new DynamoDBClient({ ...common, endpoint: tables.url });
    // The emulator's queue URLs name a host that only it knows.
    this.queues = new QueueDesk(
      new SQSClient({ ...common, endpoint: faux.url, useQueueUrlAsEndpoint: false }),
    );
    this.#resolver = new Resolver(assembly, this.queues.urls);
  }

  async stop(): Promise<void> {
    for (const process of this.#processes.values()) await process.kill();
    rmSync(this.#disks, { recursive: true, force: true });
    for (const client of [this.s3, this.dynamo, this.queues.sqs]) client.destroy();
    for (const gateway of this.gateways) await gateway.stop();
    for (const stop of this.#stops) await stop();
  }

  /** The logical id of what a function's variable names: a bucket or a table, which bear their ids as names. */
  nameIn(name: string, variable: string): string {
    return this.#resolver.text(this.function(name).environment[variable]);
  }

  /** Sends one message by hand to the queue that feeds a function, as a person's command does. */
  send(name: string, body: unknown): Promise<void> {
    return this.queues.send(this.#sourceOf(name).queue, JSON.stringify(body));
  }

  /** Messages in the dead-letter queue of the queue that feeds a function. */
  deadLetters(name: string): Promise<number> {
    return this.queues.depth(this.queues.deadLetterOf(this.#sourceOf(name).queue));
  }

  /** Invokes a function that no queue feeds. */
  invoke(name: string, event: unknown): Promise<unknown> {
    return this.#process(name).invoke(event);
  }

  /** Everything that the functions wrote to their logs. */
  logs(): string {
    return [...this.#processes.values()].map((process) => process.logs).join('');
  }

  /** Calls of a function, or of all, whose operation matches. */
  calls(operation: RegExp, name?: string): number {
    let count = 0;
    for (const { calls } of this.gateways)
      for (const [kind, times] of calls) {
        const [caller = '', made = ''] = kind.split(' ');
        if ((name === undefined || caller === name) && operation.test(made)) count += times;
      }
    return count;
  }

  /** Feeds the functions until no queue that feeds one has a message left that it could take. */
  async settle(faults: Faults = {}): Promise<void> {
    this.#faults = faults;
    const tick: Tick = { busy: 0, idleRounds: 0 };
    const sources = this.declared.functions.flatMap(({ name, source }) =>
      source === undefined
        ? []
        : [
            new EventSource(
              name,
              source,
              this.queues,
              faults,
              () => this.deliveries++,
              (event) => this.#process(name).invoke(event),
            ),
          ],
    );
    await Promise.all(sources.map((each) => each.poll(tick, sources)));
    this.#faults = {};
    for (const { service, fault } of this.gateways)
      if (fault !== undefined) throw new Error(`the gateway of ${service}`, { cause: fault });
  }

  /** The visibility of messages whose functions were killed is over. */
  reveal(): Promise<void> {
    return this.queues.reveal();
  }

  /** The folder of a function's temporary files. */
  diskOf(name: string): string {
    const disk = join(this.#disks, name);
    mkdirSync(disk, { recursive: true });
    return disk;
  }

  function(name: string): DeclaredFunction {
    const found = this.declared.functions.find((each) => each.name === name);
    if (found === undefined) throw new Error(`the templates declare no function ${name}`);
    return found;
  }

  #judge(call: CallInFlight): Fate {
    const refusal = this.#rights.refusal(this.function(call.caller).role, call, (url) =>
      this.queues.idOf(url),
    );
    if (refusal !== '') {
      this.refused.push(`${call.caller}: ${refusal}`);
      return { answer: 'refuse' };
    }
    const disturbed = this.#faults.disturbs?.(call);
    if (disturbed !== undefined) return { answer: disturbed };
    const killed = this.#faults.dies?.(call);
    return { answer: 'pass', ...(killed && { killed }) };
  }

  #byId(id: string): DeclaredFunction {
    const found = this.declared.functions.find((each) => each.id === id);
    if (found === undefined) throw new Error(`a call signed by ${id}, which is no function`);
    return found;
  }

  #sourceOf(name: string): NonNullable<DeclaredFunction['source']> {
    const { source } = this.function(name);
    if (source === undefined) throw new Error(`no queue feeds ${name}`);
    return source;
  }

  #process(name: string): FunctionProcess {
    const process = this.#processes.get(name);
    if (process === undefined) throw new Error(`there is no function ${name}`);
    return process;
  }

  #makeProcess(each: DeclaredFunction, more: Readonly<Record<string, string>>): FunctionProcess {
    const [file, exported = 'handler'] = each.handler.split('.');
    const [s3, sqs, dynamo] = this.gateways;
    const declared = Object.entries(each.environment).map(([name, value]) => [
      name,
      this.#resolver.text(value),
    ]);
    return new FunctionProcess({
      file: pathToFileURL(join(each.asset, `${file}.mjs`)).href,
      exported,
      name: each.name,
      memoryMiB: each.memoryMiB,
      timeoutSeconds: each.timeoutSeconds,
      env: {
        ...Object.fromEntries(declared),
        ...more,
        AWS_REGION: REGION,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: each.name,
        // Each function has a disk of its own, and keeps it where its process is killed.
        TMPDIR: this.diskOf(each.name),
        AWS_ACCESS_KEY_ID: each.id,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        // A call to any other service goes nowhere.
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ENDPOINT_URL_S3: s3!.url,
        AWS_ENDPOINT_URL_SQS: sqs!.url,
        AWS_ENDPOINT_URL_DYNAMODB: dynamo!.url,
      },
    });
  }
}
