import { createHash, randomFillSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { startS3 } from './emulators.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => s3.stop());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const MiB = 1024 * 1024;

/** A client like the emulator's whose sends pass through `around`. */
function wrapped(around: (command: object, send: () => Promise<unknown>) => Promise<unknown>) {
  return new Proxy(s3.client, {
    get: (client, name) =>
      name === 'send'
        ? (command: object) => around(command, () => client.send(command as never) as Promise<unknown>)
        : Reflect.get(client, name),
  });
}

test.each([
  ['just one part', 8 * MiB],
  ['one byte more', 8 * MiB + 1],
  ['three parts', 17 * MiB + 12_345],
])('a stream of %s comes back whole, with the checksum of S3', async (_name, length) => {
  const bytes = randomFillSync(new Uint8Array(length));
  const bucket = await s3.bucket();
  const store = new S3Store(s3.client, bucket, 'p/');
  await store.put(
    'big',
    (async function* () {
      for (let at = 0; at < length; at += 700_001) yield bytes.subarray(at, at + 700_001);
    })(),
  );
  expect(await store.size('big')).toBe(length);
  expect(sha256(await store.get('big'))).toBe(sha256(bytes));
  const head = await s3.client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: 'p/big', ChecksumMode: 'ENABLED' }),
  );
  expect(head.ContentLength).toBe(length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  expect([head.ChecksumType, head.ChecksumCRC32]).toEqual(['FULL_OBJECT', sum.toString('base64')]);
});

test('a stream that fails after parts were sent leaves no upload behind', async () => {
  const bucket = await s3.bucket();
  const commands: string[] = [];
  const client = wrapped((command, send) => {
    commands.push(command.constructor.name);
    return send();
  });
  const store = new S3Store(client, bucket, '');
  const failing = (async function* () {
    yield new Uint8Array(20 * MiB);
    throw new Error('the source broke');
  })();
  await expect(store.put('x', failing)).rejects.toThrow('the source broke');
  expect(commands.at(-1)).toBe('AbortMultipartUploadCommand');
  expect(commands).not.toContain('CompleteMultipartUploadCommand');
  expect(await store.size('x')).toBeUndefined();
  expect((await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).toEqual(
    [],
  );
});

/** The body of an answer, cut after `bytes`. */
function broken(body: AsyncIterable<Uint8Array>, bytes: number): Readable {
  return Readable.from(
    (async function* () {
      let left = bytes;
      for await (const piece of body) {
        yield piece.subarray(0, left);
        left -= piece.length;
        if (left <= 0) throw new Error('socket hang up');
      }
    })(),
  );
}

test('a body that breaks off goes on where it stopped, of the same version', async () => {
  const bytes = randomFillSync(new Uint8Array(3 * MiB));
  const bucket = await s3.bucket();
  await new S3Store(s3.client, bucket, '').put('x', bytes);
  const asked: Array<{ Range?: string; IfMatch?: string }> = [];
  const client = wrapped(async (command, send) => {
    const { input } = command as { input: { Range?: string; IfMatch?: string } };
    asked.push(input);
    const answer = (await send()) as { Body: AsyncIterable<Uint8Array> };
    return asked.length <= 2 ? { ...answer, Body: broken(answer.Body, 1_000_003) } : answer;
  });
  const store = new S3Store(client, bucket, '');
  expect(sha256(await store.get('x'))).toBe(sha256(bytes));
  expect(asked.map(({ Range }) => Range)).toEqual([undefined, 'bytes=1000003-', 'bytes=2000006-']);
  expect(asked.map(({ IfMatch }) => IfMatch !== undefined)).toEqual([false, true, true]);
});

test('a body that always breaks off is a failure after some tries, not an endless loop or a short object', async () => {
  const bucket = await s3.bucket();
  await new S3Store(s3.client, bucket, '').put('x', new Uint8Array(100_000));
  let tries = 0;
  const client = wrapped(async (_command, send) => {
    tries++;
    const answer = (await send()) as { Body: AsyncIterable<Uint8Array> };
    return { ...answer, Body: broken(answer.Body, 10) };
  });
  await expect(new S3Store(client, bucket, '').get('x')).rejects.toThrow('socket hang up');
  expect(tries).toBe(4);
});

test('lists more than a page', async () => {
  const store = new S3Store(s3.client, await s3.bucket(), 'many/');
  const paths = Array.from({ length: 1203 }, (_, at) => `part/${String(at).padStart(5, '0')}`);
  for (let at = 0; at < paths.length; at += 100)
    await Promise.all(paths.slice(at, at + 100).map((path) => store.put(path, new Uint8Array([1]))));
  expect(await store.list('part/')).toEqual(paths);
});

describe('a conditional put', () => {
  /** As S3 answers while another conditional put of the same key is under way; the emulator has none under way. */
  class Conflict extends Error {
    readonly $metadata = { httpStatusCode: 409 };
  }
  const conflicting = async (conflicts: number) => {
    const bucket = await s3.bucket();
    let puts = 0;
    const client = wrapped(async (_command, send) => {
      if (++puts <= conflicts) throw new Conflict();
      return send();
    });
    return {
      store: new S3Store(client, bucket, 'p/'),
      plain: new S3Store(s3.client, bucket, 'p/'),
      puts: () => puts,
    };
  };
  const one = new Uint8Array([1]);

  test('that meets another one of its key is tried again until it is written', async () => {
    const { store, plain, puts } = await conflicting(4);
    expect(await store.putOnce('x', one)).toBe('written');
    expect(puts()).toBe(5);
    expect(await plain.get('x')).toEqual(one);
  });

  test('or until the other one has written, which stays', async () => {
    const { store, plain, puts } = await conflicting(2);
    await plain.put('x', new Uint8Array([2]));
    expect(await store.putOnce('x', one)).toBe('exists');
    expect(puts()).toBe(3);
    expect(await plain.get('x')).toEqual(new Uint8Array([2]));
  });

  test('is a failure after five tries, and wrote nothing', async () => {
    const { store, plain, puts } = await conflicting(5);
    await expect(store.putOnce('x', one)).rejects.toBeInstanceOf(Conflict);
    expect(puts()).toBe(5);
    expect(await plain.size('x')).toBeUndefined();
  });

  test('that fails for another reason is not tried again', async () => {
    const bucket = await s3.bucket();
    let puts = 0;
    const client = wrapped(async () => {
      puts++;
      throw Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 403 } });
    });
    await expect(new S3Store(client, bucket, '').putOnce('x', one)).rejects.toThrow('denied');
    expect(puts).toBe(1);
  });
});
