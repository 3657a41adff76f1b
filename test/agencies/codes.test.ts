import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgencyCode, printAgencyCode, rootOf } from '../../lib/agencies/codes.ts';
import { inFormOf, level1Of, readLevel1 } from '../../lib/agencies/level1.ts';

const digits = (width: number) => fc.stringMatching(new RegExp(`^[0-9]{${width}}$`));
const root = fc.stringMatching(/^[A-Z][0-9]{2}$/);
const qcvn102 = fc.tuple(digits(3), digits(2), digits(2), root).map((groups) => groups.join('.'));
const qd20 = fc
  .tuple(root, fc.array(fc.stringMatching(/^[0-9A-Z]{1,6}$/), { maxLength: 4 }))
  .map(([first, rest]) => [first, ...rest].join('.'));

describe('parseAgencyCode', () => {
  it.each<[string, number, string | undefined]>([
    ['000.00.00.H57', 1, undefined],
    ['000.00.12.H57', 2, '000.00.00.H57'],
    ['000.14.02.H57', 3, '000.00.02.H57'],
    ['012.00.05.H41', 4, '000.00.05.H41'],
    ['000.00.01.H27', 2, '000.00.00.H27'],
  ])('reads %s as QCVN 102, level %i', (code, level, parent) => {
    expect(parseAgencyCode(code)).toMatchObject({
      scheme: 'qcvn-102',
      level,
      parent,
      root: code.slice(-3),
      governmentForm: true,
    });
  });

  it.each<[string, number, string | undefined, boolean]>([
    ['H57', 1, undefined, true],
    ['H57.14', 2, 'H57', true],
    ['H57.14.2', 3, 'H57.14', true],
    ['H55.242', 2, 'H55', true],
    ['H52.101.114', 3, 'H52.101', true],
    ['H15.50.05.13', 4, 'H15.50.05', true],
    ['H26.107', 2, 'H26', true],
    ['H37.DN.001', 3, 'H37.DN', false],
    ['H57.1234', 2, 'H57', false],
  ])('reads %s as QĐ 20, level %i', (code, level, parent, governmentForm) => {
    expect(parseAgencyCode(code)).toMatchObject({
      scheme: 'qd-20',
      level,
      parent,
      root: code.slice(0, 3),
      governmentForm,
    });
  });

  it.each([
    '00.00.H57',
    '000.0.00.H57',
    '000.00.00.h57',
    '000.00.00.H5',
    'H57.',
    'H57..1',
    'h57.1',
    'H57-14',
    'H57.1a',
    'H57 .1',
    ' H57',
    'H57\n',
    'H5７',
    '999.010.01.H22',
    `H57.${'1'.repeat(32)}`,
    '',
    'H5',
  ])('refuses %j', (code) => {
    expect(parseAgencyCode(code)).toBeUndefined();
  });

  it('round-trips: what is parsed prints as it was', () => {
    fc.assert(
      fc.property(fc.oneof(qcvn102, qd20), (code) => {
        const parsed = parseAgencyCode(code);
        if (parsed === undefined) expect(code.length).toBeGreaterThan(35);
        else expect(printAgencyCode(parsed)).toBe(code);
      }),
    );
  });

  it('takes no string for both schemes: the first character tells them apart', () => {
    fc.assert(
      fc.property(qcvn102, (code) => {
        expect(parseAgencyCode(code)?.scheme).toBe('qcvn-102');
      }),
    );
    fc.assert(
      fc.property(qd20, (code) => {
        expect(parseAgencyCode(code)?.scheme).not.toBe('qcvn-102');
      }),
    );
  });

  it('climbs from any code to its root in as many steps as its level says', () => {
    fc.assert(
      fc.property(fc.oneof(qcvn102, qd20), (code) => {
        let parsed = parseAgencyCode(code);
        fc.pre(parsed !== undefined);
        const limit = parsed.groups.length;
        for (let steps = 1; parsed?.parent !== undefined; steps++) {
          const parent = parseAgencyCode(parsed.parent);
          expect(parent?.level).toBeLessThan(parsed.level);
          expect(parent?.root).toBe(parsed.root);
          expect(steps).toBeLessThan(limit);
          parsed = parent;
        }
        expect(parsed?.level).toBe(1);
      }),
    );
  });

  it('accepts nothing outside the grammar, mutated how you like', () => {
    const allowed = /^(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,32})*)$/;
    const mutated = fc
      .tuple(
        fc.oneof(qcvn102, qd20),
        fc.nat(40),
        fc.constantFrom('', '.', '0', 'a', 'Đ', '-', ' ', '\n', 'H'),
      )
      .map(([code, at, by]) => code.slice(0, at) + by + code.slice(at + 1));
    fc.assert(
      fc.property(mutated, (code) => {
        if (parseAgencyCode(code) !== undefined) {
          expect(code).toMatch(allowed);
          expect(code.length).toBeLessThanOrEqual(35);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('rootOf', () => {
  it.each([
    ['H59.12', 'H59'],
    ['000.00.12.H59', 'H59'],
    ['999.010.01.H22', 'H22'],
    ['H37.DN.001', 'H37'],
    ['H59', 'H59'],
    ['00.22.W00', 'W00'],
    [`H59.${'1'.repeat(40)}`, 'H59'],
  ])('of %s is %s', (code, expected) => expect(rootOf(code)).toBe(expected));
  it.each(['', 'H59-12', 'XH59', 'xã H59', '0.H59', '00.00.00.00.H59', 'H59.'])('of %j is none', (code) =>
    expect(rootOf(code)).toBeUndefined(),
  );
});

describe('level 1', () => {
  const level1 = readLevel1(readFileSync(new URL('../../data/province-agency-codes.csv', import.meta.url)));
  const table = new Map(level1.map((row) => [row.code, row]));

  it('is 63 codes, 34 kept and 29 closed', () => {
    const of = (disposition: string) => level1.filter((row) => row.disposition === disposition).length;
    expect([level1.length, of('keep'), of('closed')]).toEqual([63, 34, 29]);
  });

  it.each([
    ['H59', 'H59', 'H61'],
    ['000.00.00.H59', 'H59', '000.00.00.H61'],
  ])('%s writes %s, and its successor in that form is %s', (value, code, successor) => {
    expect(level1Of(value, table)).toBe(code);
    expect(inFormOf(value, 'H61')).toBe(successor);
  });
  it.each(['H99', '000.00.01.H59', '000.00.00.000.00.00.H59', '', '000.00.00.'])('%j writes none', (value) =>
    expect(level1Of(value, table)).toBeUndefined(),
  );
});
