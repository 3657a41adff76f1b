import { describe, expect, it } from 'vitest';
import { Succession } from '../../lib/agencies/succession.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { level1, load, row } from './rows.ts';

function refusal(...rows: SuccessionRow[]): ThongSuotError {
  try {
    load(...rows);
  } catch (error) {
    if (error instanceof ThongSuotError) return error;
    throw error;
  }
  throw new Error('the list was accepted');
}

const fine = row({ old_code: 'H61.01', disposition: 'keep' });
const remap = (old_code: string, new_code: string, part: Partial<SuccessionRow> = {}) =>
  row({ old_code, disposition: 'remap', new_code, ...part });
const split = (old_code: string, new_code: string, when: string, part: Partial<SuccessionRow> = {}) =>
  row({ old_code, disposition: 'split', new_code, when, ...part });

describe('a succession list is refused, naming the row and what to do', () => {
  it.each<[string, SuccessionRow[], number, RegExp]>([
    [
      'two rows for one code',
      [remap('H59.05', 'H61.05'), remap('H59.05', 'H61.06')],
      4,
      /row 3 is already in force/,
    ],
    [
      'the same row twice',
      [remap('H59.05', 'H61.05'), remap('H59.05', 'H61.05')],
      4,
      /keep one, or end one by valid_to/,
    ],
    [
      'two codes under one 102 form',
      [
        remap('H59.05', 'H61.05', { old_code_102: '000.00.05.H59' }),
        remap('H59.06', 'H61.06', { old_code_102: '000.00.05.H59' }),
      ],
      4,
      /also names H59\.05 \(row 3\)/,
    ],
    [
      'a 102 form that is another row’s old code',
      [remap('000.00.05.H59', 'H61.05'), remap('H59.06', 'H61.06', { old_code_102: '000.00.05.H59' })],
      4,
      /also names 000\.00\.05\.H59/,
    ],
    [
      'mixed dispositions',
      [split('H59.05', 'H61.05', 'commune=28756'), remap('H59.05', 'H61.06')],
      4,
      /another disposition/,
    ],
    [
      'split rows that can hold together',
      [split('H59.05', 'H61.05', 'commune=28756'), split('H59.05', 'H61.06', 'procedure=1.0')],
      4,
      /can hold for the same record/,
    ],
    [
      'split rows, one blank',
      [split('H59.05', 'H61.05', 'commune=28756'), split('H59.05', 'H61.06', '')],
      4,
      /row 3/,
    ],
    [
      'split rows with different 102 forms',
      [
        split('H59.05', 'H61.05', 'commune=28756', { old_code_102: '000.00.05.H59' }),
        split('H59.05', 'H61.06', 'commune!=28756'),
      ],
      4,
      /another old_code_102/,
    ],
    ['a bad condition', [split('H59.05', 'H61.05', 'commune = 28756')], 3, /when: .* without spaces/],
    ['a contradiction', [split('H59.05', 'H61.05', 'commune=28756&commune!=28756')], 3, /never holds/],
    [
      'a condition outside a split',
      [remap('H59.05', 'H61.05', { when: 'commune=28756' })],
      3,
      /only split rows/,
    ],
    [
      'dates the wrong way round',
      [remap('H59.05', 'H61.05', { valid_from: '2026-01-01', valid_to: '2025-01-01' })],
      3,
      /valid_from is after valid_to/,
    ],
    ['a day that is none', [remap('H59.05', 'H61.05', { valid_to: '2026-06-31' })], 3, /valid_to is no day/],
    [
      'a month that is none',
      [remap('H59.05', 'H61.05', { valid_from: '2025-13-01' })],
      3,
      /valid_from is no day/,
    ],
    ['rename to nothing', [row({ old_code: 'H59.05', disposition: 'rename' })], 3, /rename needs a new_code/],
    ['remap to nothing', [row({ old_code: 'H59.05', disposition: 'remap' })], 3, /remap needs a new_code/],
    [
      'merge into nothing',
      [row({ old_code: 'H59.05', disposition: 'merge-into' })],
      3,
      /merge-into needs a new_code/,
    ],
    ['split into nothing', [row({ old_code: 'H59.05', disposition: 'split' })], 3, /split needs a new_code/],
    ['a closed root', [remap('H61.05', 'H59.05')], 3, /under a closed level-1 code/],
    ['a closed root in the 102 form', [remap('H61.05', '000.00.05.H59')], 3, /under a closed level-1 code/],
    ['keeping a dead code', [row({ old_code: 'H59.05', disposition: 'keep' })], 3, /can't be kept/],
    [
      'keeping a dead 102 form',
      [row({ old_code: 'H61.05', old_code_102: '000.00.05.H59', disposition: 'keep' })],
      3,
      /can't be kept/,
    ],
    [
      'keeping as another',
      [row({ old_code: 'H61.05', disposition: 'keep', new_code: 'H61.06' })],
      3,
      /leave it blank/,
    ],
    [
      'archiving with a successor',
      [row({ old_code: 'H59.05', disposition: 'archive-only', new_code: 'H61.05' })],
      3,
      /leave new_code blank/,
    ],
    [
      'a chain',
      [remap('H59.05', 'H61.05'), remap('H61.05', 'H61.50')],
      3,
      /H61\.05 is itself an old code .*row 4/,
    ],
    [
      'a chain into a closed office',
      [remap('H59.05', 'H61.05'), row({ old_code: 'H61.05', disposition: 'close' })],
      3,
      /with close \(row 4\)/,
    ],
    [
      'a chain by the 102 form',
      [remap('H59.05', '000.00.05.H61'), remap('H61.05', 'H61.50', { old_code_102: '000.00.05.H61' })],
      3,
      /itself an old code/,
    ],
    ['a cycle of one', [remap('H61.05', 'H61.05')], 3, /use keep/],
    ['a cycle of two', [remap('H61.05', 'H61.06'), remap('H61.06', 'H61.05')], 3, /itself an old code/],
    [
      'closing a kept province',
      [row({ old_code: 'H61', disposition: 'close' })],
      3,
      /09\/2025\/QĐ-TTg keeps it/,
    ],
    [
      'keeping a closed province',
      [row({ old_code: '000.00.00.H59', disposition: 'keep' })],
      3,
      /in favour of H61/,
    ],
    ['a closed province elsewhere', [remap('H59', 'H29')], 3, /in favour of H61/],
    [
      'an office under a province’s 102 form',
      [remap('H61.05', 'H61.50', { old_code_102: '000.00.00.H61' })],
      3,
      /not the same level-1 code/,
    ],
    [
      'a province under an office’s 102 form',
      [row({ old_code: 'H61', old_code_102: '000.00.05.H61', disposition: 'keep' })],
      3,
      /not the same level-1 code/,
    ],
  ])('%s', (_, rows, number, problem) => {
    const error = refusal(fine, ...rows);
    expect([error.code, error.source]).toEqual(['bad-succession', 'user']);
    const line = error.message
      .split('\n')
      .find((text) => text.startsWith(`row ${number}: `) && problem.test(text));
    expect(line, error.message).toBeDefined();
  });

  it('names all problems of a file in one error, twenty at most', () => {
    const rows = Array.from({ length: 30 }, (_, at) => row({ old_code: `H59.${at}`, disposition: 'rename' }));
    const error = refusal(...rows);
    expect(error.message.match(/^row /gm)).toHaveLength(20);
    expect(error.message).toContain('… and 10 more');
    expect(error.params.problems).toBe(30);
  });
});

describe('a succession list is accepted', () => {
  it.each<[string, SuccessionRow[]]>([
    ['an empty one', []],
    [
      'split rows that exclude each other',
      [split('H59.05', 'H61.05', 'commune=28756'), split('H59.05', 'H61.06', 'commune!=28756')],
    ],
    ['several into one', [remap('H59.05', 'H61.01'), remap('H07.05', 'H61.01')]],
    ['level 1 as the law has it', [remap('H59', 'H61'), row({ old_code: 'H61', disposition: 'keep' })]],
    [
      'level 1 in the 102 form',
      [
        row({
          old_code: 'H59',
          old_code_102: '000.00.00.H59',
          disposition: 'close',
          new_code: '000.00.00.H61',
        }),
      ],
    ],
    ['an archived code under a closed root', [row({ old_code: 'H59.05', disposition: 'archive-only' })]],
    [
      'one part of a split that keeps its code',
      [split('H61.05', 'H61.05', 'commune=28756'), split('H61.05', 'H61.06', 'commune!=28756')],
    ],
    [
      'a successor that is listed as kept',
      [remap('H59.05', 'H61.05'), row({ old_code: 'H61.05', disposition: 'keep' })],
    ],
    [
      'rows that are in force at different times',
      [
        remap('H59.05', 'H61.05', { valid_to: '2025-12-31' }),
        remap('H59.05', 'H61.06', { valid_from: '2026-01-01' }),
      ],
    ],
  ])('%s', (_, rows) => {
    expect(() => load(fine, ...rows)).not.toThrow();
  });

  it('but for the day on which two rows are in force', () => {
    const rows = [
      remap('H59.05', 'H61.05', { valid_to: '2026-01-01' }),
      remap('H59.05', 'H61.06', { valid_from: '2026-01-01' }),
    ];
    expect(() => Succession.load(rows, level1, '2025-12-31', () => true)).not.toThrow();
    expect(() => Succession.load(rows, level1, '2026-01-01', () => true)).toThrow(/already in force/);
  });

  it.each<[string, Partial<SuccessionRow>, RegExp]>([
    ['a name for a code', { new_code: 'Nguyen Van A' }, /no agency code/],
    ['a province that never was', { new_code: 'H99.01' }, /no agency code/],
    ['a space after the code', { new_code: 'H61.01 ' }, /no agency code/],
    ['a commune that is none', { new_commune: '99999' }, /99999 is no commune/],
    [
      'a condition on a commune that is none',
      { disposition: 'split', when: 'commune!=28756|99999' },
      /99999 is no commune/,
    ],
  ])('refuses %s', (_what, change, expected) => {
    const rows = [row({ old_code: 'H59.05', disposition: 'remap', new_code: 'H61.05', ...change })];
    expect(() => Succession.load(rows, level1, '2025-07-01', (code) => code === '28756')).toThrow(expected);
  });
});
