import type { Message } from '@aws-sdk/client-sqs';
import { REGION } from '../../infra/simulator.ts';
import type { DeclaredSource } from './declared.ts';
import type { Faults } from './faults.ts';
import { FunctionKilled } from './function-process.ts';
import type { QueueDesk } from './queue-desk.ts';

/** Shared by all event sources: how many work, and how often in a row all queues were found empty. */
export interface Tick {
  busy: number;
  idleRounds: number;
}

/** Rounds in which nothing happened, after which nothing will. */
const QUIET_ROUNDS = 3;
const PAUSE_MS = 50;

/** Feeds one function from its queue by the rules of its event source mapping. */
export class EventSource {
  readonly #name: string;
  readonly #source: DeclaredSource;
  readonly #queues: QueueDesk;
  readonly #faults: Faults;
  readonly #number: () => number;
  readonly #invoke: (event: unknown) => Promise<unknown>;

  constructor(
    name: string,
    source: DeclaredSource,
    queues: QueueDesk,
    faults: Faults,
    number: () => number,
    invoke: (event: unknown) => Promise<unknown>,
  ) {
    this.#name = name;
    this.#source = source;
    this.#queues = queues;
    this.#faults = faults;
    this.#number = number;
    this.#invoke = invoke;
  }

  async poll(tick: Tick, all: readonly EventSource[]): Promise<void> {
    while (tick.idleRounds < QUIET_ROUNDS) {
      tick.busy++;
      const worked = await this.#round().finally(() => tick.busy--);
      if (worked) {
        tick.idleRounds = 0;
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      // One of them asks for all, else nine would at once.
      if (this === all[0] && tick.busy === 0 && (await allIdle(all))) tick.idleRounds++;
    }
  }

  idle(): Promise<boolean> {
    return this.#queues.idle(this.#source.queue);
  }

  async #round(): Promise<boolean> {
    const { queue, batchSize } = this.#source;
    const messages = await this.#queues.receive(queue);
    if (messages.length === 0) return false;
    if (this.#faults.shuffles?.(this.#name) === true) messages.reverse();
    for (let at = 0; at < messages.length; at += batchSize)
      await this.#deliver(messages.slice(at, at + batchSize));
    return true;
  }

  async #deliver(messages: readonly Message[]): Promise<void> {
    const { queue, reportsFailures } = this.#source;
    const delivery = this.#number();
    let failed: ReadonlySet<string>;
    let killed = false;
    try {
      const answer = (await this.#invoke({
        Records: messages.map((message) => recordOf(message, this.#queues.nameOf(queue))),
      })) as { batchItemFailures?: Array<{ itemIdentifier: string }> } | undefined;
      const reported = answer?.batchItemFailures?.map((item) => item.itemIdentifier) ?? [];
      failed = new Set(reportsFailures ? reported : []);
    } catch (error) {
      killed = error instanceof FunctionKilled;
      failed = new Set(messages.map(({ MessageId = '' }) => MessageId));
    }
    for (const message of messages) {
      const { MessageId = '', Body = '' } = message;
      if (!failed.has(MessageId)) {
        await this.#queues.done(queue, message);
        if (this.#faults.twice?.(this.#name, delivery) === true) await this.#queues.send(queue, Body);
      } else if (killed && this.#faults.hides === true) this.#queues.hide(queue, message);
      else await this.#queues.again(queue, message);
    }
  }
}

async function allIdle(all: readonly EventSource[]): Promise<boolean> {
  for (const each of all) if (!(await each.idle())) return false;
  return true;
}

const recordOf = (message: Message, queue: string): object => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${REGION}:000000000000:${queue}`,
  awsRegion: REGION,
});
