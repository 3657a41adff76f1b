import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { S3Inputs } from '../../lib/aws/s3-inputs.ts';
import { goesInParts, partBytesFor, uploadFile } from '../../lib/aws/upload-file.ts';
import { prepareUpload, uploadInputs } from '../../lib/aws/upload-inputs.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { dossierFile, SUCCESSION } from '../batch/small-batch.ts';
import { ASSETS, temporaryFolder, write, writeBatchFile } from '../batch/support.ts';
import { ANYONE, startS3 } from './emulators.ts';
import type { S3Front } from './s3-front.ts';

const MIB = 1024 * 1024;
const PART = 8 * MIB;
const folder = mkdtempSync(join(tmpdir(), 'thong-suot-upload-'));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let emulator: Awaited<ReturnType<typeof startS3>>;
let front: S3Front;
let client: S3Client;
let Bucket: string;

beforeAll(async () => {
  emulator = await startS3();
  front = emulator.front;
  client = new S3Client({ ...ANYONE, endpoint: front.url, forcePathStyle: true, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  Bucket = await emulator.bucket();
  front.calls.length = 0;
  front.onCall = () => undefined;
});

const files = new LocalInputs(folder);
const stored = (key: string): Promise<Uint8Array> => new S3Inputs(client, Bucket, '').get(key);
/** One attempt at `big`; what it throws is what a broken-off process leaves. */
const attempt = async (size: number, sizeThere?: number): Promise<string> => {
  let seen = 0;
  const how = await uploadFile(
    client,
    { Bucket, Key: 'big' },
    { files, path: 'big', size },
    sizeThere,
    (bytes) => {
      seen += bytes;
    },
  );
  expect(seen).toBe(size);
  return how;
};

describe('a file in parts', () => {
  const bytes = randomFillSync(new Uint8Array(3 * PART + 12_345));
  beforeEach(() => writeFileSync(join(folder, 'big'), bytes));

  test.each([1, 2, 3, 4])('broken off at part %i goes on with the parts that are there', async (broken) => {
    front.onCall = ({ name, partNumber }) =>
      name === 'UploadPart' && partNumber === broken ? 'drop' : undefined;
    await expect(attempt(bytes.length)).rejects.toThrow();
    const there = front.named('UploadPart').map(({ partNumber }) => partNumber);
    expect(there).not.toContain(broken);
    front.onCall = () => undefined;
    front.calls.length = 0;
    expect(await attempt(bytes.length)).toBe('sent');
    const sent = front.named('UploadPart').map(({ partNumber }) => partNumber);
    expect([...there, ...sent].sort()).toEqual([1, 2, 3, 4]);
    expect(front.named('CreateMultipartUpload')).toEqual([]);
    expect(sha256(await stored('big'))).toBe(sha256(bytes));
  });

  test('broken off before it was completed sends no part again; complete, it sends nothing', async () => {
    front.onCall = ({ name }) => (name === 'CompleteMultipartUpload' ? 'drop' : undefined);
    await expect(attempt(bytes.length)).rejects.toThrow();
    front.onCall = () => undefined;
    front.calls.length = 0;
    expect(await attempt(bytes.length)).toBe('sent');
    expect(front.named('UploadPart')).toEqual([]);
    front.calls.length = 0;
    expect(await attempt(bytes.length, bytes.length)).toBe('there');
    expect(front.calls.map(({ name }) => name)).toEqual(['HeadObject']);
  });

  test('a part that is another one now is sent anew, and the object is the file of now', async () => {
    front.onCall = ({ name }) => (name === 'CompleteMultipartUpload' ? 'drop' : undefined);
    await expect(attempt(bytes.length)).rejects.toThrow();
    front.onCall = () => undefined;
    front.calls.length = 0;
    const other = bytes.slice();
    other[PART + 7]! ^= 1;
    writeFileSync(join(folder, 'big'), other);
    await attempt(other.length);
    expect(front.named('UploadPart').map(({ partNumber }) => partNumber)).toEqual([2]);
    expect(sha256(await stored('big'))).toBe(sha256(other));
  });

  test('of the same size but other bytes it is sent again', async () => {
    await attempt(bytes.length);
    const other = bytes.slice();
    other[0]! ^= 1;
    writeFileSync(join(folder, 'big'), other);
    expect(await attempt(other.length, other.length)).toBe('sent');
    expect(sha256(await stored('big'))).toBe(sha256(other));
  });

  test('that is written to meanwhile is refused, and no object is made of it', async () => {
    front.onCall = ({ name }) => {
      if (name === 'CreateMultipartUpload')
        writeFileSync(join(folder, 'big'), randomFillSync(new Uint8Array(bytes.length)));
      return undefined;
    };
    await expect(attempt(bytes.length)).rejects.toMatchObject({ code: 'upload-changing' });
    expect(front.named('CompleteMultipartUpload')).toEqual([]);
  });
});

describe('a file that goes at once', () => {
  const bytes = randomFillSync(new Uint8Array(PART));
  const inBase64 = (sum: Buffer): string => sum.toString('base64');
  const sumsStored = async () => {
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'big', ChecksumMode: 'ENABLED' }));
    return { sha256: head.ChecksumSHA256, crc32: head.ChecksumCRC32, type: head.ChecksumType };
  };
  beforeEach(() => writeFileSync(join(folder, 'big'), bytes));

  test('is stored with the SHA-256 of its bytes; there, it is not sent again', async () => {
    expect(await attempt(bytes.length)).toBe('sent');
    expect(await sumsStored()).toEqual({
      sha256: inBase64(createHash('sha256').update(bytes).digest()),
      crc32: undefined,
      type: 'FULL_OBJECT',
    });
    front.calls.length = 0;
    expect(await attempt(bytes.length, bytes.length)).toBe('there');
    expect(front.calls.map(({ name }) => name)).toEqual(['HeadObject']);
  });

  test.each(['CRC32', 'SHA256'] as const)(
    'of which the same bytes were stored with their %s is not sent again, and other bytes are',
    async (ChecksumAlgorithm) => {
      await client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: bytes, ChecksumAlgorithm }));
      expect(await attempt(bytes.length, bytes.length)).toBe('there');
      const other = bytes.slice();
      other[5]! ^= 1;
      writeFileSync(join(folder, 'big'), other);
      expect(await attempt(other.length, other.length)).toBe('sent');
      expect(sha256(await stored('big'))).toBe(sha256(other));
    },
  );

  test('is sent again where S3 tells no checksum of its bytes', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: bytes }));
    const send = client.send.bind(client) as (command: object) => Promise<object>;
    const composite = new Proxy(client, {
      get: (target, name) =>
        name === 'send'
          ? async (command: object) => ({ ...(await send(command)), ChecksumType: 'COMPOSITE' })
          : Reflect.get(target, name),
    });
    const file = { files, path: 'big', size: bytes.length };
    const place = { Bucket, Key: 'big' };
    expect(await uploadFile(composite, place, file, bytes.length, () => undefined)).toBe('sent');
  });

  test('that is written to meanwhile is refused', async () => {
    front.onCall = ({ name }) => {
      if (name === 'PutObject') writeFileSync(join(folder, 'big'), randomFillSync(new Uint8Array(PART)));
      return undefined;
    };
    await expect(attempt(bytes.length)).rejects.toMatchObject({ code: 'upload-changing' });
  });

  test('may be empty', async () => {
    writeFileSync(join(folder, 'big'), '');
    expect(await attempt(0)).toBe('sent');
    // SHA-256 of no bytes (FIPS 180-4).
    expect((await sumsStored()).sha256).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });
});

test('the parts of any file that S3 takes are no more than it takes, and follow from its size', () => {
  fc.assert(
    fc.property(fc.nat(5 * 1024 ** 4 - 1), (size) => {
      const part = partBytesFor(size);
      return part >= PART && part % PART === 0 && Math.ceil(size / part) <= 10_000;
    }),
  );
  expect([goesInParts(PART), goesInParts(PART + 1)]).toEqual([false, true]);
});

describe('a batch', () => {
  const local = (at: string) => ({
    files: new LocalInputs(at),
    batchFile: 'batch.yaml',
    profiles: new FolderStore(join(ASSETS, 'profiles')),
  });
  const small = (): string => {
    const at = temporaryFolder();
    write(at, 'in/a.csv', dossierFile([{ number: 'H07-250101-0001' }]));
    write(at, 'succession.csv', SUCCESSION);
    writeBatchFile(at);
    return at;
  };
  const send = async (at: string) => {
    const progress: number[] = [];
    const uploaded = await uploadInputs(
      client,
      Bucket,
      await prepareUpload(local(at)),
      local(at),
      (done, total) => progress.push(done / total),
    );
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    return uploaded;
  };

  test('arrives whole with its attachments, packets, empty and oddly named files; batch.yaml last', async () => {
    const at = small();
    write(at, 'in/empty file ?%+é.csv', '');
    write(at, 'tep/a/.hidden', 'x');
    write(at, 'tep/b.pdf', 'y');
    writeFileSync(join(at, 'elsewhere'), 'z');
    symlinkSync('../elsewhere', join(at, 'tep/link'));
    symlinkSync('b.pdf', join(at, 'tep/alias.pdf'));
    write(
      at,
      'batch.yaml',
      `name: small
targetProvince: "86"
asOf: "2025-07-01"
sources:
  - { system: tthc, profile: tthc-dossiers, files: ["in/*.csv"], attachments: { root: tep } }
succession: succession.csv
`,
    );
    writeFileSync(join(at, 'tep/large'), new Uint8Array(PART + 1));
    const prepared = await prepareUpload(local(at));
    expect(prepared.attachments).toEqual({
      stored: { files: 3, bytes: 3 },
      hashed: { files: 1, bytes: PART + 1 },
    });
    expect(prepared.passedOver).toEqual([{ path: 'tep/link', kind: 'link-outside' }]);
    await send(at);
    const keys = front.named('PutObject').map(({ key }) => key);
    expect(keys.at(-1)).toBe('small/batch.yaml');
    expect(keys.sort()).toEqual(
      [
        ...['batch.yaml', 'in/a.csv', 'in/empty file ?%+é.csv', 'succession.csv'],
        ...['tep/a/.hidden', 'tep/alias.pdf', 'tep/b.pdf'],
      ].map((path) => `small/${path}`),
    );
    expect(new TextDecoder().decode(await stored('small/tep/alias.pdf'))).toBe('y');
    front.calls.length = 0;
    expect(await send(at)).toEqual({ files: 8, bytes: expect.any(Number), sent: 0 });
  });

  test('with a path that climbs out of its folder is refused before anything is sent', async () => {
    const at = small();
    write(
      at,
      'inner/batch.yaml',
      'name: small\ntargetProvince: "86"\nasOf: "2025-07-01"\nsources:\n  - { system: tthc, profile: tthc-dossiers, files: ["../in/*.csv"] }\n',
    );
    await expect(prepareUpload(local(join(at, 'inner')))).rejects.toMatchObject({
      code: 'path-outside-batch',
      params: { path: '../in/a.csv' },
    });
    expect(front.calls).toEqual([]);
  });

  test('with a folder of packets that is empty, which S3 does not know, is refused', async () => {
    const at = small();
    write(at, 'packets/x', '');
    rmSync(join(at, 'packets/x'));
    writeBatchFile(at, 'documents: packets\n');
    await expect(prepareUpload(local(at))).rejects.toMatchObject({ code: 'upload-empty-folder' });
  });

  test('whose earlier upload had a file more, which a run would read, is refused; batch.yaml is not sent', async () => {
    const at = small();
    write(at, 'in/b.csv', dossierFile([{ number: 'H07-250101-0002' }]));
    await send(at);
    rmSync(join(at, 'in/b.csv'));
    front.calls.length = 0;
    await expect(send(at)).rejects.toMatchObject({
      code: 'upload-stale',
      params: { file: 'in/b.csv', count: 1 },
    });
    expect(front.named('PutObject')).toEqual([]);
  });

  test('is sent on where a call was refused: what is there is not sent again', async () => {
    const at = small();
    front.onCall = ({ key }) => (key.endsWith('succession.csv') ? 'deny' : undefined);
    await expect(send(at)).rejects.toThrow();
    front.onCall = () => undefined;
    front.calls.length = 0;
    expect((await send(at)).sent).toBe(2);
    expect(front.named('PutObject').map(({ key }) => key)).toEqual([
      'small/succession.csv',
      'small/batch.yaml',
    ]);
  });
});
