import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SqsQueues } from '../../lib/aws/sqs-queues.ts';
import { ANYONE, type Emulator, startFaux } from './emulators.ts';

type Input = SendMessageBatchCommand['input'];
type Entry = NonNullable<Input['Entries']>[number];

let faux: Emulator;
let sqs: SQSClient;
beforeAll(async () => {
  faux = await startFaux();
  sqs = new SQSClient({ ...ANYONE, endpoint: faux.url, useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sqs.destroy();
  await faux.stop();
});

let made = 0;
async function queue(fifo = false): Promise<string> {
  const QueueName = `queue-${made++}${fifo ? '.fifo' : ''}`;
  const Attributes = fifo ? { FifoQueue: 'true' } : {};
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

/** All messages of a queue, which is empty afterwards. */
async function received(QueueUrl: string): Promise<Array<{ body: unknown; group: string | undefined }>> {
  const found: Array<{ body: unknown; group: string | undefined }> = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return found;
    for (const { Body = '', Attributes, ReceiptHandle } of Messages) {
      found.push({ body: JSON.parse(Body), group: Attributes?.MessageGroupId });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** The emulator's client, whose requests are kept, and of which SQS "does not take" the entries that `fails` names. */
function recording(fails: (entry: Entry, request: number) => boolean = () => false): {
  client: SQSClient;
  requests: Entry[][];
} {
  const requests: Entry[][] = [];
  const send = async ({ input }: { input: Input }) => {
    const { QueueUrl, Entries = [] } = input;
    const request = requests.push(Entries);
    const Failed = Entries.filter((entry) => fails(entry, request)).map(({ Id }) => ({
      Id,
      Code: 'InternalFailure',
      SenderFault: false,
    }));
    const failed = new Set(Failed.map(({ Id }) => Id));
    const taken = Entries.filter(({ Id }) => !failed.has(Id));
    if (taken.length > 0) await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: taken }));
    return { Failed };
  };
  return { client: { send } as unknown as SQSClient, requests };
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `id-${at}`, body: { at } }));
const places = (messages: Array<{ body: unknown }>): number[] =>
  messages.map(({ body }) => (body as { at: number }).at).sort((a, b) => a - b);

describe('what is sent arrives', () => {
  test('in a standard queue, without a group and as often as it was sent', async () => {
    const url = await queue();
    const { client, requests } = recording();
    const queues = new SqsQueues(client, { work: url }, 'batch');
    await queues.send('work', [{ id: 'a', body: { tên: 'Bến Tre' } }]);
    await queues.send('work', [{ id: 'a', body: { tên: 'Bến Tre' } }]);
    expect(requests.flat().map((entry) => Object.keys(entry).sort())).toEqual([
      ['Id', 'MessageBody'],
      ['Id', 'MessageBody'],
    ]);
    const message = { body: { tên: 'Bến Tre' }, group: undefined };
    expect(await received(url)).toEqual([message, message]);
  });

  test('in a FIFO queue, in the group of the batch, once an id', async () => {
    const url = await queue(true);
    const queues = new SqsQueues(sqs, { coordinate: url }, 'vinh-long');
    await queues.send('coordinate', [
      { id: 'a', body: 1 },
      { id: 'b', body: 2 },
    ]);
    await queues.send('coordinate', [{ id: 'a', body: 3 }]);
    await new SqsQueues(sqs, { coordinate: url }, 'ben-tre').send('coordinate', [{ id: 'c', body: 4 }]);
    const all = await received(url);
    expect(all.filter(({ group }) => group === 'vinh-long').map(({ body }) => body)).toEqual([1, 2]);
    expect(all.filter(({ group }) => group === 'ben-tre').map(({ body }) => body)).toEqual([4]);
  });

  test('nowhere else: a queue that the function was not told of is an error, and nothing is sent of nothing', async () => {
    const { client, requests } = recording();
    const queues = new SqsQueues(client, { work: await queue() }, 'batch');
    await expect(queues.send('other', numbered(1))).rejects.toThrow('queue other');
    await queues.send('work', []);
    expect(requests).toEqual([]);
  });
});

describe('requests', () => {
  const sizes = async (bodies: readonly unknown[]): Promise<number[]> => {
    const { client, requests } = recording();
    const url = await queue();
    const messages = bodies.map((body, at) => ({ id: String(at), body }));
    await new SqsQueues(client, { work: url }, 'batch').send('work', messages);
    expect((await received(url)).map(({ body }) => JSON.stringify(body)).sort()).toEqual(
      bodies.map((body) => JSON.stringify(body)).sort(),
    );
    for (const entries of requests)
      expect(entries.map(({ Id }) => Id)).toEqual(entries.map((_, at) => String(at)));
    return requests.map(({ length }) => length);
  };
  /** As JSON it has `bytes` bytes: two are the quotes. */
  const text = (bytes: number, letter = 'x'): string =>
    letter.repeat((bytes - 2) / Buffer.byteLength(letter));
  const HALF = 128 * 1024;

  test('hold ten messages at the most', async () => {
    expect(await sizes(numbered(10))).toEqual([10]);
    expect(await sizes(numbered(23))).toEqual([10, 10, 3]);
  });

  test('hold 256 KiB at the most, and no byte less than that', async () => {
    expect(await sizes([text(HALF), text(HALF)])).toEqual([2]);
    expect(await sizes([text(HALF), text(HALF + 1)])).toEqual([1, 1]);
    expect(await sizes([text(2 * HALF), 1, 2])).toEqual([1, 2]);
  });

  test('are measured in bytes, not in letters', async () => {
    // 3 bytes each in UTF-8: 300,003 bytes in all, and 100,005 letters, which would go into one request.
    const bodies = Array.from({ length: 3 }, () => text(100_001, 'ệ'));
    expect(await sizes(bodies)).toEqual([2, 1]);
  });
});

describe('messages that SQS did not take though it took the request', () => {
  test('are sent again, they alone', async () => {
    const url = await queue(true);
    const { client, requests } = recording(
      ({ MessageBody }, request) => request < 3 && ['{"at":1}', '{"at":4}'].includes(MessageBody ?? ''),
    );
    await new SqsQueues(client, { work: url }, 'batch').send('work', numbered(6));
    expect(
      requests.map((entries) => entries.map(({ MessageDeduplicationId }) => MessageDeduplicationId)),
    ).toEqual([
      ['id-0', 'id-1', 'id-2', 'id-3', 'id-4', 'id-5'],
      ['id-1', 'id-4'],
      ['id-1', 'id-4'],
    ]);
    expect(places(await received(url))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('are tried four times; then how many are left, and why, is thrown without a word of them', async () => {
    const url = await queue();
    const { client, requests } = recording(({ MessageBody }) => MessageBody === '{"at":2}');
    const failing = new SqsQueues(client, { work: url }, 'batch').send('work', numbered(12));
    await expect(failing).rejects.toThrow(/^SQS did not take 1 messages \(InternalFailure\)$/);
    expect(requests.map(({ length }) => length)).toEqual([10, 1, 1, 1]);
    // The caller fails too, so its message comes again: the second request needed no sending.
    expect(places(await received(url))).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('that are taken at the last try are no failure', async () => {
    const url = await queue();
    const { client, requests } = recording((_entry, request) => request < 4);
    await new SqsQueues(client, { work: url }, 'batch').send('work', numbered(2));
    expect(requests).toHaveLength(4);
    expect(places(await received(url))).toEqual([0, 1]);
  });
});

test('a request that SQS refuses as a whole is a failure', async () => {
  const queues = new SqsQueues(sqs, { work: `${faux.url}/000000000000/nowhere` }, 'batch');
  await expect(queues.send('work', numbered(1))).rejects.toThrow();
});
