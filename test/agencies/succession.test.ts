import { describe, expect, it } from 'vitest';
import type { AgencyContext } from '../../lib/agencies/succession.ts';
import { Succession } from '../../lib/agencies/succession.ts';
import { level1, load, row } from './rows.ts';

const alone: AgencyContext = { commune: undefined, procedure: '', finished: false };

const list = load(
  row({ old_code: 'H61.01', old_code_102: '000.00.01.H61', disposition: 'keep' }),
  row({ old_code: 'H59.05', old_code_102: '000.00.05.H59', disposition: 'rename', new_code: 'H61.05' }),
  row({ old_code: 'H59.06', disposition: 'remap', new_code: 'H61.06', new_commune: '28756' }),
  row({ old_code: 'H59.07', disposition: 'merge-into', new_code: 'H61.01' }),
  row({ old_code: 'H59.08', disposition: 'close', new_code: 'H61.08' }),
  row({ old_code: 'H59.09', old_code_102: '000.00.09.H59', disposition: 'close' }),
  row({ old_code: 'H59.10', disposition: 'archive-only' }),
  row({
    old_code: 'H59.31',
    old_code_102: '000.00.31.H59',
    disposition: 'split',
    new_code: 'H61.131',
    when: 'commune=28756',
    new_commune: '28756',
  }),
  row({
    old_code: 'H59.31',
    old_code_102: '000.00.31.H59',
    disposition: 'split',
    new_code: 'H61.129',
    when: 'commune=28810&procedure!=1.011442',
    new_commune: '28810',
  }),
  row({
    old_code: 'H59.31',
    old_code_102: '000.00.31.H59',
    disposition: 'split',
    new_code: 'H61.06',
    when: 'commune!=28756&procedure=1.011442',
  }),
  row({ old_code: 'H59.32', disposition: 'split', new_code: 'H61.06', when: 'procedure=1.011442' }),
  row({
    old_code: 'H59.32',
    disposition: 'split',
    new_code: 'H61.132',
    when: 'commune=28756&procedure!=1.011442',
  }),
  row({ old_code: 'H59.33', disposition: 'split', new_code: 'H61.133' }),
  row({ old_code: 'H61.40', disposition: 'split', new_code: 'H61.40', when: 'commune=28756' }),
  row({ old_code: 'H61.40', disposition: 'split', new_code: 'H61.41', when: 'commune!=28756' }),
);

describe('decide', () => {
  it.each<[string, Partial<AgencyContext>, string]>([
    ['H61.01', {}, 'H61.01 keep'],
    ['000.00.01.H61', {}, '000.00.01.H61 keep'],
    ['H59.05', {}, 'H61.05 rename'],
    ['000.00.05.H59', {}, 'H61.05 rename'],
    ['H59.06', {}, 'H61.06 remap'],
    ['H59.07', {}, 'H61.01 merge-into competent'],
    ['H59.08', {}, 'H61.08 close competent'],
    ['H59.09', {}, 'closed'],
    ['000.00.09.H59', {}, 'closed'],
    ['H59.10', {}, 'archive-unfinished'],
    ['H59.10', { finished: true }, 'H59.10 archive-only'],
    ['H59.31', { commune: '28756' }, 'H61.131 split'],
    ['000.00.31.H59', { commune: '28756', procedure: '1.011442' }, 'H61.131 split'],
    ['H59.31', { commune: '28810', procedure: '2.000815' }, 'H61.129 split'],
    ['H59.31', { commune: '28810', procedure: '1.011442.000.00.00.H59' }, 'H61.06 split'],
    ['H59.31', { commune: '28810' }, 'ambiguous H61.06 H61.129 H61.131'],
    ['H59.31', { procedure: '1.011442' }, 'ambiguous H61.06 H61.129 H61.131 needs commune'],
    ['H59.32', { procedure: '1.011442.01' }, 'H61.06 split competent'],
    ['H59.32', { commune: '28756', procedure: '1.011442' }, 'H61.06 split competent'],
    ['H59.32', { commune: '28756', procedure: '2.000815' }, 'H61.132 split'],
    ['H59.33', {}, 'H61.133 split'],
    ['H61.40', { commune: '28756' }, 'H61.40 split'],
    ['H61.40', { commune: '28810' }, 'H61.41 split'],
    ['H61', {}, 'H61 level1-keep'],
    ['000.00.00.H61', {}, '000.00.00.H61 level1-keep'],
    ['H59', {}, 'H61 level1-closed'],
    ['000.00.00.H59', {}, '000.00.00.H61 level1-closed'],
    ['H59.5', {}, 'unknown'],
    ['H59.05 ', {}, 'unknown'],
    ['000.00.06.H59', {}, 'unknown'],
    ['h59.05', {}, 'unknown'],
    ['', {}, 'unknown'],
  ])('%s in %j: %s', (value, context, told) => {
    const seen = list.decide(value, { ...alone, ...context });
    switch (seen.kind) {
      case 'decided':
        expect(`${seen.code} ${seen.rule}${seen.competent ? ' competent' : ''}`).toBe(told);
        break;
      case 'ambiguous':
        expect(`ambiguous ${seen.candidates.join(' ')}${seen.needsCommune ? ' needs commune' : ''}`).toBe(
          told,
        );
        break;
      default:
        expect(seen.kind).toBe(told);
    }
  });

  it('cites the row, and for level 1 the decision', () => {
    expect(list.decide('H59.06', alone)).toMatchObject({ citation: '01/2025/QĐ-UBND', newCommune: '28756' });
    expect(list.decide('H59', alone)).toMatchObject({ citation: '09/2025/QĐ-TTg', newCommune: '' });
  });

  it('gives each of the 63 level-1 codes its own fate, in both forms', () => {
    for (const { code, disposition, successor } of level1) {
      const bare = list.decide(code, alone);
      const long = list.decide(`000.00.00.${code}`, alone);
      expect(bare).toMatchObject({ code: successor, rule: `level1-${disposition}` });
      expect(long).toMatchObject({ code: `000.00.00.${successor}` });
    }
  });
});

describe('find', () => {
  it('tells a level-1 code from a listed one and gives its rows', () => {
    expect(list.find('000.00.31.H59')).toMatchObject({
      code: 'H59.31',
      kind: 'listed',
      disposition: 'split',
    });
    expect(list.find('H59.31')?.rows).toHaveLength(3);
    expect(list.find('000.00.00.H59')).toMatchObject({
      code: 'H59',
      kind: 'level-1',
      disposition: 'closed',
      rows: [],
    });
    expect(list.find('H59.99')).toBeUndefined();
    expect(list.find('')).toBeUndefined();
  });
});

describe('wrongAtTarget', () => {
  it.each<[string, boolean]>([
    ['H61.05', false],
    ['H61.01', false],
    ['H59.05', true],
    ['H59.99', true],
    ['000.00.99.H59', true],
    ['999.010.01.H59', true],
    ['H59', true],
    ['000.00.00.H07', true],
    ['H61', false],
    ['H61.40', false],
    ['000.00.01.H61', false],
    ['G05.01', false],
    ['something else', false],
    ['', false],
  ])('%j: %s', (value, wrong) => expect(list.wrongAtTarget(value)).toBe(wrong));

  it('holds an old code of a surviving root that has left, unless it is somebody’s new code', () => {
    const moved = load(
      row({ old_code: 'H61.12', old_code_102: '000.00.12.H61', disposition: 'rename', new_code: 'H61.112' }),
    );
    expect(moved.wrongAtTarget('H61.12')).toBe(true);
    expect(moved.wrongAtTarget('000.00.12.H61')).toBe(true);
    expect(moved.wrongAtTarget('H61.112')).toBe(false);
  });
});

describe('asOf', () => {
  const rows = [
    row({ old_code: 'H59.05', disposition: 'remap', new_code: 'H61.05', valid_to: '2025-12-31' }),
    row({ old_code: 'H59.05', disposition: 'remap', new_code: 'H61.50', valid_from: '2026-01-01' }),
  ];
  it.each([
    ['2025-07-01', 'H61.05'],
    ['2025-12-31', 'H61.05'],
    ['2026-01-01', 'H61.50'],
  ])('%s picks the row in force: %s', (asOf, code) => {
    expect(Succession.load(rows, level1, asOf, () => true).decide('H59.05', alone)).toMatchObject({ code });
  });

  it('leaves a code unknown when none of its rows is in force, though it stays a code safe to show', () => {
    const later = Succession.load(
      [row({ old_code: 'H59.05', disposition: 'remap', new_code: 'H61.05', valid_from: '2026-01-01' })],
      level1,
      '2025-07-01',
      () => true,
    );
    expect(later.decide('H59.05', alone)).toEqual({ kind: 'unknown' });
    expect(later.known('H59.05')).toBe(true);
  });
});

describe('known', () => {
  it.each<[string, boolean]>([
    ['H59.31', true],
    ['000.00.31.H59', true],
    ['H61.131', true],
    ['H59', true],
    ['000.00.00.H01', true],
    ['H59.99', false],
    ['Nguyễn Văn A', false],
    ['079201000123', false],
    ['', false],
  ])('%j: %s', (value, known) => expect(list.known(value)).toBe(known));
});

it('lists the procedures that conditions name', () => {
  expect(list.procedureTerms).toEqual(['1.011442']);
  expect(load().procedureTerms).toEqual([]);
});
