import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgencyCode, printAgencyCode } from '../../lib/agencies/codes.ts';
import { recogniseCode } from '../../lib/agencies/recognise.ts';
import { SCHEMES } from '../../lib/agencies/schemes.ts';
import { parseDocumentId, printDocumentId } from '../../lib/identifiers/document-id.ts';
import {
  isDocumentId,
  isLegacyShort,
  isLenient102,
  isQd20,
  isQd20Practice,
  isStrict102,
} from './hand-grammars.ts';

describe('recogniseCode', () => {
  it.each([
    ['000.00.00.H57', 'qcvn-102', 1],
    ['000.00.12.H57', 'qcvn-102', 2],
    ['000.14.02.H57', 'qcvn-102', 3],
    ['012.00.05.H41', 'qcvn-102', 4],
    ['H57', 'qd-20', 1],
    ['H15.50.05.13', 'qd-20', 4],
    ['H37.DN.001', 'qd-20', 3],
  ])('takes %s strictly', (text, scheme, level) => {
    expect(recogniseCode(text)).toMatchObject({ kind: 'strict', code: { scheme, level } });
  });

  it('takes the widths of field practice, and reports them', () => {
    expect(recogniseCode('999.010.01.H22')).toEqual({
      kind: 'lenient',
      code: {
        scheme: 'qcvn-102',
        form: 'lenient',
        groups: ['999', '010', '01', 'H22'],
        root: 'H22',
        level: 4,
        parent: '000.010.01.H22',
      },
    });
  });

  it.each([
    ['00.00.H57', 'H57', 1],
    ['00.22.W00', 'W00', 2],
    ['12.H57', 'H57', 2],
  ])(
    'takes %s as an alias alone: it has a root and a level, and no parent that could be written',
    (text, root, level) => {
      expect(recogniseCode(text)).toMatchObject({
        kind: 'legacy-short',
        code: { root, level, parent: undefined },
      });
    },
  );

  it.each([
    ['h57.1', 'H57.1', ['upper-case']],
    [' 000.00.00.h57\n', '000.00.00.H57', ['trim', 'upper-case']],
    ['\u212a63', 'K63', ['nfc']],
    ['H57.1a', 'H57.1A', ['upper-case']],
    ['\ufeffH57', 'H57', ['trim']],
    ['00.22.w00', '00.22.W00', ['upper-case']],
  ])('proposes for %j the code %s', (text, corrected, corrections) => {
    expect(recogniseCode(text)).toEqual({ kind: 'correctable', corrected, corrections });
  });

  it.each([
    '',
    ' ',
    'H57.',
    'H57..1',
    'H57-14',
    'H57 .1',
    '000.0.00.H57',
    '000.00.00.H5',
    'H5７',
    'Đ57',
    'ı57',
    `H57.${'1'.repeat(32)}`,
  ])('takes %j for no code', (text) => expect(recogniseCode(text)).toEqual({ kind: 'none' }));
});

const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`));
const root = fc.stringMatching(/^[A-Z][0-9]{2}$/);
const code = fc.oneof(
  fc.tuple(digits(3, 3), digits(2, 3), digits(2, 3), root).map((groups) => groups.join('.')),
  fc
    .tuple(fc.array(digits(2, 3), { minLength: 1, maxLength: 2 }), root)
    .map(([groups, last]) => [...groups, last].join('.')),
  fc
    .tuple(root, fc.array(fc.stringMatching(/^[0-9A-Z]{1,4}$/), { maxLength: 9 }))
    .map(([first, rest]) => [first, ...rest].join('.')),
);
const documentId = fc
  .tuple(
    code,
    fc.integer({ min: 1, max: 9999 }),
    fc.nat(13),
    fc.nat(32),
    fc.nat(99_999),
    fc.constantFrom('VPCP-TTĐT', 'QĐ-UBND', 'a,b/c', ''),
  )
  .map(([organ, year, month, day, number, notation]) => {
    const pad = (value: number, width: number) => String(value).padStart(width, '0');
    return `${organ},${pad(year, 4)}/${pad(month, 2)}/${pad(day, 2)},${number}/${notation}`;
  });

/** Up to three edits: a character replaced, inserted or taken away. */
const PIECES = [
  '',
  '.',
  ',',
  '/',
  '0',
  '7',
  'A',
  'Z',
  'a',
  'Đ',
  '-',
  ' ',
  '\n',
  '\u2028',
  '\u0301',
  '\ud800',
  '７',
  '\0',
  'H57',
  '..',
];
const mutated = (texts: fc.Arbitrary<string>) =>
  fc
    .tuple(texts, fc.array(fc.tuple(fc.nat(45), fc.nat(1), fc.constantFrom(...PIECES)), { maxLength: 3 }))
    .map(([text, edits]) =>
      edits.reduce((now, [at, taken, piece]) => now.slice(0, at) + piece + now.slice(at + taken), text),
    );

describe('mutated 100,000 times', () => {
  it('codes: never a crash, nothing taken outside the grammars as written by hand, no string of two kinds', () => {
    let taken = 0;
    fc.assert(
      fc.property(mutated(code), (text) => {
        const kinds = [isStrict102, isQd20, isLenient102, isLegacyShort].filter((is) => is(text));
        expect(kinds.length).toBeLessThanOrEqual(1);
        const parsed = parseAgencyCode(text);
        expect(parsed?.scheme).toBe(isStrict102(text) ? 'qcvn-102' : isQd20(text) ? 'qd-20' : undefined);
        const found = recogniseCode(text);
        expect(found.kind === 'lenient').toBe(isLenient102(text));
        expect(found.kind === 'legacy-short').toBe(isLegacyShort(text));
        if (parsed === undefined) return;
        taken++;
        expect(printAgencyCode(parsed)).toBe(text);
        if (parsed.scheme === 'qd-20') expect(parsed.governmentForm).toBe(isQd20Practice(text));
      }),
      { numRuns: 100_000, endOnFailure: true },
    );
    // Both answers were really tried.
    expect(taken).toBeGreaterThan(5_000);
    expect(taken).toBeLessThan(95_000);
  });

  it('corrections end in a code, and a code is never corrected', () => {
    fc.assert(
      fc.property(
        mutated(
          fc.oneof(
            code,
            code.map((text) => ` ${text.toLowerCase()}`),
          ),
        ),
        (text) => {
          const found = recogniseCode(text);
          if (found.kind !== 'correctable') return;
          expect(found.corrected).not.toBe(text);
          expect(['strict', 'lenient', 'legacy-short']).toContain(recogniseCode(found.corrected).kind);
        },
      ),
      { numRuns: 20_000, endOnFailure: true },
    );
  });

  it('DocumentIds: never a crash, nothing taken outside the grammar as written by hand, printed as they were', () => {
    let taken = 0;
    fc.assert(
      fc.property(mutated(documentId), (text) => {
        const parsed = parseDocumentId(text);
        expect(parsed.ok).toBe(isDocumentId(text));
        if (!parsed.ok) return;
        taken++;
        expect(printDocumentId(parsed.value)).toBe(text);
      }),
      { numRuns: 100_000, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(5_000);
    expect(taken).toBeLessThan(95_000);
  });
});

it('no string is of two entries of the scheme table, strictly or loosely', () => {
  const grammars = [...SCHEMES.values()].flatMap(({ strict, lenient, legacyShort }) => [
    strict,
    lenient,
    legacyShort,
  ]);
  fc.assert(
    fc.property(mutated(code), (text) => {
      const [strict102, lenient102, ...others] = grammars.map((grammar) => grammar?.test(text) ?? false);
      const kinds = [(strict102 ?? false) || (lenient102 ?? false), ...others].filter(Boolean);
      expect(kinds.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 10_000, endOnFailure: true },
  );
});
