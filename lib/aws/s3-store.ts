import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checkObjectPath } from '../ports/object-path.ts';
import { ObjectNotFound, type ObjectStore } from '../ports/object-store.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { listPages } from './list-pages.ts';
import { statusOf } from './sdk-errors.ts';

/** Bytes of one part of a multipart upload, and the most that a plain put carries. S3 takes 10,000 parts: 80 GB. */
const partBytes = 8 * 1024 * 1024;
/** How often a body that breaks off is asked for again from where it stopped. */
const maxResumes = 3;
/** How often a conditional put is tried that meets another one of the same key. */
const maxConflicts = 5;

/**
 * Objects of one bucket under one prefix. Every upload carries a CRC-32 that S3 verifies and stores for the whole
 * object; a stream becomes a multipart upload that is completed or aborted, so an object is the old one or the new
 * one, whole. Access is the bucket's policy's business.
 */
export class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #takesHidden: boolean;

  /** `prefix` is blank or ends with `/`. `takesHidden`: names may begin with a dot (people's files do). */
  constructor(client: S3Client, bucket: string, prefix: string, options: { takesHidden?: boolean } = {}) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#takesHidden = options.takesHidden === true;
  }

  async size(path: string): Promise<number | undefined> {
    const place = this.#place(path);
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(place));
      if (ContentLength === undefined) throw new Error('S3 gave no ContentLength');
      return ContentLength;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  async get(path: string): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.whole(path)) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  }

  /** All bytes of one version, in pieces. */
  whole(path: string): AsyncIterable<Uint8Array> {
    return this.#body(path, undefined);
  }

  async *range(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    if (end > start) yield* this.#body(path, { start, end });
    else if ((await this.size(path)) === undefined) throw new ObjectNotFound(path);
  }

  async read(path: string, start: number, end: number, target: Uint8Array): Promise<number> {
    let at = 0;
    for await (const piece of this.range(path, start, end)) {
      target.set(piece, at);
      at += piece.length;
    }
    return at;
  }

  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const place = this.#place(path);
    if (content instanceof Uint8Array && content.length <= partBytes) {
      await this.#client.send(new PutObjectCommand({ ...place, Body: content, ChecksumAlgorithm: 'CRC32' }));
      return;
    }
    const parts = partsOf(content instanceof Uint8Array ? [content] : content);
    const first = await parts.next();
    const second = first.done ? first : await parts.next();
    if (second.done) {
      const Body = first.done ? new Uint8Array() : first.value;
      await this.#client.send(new PutObjectCommand({ ...place, Body, ChecksumAlgorithm: 'CRC32' }));
      return;
    }
    await this.#upload(place, first.value as Uint8Array, second.value, parts);
  }

  /** Writes a small object that never changes: where there is one already, S3 itself leaves it as it is. */
  async putOnce(path: string, content: Uint8Array): Promise<'written' | 'exists'> {
    for (let tries = 1; ; tries++) {
      try {
        const put = {
          ...this.#place(path),
          Body: content,
          ChecksumAlgorithm: 'CRC32',
          IfNoneMatch: '*',
        } as const;
        await this.#client.send(new PutObjectCommand(put));
        return 'written';
      } catch (error) {
        const status = statusOf(error);
        if (status === 412) return 'exists';
        // Another conditional put of this key was under way; S3 asks to try again.
        if (status !== 409 || tries === maxConflicts) throw error;
      }
    }
  }

  async list(prefix: string): Promise<string[]> {
    const found: string[] = [];
    const listing = { Bucket: this.#bucket, Prefix: this.#prefix + prefix };
    for await (const { Contents } of listPages(this.#client, listing))
      for (const { Key } of Contents ?? []) if (Key !== undefined) found.push(Key.slice(this.#prefix.length));
    // S3 lists in this order; an S3-compatible store may not.
    return found.sort(compareUtf8);
  }

  async delete(path: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#place(path)));
  }

  #place(path: string): { Bucket: string; Key: string } {
    if (!this.#takesHidden) checkObjectPath(path);
    return { Bucket: this.#bucket, Key: this.#prefix + path };
  }

  /** The bytes of an object or of a range of it; a body that breaks off goes on where it stopped, of the same version. */
  async *#body(
    path: string,
    range: { start: number; end: number } | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const place = this.#place(path);
    let at = range?.start ?? 0;
    let etag: string | undefined;
    for (let resumes = 0; ; resumes++) {
      const from = range !== undefined || at > 0 ? `bytes=${at}-${range ? range.end - 1 : ''}` : undefined;
      try {
        const { Body, ETag } = await this.#client.send(
          new GetObjectCommand({
            ...place,
            ...(from !== undefined && { Range: from }),
            ...(etag !== undefined && { IfMatch: etag }),
          }),
        );
        if (Body === undefined) throw new Error('S3 gave no body');
        etag = ETag;
        for await (const piece of Body as AsyncIterable<Uint8Array>) {
          at += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        const status = statusOf(error);
        if (status === 404) throw new ObjectNotFound(path);
        if (status === 416) return; // it ends before the range begins
        // An answer of S3 has been retried by the SDK; a body that broke off has not.
        if (status !== undefined || etag === undefined || resumes === maxResumes) throw error;
      }
    }
  }

  async #upload(
    place: { Bucket: string; Key: string },
    first: Uint8Array,
    second: Uint8Array,
    rest: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
    );
    const upload = { ...place, UploadId };
    try {
      const done: Array<{ PartNumber: number; ETag: string | undefined; ChecksumCRC32: string | undefined }> =
        [];
      const send = async (Body: Uint8Array): Promise<void> => {
        const PartNumber = done.length + 1;
        const { ETag, ChecksumCRC32 } = await this.#client.send(
          new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
        );
        done.push({ PartNumber, ETag, ChecksumCRC32 });
      };
      await send(first);
      await send(second);
      for await (const part of rest) await send(part);
      await this.#client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }),
      );
    } catch (error) {
      // The bucket's lifecycle removes what even this leaves; the first failure is the one to tell.
      await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }
}

/** Joins pieces to parts of `partBytes`; the last may be shorter, none is empty. */
async function* partsOf(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let part = new Uint8Array(partBytes);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(partBytes - filled, piece.length - at);
      part.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < partBytes) continue;
      yield part;
      // A new one: the SDK may still be sending the last.
      part = new Uint8Array(partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
  return undefined;
}
