import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { S3Inputs } from '../../lib/aws/s3-inputs.ts';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { uploadFile } from '../../lib/aws/upload-file.ts';
import { SEGMENT_BYTES, takeInventory } from '../../lib/batch/attachments.ts';
import { InlineStages } from '../../lib/batch/inline-stages.ts';
import type { BatchPorts } from '../../lib/batch/ports.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';
import { temporaryFolder, write } from '../batch/support.ts';
import { inputFilesContract } from '../ports/input-files.contract.ts';
import { MemoryStore } from '../reconcile/support.ts';
import { startS3 } from './emulators.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => s3.stop());
beforeEach(() => {
  s3.front.calls.length = 0;
  s3.front.onCall = () => undefined;
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const MIB = 1024 * 1024;

async function upload(files: LocalInputs, path: string, Bucket: string): Promise<void> {
  const size = (await files.size(path)) ?? 0;
  const place = { Bucket, Key: `small/${path}` };
  await uploadFile(s3.client, place, { files, path, size }, undefined, () => undefined);
}

inputFilesContract('S3, uploaded', async (texts) => {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(texts)) write(folder, path, text);
  const Bucket = await s3.bucket();
  for (const path of Object.keys(texts)) await upload(new LocalInputs(folder), path, Bucket);
  return new S3Inputs(s3.client, Bucket, 'small/');
});

inputFilesContract('S3, put there by another program', async (texts) => {
  const Bucket = await s3.bucket();
  const store = new S3Store(s3.client, Bucket, 'small/', { takesHidden: true });
  for (const [path, text] of Object.entries(texts)) await store.put(path, Buffer.from(text));
  return new S3Inputs(s3.client, Bucket, 'small/');
});

test('a digest is told of what was put with its SHA-256, and of nothing else', async () => {
  const Bucket = await s3.bucket();
  const files = new S3Inputs(s3.client, Bucket, '');
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'one', ChecksumAlgorithm: 'SHA256' }));
  expect(await files.stat('x')).toEqual({ bytes: 3, sha256: sha256('one') });
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'three', ChecksumAlgorithm: 'CRC32' }));
  expect(await files.stat('x')).toEqual({ bytes: 5, sha256: undefined });
});

test('one that may not be asked is a failure, not a file that is missing', async () => {
  const Bucket = await s3.bucket();
  s3.front.onCall = ({ name }) => (name === 'HeadObject' ? 'deny' : undefined);
  const files = new S3Inputs(s3.client, Bucket, '');
  const refused = { $metadata: { httpStatusCode: 403 } };
  await expect(files.stat('x')).rejects.toMatchObject(refused);
  await expect(files.size('x')).rejects.toMatchObject(refused);
});

test.each([
  ['ETag', { Key: 'x', Size: 1, ContentLength: 1 }],
  ['size', { Key: 'x', ETag: '"e"' }],
])('an object of which S3 tells no %s has no version: that is a fault', async (_, told) => {
  const client = { send: async () => ({ ...told, Contents: [told] }) } as unknown as S3Client;
  const files = new S3Inputs(client, 'bucket', '');
  await expect(files.version('x')).rejects.toThrow('without ETag or size');
  await expect(files.fingerprint()).rejects.toThrow('without ETag or size');
  await expect(files.leaves('.')).rejects.toThrow('without ETag or size');
});

test('objects that no path names are unreadable leaves, and folders of the console are none', async () => {
  const Bucket = await s3.bucket();
  const keys = ['root/', 'root/a/', 'root/a/../b', 'root/a//c', 'root/a/d', 'root/e/'];
  for (const Key of keys)
    await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: Buffer.from(Key === 'root/e/' ? 'bytes' : ''),
        ChecksumAlgorithm: 'CRC32',
      }),
    );
  const files = new S3Inputs(s3.client, Bucket, '');
  const found: string[] = [];
  for await (const { path, kind } of (await files.leaves('root')) ?? []) found.push(`${path} ${kind}`);
  expect(found).toEqual(['a/../b unreadable', 'a//c unreadable', 'a/d file', 'e/ unreadable']);
  // Nor is a folder opened whose name would lead elsewhere, or round in a circle.
  expect(await files.entries('root/a', 'root')).toEqual([
    { name: '', kind: 'unreadable' },
    { name: '..', kind: 'unreadable' },
    { name: 'd', kind: 'file' },
  ]);
});

test('leaves come from a listing a thousand, over all folders', async () => {
  const Bucket = await s3.bucket();
  const store = new S3Store(s3.client, Bucket, '');
  const paths = Array.from({ length: 1203 }, (_, at) => `root/${String(at).padStart(5, '0')}/scan.pdf`);
  for (let at = 0; at < paths.length; at += 100)
    await Promise.all(paths.slice(at, at + 100).map((path) => store.put(path, new Uint8Array([1]))));
  s3.front.calls.length = 0;
  const found: string[] = [];
  const leaves = await new S3Inputs(s3.client, Bucket, '').leaves('root');
  for await (const { path } of leaves ?? []) found.push(`root/${path}`);
  expect(found).toEqual(paths);
  expect(s3.front.calls.map(({ name }) => name)).toEqual(['ListObjectsV2', 'ListObjectsV2']);
});

/** The inventory of `root`, as the freeze takes it, and the lists of its segments. */
async function inventoried(files: InputFiles): Promise<{ rows: string; segments: number }> {
  const out = new MemoryStore();
  const ports = { files, out, advance: () => undefined, batchFile: 'batch.yaml' } as unknown as BatchPorts;
  const stages = new InlineStages(ports);
  const { path } = await takeInventory({ ...ports, stages }, 'root', 's', () => undefined);
  const segments = (await out.list('frozen/s.attachments/')).filter((name) => name.endsWith('.json'));
  return { rows: out.text(path), segments: segments.length };
}

test('an inventory is the same as on one machine: a HEAD a file, and bytes only of those without a SHA-256', async () => {
  const folder = temporaryFolder();
  const texts: Record<string, string> = {
    'a/1.pdf': 'one',
    'a/2.pdf': '',
    'b ộ.pdf': 'two',
    'c.pdf': 'three',
  };
  for (const [path, text] of Object.entries(texts)) write(folder, join('root', path), text);
  write(folder, 'root/large.tif', new Uint8Array(8 * MIB + 1));
  const local = new LocalInputs(folder);
  const Bucket = await s3.bucket();
  for (const path of ['a/1.pdf', 'a/2.pdf', 'b ộ.pdf', 'large.tif'])
    await upload(local, `root/${path}`, Bucket);
  await new S3Store(s3.client, Bucket, 'small/').put('root/c.pdf', Buffer.from('three'));
  s3.front.calls.length = 0;

  const there = await inventoried(new S3Inputs(s3.client, Bucket, 'small/'));

  expect(there).toEqual(await inventoried(local));
  expect(there.rows.split('\n').slice(1, 3)).toEqual([
    `a/1.pdf,file,3,${sha256('one')}`,
    `a/2.pdf,file,0,${sha256('')}`,
  ]);
  const asked = (name: string) => s3.front.named(name).map(({ key }) => key.slice('small/root/'.length));
  expect(asked('HeadObject').sort()).toEqual([...Object.keys(texts), 'large.tif'].sort());
  expect(asked('GetObject').sort()).toEqual(['c.pdf', 'large.tif']);
  expect(s3.front.named('ListObjectsV2')).toHaveLength(1);
});

test('a segment ends where its files have so many bytes that one function should not read more', async () => {
  const listed = (bytes: number) => ({ version: String(bytes), bytes });
  const files = new MemoryStore();
  const sizes = [SEGMENT_BYTES, 1, SEGMENT_BYTES - 1, 5];
  for (const at of sizes.keys()) files.set(`root/${at}`, 'x');
  files.leaves = async () =>
    (async function* () {
      for (const [at, bytes] of sizes.entries())
        yield { path: String(at), kind: 'file' as const, listed: listed(bytes) };
    })();
  const { rows, segments } = await inventoried(files);
  // 0; 1 and 2 together; 3.
  expect(segments).toBe(3);
  expect(rows.split('\n').slice(1, -1)).toEqual(sizes.map((_, at) => `${at},file,1,${sha256('x')}`));
});
