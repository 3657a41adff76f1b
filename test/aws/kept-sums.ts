import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';

export const crc32Of = (bytes: Uint8Array): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
};

const SUMS = {
  'x-amz-checksum-crc32': crc32Of,
  'x-amz-checksum-sha256': (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64'),
};
type Name = keyof typeof SUMS;
const NAMES = Object.keys(SUMS) as Name[];

/** The checksum with which bytes were sent: verified, as S3 does; undefined if there is none, or it is another one's. */
export function verified(headers: IncomingHttpHeaders, bytes: Uint8Array): [Name, string] | undefined {
  const [name, second] = NAMES.filter((each) => headers[each] !== undefined);
  // S3 takes one checksum of an object, not two.
  if (name === undefined || second !== undefined) return undefined;
  const sum = SUMS[name](bytes);
  return headers[name] === sum ? [name, sum] : undefined;
}

/**
 * What the emulator of S3 lacks: the checksum of each whole object, kept and told. Objects are known by the paths of
 * their URLs, and by their ETags: one that was put past the keeper has no checksum.
 */
export class KeptSums {
  readonly #kept = new Map<string, { readonly etag: string; readonly sum: readonly [Name, string] }>();

  keep(path: string, etag: string | undefined, sum: readonly [Name, string]): void {
    if (etag === undefined) throw new Error('the emulator gave no ETag');
    this.#kept.set(path, { etag, sum });
  }

  /** Headers for an answer to HEAD that asks for checksums. */
  told(path: string, asked: IncomingHttpHeaders, etag: string | undefined): Record<string, string> {
    const kept = this.#kept.get(path);
    if (kept === undefined || kept.etag !== etag || asked['x-amz-checksum-mode'] !== 'ENABLED') return {};
    const [name, sum] = kept.sum;
    return { [name]: sum, 'x-amz-checksum-type': 'FULL_OBJECT' };
  }
}
