import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeclaredQueue } from './declared.ts';

/** The declared queues in the emulator, by logical id, and what SQS and its pollers do with them. */
export class QueueDesk {
  readonly sqs: SQSClient;
  readonly urls = new Map<string, string>();
  readonly #queues = new Map<string, DeclaredQueue>();
  /** Messages that stay hidden after their function was killed. */
  readonly #hidden: Array<{ readonly queue: string; readonly message: Message }> = [];

  constructor(sqs: SQSClient) {
    this.sqs = sqs;
  }

  async make(queues: readonly DeclaredQueue[]): Promise<void> {
    // Dead-letter queues first: the others name them.
    const order = [...queues].sort(
      (a, b) => Number(a.redrive !== undefined) - Number(b.redrive !== undefined),
    );
    for (const queue of order) {
      const { id, fifo, attributes, redrive } = queue;
      const { QueueUrl } = await this.sqs.send(
        new CreateQueueCommand({
          QueueName: fifo ? `${id}.fifo` : id,
          Attributes: {
            ...attributes,
            ...(redrive && {
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: (await this.#attributes(redrive.deadLetter)).QueueArn,
                maxReceiveCount: redrive.maxReceiveCount,
              }),
            }),
          },
        }),
      );
      if (QueueUrl === undefined) throw new Error(`no URL for ${id}`);
      this.urls.set(id, QueueUrl);
      this.#queues.set(id, queue);
    }
  }

  idOf(url: string): string {
    // By its name: a caller may have made the URL of an ARN.
    const name = url.slice(url.lastIndexOf('/') + 1);
    for (const [id, each] of this.urls) if (each.endsWith(`/${name}`)) return id;
    throw new Error(`no declared queue has the URL ${url}`);
  }

  /** As its ARN ends. */
  nameOf(id: string): string {
    return this.#url(id).slice(this.#url(id).lastIndexOf('/') + 1);
  }

  deadLetterOf(id: string): string {
    const redrive = this.#queues.get(id)?.redrive;
    if (redrive === undefined) throw new Error(`${id} has no dead-letter queue`);
    return redrive.deadLetter;
  }

  /** Messages that are waiting or in hand. */
  async depth(id: string): Promise<number> {
    const attributes = await this.#attributes(id);
    return (
      Number(attributes.ApproximateNumberOfMessages) +
      Number(attributes.ApproximateNumberOfMessagesNotVisible)
    );
  }

  /** Whether nothing is left but what stays hidden. */
  async idle(id: string): Promise<boolean> {
    return (await this.depth(id)) === this.#hidden.filter(({ queue }) => queue === id).length;
  }

  async send(id: string, MessageBody: string): Promise<void> {
    const fifo = this.#queues.get(id)?.fifo === true && {
      MessageGroupId: 'g',
      MessageDeduplicationId: randomUUID(),
    };
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.#url(id), MessageBody, ...fifo }));
  }

  /** Up to ten messages; one of a FIFO queue, whose order is kept by handling one at a time. */
  async receive(id: string): Promise<Message[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url(id),
        MaxNumberOfMessages: this.#queues.get(id)?.fifo === true ? 1 : 10,
        MessageSystemAttributeNames: ['All'],
        // Several long polls at once starve the emulator.
        WaitTimeSeconds: 0,
      }),
    );
    return Messages;
  }

  async done(id: string, { ReceiptHandle }: Message): Promise<void> {
    await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.#url(id), ReceiptHandle }));
  }

  /** Lets a message come again at once. */
  async again(id: string, { ReceiptHandle }: Message): Promise<void> {
    await this.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url(id),
        ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
  }

  hide(queue: string, message: Message): void {
    this.#hidden.push({ queue, message });
  }

  async reveal(): Promise<void> {
    for (const { queue, message } of this.#hidden.splice(0)) await this.again(queue, message);
  }

  async #attributes(id: string): Promise<Readonly<Record<string, string>>> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#url(id), AttributeNames: ['All'] }),
    );
    return Attributes;
  }

  #url(id: string): string {
    const url = this.urls.get(id);
    if (url === undefined) throw new Error(`there is no queue ${id}`);
    return url;
  }
}
