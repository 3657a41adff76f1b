import type { S3Client } from '@aws-sdk/client-s3';
import { inParallel } from './in-parallel.ts';
import { listPages } from './list-pages.ts';
import { goesInParts, type LocalFile, uploadFile } from './upload-file.ts';

/** How many files are read or sent side by side, of those that go at once. */
export const smallFilesAtOnce = 8;

/** A file of this machine, and its path under the prefix. */
export interface Upload extends LocalFile {
  readonly as: string;
}

export interface UploadTarget {
  readonly bucket: string;
  /** Ends with `/`. */
  readonly prefix: string;
}

/**
 * Brings files to a folder of the source bucket; what is there already is not sent. May be broken off and done again at
 * any time. The last of them goes last, after `beforeLast`: while it is not there, nobody takes the folder for whole.
 * Returns how many were sent.
 */
export async function uploadAll(
  client: S3Client,
  { bucket, prefix }: UploadTarget,
  uploads: readonly Upload[],
  onProgress: (doneBytes: number, totalBytes: number) => void,
  beforeLast: () => Promise<void> = async () => undefined,
): Promise<number> {
  // By one listing: who may list this folder alone gets 403, not 404, for what is not in it.
  const there = await sizesThere(client, bucket, prefix);
  const total = uploads.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  let sent = 0;
  const upload = async ({ as, ...file }: Upload): Promise<void> => {
    const how = await uploadFile(
      client,
      { Bucket: bucket, Key: prefix + as },
      file,
      there.get(as),
      (bytes) => {
        done += bytes;
        onProgress(done, total);
      },
    );
    if (how === 'sent') sent++;
  };
  const first = uploads.slice(0, -1);
  const small = first.filter(({ size }) => !goesInParts(size));
  await inParallel(small, smallFilesAtOnce, upload);
  for (const one of first) if (goesInParts(one.size)) await upload(one);
  await beforeLast();
  for (const last of uploads.slice(-1)) await upload(last);
  return sent;
}

/** An object whose size S3 doesn't tell is sent again. */
async function sizesThere(client: S3Client, Bucket: string, Prefix: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { Contents } of listPages(client, { Bucket, Prefix }))
    for (const { Key, Size } of Contents ?? [])
      if (Key !== undefined && Size !== undefined) sizes.set(Key.slice(Prefix.length), Size);
  return sizes;
}
