import { expect, test } from 'vitest';
import { wholeSums } from '../../lib/aws/whole-sums.ts';

/** SHA-256 of no bytes (FIPS 180-4), and CRC-32 of "123456789" (0xCBF43926), in base64. */
const SHA256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const CRC32 = 'y/Q5Jg==';
const NONE = { sha256: undefined, crc32: undefined };

test.each([
  ['what S3 says is of the whole object', { ChecksumType: 'FULL_OBJECT', ETag: '"a-3"' }, 'taken'],
  ['what it says is of the parts', { ChecksumType: 'COMPOSITE', ETag: '"a"' }, 'passed over'],
  ['of an object that came at once, before S3 said', { ETag: '"0cc175b9c0f1b6a831c399e269772661"' }, 'taken'],
  [
    'of one that came in parts, before S3 said',
    { ETag: '"0cc175b9c0f1b6a831c399e269772661-2"' },
    'passed over',
  ],
] as const)('%s is %4$s', (_name, head, what) => {
  const sums = wholeSums({ ...head, ChecksumSHA256: SHA256, ChecksumCRC32: CRC32 });
  expect(sums).toEqual(what === 'taken' ? { sha256: SHA256, crc32: CRC32 } : NONE);
});

test.each([`${SHA256}-2`, SHA256.slice(1), '', `${SHA256.slice(0, -1)}`, CRC32])(
  '%j is no SHA-256 of a whole object',
  (ChecksumSHA256) => {
    expect(wholeSums({ ChecksumType: 'FULL_OBJECT', ChecksumSHA256 })).toEqual(NONE);
  },
);

test('an object without a checksum has none', () => {
  expect(wholeSums({ ETag: '"a"' })).toEqual(NONE);
});
