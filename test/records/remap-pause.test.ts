import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../lib/records/chunk-state.ts';
import { profileOf, remapAll, successionOf } from '../support/province.ts';

const succession = successionOf([{ old_code: 'H07.1', disposition: 'remap', new_code: 'H61.101' }]);
const common = { level: 'commune', subject: 'person', maxRecordBytes: 256 } as const;
const csv = profileOf({
  ...common,
  format: 'csv',
  key: ['So'],
  columns: { So: 'dossier-number', CoQuan: 'agency', Xa: 'unit.commune', TenXa: 'unit.commune-name' },
});
const ndjson = profileOf({
  ...common,
  format: 'ndjson',
  key: ['/So'],
  columns: { '/So': 'dossier-number', '/CoQuan': 'agency', '/Xa': 'unit.commune' },
});

/** Records of every outcome, and what is none: halves, blanks, broken quotes and characters, lines that are too long. */
const csvPieces = [
  'K1,H07.1,28759,Phường 8\n',
  'K2,H07.1,28759,Phường 8\r\n',
  '"K,3",H07.9,28759,"Phường\n8"\n',
  'K1,,99999,\n',
  ',H07.1,28759,Phường 8\n',
  'K4,H07.1\n',
  '"K5,H07.1,28759,Phường 8\n',
  '\n',
  '\r\n',
  '"',
  ',',
  `K6,${'dài '.repeat(80)},28759,x\n`,
  `${'ộ'.repeat(140)}`,
];
const jsonPieces = [
  '{"So":"R1","CoQuan":"H07.1","Xa":"28759"}\n',
  '{"So":"R2","CoQuan":"H07.9","Xa":"28759"}\r\n',
  '{"So":"R1","CoQuan":"","Xa":"99999"}\n',
  '{"CoQuan":"H07.1","Xa":"28759"}\n',
  '{"So":\n',
  '[]\n',
  '\n',
  '{"So":"',
  `{"So":"${'dài '.repeat(80)}"}\n`,
  `${'ộ'.repeat(140)}`,
];
const broken = [Buffer.from([0xff]), Buffer.from([0xe1, 0xbb])];
const sourceOf = (pieces: readonly string[], header: string) =>
  fc
    .array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...pieces).map((text) => Buffer.from(text)) },
        fc.constantFrom(...broken),
      ),
      {
        maxLength: 30,
      },
    )
    .map((found) => Buffer.concat([Buffer.from(header), ...found]));

describe('a chunk that is left between two records and gone on with elsewhere', () => {
  it.each([
    ['CSV', csv, csvPieces, 'So,CoQuan,Xa,TenXa\n'],
    ['NDJSON', ndjson, jsonPieces, ''],
  ])('becomes what it would have become: %s', (_name, profile, pieces, header) => {
    let left = 0;
    fc.assert(
      fc.property(
        sourceOf(pieces, header),
        fc.integer({ min: 20, max: 3000 }),
        fc.infiniteStream(fc.nat(3)),
        (bytes, chunkBytes, chances) => {
          const options = { profile, targetProvince: '86', succession, chunkBytes };
          const pause = () => {
            const pauses = chances.next().value === 0;
            if (pauses) left++;
            return pauses;
          };
          expect(remapAll(bytes, { ...options, pause })).toEqual(remapAll(bytes, options));
        },
      ),
      { numRuns: 500 },
    );
    expect(left).toBeGreaterThan(300);
  });

  it('says where it was left, in an object that is whole or not read', () => {
    const state = {
      at: 7,
      number: 3,
      blanks: 1,
      cut: true,
      counts: { migrated: 1, already: 0, held: 1, rejected: 0 },
      tallies: { 'a,b': 2 },
      regions: {
        migrated: Buffer.from('một\n'),
        already: Buffer.alloc(0),
        held: Buffer.from('\n\n'),
        aliases: Buffer.from('x'),
        rejectedBytes: Buffer.from([0, 255]),
        rejectedRows: Buffer.alloc(0),
        keys: Buffer.alloc(12, 7),
      },
    };
    const encoded = encodeState(state);
    const decoded = decodeState(encoded);
    expect({ ...decoded, regions: {} }).toEqual({ ...state, regions: {} });
    for (const [name, region] of Object.entries(state.regions))
      expect(Buffer.from(decoded.regions[name as keyof typeof state.regions])).toEqual(region);
    expect(() => decodeState(encoded.subarray(0, -1))).toThrow();
    expect(() => decodeState(Buffer.concat([encoded, Buffer.from('x')]))).toThrow();
  });
});
