import { describe, expect, it } from 'vitest';
import { planBytes, readPlan } from '../../lib/axis/plan-file.ts';
import type { RegistryRow } from '../../lib/formats/registry-table.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { row } from '../agencies/rows.ts';
import { agency, listOf, planOf, SCENE } from './scene.ts';
import { type StandInAgency, StandInAxis } from './stand-in.ts';

type Entry = Partial<StandInAgency> & { code: string };
const H61 = agency({ code: 'H61' });

function plan(rows: RegistryRow[], entries: Entry[], succession: SuccessionRow[] = [], ...calls: string[]) {
  return planOf(listOf(new StandInAxis(entries), ...calls), rows, succession).plan;
}

const refusals = (made: ReturnType<typeof plan>) =>
  made.refused.map(({ key, reason, about }) => [key, reason, ...about].join(' '));

describe('the calls of a plan', () => {
  it('parents before children, successors before what they succeed, children before their parents', () => {
    const { calls } = planOf(listOf(new StandInAxis(SCENE.axis))).plan;
    expect(calls.map(({ number, call, code, needs }) => [number, call, code, ...needs])).toEqual([
      [1, 'register', 'H61.05'],
      [2, 'register', 'H61.12'],
      [3, 'register', 'H61.300'],
      [4, 'register', 'H61.07', 2],
      [5, 'register', 'H61.300.1', 3],
      [6, 'delete', 'H07.12', 2],
      [7, 'delete', 'H59.12.05', 3],
      [8, 'delete', 'H07', 6],
      [9, 'delete', 'H59.12', 2, 7],
      [10, 'delete', 'H59', 9],
    ]);
  });
  it('says before, after, why, by which decision, and who succeeds', () => {
    const { calls } = planOf(listOf(new StandInAxis(SCENE.axis))).plan;
    expect(calls[0]).toMatchObject({
      payload: { pcode: 'H61', name: 'Sở Tư pháp', mail: 'stp@example.gov.vn' },
      before: { name: 'Sở Tư pháp cũ', mail: 'cu@example.gov.vn', parent: 'H61', deleted: false },
      after: { name: 'Sở Tư pháp', mail: 'stp@example.gov.vn', parent: 'H61' },
      legalBasis: ['10/2025/QĐ-UBND'],
      why: ['changed:H61.05:mail', 'changed:H61.05:name'],
    });
    expect(calls[1]).toMatchObject({ before: null, why: ['added:H61.12'] });
    expect(calls[6]).toMatchObject({
      payload: null,
      after: null,
      // A letter may name the office by either form: both are asked of the in-flight list.
      names: ['000.05.12.H59', 'H59.12.05'],
      successors: ['H61.300'],
      legalBasis: ['01/2025/QĐ-UBND'],
    });
    // A level-1 code rests on QĐ 09/2025, and goes to the code of its namesake.
    expect(calls[9]).toMatchObject({ code: 'H59', successors: ['H61'], names: ['000.00.00.H59', 'H59'] });
    expect(calls[9]?.legalBasis.join()).toContain('09/2025/QĐ-TTg');
  });
  it('leaves other provinces alone', () => {
    const { calls, refused } = planOf(listOf(new StandInAxis(SCENE.axis))).plan;
    expect([...calls, ...refused].filter(({ code }) => code.startsWith('H01'))).toEqual([]);
  });
  it('an update says again what the registry is silent on', () => {
    const made = plan(
      [H61, agency({ code: 'H61.5', name: 'Mới', mail: '', parent: '' })],
      [{ code: 'H61' }, { code: 'H61.5', name: 'Cũ', mail: 'a@example.gov.vn', parent: 'H61' }],
    );
    expect(made.calls[0]?.payload).toEqual({ pcode: 'H61', name: 'Mới', mail: 'a@example.gov.vn' });
    expect(made.calls[0]?.after).toEqual({ name: 'Mới', mail: 'a@example.gov.vn', parent: 'H61' });
  });
  it('a successor that ends too is followed to its own', () => {
    const made = plan(
      [H61, agency({ code: 'H61.9', parent: 'H61' })],
      [{ code: 'H61' }, { code: 'H61.1' }, { code: 'H61.2' }],
      [
        row({ old_code: 'H61.1', disposition: 'remap', new_code: 'H61.2' }),
        row({ old_code: 'H61.2', disposition: 'remap', new_code: 'H61.9' }),
      ],
    );
    expect(made.calls.map(({ code, successors }) => [code, ...successors])).toEqual([
      ['H61.9'],
      ['H61.1', 'H61.9'],
      ['H61.2', 'H61.9'],
    ]);
  });
  it('two that change places never stand in a circle', () => {
    // B was under A and A under H61; now A is under B: B must leave first.
    const made = plan(
      [H61, agency({ code: 'H61.1', parent: 'H61.2' }), agency({ code: 'H61.2', parent: 'H61' })],
      [{ code: 'H61' }, { code: 'H61.1', parent: 'H61' }, { code: 'H61.2', parent: 'H61.1' }],
    );
    expect(made.calls.map(({ code }) => code)).toEqual(['H61.2', 'H61.1']);
  });
  it('not through one in between that stays where it is, either', () => {
    // 3 is under 1, 2 under 3; now 1 goes under 2 and 3 leaves: 2 itself has no call.
    const made = plan(
      [
        H61,
        agency({ code: 'H61.1', parent: 'H61.2' }),
        agency({ code: 'H61.2', parent: 'H61.3' }),
        agency({ code: 'H61.3', parent: 'H61' }),
      ],
      [
        { code: 'H61' },
        { code: 'H61.1', parent: 'H61' },
        { code: 'H61.2', parent: 'H61.3' },
        { code: 'H61.3', parent: 'H61.1' },
      ],
    );
    expect(made.calls.map(({ code, needs }) => [code, ...needs])).toEqual([['H61.3'], ['H61.1', 1]]);
  });
});

describe('what is refused', () => {
  it('a register without a decision, and what stands under it', () => {
    const made = plan(
      [
        H61,
        agency({ code: 'H61.1', parent: 'H61', legal_basis: '' }),
        agency({ code: 'H61.1.1', parent: 'H61.1' }),
      ],
      [{ code: 'H61' }],
    );
    expect(refusals(made)).toEqual(['added:H61.1 no-legal-basis', 'added:H61.1.1 parent-missing H61.1']);
    expect(made.calls).toEqual([]);
  });
  it('a delete that nothing ended; one that is kept; not one that the registry retired by a decision', () => {
    const gone = { state: 'retired' } as const;
    const made = plan(
      [H61, agency({ code: 'H61.3', ...gone, legal_basis: '' }), agency({ code: 'H61.4', ...gone })],
      [
        { code: 'H61' },
        { code: 'H61.1' },
        { code: 'H61.2' },
        { code: 'H61.3' },
        { code: 'H61.4' },
        { code: 'H59.7' },
      ],
      [
        row({ old_code: 'H61.2', disposition: 'keep' }),
        row({ old_code: 'H61.1', disposition: 'close', valid_from: '2026-01-01' }),
      ],
    );
    expect(refusals(made)).toEqual([
      'removed:H59.7 no-legal-basis', // its root is closed, it itself was given nothing
      'removed:H61.1 no-legal-basis', // its end begins later
      'removed:H61.2 no-legal-basis',
      'removed:H61.3 no-legal-basis',
    ]);
    expect(made.calls.map(({ call, code }) => `${call} ${code}`)).toEqual(['delete H61.4']);
  });
  it('a code of no grammar, and one that no header can carry', () => {
    const made = plan(
      [H61, agency({ code: 'H61-1', parent: 'H61' })],
      [{ code: 'H61' }, { code: 'H61\r\nX-SystemId: a' }],
      [row({ old_code: 'H61\r\nX-SystemId: a', disposition: 'close' })],
    );
    expect(refusals(made).sort()).toEqual(
      ['added:H61-1 code-form', 'removed:H61\r\nX-SystemId: a code-form'].sort(),
    );
  });
  it('a parent that is neither there nor coming, a blank one, one that leaves', () => {
    const made = plan(
      [
        H61,
        agency({ code: 'H61.1', parent: 'H61.99' }),
        agency({ code: 'H61.2' }),
        agency({ code: 'H61.3', parent: 'H61.7' }),
      ],
      [{ code: 'H61' }, { code: 'H61.7' }],
      [row({ old_code: 'H61.7', disposition: 'close' })],
    );
    expect(refusals(made)).toEqual([
      'added:H61.1 parent-missing H61.99',
      'added:H61.2 parent-missing',
      'added:H61.3 parent-missing H61.7',
    ]);
  });
  it('parents in a circle', () => {
    const made = plan(
      [H61, agency({ code: 'H61.1', parent: 'H61.2' }), agency({ code: 'H61.2', parent: 'H61.1' })],
      [{ code: 'H61' }],
    );
    expect(refusals(made)).toEqual(['added:H61.1 parent-cycle', 'added:H61.2 parent-cycle']);
  });
  it('a locked code, and who would stand under it', () => {
    const made = plan(
      [H61, agency({ code: 'H61.1', parent: 'H61' }), agency({ code: 'H61.2', parent: 'H61.1' })],
      [{ code: 'H61' }, { code: 'H61.1', parent: 'H61', deleted: true }],
      [],
      'getSynchronizeUnit',
    );
    expect(refusals(made)).toEqual(['locked:H61.1 locked', 'added:H61.2 parent-missing H61.1']);
  });
  it('the other code form: no call sets it; what else differs goes through', () => {
    const made = plan(
      [H61, agency({ code: 'H61.1', name: 'Mới', parent: 'H61', code_102: '000.00.01.H61' })],
      [{ code: 'H61' }, { code: 'H61.1', parent: 'H61', code102: '000.00.02.H61' }],
      [],
      'getAgenciesList',
      'getAgenciesListQD20',
    );
    expect(refusals(made)).toEqual(['changed:H61.1:code_102 no-call']);
    expect(made.calls.map(({ why }) => why)).toEqual([['changed:H61.1:name']]);
  });
  it('an update that would blank what nobody knows', () => {
    const made = plan(
      [H61, agency({ code: 'H61.1', name: 'Mới' })],
      [{ code: 'H61' }, { code: 'H61.1', parent: 'H61' }],
      [],
      'getAgenciesListQD20', // says nothing of parents
    );
    expect(refusals(made)).toEqual(['changed:H61.1:name field-unknown']);
  });
  it('a delete whose successor is not live, and one that would leave orphans', () => {
    const made = plan(
      [H61],
      [{ code: 'H61' }, { code: 'H61.1' }, { code: 'H61.2' }, { code: 'H61.2.1', parent: 'H61.2' }],
      [
        row({ old_code: 'H61.1', disposition: 'remap', new_code: 'H61.9' }),
        row({ old_code: 'H61.2', disposition: 'close' }),
      ],
    );
    expect(refusals(made)).toEqual([
      'removed:H61.1 successor-missing H61.9',
      'removed:H61.2 children-stay H61.2.1',
      'removed:H61.2.1 no-legal-basis',
    ]);
  });
});

describe('a plan file', () => {
  const made = planOf(listOf(new StandInAxis(SCENE.axis)));
  const text = new TextDecoder().decode(planBytes(made));
  const read = (edited: string) => () => readPlan(new TextEncoder().encode(edited), 'plan.json');
  it('reads back as it was', () => {
    expect(read(text)()).toEqual(made);
  });
  it('that was edited is refused', () => {
    expect(read(text.replace('Sở Tư pháp', 'Sở Tư Pháp'))).toThrow(
      expect.objectContaining({ code: 'plan-edited' }),
    );
    expect(read(text.replace('"number": 1,', '"number": 1, "extra": 1,'))).toThrow(
      expect.objectContaining({ code: 'plan-unreadable' }),
    );
    for (const bad of ['', '[]', '{', text.slice(0, -40), '{"digest":"x"}'])
      expect(read(bad)).toThrow(expect.objectContaining({ code: 'plan-unreadable' }));
  });
});
