import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueMessage, Queues } from '../ports/queue.ts';

/** Entries of one request, and the bytes of all their bodies together, that SQS takes. */
const maxEntries = 10;
const maxRequestBytes = 256 * 1024;
/** Entries that SQS did not take, though it took the request, are sent again this often. */
const maxResends = 3;

/**
 * SQS queues by name. A queue whose URL ends in `.fifo` gets `group` as its message group (one batch, one message at a
 * time) and the message's id for deduplication.
 */
export class SqsQueues implements Queues {
  readonly #client: SQSClient;
  readonly #urls: Readonly<Record<string, string>>;
  readonly #group: string;

  constructor(client: SQSClient, urls: Readonly<Record<string, string>>, group: string) {
    this.#client = client;
    this.#urls = urls;
    this.#group = group;
  }

  async send(queue: string, messages: readonly QueueMessage[]): Promise<void> {
    const url = this.#urls[queue];
    if (url === undefined) throw new Error(`this function may not send to the queue ${queue}`);
    const entries = messages.map(({ id, body }): SendMessageBatchRequestEntry & { MessageBody: string } => ({
      Id: '',
      MessageBody: JSON.stringify(body),
      ...(url.endsWith('.fifo') && { MessageGroupId: this.#group, MessageDeduplicationId: id }),
    }));
    for (const request of requestsOf(entries)) await this.#request(url, request);
  }

  async #request(url: string, entries: readonly SendMessageBatchRequestEntry[]): Promise<void> {
    let left = entries.map((entry, index) => ({ ...entry, Id: String(index) }));
    for (let tries = 0; left.length > 0; tries++) {
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({ QueueUrl: url, Entries: left }),
      );
      const failed = new Map(Failed.map(({ Id, Code }) => [Id, Code]));
      left = left.filter(({ Id }) => failed.has(Id));
      if (left.length > 0 && tries === maxResends)
        throw new Error(
          `SQS did not take ${left.length} messages (${[...new Set(failed.values())].join(', ')})`,
        );
    }
  }
}

function* requestsOf<T extends { MessageBody: string }>(entries: readonly T[]): Generator<T[]> {
  let request: T[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody);
    if (request.length === maxEntries || (request.length > 0 && bytes + size > maxRequestBytes)) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(entry);
    bytes += size;
  }
  if (request.length > 0) yield request;
}
