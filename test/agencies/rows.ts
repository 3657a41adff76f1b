import { readFileSync } from 'node:fs';
import { readLevel1 } from '../../lib/agencies/level1.ts';
import { Succession } from '../../lib/agencies/succession.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';

export const level1 = readLevel1(
  readFileSync(new URL('../../data/province-agency-codes.csv', import.meta.url)),
);

/** A row with only what a test is about; the rest is blank. */
export function row(
  part: Partial<SuccessionRow> & Pick<SuccessionRow, 'old_code' | 'disposition'>,
): SuccessionRow {
  return {
    old_code_102: '',
    new_code: '',
    new_commune: '',
    when: '',
    valid_from: '',
    valid_to: '',
    legal_basis: '01/2025/QĐ-UBND',
    ...part,
  };
}

export const load = (...rows: SuccessionRow[]) => Succession.load(rows, level1, '2025-07-01', () => true);
