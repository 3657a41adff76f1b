import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocumentId, printDocumentId } from '../../lib/identifiers/document-id.ts';
import { parseDossierNumber, printDossierNumber } from '../../lib/identifiers/dossier-number.ts';
import { parseNotation, printNotation } from '../../lib/identifiers/notation.ts';
import { isRealDate } from '../../lib/identifiers/parsed.ts';
import { parseProcedureCode, printProcedureCode } from '../../lib/identifiers/procedure-code.ts';

describe('parseDossierNumber', () => {
  it.each([
    ['000.00.12.H57-230615-0001', '000.00.12.H57', '2023-06-15', '0001'],
    ['H57.14.2-230615-0001', 'H57.14.2', '2023-06-15', '0001'],
    ['000.00.14.H20-200703-0002', '000.00.14.H20', '2020-07-03', '0002'],
    ['H21.65-220914-0011', 'H21.65', '2022-09-14', '0011'],
    ['H15.50.05.13-261008-0975', 'H15.50.05.13', '2026-10-08', '0975'],
    ['G01.22-240229-0100001', 'G01.22', '2024-02-29', '0100001'],
    ['999.010.01.H22-230615-0001', '999.010.01.H22', '2023-06-15', '0001'],
  ])('reads %s', (number, agency, date, serial) => {
    expect(parseDossierNumber(number)).toEqual({ ok: true, value: { agency, date, serial } });
  });
  it.each([
    ['H57.14.2-20230615-0001', 'form'],
    ['H57.14.2-230615-1', 'form'],
    ['H57.14.2_230615_0001', 'form'],
    ['000.00.12-230615-0001', 'form'],
    ['H57.14.2-230615-00000001', 'form'],
    ['H57.14.2-230615-0001 ', 'form'],
    ['h57-230615-0001', 'form'],
    ['', 'form'],
    ['H57.14.2-230631-0001', 'calendar'],
    ['H57-230229-0001', 'calendar'],
    ['H57-231301-0001', 'calendar'],
    ['H57-230600-0001', 'calendar'],
    ['H57-000000-0001', 'calendar'],
  ])('says of %j: %s', (number, problem) => {
    expect(parseDossierNumber(number)).toEqual({ ok: false, problem });
  });
});

describe('parseDocumentId', () => {
  it.each([
    ['000.00.00.G22,2018/09/20,7816/VPCP-TTĐT', '000.00.00.G22', '7816', 'VPCP-TTĐT'],
    ['H59.12,2025/06/27,0412/UBND-NĐ', 'H59.12', '0412', 'UBND-NĐ'],
    ['H59.12,2025/06/27,/UBND', 'H59.12', '', 'UBND'],
  ])('reads %s', (id, organ, number, notation) => {
    expect(parseDocumentId(id)).toMatchObject({ ok: true, value: { organ, number, notation } });
  });
  it.each([
    ['000.00.01.H08,2018,10', 'form'],
    ['6f1c3a52-9a0e-4b7c-8f57-000000000000', 'form'],
    ['H59.12,2025-06-27,0412/UBND', 'form'],
    ['', 'form'],
    ['H59.12,2025/06/31,0412/UBND', 'calendar'],
  ])('says of %j: %s', (id, problem) => expect(parseDocumentId(id)).toEqual({ ok: false, problem }));
});

describe('parseProcedureCode', () => {
  it.each([
    ['1.011442', '1.011442', '', ''],
    ['1.011442.000.00.00.H38', '1.011442', '000.00.00.H38', ''],
    ['2.000815.000.00.00.H55.02', '2.000815', '000.00.00.H55', '02'],
    ['1.013229.01', '1.013229', '', '01'],
  ])('reads %s', (code, national, agency, service) => {
    expect(parseProcedureCode(code)).toEqual({ ok: true, value: { national, agency, service } });
  });
  it.each(['', '1.01144', '11.011442', '1.011442.', '1.011442.H38', '1.011442.000.00.00.H38.2', '1.011442 '])(
    'refuses %j',
    (code) => expect(parseProcedureCode(code)).toEqual({ ok: false, problem: 'form' }),
  );
});

describe('parseNotation', () => {
  it.each([
    ['7816/VPCP-TTĐT', '7816', 'VPCP-TTĐT'],
    ['202/QĐ-UBND', '202', 'QĐ-UBND'],
    ['12a/BC-ƯBND', '12a', 'BC-ƯBND'],
  ])('reads %s', (text, number, notation) => {
    expect(parseNotation(text)).toEqual({ ok: true, value: { number, notation } });
  });
  it.each([
    ['7816 VPCP', 'form'],
    ['202/qđ-UBND', 'form'],
    ['202/QĐ-', 'form'],
    ['12345678/QĐ', 'form'],
    ['', 'form'],
    ['12a/BC-ƯBND'.normalize('NFD'), 'not-nfc'],
  ])('says of %j: %s', (text, problem) => expect(parseNotation(text)).toEqual({ ok: false, problem }));
});

describe('isRealDate', () => {
  it('agrees with the calendar of Date for every day of four centuries, and for days that are none', () => {
    for (let year = 1900; year < 2300; year += 1)
      for (let month = 1; month <= 12; month++)
        for (const day of [0, 1, 28, 29, 30, 31, 32]) {
          const date = new Date(Date.UTC(year, month - 1, day));
          expect(isRealDate(year, month, day)).toBe(
            day > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day,
          );
        }
    expect([isRealDate(2025, 0, 1), isRealDate(2025, 13, 1)]).toEqual([false, false]);
  });
});

describe('any string', () => {
  const kinds = [
    { parse: parseDossierNumber, print: printDossierNumber as (value: never) => string },
    { parse: parseDocumentId, print: printDocumentId as (value: never) => string },
    { parse: parseProcedureCode, print: printProcedureCode as (value: never) => string },
    { parse: parseNotation, print: printNotation as (value: never) => string },
  ];
  const seeds = [
    'H57.14.2-230615-0001',
    '000.00.12.H57-230615-0001',
    'H59.12,2025/06/27,0412/UBND-NĐ',
    '2.000815.000.00.00.H55.02',
    '7816/VPCP-TTĐT',
  ];
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.nat(40), fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 3 }))
    .map(([seed, at, drop, by]) => seed.slice(0, at) + by + seed.slice(at + drop));
  const text = fc.oneof(mutated, fc.string({ unit: 'binary' }));

  it('never throws, and what is read prints as it was; at most one kind of identifier reads it', () => {
    let read = 0;
    fc.assert(
      fc.property(text, (value) => {
        let readers = 0;
        for (const { parse, print } of kinds) {
          const parsed = parse(value);
          if (!parsed.ok) continue;
          readers++;
          expect(print(parsed.value as never)).toBe(value);
        }
        expect(readers).toBeLessThanOrEqual(1);
        read += readers;
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
