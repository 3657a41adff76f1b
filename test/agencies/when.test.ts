import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWhen, type When, whenHolds, whensOverlap } from '../../lib/agencies/when.ts';

function must(text: string): When {
  const parsed = parseWhen(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.when;
}

/** The sentence of docs/rules.md section 6, read naively from the text: another formulation than the code's. */
function oracle(text: string, commune: string | undefined, procedure: string): boolean {
  if (text === '') return true;
  return text.split('&').every((condition) => {
    const negative = condition.includes('!=');
    const [field, list = ''] = condition.split(negative ? '!=' : '=');
    if (field === 'commune') return commune !== undefined && list.split('|').includes(commune) !== negative;
    if (procedure === '') return false;
    const hit = list.split('|').some((v) => `${procedure}.`.startsWith(`${v}.`));
    return hit !== negative;
  });
}

describe('parseWhen', () => {
  it.each([
    '',
    'commune=28756',
    'commune=28756|28757',
    'commune!=28756&procedure=1.011442',
    'procedure=1.011442.000.00.00.H38|2.000815&procedure!=1.011442.01',
  ])('accepts %j', (text) => expect(parseWhen(text).ok).toBe(true));

  it.each([
    ' ',
    'commune',
    'commune=',
    'commune=2875',
    'commune=28756|',
    'commune=28756 ',
    'commune = 28756',
    'commune=28756 & procedure=1.0',
    'commune==28756',
    'commune=!28756',
    'commune!28756',
    'Commune=28756',
    'district=318',
    'commune=28756&',
    '&commune=28756',
    'procedure=',
    'procedure=.1',
    'procedure=1|',
    'commune=28756,28757',
    'commune=28756;procedure=1',
    'commune=28756\n',
  ])('refuses %j and says what is allowed', (text) => {
    const parsed = parseWhen(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toMatch(/is no /);
  });

  it.each([
    'commune=28756&commune=28757',
    'commune=28756&commune!=28756',
    'procedure=1.0&procedure=2.0',
    'procedure=1.0.2&procedure!=1.0',
  ])('refuses %j, which can never hold', (text) => {
    expect(parseWhen(text)).toMatchObject({ ok: false, problem: expect.stringContaining('never holds') });
  });
});

describe('whenHolds', () => {
  it.each<[string, string | undefined, string, boolean]>([
    ['', undefined, '', true],
    ['commune=28756', '28756', '', true],
    ['commune=28756', undefined, '', false],
    ['commune!=28756', undefined, '', false],
    ['commune!=28756', '28757', '', true],
    ['procedure=1.011442', undefined, '1.011442', true],
    ['procedure=1.011442', undefined, '1.011442.000.00.00.H38', true],
    ['procedure=1.011442', undefined, '1.0114421', false],
    ['procedure=1.011442.000.00.00.H38', undefined, '1.011442', false],
    ['procedure!=1.011442', undefined, '', false],
    ['procedure!=1.011442', undefined, '1.011442.000.00.00.H38', false],
    ['procedure!=1.011442', undefined, '2.000815', true],
    ['commune=28756&procedure=1.0', '28756', '', false],
    ['commune=28756&procedure=1.0', '28756', '1.0', true],
  ])('%j with commune %s and procedure %j: %s', (text, commune, procedure, holds) => {
    expect(whenHolds(must(text), commune, procedure)).toBe(holds);
  });
});

describe('overlap', () => {
  it.each([
    ['', ''],
    ['', 'commune=28756'],
    ['commune=28756', 'procedure=1.0'],
    ['commune!=28756', 'commune!=28757'],
    ['commune=28756|28757', 'commune=28757'],
    ['procedure=1.0', 'procedure=1.0.2'],
    ['procedure!=1.0.2', 'procedure=1.0'],
    ['procedure!=1.0', 'procedure!=2.0'],
  ])('%j and %j can hold together', (a, b) => {
    expect(whensOverlap(must(a), must(b))).toBe(true);
    expect(whensOverlap(must(b), must(a))).toBe(true);
  });
  it.each([
    ['commune=28756', 'commune=28757'],
    ['commune=28756', 'commune!=28756'],
    ['commune=28756|28757', 'commune!=28756&commune!=28757'],
    ['procedure=1.0', 'procedure=1.01'],
    ['procedure=1.0.2', 'procedure!=1.0'],
    ['procedure=1.0', 'procedure!=1.0'],
    ['commune=28756&procedure=1.0', 'commune=28756&procedure=2.0'],
  ])('%j and %j cannot', (a, b) => {
    expect(whensOverlap(must(a), must(b))).toBe(false);
    expect(whensOverlap(must(b), must(a))).toBe(false);
  });

  const communes = ['00001', '00002', '00003'];
  const procedures = ['1', '1.0', '1.0.2', '1.01', '2'];
  // A commune and procedures that no condition names, and one under each that is named: enough to witness any overlap.
  const anyCommune = [undefined, ...communes, '00009'];
  const anyProcedure = ['', ...procedures, ...procedures.map((code) => `${code}.x`), '9'];
  const condition = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('commune=', 'commune!='),
        fc.uniqueArray(fc.constantFrom(...communes), { minLength: 1 }),
      )
      .map(([head, list]) => head + list.join('|')),
    fc
      .tuple(
        fc.constantFrom('procedure=', 'procedure!='),
        fc.uniqueArray(fc.constantFrom(...procedures), { minLength: 1 }),
      )
      .map(([head, list]) => head + list.join('|')),
  );
  const text = fc.array(condition, { maxLength: 4 }).map((list) => list.join('&'));
  const pairs = anyCommune.flatMap((commune) => anyProcedure.map((procedure) => ({ commune, procedure })));

  it('is what trying every commune and procedure finds, and so is each condition by itself', () => {
    let [overlaps, apart, contradictions] = [0, 0, 0];
    fc.assert(
      fc.property(text, text, (a, b) => {
        for (const one of [a, b]) {
          const parsed = parseWhen(one);
          const can = pairs.some(({ commune, procedure }) => oracle(one, commune, procedure));
          expect(parsed.ok).toBe(can);
          if (!parsed.ok) {
            contradictions++;
            return;
          }
          for (const { commune, procedure } of pairs)
            expect(whenHolds(parsed.when, commune, procedure)).toBe(oracle(one, commune, procedure));
        }
        const both = pairs.some(
          ({ commune, procedure }) => oracle(a, commune, procedure) && oracle(b, commune, procedure),
        );
        expect(whensOverlap(must(a), must(b))).toBe(both);
        if (both) overlaps++;
        else apart++;
      }),
      { numRuns: 1_500 },
    );
    expect(Math.min(overlaps, apart, contradictions)).toBeGreaterThan(50);
  });
});
