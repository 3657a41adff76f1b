import { beforeAll, describe, expect, test } from 'vitest';
import { DISPOSITIONS, type SuccessionRow, successionRowSchema } from '../../lib/formats/tables.ts';
import { make, type Row, table } from './made.ts';
import { dataStore } from './support.ts';

/** Does a `when` hold? In the plainest way, from docs/rules.md section 6. */
function holds(when: string, commune: string, procedure: string): boolean {
  return when.split('&').every((condition) => {
    if (condition === '') return true;
    const match = /^(commune|procedure)(!?=)(.+)$/.exec(condition);
    if (match === null) throw new Error('bad condition');
    const [, what, sign, list = ''] = match;
    const value = what === 'commune' ? commune : procedure;
    if (value === '') return false;
    const listed = list
      .split('|')
      .some((term) => value === term || (what === 'procedure' && value.startsWith(`${term}.`)));
    return listed === (sign === '=');
  });
}

describe.each(['86', '01', '37'])('the succession list of %s', (province) => {
  let rows: SuccessionRow[];
  let inForce: SuccessionRow[];
  let level1: Row[];
  let communes: string[];
  const groups = new Map<string, SuccessionRow[]>();
  beforeAll(async () => {
    const { store } = await make(province, 12_000, 5);
    rows = (await table(store, 'agencies/succession.csv')).map((row) => successionRowSchema.parse(row));
    inForce = rows.filter(
      (row) => row.valid_from <= '2025-07-01' && (row.valid_to === '' || row.valid_to >= '2025-07-01'),
    );
    for (const row of inForce) groups.set(row.old_code, [...(groups.get(row.old_code) ?? []), row]);
    level1 = await table(dataStore, 'province-agency-codes.csv');
    communes = (await table(dataStore, 'communes-2025-07-01.csv'))
      .filter((row) => row.province === province)
      .map((row) => row.code ?? '');
  });

  test('shows every disposition, and a row that is no longer in force', () => {
    // A province that was not merged closes no department into another province's.
    expect(new Set(rows.map((row) => row.disposition))).toEqual(new Set(DISPOSITIONS));
    expect(rows.length).toBeGreaterThan(inForce.length);
    if (province === '86') expect(rows.length).toBeGreaterThan(1_900);
  });

  test('has one disposition a code, and one row unless it is split', () => {
    for (const group of groups.values()) {
      expect(new Set(group.map((row) => row.disposition)).size).toBe(1);
      if (group[0]?.disposition !== 'split') expect(group.length).toBe(1);
    }
  });

  test('never lets two rows of a split hold together', () => {
    const terms = [
      ...new Set(
        rows.flatMap((row) =>
          [...row.when.matchAll(/procedure!?=([^&]+)/g)].flatMap((m) => (m[1] ?? '').split('|')),
        ),
      ),
    ];
    for (const group of groups.values()) {
      if (group[0]?.disposition !== 'split') continue;
      const named = group.flatMap((row) =>
        [...row.when.matchAll(/commune!?=([^&]+)/g)].flatMap((m) => (m[1] ?? '').split('|')),
      );
      for (const commune of ['', communes[0] ?? '', ...named])
        for (const procedure of ['', '0.000000', ...terms, ...terms.map((term) => `${term}.000.00.00.H00`)])
          expect(group.filter((row) => holds(row.when, commune, procedure)).length).toBeLessThanOrEqual(1);
    }
  });

  test('ends where it ends: no chains, no closed roots, real communes of the province', () => {
    const closed = new Set(level1.filter((row) => row.disposition === 'closed').map((row) => row.code));
    const leaving = new Set(
      inForce.filter((row) => row.disposition !== 'keep').flatMap((row) => [row.old_code, row.old_code_102]),
    );
    for (const row of inForce) {
      expect(closed.has(row.new_code.split('.')[0])).toBe(false);
      expect(leaving.has(row.new_code)).toBe(false);
      if (row.disposition === 'keep') expect(closed.has(row.old_code.split('.')[0])).toBe(false);
      if (row.new_commune !== '') expect(communes).toContain(row.new_commune);
      if (['rename', 'remap', 'merge-into', 'split'].includes(row.disposition))
        expect(row.new_code).not.toBe('');
      expect(row.legal_basis).toMatch(/\(mẫu\)$/);
    }
  });

  test('uses both forms of every code, each for one office', () => {
    const forms = new Map<string, string>();
    for (const { old_code, old_code_102 } of rows) {
      expect(old_code).toMatch(/^H\d{2}(\.\d{2}){1,2}$/);
      expect(old_code_102).toMatch(/^000\.\d{2}\.\d{2}\.H\d{2}$/);
      expect(forms.get(old_code_102) ?? old_code).toBe(old_code);
      forms.set(old_code_102, old_code);
    }
  });
});
