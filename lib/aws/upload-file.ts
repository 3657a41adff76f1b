import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ThongSuotError } from '../formats/errors.ts';
import type { InputFiles } from '../ports/input-files.ts';
import { inParallel } from './in-parallel.ts';
import { statusOf } from './sdk-errors.ts';
import { type WholeSums, wholeSums } from './whole-sums.ts';

/** S3 takes 10,000 parts of 5 MiB to 5 GiB, all but the last of one size. */
export const leastPartBytes = 8 * 1024 * 1024;
const maxParts = 10_000;
const partsAtOnce = 4;

/** The parts of a file follow from its size alone, so that an upload is gone on with by whoever comes next. */
export function partBytesFor(size: number): number {
  let bytes = leastPartBytes;
  while (size > bytes * maxParts) bytes *= 2;
  return bytes;
}

/** Whether a file goes in parts: one after the other, since its parts go side by side. */
export const goesInParts = (size: number): boolean => size > leastPartBytes;

export interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

export interface LocalFile {
  readonly files: InputFiles;
  readonly path: string;
  readonly size: number;
}

/** A file's checksum as S3 writes it, and those of its parts. */
interface Sums {
  readonly whole: string;
  readonly parts: readonly string[];
}

const base64 = (sum: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sum);
  return bytes.toString('base64');
};

/**
 * Brings one file to S3, where it is verified by a checksum of the whole and stored with it: a file that goes at once
 * by its SHA-256, so that nobody need read it to know that; one in parts by its CRC-32, since S3 has no SHA-256 over
 * parts that is one of the whole. What is there already with the same size and checksum is not sent; of an upload that
 * was broken off the parts that are there are kept. `sizeThere`: of the object of that name, if any. `onBytes` is told
 * of bytes that are there, sent or not. Throws `upload-changing` if the file is written to meanwhile.
 */
export async function uploadFile(
  client: S3Client,
  place: Place,
  file: LocalFile,
  sizeThere: number | undefined,
  onBytes: (bytes: number) => void,
): Promise<'sent' | 'there'> {
  const { files, path, size } = file;
  const version = await files.version(path);
  const sumsThere = async (): Promise<WholeSums | undefined> =>
    sizeThere === size
      ? wholeSums(await client.send(new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' })))
      : undefined;
  const how = goesInParts(size)
    ? await inParts(client, place, file, sumsThere, onBytes)
    : await atOnce(client, place, file, sumsThere, onBytes);
  if (how === 'sent' && (await files.version(path)) !== version) throw changing(path);
  return how;
}

async function atOnce(
  client: S3Client,
  place: Place,
  file: LocalFile,
  sumsThere: () => Promise<WholeSums | undefined>,
  onBytes: (bytes: number) => void,
): Promise<'sent' | 'there'> {
  const Body = await readPart(file, 0);
  const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
  const there = await sumsThere();
  // An earlier version of this program sent every file with its CRC-32: it is not sent again for the other sum's sake.
  const isThere =
    there?.sha256 === undefined ? there?.crc32 === base64(crc32(Body)) : there.sha256 === ChecksumSHA256;
  if (!isThere)
    await client.send(
      new PutObjectCommand({
        ...place,
        Body,
        ContentLength: file.size,
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256,
      }),
    );
  onBytes(file.size);
  return isThere ? 'there' : 'sent';
}

async function inParts(
  client: S3Client,
  place: Place,
  file: LocalFile,
  sumsThere: () => Promise<WholeSums | undefined>,
  onBytes: (bytes: number) => void,
): Promise<'sent' | 'there'> {
  const sums = await sumsOf(file);
  if ((await sumsThere())?.crc32 === sums.whole) {
    onBytes(file.size);
    return 'there';
  }
  const begun = await begunUpload(client, place);
  const UploadId = begun?.id ?? (await begin(client, place));
  const done: CompletedPart[] = [];
  await inParallel(sums.parts, partsAtOnce, async (sum, index) => {
    const PartNumber = index + 1;
    const length = lengthOf(file.size, index);
    const there = begun?.parts.get(PartNumber);
    if (there !== undefined && there.size === length && there.sum === sum)
      done[index] = { PartNumber, ETag: there.etag, ChecksumCRC32: sum };
    else {
      const Body = await partOf(file, index, sums);
      const { ETag } = await client.send(
        new UploadPartCommand({
          ...place,
          UploadId,
          PartNumber,
          Body,
          ContentLength: length,
          ChecksumAlgorithm: 'CRC32',
          ChecksumCRC32: sum,
        }),
      );
      done[index] = { PartNumber, ETag, ChecksumCRC32: sum };
    }
    onBytes(length);
  });
  await client.send(
    new CompleteMultipartUploadCommand({
      ...place,
      UploadId,
      MultipartUpload: { Parts: done },
      ChecksumCRC32: sums.whole,
      ChecksumType: 'FULL_OBJECT',
      MpuObjectSize: file.size,
    }),
  );
  return 'sent';
}

/** Also as an explained error, which has S3's for its cause. */
const isRefusal = (error: unknown): boolean =>
  statusOf(error) === 403 || (error instanceof Error && statusOf(error.cause) === 403);

async function begin(client: S3Client, place: Place): Promise<string> {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
  );
  if (UploadId === undefined) throw new Error('S3 gave no upload');
  return UploadId;
}

interface BegunUpload {
  readonly id: string;
  readonly parts: ReadonlyMap<number, { readonly size: number; readonly sum: string; readonly etag: string }>;
}

/** The newest upload of this object that was begun as ours are and not ended, with what it has. */
async function begunUpload(client: S3Client, { Bucket, Key }: Place): Promise<BegunUpload | undefined> {
  let newest: { id: string; at: number } | undefined;
  let after: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const asked = new ListMultipartUploadsCommand({ Bucket, Prefix: Key, ...after });
    const page = await client.send(asked).catch((error: unknown) => {
      // The right to it can't be limited to a folder, so not everybody who uploads has it: then a new upload is begun.
      if (isRefusal(error)) return undefined;
      throw error;
    });
    if (page === undefined) return undefined;
    for (const upload of page.Uploads ?? []) {
      const isOurs = upload.ChecksumAlgorithm === 'CRC32' && upload.ChecksumType === 'FULL_OBJECT';
      const at = upload.Initiated?.getTime() ?? 0;
      if (upload.Key === Key && upload.UploadId !== undefined && isOurs && at >= (newest?.at ?? 0))
        newest = { id: upload.UploadId, at };
    }
    if (page.IsTruncated !== true) break;
    const { NextKeyMarker, NextUploadIdMarker } = page;
    after = {
      ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
      ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
    };
  }
  if (newest === undefined) return undefined;
  const parts = new Map<number, { size: number; sum: string; etag: string }>();
  let marker: string | undefined;
  do {
    const page = await client.send(
      new ListPartsCommand({
        Bucket,
        Key,
        UploadId: newest.id,
        ...(marker !== undefined && { PartNumberMarker: marker }),
      }),
    );
    // A part whose checksum S3 doesn't tell is sent again.
    for (const { PartNumber, Size, ETag, ChecksumCRC32 } of page.Parts ?? [])
      if (PartNumber !== undefined && Size !== undefined && ETag !== undefined && ChecksumCRC32 !== undefined)
        parts.set(PartNumber, { size: Size, sum: ChecksumCRC32, etag: ETag });
    marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return { id: newest.id, parts };
}

const lengthOf = (size: number, index: number): number => {
  const bytes = partBytesFor(size);
  return Math.min(bytes, size - index * bytes);
};

async function readPart({ files, path, size }: LocalFile, index: number): Promise<Buffer> {
  const bytes = partBytesFor(size);
  const part = Buffer.alloc(lengthOf(size, index));
  const read = await files.read(path, index * bytes, index * bytes + part.length, part);
  if (read !== part.length) throw changing(path);
  return part;
}

/** A part as it was when the checksums were made. */
async function partOf(file: LocalFile, index: number, sums: Sums): Promise<Buffer> {
  const part = await readPart(file, index);
  if (base64(crc32(part)) !== sums.parts[index]) throw changing(file.path);
  return part;
}

async function sumsOf(file: LocalFile): Promise<Sums> {
  const parts: string[] = [];
  let whole = 0;
  const count = Math.ceil(file.size / partBytesFor(file.size));
  for (let index = 0; index < count; index++) {
    const part = await readPart(file, index);
    whole = crc32(part, whole);
    parts.push(base64(crc32(part)));
  }
  return { whole: base64(whole), parts };
}

const changing = (file: string): ThongSuotError =>
  new ThongSuotError(
    'upload-changing',
    'source',
    `${file} was written to while it was uploaded: wait until its export is complete, then run again; what is there already is not sent again`,
    { file },
  );
