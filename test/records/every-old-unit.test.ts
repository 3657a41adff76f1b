import { describe, expect, it } from 'vitest';
import { profileOf, remapAll, rowsOf, table } from '../support/province.ts';

// The expectation is computed here from the CSV tables, record by record, without lib/units or lib/records.
const old = table('communes-2025-06-30.csv');
const edges = new Map<string, Array<Record<string, string>>>();
for (const edge of table('crosswalk-communes.csv'))
  edges.set(edge.old_code!, [...(edges.get(edge.old_code!) ?? []), edge]);
const fresh = new Map(table('communes-2025-07-01.csv').map((row) => [row.code!, row]));
const targetOf = new Map(table('crosswalk-provinces.csv').map((row) => [row.old_code!, row.new_code!]));
const targets = table('provinces-2025-07-01.csv').map((row) => row.code!);

const profile = profileOf({
  format: 'csv',
  key: ['Khoa'],
  level: {
    rules: [
      { when: { Cap: ['H'] }, is: 'district' },
      { when: { Cap: ['X'] }, is: 'commune' },
    ],
  },
  subject: {
    rules: [
      { when: { ChuThe: ['nguoi'] }, is: 'person' },
      { when: { ChuThe: ['dat'] }, is: 'land' },
    ],
  },
  columns: { Tinh: 'unit.province', Huyen: 'unit.district', Xa: 'unit.commune', TenXa: 'unit.commune-name' },
});
const SUBJECTS = ['nguoi', 'dat', 'gi'] as const;

interface Expected {
  outcome: 'migrated' | 'held';
  commune: string;
  reason: string;
  candidates: string;
}

/** By the law's data alone: one successor, or all the people in one of several. */
function expected(
  unit: Record<string, string>,
  subject: (typeof SUBJECTS)[number],
  target: string,
): Expected {
  const all = edges.get(unit.code!)!;
  const people = all.filter((edge) => edge.people === '1');
  const chosen =
    all.length === 1 ? all[0] : subject === 'nguoi' && people.length === 1 ? people[0] : undefined;
  if (chosen === undefined)
    return {
      outcome: 'held',
      commune: '',
      reason: 'split-undecided',
      candidates: all
        .map((edge) => edge.new_code!)
        .sort()
        .join(' '),
    };
  const commune = chosen.new_code!;
  if (fresh.get(commune)!.province !== target)
    return { outcome: 'held', commune: '', reason: 'outside-target', candidates: commune };
  return { outcome: 'migrated', commune, reason: '', candidates: '' };
}

describe('every one of the 10,041 old units', () => {
  const lineOf = (unit: Record<string, string>, subject: string) =>
    unit.kind === 'district_without_communes'
      ? `${unit.code}/${subject},H,${subject},${unit.province},${unit.district},,`
      : `${unit.code}/${subject},X,${subject},${unit.province},${unit.district},${unit.code},${unit.name}`;

  it('goes where the law says, for a person, land and an unknown subject, in the batch of its new province and of another', () => {
    expect(old).toHaveLength(10_041);
    const migratedOnce = new Set<string>();
    // Each unit in the batch of the province it went to; and all of them in one province's, where most are outside.
    const batches = [
      ...targets.map((target) => ({
        target,
        mine: old.filter((unit) => targetOf.get(unit.province!) === target),
      })),
      { target: '86', mine: old },
    ];
    for (const { target, mine } of batches) {
      const lines = mine.flatMap((unit) => SUBJECTS.map((subject) => lineOf(unit, subject)));
      const source = `Khoa,Cap,ChuThe,Tinh,Huyen,Xa,TenXa\n${lines.join('\n')}\n`;
      const result = remapAll(source, { profile, targetProvince: target });
      const seen = new Map<string, Expected>();
      for (const row of rowsOf(result.migrated || 'Khoa\n'))
        seen.set(row.Khoa!, { outcome: 'migrated', commune: row.Xa!, reason: '', candidates: '' });
      for (const row of rowsOf(result.held || 'Khoa\n'))
        seen.set(row.Khoa!, {
          outcome: 'held',
          commune: '',
          reason: row._reason!,
          candidates: row._candidates!,
        });
      expect(seen.size).toBe(mine.length * 3);
      for (const unit of mine)
        for (const subject of SUBJECTS) {
          const key = `${unit.code}/${subject}`;
          const should = expected(unit, subject, target);
          if (should.outcome === 'migrated') migratedOnce.add(key);
          const found = seen.get(key);
          if (JSON.stringify(found) !== JSON.stringify(should))
            expect({ key, target, ...found }).toEqual({ key, target, ...should });
        }
      // Every name is the new unit's, every district is emptied.
      for (const row of rowsOf(result.migrated || 'Khoa\n')) {
        expect(row.TenXa).toBe(fresh.get(row.Xa!)!.name);
        expect(row.Huyen).toBe('');
        expect(row.Tinh).toBe(target);
      }
      // Twice is once: what was migrated is `already` in a second run, to the byte.
      const again = remapAll(result.migrated, { profile, targetProvince: target });
      expect(again.counts).toEqual({ migrated: 0, already: result.counts.migrated, held: 0, rejected: 0 });
      expect(again.already).toBe(result.migrated);
    }
    // 381 split communes stay undecided for people, all 441 for land and for what has no known subject.
    expect(migratedOnce.size).toBe(10_041 * 3 - 381 - 441 * 2);
  });
});

describe('the 3,321 new units in a source declared 2025-07-01', () => {
  it('are already where they belong, not a byte changed', () => {
    let all = 0;
    for (const target of targets) {
      const mine = [...fresh.values()].filter((row) => row.province === target);
      const source = `Khoa,Cap,ChuThe,Tinh,Huyen,Xa,TenXa\r\n${mine
        .map((row) => `${row.code},X,nguoi,${row.province},,${row.code},"${row.name}"\r\n`)
        .join('')}`;
      const result = remapAll(source, {
        profile,
        targetProvince: target,
        source: { vintage: '2025-07-01', agencyVintage: '2025-07-01' },
      });
      expect(result.counts).toEqual({ migrated: 0, already: mine.length, held: 0, rejected: 0 });
      expect(result.already).toBe(source);
      all += mine.length;
    }
    expect(all).toBe(3321);
  });
});
