import { createHash } from 'node:crypto';
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ThongSuotError } from '../formats/errors.ts';
import {
  InputChanged,
  type InputEntry,
  type InputFiles,
  type InputLeaf,
  type InputStat,
  TooManyLeaves,
} from '../ports/input-files.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { listPages } from './list-pages.ts';
import { S3Store } from './s3-store.ts';
import { statusOf } from './sdk-errors.ts';
import { wholeSums } from './whole-sums.ts';

/** A batch's inputs as they were uploaded: objects under `BATCH/`. No path leads out of it, and nothing is a link. */
export class S3Inputs implements InputFiles {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #store: S3Store;

  /** `prefix` ends with `/`. */
  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#store = new S3Store(client, bucket, prefix, { takesHidden: true });
  }

  locate(path: string): string {
    const parts: string[] = [];
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) throw pathOutsideBatch(path);
    }
    if (path === '' || path.startsWith('/') || path.includes('\0')) throw pathOutsideBatch(path);
    return parts.length === 0 ? '.' : parts.join('/');
  }

  size(path: string): Promise<number | undefined> {
    return this.#store.size(this.locate(path));
  }

  get(path: string): Promise<Uint8Array> {
    return this.#store.get(this.locate(path));
  }

  range(path: string, start: number, end: number): AsyncIterable<Uint8Array> {
    return this.#store.range(this.locate(path), start, end);
  }

  /** One object of S3 is one version; a body that breaks off goes on in that one, or not at all. */
  async *whole(path: string): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#store.whole(this.locate(path));
    } catch (error) {
      if (statusOf(error) === 412) throw new InputChanged(path);
      throw error;
    }
  }

  read(path: string, start: number, end: number, target: Uint8Array): Promise<number> {
    return this.#store.read(this.locate(path), start, end, target);
  }

  list(prefix: string): Promise<string[]> {
    return this.#store.list(prefix);
  }

  async version(path: string): Promise<string | undefined> {
    try {
      const { ETag, ContentLength, VersionId } = await this.#client.send(
        new HeadObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + this.locate(path) }),
      );
      const { version } = versionOf({ ETag, Size: ContentLength });
      return VersionId === undefined ? version : `${version}-${VersionId}`;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  async stat(path: string): Promise<InputStat | undefined> {
    try {
      const head = await this.#client.send(
        new HeadObjectCommand({
          Bucket: this.#bucket,
          Key: this.#prefix + this.locate(path),
          ChecksumMode: 'ENABLED',
        }),
      );
      const { sha256 } = wholeSums(head);
      if (head.ContentLength === undefined) throw new Error('S3 gave no ContentLength');
      return {
        bytes: head.ContentLength,
        sha256: sha256 === undefined ? undefined : Buffer.from(sha256, 'base64').toString('hex'),
      };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** A digest of which objects there are and of their versions: it changes when any input does. */
  async fingerprint(): Promise<string> {
    const digest = createHash('sha256');
    for await (const { Contents } of this.#pages(this.#prefix))
      for (const { Key, ...listed } of Contents ?? [])
        digest.update(`${JSON.stringify([Key, versionOf(listed).version])}\n`);
    return digest.digest('hex');
  }

  async entries(folder: string, _within: string): Promise<readonly InputEntry[] | undefined> {
    const prefix = this.#folderPrefix(folder);
    const found: InputEntry[] = [];
    for await (const { Contents, CommonPrefixes } of this.#pages(prefix, '/')) {
      for (const { Key = '' } of Contents ?? []) {
        const name = Key.slice(prefix.length);
        if (name !== '') found.push({ name, kind: isPath(name) ? 'file' : 'unreadable' });
      }
      for (const { Prefix = '' } of CommonPrefixes ?? []) {
        const name = Prefix.slice(prefix.length, -1);
        found.push({ name, kind: isPath(name) ? 'folder' : 'unreadable' });
      }
    }
    // S3 has no folders: an empty one is one that is not there.
    return found.length === 0 ? undefined : found.sort((a, b) => compareUtf8(a.name, b.name));
  }

  /** One listing over all folders: a province has a folder for each dossier. */
  async leaves(root: string, most = Number.POSITIVE_INFINITY): Promise<AsyncIterable<InputLeaf> | undefined> {
    const prefix = this.#folderPrefix(root);
    const found: InputLeaf[] = [];
    for await (const { Contents } of this.#pages(prefix))
      for (const { Key = '', ETag, Size } of Contents ?? []) {
        const path = Key.slice(prefix.length);
        // What the console makes as a folder.
        if (Size === 0 && (path === '' || path.endsWith('/'))) continue;
        const listed = versionOf({ ETag, Size });
        if (found.length === most) throw new TooManyLeaves(root, most);
        found.push(isPath(path) ? { path, kind: 'file', listed } : { path, kind: 'unreadable' });
      }
    if (found.length === 0) return undefined;
    // S3 lists in this order; an S3-compatible store may not.
    found.sort((a, b) => compareUtf8(a.path, b.path));
    return (async function* () {
      yield* found;
    })();
  }

  #folderPrefix(folder: string): string {
    const at = this.locate(folder);
    return this.#prefix + (at === '.' ? '' : `${at}/`);
  }

  /** Of all objects whose names begin so. */
  #pages(Prefix: string, Delimiter?: '/'): ReturnType<typeof listPages> {
    return listPages(this.#client, { Bucket: this.#bucket, Prefix, ...(Delimiter && { Delimiter }) });
  }

  put(path: string): Promise<void> {
    return Promise.reject(readOnly(path));
  }

  delete(path: string): Promise<void> {
    return Promise.reject(readOnly(path));
  }
}

/** Whether an object's name is one that `locate` leaves as it is; any other can't be opened by it. */
const isPath = (name: string): boolean =>
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/**
 * ETag and size: S3 changes the ETag with every upload of other bytes. Where it tells none, a changed object would pass
 * for the one before, so that is a fault.
 */
function versionOf({ ETag, Size }: { ETag?: string | undefined; Size?: number | undefined }): {
  version: string;
  bytes: number;
} {
  if (ETag === undefined || Size === undefined) throw new Error('S3 told of an object without ETag or size');
  return { version: `${ETag}-${Size}`, bytes: Size };
}

export function pathOutsideBatch(path: string): ThongSuotError {
  return new ThongSuotError(
    'path-outside-batch',
    'user',
    `${path}: in the account every input stands under the folder of batch.yaml; move the file there and correct the path`,
    { path },
  );
}

function readOnly(path: string): ThongSuotError {
  return new ThongSuotError('read-only', 'system', `inputs are never written to: ${path}`, { path });
}
