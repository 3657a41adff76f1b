import {
  COMPILED_FORMAT,
  CONFIDENCES,
  type CompiledEdge,
  type CompiledUnits,
  OLD_UNIT_KINDS,
  type People,
  RELATIONS,
} from '../../lib/units/compiled.ts';
import { groupBy, type ReadTables } from './tables.ts';

/** A list of distinct strings and the index of each; sorted, so that the same tables give the same indexes. */
function dictionary(values: Iterable<string>): { list: string[]; index(value: string): number } {
  const list = [...new Set(values)].sort();
  const indexes = new Map(list.map((value, at) => [value, at]));
  return { list, index: (value) => indexes.get(value) as number };
}

function indexIn(list: readonly string[], value: string, what: string): number {
  const index = list.indexOf(value);
  if (index < 0) throw new Error(`unknown ${what} "${value}": add it to lib/units/compiled.ts`);
  return index;
}

/** The compiled form of the tables. Expects that `checkTotals` passed. */
export function compile({ rows, sha256 }: ReadTables): CompiledUnits {
  const newProvinces = rows['provinces-2025-07-01.csv'];
  const newCommunes = rows['communes-2025-07-01.csv'];
  const edges = rows['crosswalk-communes.csv'];
  const resolutions = dictionary(
    [...newProvinces, ...newCommunes]
      .flatMap((row) => [row.resolution, row.amend_resolution])
      .filter((value) => value !== ''),
  );
  const notes = dictionary(['', ...edges.flatMap((row) => [row.note, row.correction])]);
  const edgesOf = groupBy(edges, (edge) => edge.old_code);
  const successor = new Map(rows['crosswalk-provinces.csv'].map((row) => [row.old_code, row.new_code]));
  const byCode = <T extends readonly unknown[]>(a: T, b: T) => (String(a[0]) < String(b[0]) ? -1 : 1);

  return {
    format: COMPILED_FORMAT,
    tables: sha256,
    resolutions: resolutions.list,
    notes: notes.list,
    oldProvinces: rows['provinces-2025-06-30.csv']
      .map((row): [string, string, string] => [row.code, row.name, successor.get(row.code) as string])
      .sort(byCode),
    newProvinces: newProvinces
      .map((row): CompiledUnits['newProvinces'][number] => {
        const basis = resolutions.index(row.resolution);
        return row.amended_name === ''
          ? [row.code, row.name, basis]
          : [
              row.code,
              row.name,
              basis,
              row.amended_name,
              resolutions.index(row.amend_resolution),
              row.amended_from,
            ];
      })
      .sort(byCode),
    oldDistricts: rows['districts-2025-06-30.csv']
      .map((row): [string, string, string] => [row.code, row.name, row.province])
      .sort(byCode),
    oldUnits: rows['communes-2025-06-30.csv']
      .map((row): CompiledUnits['oldUnits'][number] => [
        row.code,
        indexIn(OLD_UNIT_KINDS, row.kind, 'kind'),
        row.district,
        row.name,
        row.name_variants,
        (edgesOf.get(row.code) ?? [])
          .map(
            (edge): CompiledEdge => [
              edge.new_code,
              indexIn(RELATIONS, edge.relation, 'relation'),
              edge.people as People,
              notes.index(edge.note),
              notes.index(edge.correction),
            ],
          )
          .sort(byCode),
      ])
      .sort(byCode),
    newCommunes: newCommunes
      .map((row): CompiledUnits['newCommunes'][number] => {
        const basis = resolutions.index(row.resolution);
        return row.amended_name === ''
          ? [row.code, row.name, row.province, basis, row.clause]
          : [
              row.code,
              row.name,
              row.province,
              basis,
              row.clause,
              row.amended_name,
              resolutions.index(row.amend_resolution),
              row.amended_from,
            ];
      })
      .sort(byCode),
    retired: rows['retired-communes.csv']
      .map((row): CompiledUnits['retired'][number] => [
        row.code,
        row.name,
        row.district,
        row.district_name,
        row.province,
        row.province_name,
        row.retired_on,
        row.successor_2025_06_30,
        row.successor_2025_07_01,
        indexIn(CONFIDENCES, row.confidence, 'confidence'),
      ])
      .sort(byCode),
  };
}

/** One row a line: small enough to load fast, and a change shows as the lines that changed. */
export function printCompiled(table: CompiledUnits): string {
  const members = Object.entries(table).map(([name, value]) => {
    if (!Array.isArray(value)) return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    return `${JSON.stringify(name)}:[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}
