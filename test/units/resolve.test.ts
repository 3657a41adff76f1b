import { beforeAll, describe, expect, it } from 'vitest';
import { SUBJECTS, type Subject } from '../../lib/formats/profile.ts';
import { OLD_VINTAGE, TARGET_VINTAGE } from '../../lib/formats/vintages.ts';
import { applyCrosswalk, type Resolution, resolveCommune } from '../../lib/units/resolve.ts';
import { loadUnits, query } from './tables.ts';

const units = loadUnits();

function told(resolution: Resolution): string {
  switch (resolution.kind) {
    case 'one':
      return `one ${resolution.code} ${resolution.rule}`;
    case 'split':
    case 'retired':
      return [resolution.kind, ...resolution.candidates].join(' ');
    case 'unknown':
      return 'unknown';
  }
}

/** What docs/rules.md 5.1 says, in SQL over the CSV tables: one row per code and subject. */
const EXPECTATION = `
  with subject as (select unnest(['${SUBJECTS.join("','")}']) as subject),
  target as (
    select old_code, list_sort(list(new_code)) as codes, any_value(relation) as relation,
      max(new_code) filter (people = '1') as people_code, max(relation) filter (people = '1') as people_relation
    from edge_t group by old_code),
  one as (
    select code, kind, subject, codes,
      case when len(codes) = 1 then codes[1]
           when subject in ('person', 'household') then people_code end as decided,
      case when len(codes) = 1 then relation else people_relation end as rule
    from old_t join target on code = old_code cross join subject),
  gone as (
    select r.code, s.subject, r.confidence,
      list_filter(string_split(successor_2025_06_30, '|'), c -> c <> '') as before,
      list_filter(string_split(successor_2025_07_01, '|'), c -> c <> '') as after
    from retired_t r cross join subject s),
  gone_after as (
    select g.code, list(e.new_code) as codes
    from (select distinct code, unnest(before) as step from gone) g join edge_t e on e.old_code = g.step
    group by g.code)
  select code, subject,
    case when decided is null then 'split ' || array_to_string(codes, ' ') else 'one ' || decided || ' ' || rule end as told
  from one where kind <> 'district_without_communes'
  union all
  select code, subject, 'unknown' from old_t cross join subject where kind = 'district_without_communes'
  union all
  select g.code, g.subject,
    case when g.confidence = 'high' and len(g.before) = 1 and o.decided is not null
      then 'one ' || o.decided || ' retired-high'
      else rtrim('retired ' || array_to_string(list_sort(list_distinct(g.after || coalesce(a.codes, []))), ' ')) end
  from gone g left join gone_after a using (code)
    left join one o on o.code = g.before[1] and o.subject = g.subject`;

let expected: ReadonlyArray<{ code: string; subject: Subject; told: string }>;
beforeAll(async () => {
  expected = (await query(EXPECTATION)) as unknown as typeof expected;
});

describe('resolveCommune', () => {
  it('gives every old and every retired code, for every subject, what SQL gives from the CSV tables', () => {
    expect(expected.length).toBe((10_041 + 1_170) * SUBJECTS.length);
    const wrong = expected.filter((row) => told(resolveCommune(units, row.code, row.subject)) !== row.told);
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('decides 60 of the 441 splits for people and none for anything else', () => {
    const splits = (subject: Subject) =>
      [...units.oldUnits()].filter((unit) => resolveCommune(units, unit.code, subject).kind === 'split')
        .length;
    expect(SUBJECTS.map((subject) => [subject, splits(subject)])).toEqual([
      ['person', 381],
      ['household', 381],
      ['organisation', 441],
      ['land', 441],
      ['unknown', 441],
    ]);
  });

  it.each<[string, Subject, string]>([
    ['00001', 'land', 'one 00097 merged_whole'],
    ['00112', 'person', 'one 00103 split_part_area_all_population'],
    ['00112', 'land', 'split 00004 00103'],
    ['00136', 'household', 'one 00136 split_remainder'],
    ['00010', 'land', 'one 00004 retired-high'],
    ['00184', 'person', 'retired 00190 00226'],
    ['21541', 'land', 'one 21548 retired-high'],
    ['X14698', 'land', 'one 14698 unassigned_land'],
    ['D318', 'person', 'unknown'],
    ['20333', 'person', 'unknown'],
    ['1', 'person', 'unknown'],
    ['', 'person', 'unknown'],
    ['__proto__', 'person', 'unknown'],
  ])('%s about %s: %s', (code, subject, outcome) => {
    expect(told(resolveCommune(units, code, subject))).toBe(outcome);
  });

  it('lets no retired code act alone unless its row is high and its chain ends in one successor', () => {
    const acting = [...units.retiredCommunes()].filter(
      (row) => resolveCommune(units, row.code, 'land').kind === 'one',
    );
    expect(acting.length).toBeGreaterThan(0);
    for (const row of acting) {
      expect(row.confidence).toBe('high');
      expect(row.successorsOld).toHaveLength(1);
      expect(units.oldUnit(row.successorsOld[0]!)?.successors).toHaveLength(1);
    }
  });
});

describe('applyCrosswalk', () => {
  it('does nothing to any new commune at the target vintage', () => {
    let compared = 0;
    for (const { code } of units.newCommunes())
      for (const subject of SUBJECTS) {
        expect(applyCrosswalk(units, TARGET_VINTAGE, code, subject)).toEqual({ kind: 'at-target', code });
        compared++;
      }
    expect(compared).toBe(3_321 * SUBJECTS.length);
  });

  it('would change 139 codes if it were applied to what it has already given', () => {
    const moved = [...units.newCommunes()].filter(({ code }) => {
      const again = applyCrosswalk(units, OLD_VINTAGE, code, 'land');
      return again.kind === 'split' || (again.kind === 'one' && again.code !== code);
    });
    expect(moved).toHaveLength(139);
  });

  it('knows no old code at the target vintage unless it is a new one too', () => {
    expect(applyCrosswalk(units, TARGET_VINTAGE, '00001', 'person')).toEqual({ kind: 'unknown' });
  });
});

describe('the crosswalk', () => {
  it('is the same set of edges from both ends, and that of the CSV', async () => {
    const edges = await query('select old_code, new_code, relation, people from edge_t');
    const table = edges.map((e) => [e.old_code, e.new_code, e.relation, e.people].join(' ')).sort();
    const forward = [...units.oldUnits()].flatMap((unit) =>
      unit.successors.map((edge) => [unit.code, edge.code, edge.relation, edge.people].join(' ')),
    );
    const back = [...units.newCommunes()].flatMap((unit) =>
      units
        .predecessors(unit.code)
        .map((edge) => [edge.code, unit.code, edge.relation, edge.people].join(' ')),
    );
    expect(forward.sort()).toEqual(table);
    expect(back.sort()).toEqual(table);
  });

  it('gives each district the successors of all its units: one for 14 of 696, the five islands among them', async () => {
    const rows = await query(
      `select d.code, array_to_string(list_sort(list_distinct(list(new_code))), ' ') as codes
       from district_t d join old_t o on o.district = d.code join edge_t e on e.old_code = o.code group by d.code`,
    );
    expect(rows).toHaveLength(696);
    for (const { code, codes } of rows) expect(units.oldDistrict(code!)?.successors.join(' ')).toBe(codes);
    const single = [...units.oldDistricts()].filter((district) => district.successors.length === 1);
    expect(single.map((district) => district.code).join(' ')).toBe(
      '095 203 207 317 318 462 471 494 498 536 576 602 755 912',
    );
  });

  it('gives each old province its one successor', async () => {
    const rows = await query('select old_code, new_code from province_edge_t');
    expect(rows).toHaveLength(63);
    for (const row of rows) expect(units.oldProvince(row.old_code!)?.successor).toBe(row.new_code);
  });
});
