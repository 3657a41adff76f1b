import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AxisList, readAxisLists } from '../../lib/agencies/axis-list.ts';
import { axisScope, diffCodes, provinceRoots } from '../../lib/agencies/diff.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import { LIVE_STATES, type RegistryRow } from '../../lib/formats/registry-table.ts';
import { agency, ended } from './registry-rows.ts';
import { level1 } from './rows.ts';

const axisOf = (...data: ReadonlyArray<Record<string, unknown>>): AxisList =>
  readAxisLists([
    { name: 'axis.json', bytes: new TextEncoder().encode(JSON.stringify({ ErrorCode: '0', data })) },
  ]);
const options = {
  day: '2025-07-01',
  onAxis: [...LIVE_STATES, 'forward-only' as const],
  roots: provinceRoots(level1, '86'),
};
const keys = (rows: readonly RegistryRow[], list: AxisList, over: Partial<typeof options> = {}) =>
  diffCodes(new Registry(rows), list, { ...options, ...over }).map(({ key }) => key);

describe('provinceRoots', () => {
  it('are the level-1 codes that became the province: Vĩnh Long, with Bến Tre and Trà Vinh', () => {
    expect([...provinceRoots(level1, '86')].sort()).toEqual(['H07', 'H59', 'H61']);
    expect([...provinceRoots(level1, '01')]).toEqual(['H26']);
  });
});

describe('diffCodes', () => {
  const top = agency('H61', { name: 'UBND tỉnh' });

  it('finds each category, in its order, with what both sides say', () => {
    const registry = new Registry([
      top,
      agency('H61.3', { name: 'Mới' }),
      agency('H61.1', { name: 'Sở A', mail: 'a@example.gov.vn', code_102: '000.00.01.H61' }),
      agency('H61.2', { name: 'Sở B' }),
      ended('H59.1'),
    ]);
    const list = axisOf(
      { id: 1, code: 'H61', name: 'UBND tỉnh', pid: null },
      { id: 2, code: 'H61.1', name: 'Sở A cũ', mail: 'b@example.gov.vn', pid: 4, code102: '000.00.11.H61' },
      { id: 3, code: 'H61.2', name: 'Sở B cũ', pid: 1, deleted: true },
      { id: 4, code: 'H59.1', name: 'Huyện', pid: 1 },
    );
    const found = diffCodes(registry, list, options);
    expect(found.map(({ key, field, local, axis }) => [key, field, local, axis])).toEqual([
      ['added:H61.3', '', 'Mới', ''],
      ['locked:H61.2', '', 'Sở B', 'Sở B cũ'],
      ['removed:H59.1', '', '', 'Huyện'],
      ['reparented:H61.1', 'parent', 'H61', 'H59.1'],
      ['changed:H61.1:code_102', 'code_102', '000.00.01.H61', '000.00.11.H61'],
      ['changed:H61.1:mail', 'mail', 'a@example.gov.vn', 'b@example.gov.vn'],
      ['changed:H61.1:name', 'name', 'Sở A', 'Sở A cũ'],
    ]);
    expect(found.map(({ entry, agency: axis }) => [entry?.number, axis?.code])[0]).toEqual([3, undefined]);
    expect(found.map(({ entry, agency: axis }) => [entry?.number, axis?.code])[2]).toEqual([
      undefined,
      'H59.1',
    ]);
  });

  it('compares a field only where the axis spoke of it and the registry has a value', () => {
    const rows = [top, agency('H61.1', { name: 'Sở A', code_102: '000.00.01.H61' })];
    expect(keys(rows, axisOf({ code: 'H61' }, { code: 'H61.1' }))).toEqual([]);
    expect(keys(rows, axisOf({ code: 'H61' }, { code: 'H61.1', mail: 'x', pid: 99 }))).toEqual([]);
    expect(keys(rows, axisOf({ code: 'H61' }, { code: 'H61.1', name: null, code102: '' }))).toEqual([
      'changed:H61.1:code_102',
      'changed:H61.1:name',
    ]);
  });

  it('leaves other provinces and ministries alone, and compares what has no readable root', () => {
    const list = axisOf({ code: 'G09' }, { code: 'H26.1' }, { code: '000.00.01.H07' }, { code: 'h61-1' });
    expect(keys([top], list)).toEqual(['added:H61', 'removed:000.00.01.H07', 'removed:h61-1']);
    expect(axisScope(new Registry([top]), list, options.roots)).toMatchObject({ others: 2 });
    // A root of the registry is compared as well, whatever the province.
    expect(keys([top, agency('K61')], axisOf({ code: 'K61.1' }))).toContain('removed:K61.1');
  });

  it('does not call the QCVN 102 form of a wanted row too many, nor a deleted entry', () => {
    const rows = [agency('H61.1', { code_102: '000.00.01.H61' })];
    const list = axisOf({ code: 'H61.1' }, { code: '000.00.01.H61' }, { code: 'H59.9', deleted: true });
    expect(keys(rows, list)).toEqual([]);
    // Of a row that is not wanted it is.
    expect(keys([ended('H59.1', { code_102: '000.00.01.H59' })], axisOf({ code: '000.00.01.H59' }))).toEqual([
      'removed:000.00.01.H59',
    ]);
  });

  it('wants what is valid on the day in a state that is kept on the axis; the first of the file counts', () => {
    const rows = [
      agency('H61.1', { state: 'forward-only' }),
      agency('H61.2', { state: 'annulled' }),
      agency('H61.3', { state: 'planned', valid_from: '2025-07-02' }),
      agency('H61.4', { state: 'retired' }),
      agency('H61.4', { state: 'active' }),
      agency('H61.5', { valid_to: '2025-07-01' }),
    ];
    expect(keys(rows, axisOf())).toEqual(['added:H61.1', 'added:H61.5']);
    expect(keys(rows, axisOf(), { day: '2025-07-02' })).toEqual(['added:H61.1', 'added:H61.3']);
    expect(keys(rows, axisOf(), { onAxis: [...LIVE_STATES] })).toEqual(['added:H61.5']);
  });

  it('takes codes for different that are equal as numbers', () => {
    expect(keys([agency('H61.05')], axisOf({ code: 'H61.5' }))).toEqual(['added:H61.05', 'removed:H61.5']);
  });

  it('is empty exactly where the axis has what the registry wants, in any order of either', () => {
    const code = fc.constantFrom('H61', 'H61.1', 'H61.01', 'H59.2', 'H07.3', 'K61', 'h61');
    const rows = fc.uniqueArray(
      fc.record({
        code,
        name: fc.constantFrom('A', 'B'),
        state: fc.constantFrom('active' as const, 'retired' as const),
      }),
      { selector: (one) => one.code },
    );
    fc.assert(
      fc.property(rows, rows, fc.func(fc.nat()), (ours, theirs, shuffle) => {
        const registry = ours.map(({ code, name, state }) => agency(code, { name, state, parent: '' }));
        const data = theirs.map((one) => ({
          code: one.code,
          name: one.name,
          deleted: one.state === 'retired',
        }));
        const expected: string[] = [];
        const wanted = ours.filter((one) => one.state === 'active');
        for (const one of wanted) {
          const other = theirs.find(({ code }) => code === one.code);
          if (other === undefined) expected.push(`added:${one.code}`);
          else if (other.state === 'retired') expected.push(`locked:${one.code}`);
          else if (other.name !== one.name) expected.push(`changed:${one.code}:name`);
        }
        const inRegistry = new Set(ours.map((one) => one.code));
        for (const other of theirs) {
          const compared = other.code !== 'K61' || inRegistry.has('K61');
          if (compared && other.state === 'active' && !wanted.some((one) => one.code === other.code))
            expected.push(`removed:${other.code}`);
        }
        const found = keys(registry, axisOf(...data));
        expect([...found].sort()).toEqual(expected.sort());
        const turned = [...registry].sort((a, b) => shuffle(a.code) - shuffle(b.code));
        expect(keys(turned, axisOf(...[...data].reverse()))).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
