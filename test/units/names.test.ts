import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldUnitName, namesAgree } from '../../lib/units/names.ts';
import { loadUnits } from './tables.ts';

const units = loadUnits();
const allNames = [
  ...[...units.oldUnits()].flatMap((unit) => [unit.name, ...unit.variants]),
  ...[...units.newCommunes()].map((unit) => unit.name),
  ...[...units.retiredCommunes()].map((unit) => unit.name),
];

describe('fold', () => {
  it.each([
    ['hòa', 'hoà'],
    ['HÒA BÌNH', 'hoà bình'],
    ['Thủy', 'Thuỷ'],
    ['Quới', 'Quới'.normalize('NFD')],
    ['Đắk', 'Ðắk'],
    ['Đắk', 'Ɖắk'],
    ['Đạ M’Rông', "Đạ M' Rông"],
    ['M`Drắk', 'MʼDrắk'],
    ['Bà Rịa - Vũng Tàu', 'Bà  Rịa –\u00a0Vũng\tTàu '],
    ['Cấp xã', ' cấp XÃ\r\n'],
  ])('makes %j and %j equal', (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  it.each([
    ['Đăk', 'Đắk'],
    ['Hoa', 'Hòa'],
    ['Bưng', 'Bung'],
    ['Lân', 'Lan'],
    ['Ða', 'Da'],
    ['Hà Hoa', 'Ha Hòa'],
    ['Phường 1', 'Phường 01'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });
});

describe('foldUnitName', () => {
  it.each([
    ['Phường 01', 'Phường 1'],
    ['Phường 1', 'P.1'],
    ['Phường 1', 'P1'],
    ['Phường 1', 'p. 01'],
    ['Phường 1', '1'],
    ['Phường 10', 'P 10'],
    ['Thị trấn Thới Bình', 'TT. Thới Bình'],
    ['Thị trấn Thới Bình', 'tt thới bình'],
    ['Đặc khu Phú Quý', 'ĐK. Phú Quý'],
    ['Xã Hòa An', 'X. Hoà An'],
    ['Xã Hòa An', 'Hòa An'],
    ['XÃ HÒA AN', 'xã hoà an'],
    ['Xã Hòa An', 'Phường Hòa An'],
    ['Phường Đúc', 'Đúc'],
  ])('makes %j and %j agree', (a, b) => {
    expect(namesAgree(a, b)).toBe(true);
  });

  it.each([
    ['Phường 1', 'Phường 10'],
    ['Phường 1', 'Phường I'],
    ['Phường Phường Đúc', 'Đúc'],
    ['Phước Long', 'ước Long'],
    ['Xuân An', 'uân An'],
    ['Phường 100', 'Phường 1'],
    ['Xã Thạnh Qưới', 'Xã Thạnh Quới'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(namesAgree(a, b)).toBe(false);
  });

  it.each(['xã', 'p.', 'P', 'TT.', 'Phường', '0', 'p0', ''])(
    'leaves something of %j, or nothing of nothing',
    (name) => {
      expect(foldUnitName(name) === '').toBe(name === '');
    },
  );
});

const shiftTone = (name: string) =>
  name
    .normalize('NFC')
    .replaceAll('òa', 'oà')
    .replaceAll('óa', 'oá')
    .replaceAll('ỏa', 'oả')
    .replaceAll('ọa', 'oạ')
    .replaceAll('úy', 'uý')
    .replaceAll('ủy', 'uỷ')
    .replaceAll('ùy', 'uỳ');

describe('every name of the tables', () => {
  it.each<[string, (name: string) => string]>([
    ['decomposed', (name) => name.normalize('NFD')],
    ['in capitals', (name) => name.toUpperCase()],
    ['with Ð for Đ', (name) => name.replaceAll('Đ', 'Ð').replaceAll('đ', 'ð')],
    ['with its tone moved', shiftTone],
    ['with odd spaces', (name) => `\u00a0${name.replaceAll(' ', '  ')}\r\n`],
    [
      'with its type abbreviated',
      (name) =>
        name
          .replace(/^Phường /, 'P. ')
          .replace(/^Xã /, 'X.')
          .replace(/^Thị trấn /, 'TT. ')
          .replace(/^Đặc khu /, 'ĐK '),
    ],
  ])('agrees with itself %s', (_, write) => {
    const wrong = allNames.filter((name) => foldUnitName(write(name)) !== foldUnitName(name));
    expect(wrong).toEqual([]);
    expect(allNames.length).toBeGreaterThan(14_000);
  });

  it('folds to something that folds to itself', () => {
    const wrong = allNames.filter((name) => fold(fold(name)) !== fold(name));
    expect(wrong).toEqual([]);
  });
});

describe('what folding makes equal', () => {
  const clashes = (items: Iterable<{ code: string; name: string }>, place: (code: string) => string) => {
    const groups = new Map<string, string[]>();
    for (const { code, name } of items) {
      const key = `${place(code)} ${foldUnitName(name)}`;
      groups.set(key, [...(groups.get(key) ?? []), `${code} ${name}`]);
    }
    return [...groups.values()].filter((group) => group.length > 1);
  };

  it('is no two new communes of one province', () => {
    expect(clashes(units.newCommunes(), (code) => units.newCommune(code)!.province)).toEqual([]);
  });

  it('is 18 pairs of old communes of one district, each a town (or ward) and the xã of the same name', () => {
    const pairs = clashes(units.oldUnits(), (code) => units.oldUnit(code)!.district);
    const bare = (entry: string) => entry.replace(/^\S+ (?:Xã|Phường|Thị trấn) /, '');
    const type = (entry: string) => /^\S+ (Xã|Phường|Thị trấn) /.exec(entry)?.[1];
    for (const [a, b, ...more] of pairs) {
      expect(more).toEqual([]);
      expect(bare(a!)).toBe(bare(b!));
      expect(type(a!)).not.toBe(type(b!));
    }
    expect(pairs).toHaveLength(18);
  });
});

/** docs/rules.md section 8 word for word: the tone step by decomposing each letter. */
function plainFold(text: string): string {
  const start = text
    .normalize('NFC')
    .replaceAll('İ', 'i') // docs/rules.md 8: simple lower case
    .toLowerCase()
    .replace(/[ðɖ]/g, 'đ')
    .replace(/['’‘ʼ`][ \t\r\n\u00a0]*/g, '')
    .replace(/[-–]/g, ' ')
    .replace(/[ \t\r\n\u00a0]+/g, ' ')
    .replace(/^ /, '')
    .replace(/ $/, '');
  return start
    .split(' ')
    .map((word) => {
      const isTone = (mark: string) => '\u0300\u0301\u0309\u0303\u0323'.includes(mark);
      const letters = [...word].map((letter) => [...letter.normalize('NFD')]);
      const bare = letters.map((parts) =>
        parts
          .filter((part) => !isTone(part))
          .join('')
          .normalize('NFC'),
      );
      return bare.join('') + letters.flat().filter(isTone).join('');
    })
    .join(' ');
}

describe('on any text', () => {
  it('fold does what its rule says, word for word', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom(
          ...'aạaêệếêuưựodđ ',
          '\u0300',
          '\u0323',
          '\u0302',
          '\u031b',
          '\u0307',
          'ṍ',
          'ṝ',
          'ῴ',
        ),
      }),
    );
    fc.assert(
      fc.property(anything, (s) => {
        expect(fold(s)).toBe(plainFold(s));
      }),
      { numRuns: 2_000 },
    );
    expect(allNames.filter((name) => fold(name) !== plainFold(name))).toEqual([]);
    const letters = Array.from({ length: 0x3000 }, (_, at) => String.fromCharCode(at));
    expect(letters.filter((letter) => fold(`a${letter}a`) !== plainFold(`a${letter}a`))).toEqual([]);
  });

  const text = fc.string({
    unit: fc.constantFrom(..."aăâoôơuưyeêiđÐĐpPxX01 .'’-–\t\u00a0", '\u0300', '\u0301', '\u0323', 'ễ', 'Ộ'),
    maxLength: 20,
  });
  it('the Unicode form makes no difference', () => {
    fc.assert(
      fc.property(text, (s) => {
        expect(fold(s.normalize('NFD'))).toBe(fold(s.normalize('NFC')));
        expect(foldUnitName(s.normalize('NFD'))).toBe(foldUnitName(s.normalize('NFC')));
      }),
    );
  });
  it('case makes no difference and spaces at the ends neither', () => {
    fc.assert(
      fc.property(text, (s) => {
        expect(fold(` ${s.toUpperCase()}\t`)).toBe(fold(s));
      }),
    );
  });
  it('the result has no space at its ends and no two together', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (s) => {
        expect(fold(s)).not.toMatch(/^ | $| {2}/);
      }),
    );
  });
});
