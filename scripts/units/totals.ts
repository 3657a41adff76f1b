import { groupBy, type Tables } from './tables.ts';

export interface Total {
  readonly what: string;
  readonly expected: number;
  readonly seen: number;
}

/** The totals that the tables must have (docs/data.md), each with what the tables have. All must be equal. */
export function totals(tables: Tables): Total[] {
  const oldUnits = tables['communes-2025-06-30.csv'];
  const newUnits = tables['communes-2025-07-01.csv'];
  const edges = tables['crosswalk-communes.csv'];
  const districts = tables['districts-2025-06-30.csv'];
  const retired = tables['retired-communes.csv'];
  const agencies = tables['province-agency-codes.csv'];
  const oldProvinces = tables['provinces-2025-06-30.csv'];
  const newProvinces = tables['provinces-2025-07-01.csv'];
  const provinceEdges = tables['crosswalk-provinces.csv'];

  const list: Total[] = [];
  const total = (what: string, expected: number, seen: number) => list.push({ what, expected, seen });
  /** How many rows break a rule: always expected to be none. */
  const none = <T>(what: string, rows: Iterable<T>, bad: (row: T) => boolean) =>
    total(what, 0, [...rows].filter(bad).length);
  const codes = (rows: ReadonlyArray<{ code: string }>) => new Set(rows.map((row) => row.code));
  const [oldCodes, newCodes] = [codes(oldUnits), codes(newUnits)];
  const bySuccession = groupBy(edges, (edge) => edge.old_code);
  const split = [...bySuccession.values()].filter((group) => group.length > 1);

  total('provinces at 2025-06-30', 63, codes(oldProvinces).size);
  total('provinces at 2025-07-01', 34, codes(newProvinces).size);
  total('districts at 2025-06-30', 696, codes(districts).size);
  total('rows of units at 2025-06-30', 10_041, oldUnits.length);
  total('their distinct codes', 10_041, oldCodes.size);
  const kind = (name: string) => oldUnits.filter((unit) => unit.kind === name).length;
  total('communes at 2025-06-30', 10_035, kind('commune'));
  total('island districts without communes', 5, kind('district_without_communes'));
  total('pieces of unassigned land', 1, kind('unassigned_land'));
  total('rows of units at 2025-07-01', 3_321, newUnits.length);
  total('their distinct codes', 3_321, newCodes.size);
  const type = (name: string) => newUnits.filter((unit) => unit.type === name).length;
  total('communes (xã)', 2_621, type('commune'));
  total('wards (phường)', 687, type('ward'));
  total('special zones (đặc khu)', 13, type('special_zone'));
  total('communes that changed type in 2026', 22, newUnits.filter((unit) => unit.amended_name !== '').length);
  total('new codes that existed before', 3_316, newUnits.filter((unit) => existedBefore(unit.code)).length);

  total('edges of the crosswalk', 10_572, edges.length);
  total('distinct edges', 10_572, new Set(edges.map((edge) => `${edge.old_code} ${edge.new_code}`)).size);
  total('old units with a successor', 10_041, bySuccession.size);
  total('new units with a predecessor', 3_321, groupBy(edges, (edge) => edge.new_code).size);
  total('unchanged', 127, edges.filter((edge) => edge.relation === 'unchanged').length);
  total('split old units', 441, split.length);
  const oneAll = (group: ReadonlyArray<{ people: string }>) =>
    group.filter((edge) => edge.people === '1').length;
  total('split, decided for people', 60, split.filter((group) => oneAll(group) === 1).length);
  total('split, decided by nothing', 381, split.filter((group) => oneAll(group) === 0).length);
  total('corrected edges', 4, edges.filter((edge) => edge.correction !== '').length);
  none(
    'edges from or to an unknown unit',
    edges,
    (e) => !oldCodes.has(e.old_code) || !newCodes.has(e.new_code),
  );
  none('splits where people went wholly to two', split, (group) => oneAll(group) > 1);
  none(
    'edges whose relation is not that of their number',
    edges,
    (e) => e.relation.startsWith('split_') !== (bySuccession.get(e.old_code)?.length ?? 0) > 1,
  );
  const basis = new Map(newUnits.map((unit) => [unit.code, `${unit.resolution}#${unit.clause}`]));
  none(
    'edges whose citation is not their new unit’s',
    edges,
    (e) => basis.get(e.new_code) !== `${e.resolution}#${e.clause}`,
  );

  const districtProvince = new Map(districts.map((district) => [district.code, district.province]));
  none(
    'old units whose province is not their district’s',
    oldUnits,
    (unit) => districtProvince.get(unit.district) !== unit.province,
  );
  none('districts of an unknown province', districts, (d) => !codes(oldProvinces).has(d.province));
  none('new units of an unknown province', newUnits, (unit) => !codes(newProvinces).has(unit.province));
  const provinceOf = new Map(provinceEdges.map((edge) => [edge.old_code, edge.new_code]));
  const newProvinceOf = new Map(newUnits.map((unit) => [unit.code, unit.province]));
  const oldProvinceOf = new Map(oldUnits.map((unit) => [unit.code, unit.province]));
  total('old provinces with exactly one successor', 63, provinceOf.size);
  total('rows of the province crosswalk', 63, provinceEdges.length);
  total('new provinces with a predecessor', 34, new Set(provinceOf.values()).size);
  none(
    'edges that leave their province’s successor',
    edges,
    (e) => provinceOf.get(oldProvinceOf.get(e.old_code) ?? '') !== newProvinceOf.get(e.new_code),
  );
  const districtOf = new Map(oldUnits.map((unit) => [unit.code, unit.district]));
  const ofDistrict = groupBy(edges, (edge) => districtOf.get(edge.old_code) ?? '');
  const single = [...ofDistrict.values()].filter((group) => new Set(group.map((e) => e.new_code)).size === 1);
  total('districts with one successor', 14, single.length);

  total('retired communes', 1_170, codes(retired).size);
  total('rows of retired communes', 1_170, retired.length);
  total('of them sure enough to act on', 542, retired.filter((row) => row.confidence === 'high').length);
  none('retired codes that are also old ones', retired, (row) => oldCodes.has(row.code));
  const unknownIn = (known: Set<string>, joined: string) =>
    joined !== '' && joined.split('|').some((code) => !known.has(code));
  none(
    'retired codes with an unknown successor',
    retired,
    (row) => unknownIn(oldCodes, row.successor_2025_06_30) || unknownIn(newCodes, row.successor_2025_07_01),
  );

  total('level-1 agency codes', 63, codes(agencies).size);
  total('kept', 34, agencies.filter((row) => row.disposition === 'keep').length);
  total('closed', 29, agencies.filter((row) => row.disposition === 'closed').length);
  const kept = new Set(agencies.filter((row) => row.disposition === 'keep').map((row) => row.code));
  none('level-1 codes whose successor is not kept', agencies, (row) => !kept.has(row.successor));
  none('kept level-1 codes with another successor', agencies, (row) =>
    kept.has(row.code) ? row.successor !== row.code : false,
  );
  none(
    'level-1 codes that go elsewhere than their province',
    agencies,
    (row) => provinceOf.get(row.old_province) !== row.new_province,
  );
  return list;

  function existedBefore(code: string): boolean {
    return oldCodes.has(code) || retired.some((row) => row.code === code);
  }
}
