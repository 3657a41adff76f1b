import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';

/** Checksums of a whole object that S3 made of the bytes it received and keeps, in base64 as S3 writes them. */
export interface WholeSums {
  readonly sha256: string | undefined;
  readonly crc32: string | undefined;
}

/** 32 and 4 bytes. */
const SHA256 = /^[A-Za-z0-9+/]{43}=$/;
const CRC32 = /^[A-Za-z0-9+/]{6}==$/;

type Answer = Pick<HeadObjectCommandOutput, 'ETag' | 'ChecksumType' | 'ChecksumSHA256' | 'ChecksumCRC32'>;

/**
 * Of an answer to HEAD with `ChecksumMode: ENABLED`. An object that came in parts has, unless it was asked for otherwise,
 * a checksum of its parts' checksums (`COMPOSITE`): that is none of its bytes. S3 says which one it is; of objects that
 * were put before it did so, the ETag tells those in parts (`"…-3"`).
 */
export function wholeSums({ ETag, ChecksumType, ChecksumSHA256, ChecksumCRC32 }: Answer): WholeSums {
  const isWhole = ChecksumType === undefined ? !/-\d+"?$/.test(ETag ?? '') : ChecksumType === 'FULL_OBJECT';
  const told = (sum: string | undefined, form: RegExp): string | undefined =>
    isWhole && sum !== undefined && form.test(sum) ? sum : undefined;
  return { sha256: told(ChecksumSHA256, SHA256), crc32: told(ChecksumCRC32, CRC32) };
}
