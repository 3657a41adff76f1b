import type { AgencyState } from '../formats/registry-table.ts';
import type { AxisAgency, AxisList } from './axis-list.ts';
import { rootOf } from './codes.ts';
import type { Level1Row } from './level1.ts';
import type { Registry, RegistryEntry } from './registry.ts';
import { compareText } from './succession-rows.ts';

/** In the order in which a diff lists them. */
export const DIFFERENCE_CATEGORIES = ['added', 'locked', 'removed', 'reparented', 'changed'] as const;
export type DifferenceCategory = (typeof DIFFERENCE_CATEGORIES)[number];

/** Fields of `changed`, in the order of a diff (by their UTF-8 bytes). */
const CHANGED_FIELDS = ['code_102', 'mail', 'name'] as const;
export type DifferenceField = 'parent' | (typeof CHANGED_FIELDS)[number];

/** One difference between the registry and the axis's list (docs/codes.md section 3). */
export interface Difference {
  /** `added:CODE`, `changed:CODE:FIELD` and so on: what a row of `waivers.csv` names. */
  readonly key: string;
  readonly category: DifferenceCategory;
  readonly code: string;
  /** `parent` for `reparented`, the field for `changed`; blank for the others. */
  readonly field: DifferenceField | '';
  /** What the registry says of the field; for `added` and `locked` the name. Blank for `removed`. */
  readonly local: string;
  /** What the axis says of the field; for `locked` and `removed` the name. Blank for `added`. */
  readonly axis: string;
  /** The registry's row that is wanted; absent for `removed`. */
  readonly entry: RegistryEntry | undefined;
  /** The axis's entry; absent for `added`. */
  readonly agency: AxisAgency | undefined;
}

export interface DiffOptions {
  /** The day on which the registry is looked at. */
  readonly day: string;
  /** States whose codes should stand on the axis. */
  readonly onAxis: readonly AgencyState[];
  /** Level-1 codes of the province, old and new; the roots of the registry's codes are added to them. */
  readonly roots: ReadonlySet<string>;
}

/** The level-1 codes, old and new, that became one province (a Statistics Office code of 2025-07-01). */
export function provinceRoots(level1: readonly Level1Row[], province: string): Set<string> {
  const own = level1.filter((row) => row.new_province === province);
  return new Set(own.flatMap((row) => [row.code, row.successor]));
}

/** Which of the axis's entries are the province's to compare; the others are only counted. */
export interface AxisScope {
  readonly compared: readonly AxisAgency[];
  readonly others: number;
}

/** An entry is compared if its root is the province's or one of the registry's, or can't be read. */
export function axisScope(registry: Registry, list: AxisList, roots: ReadonlySet<string>): AxisScope {
  const ours = new Set(roots);
  for (const { row } of registry.entries) {
    const root = rootOf(row.code);
    if (root !== undefined) ours.add(root);
  }
  const compared = [...list.agencies.values()].filter(({ code }) => {
    const root = rootOf(code);
    return root === undefined || ours.has(root);
  });
  return { compared, others: list.agencies.size - compared.length };
}

/** What the axis lacks, has too much or says otherwise, in the order of docs/codes.md: category, code, field. */
export function diffCodes(registry: Registry, list: AxisList, options: DiffOptions): Difference[] {
  const wanted = registry.wanted(options.day, options.onAxis);
  const differences: Difference[] = [];
  for (const [code, entry] of wanted) {
    const agency = list.agencies.get(code);
    const { name } = entry.row;
    if (agency === undefined) differences.push(whole('added', code, name, '', entry, agency));
    else if (agency.deleted) differences.push(whole('locked', code, name, agency.name, entry, agency));
    else differences.push(...fieldDifferences(entry, agency));
  }
  const forms102 = new Set([...wanted.values()].map(({ row }) => row.code_102));
  for (const agency of axisScope(registry, list, options.roots).compared)
    if (!agency.deleted && !wanted.has(agency.code) && !forms102.has(agency.code))
      differences.push(whole('removed', agency.code, '', agency.name, undefined, agency));
  const rank = new Map(DIFFERENCE_CATEGORIES.map((category, at) => [category, at]));
  return differences.sort(
    (a, b) =>
      (rank.get(a.category) ?? 0) - (rank.get(b.category) ?? 0) ||
      compareText(a.code, b.code) ||
      compareText(a.field, b.field),
  );
}

function whole(
  category: 'added' | 'locked' | 'removed',
  code: string,
  local: string,
  axis: string,
  entry: RegistryEntry | undefined,
  agency: AxisAgency | undefined,
): Difference {
  return { key: `${category}:${code}`, category, code, field: '', local, axis, entry, agency };
}

/** Only what the axis spoke of and the registry has a value for can differ. */
function fieldDifferences(entry: RegistryEntry, agency: AxisAgency): Difference[] {
  const { row } = entry;
  const { code } = row;
  const differences: Difference[] = [];
  if (row.parent !== '' && agency.said.has('parent') && row.parent !== agency.parent)
    differences.push({
      key: `reparented:${code}`,
      category: 'reparented',
      code,
      field: 'parent',
      local: row.parent,
      axis: agency.parent,
      entry,
      agency,
    });
  for (const field of CHANGED_FIELDS) {
    const of = field === 'code_102' ? 'code102' : field;
    const [local, axis] = [row[field], agency[of]];
    if (local === '' || local === axis || !agency.said.has(of)) continue;
    const key = `changed:${code}:${field}`;
    differences.push({ key, category: 'changed', code, field, local, axis, entry, agency });
  }
  return differences;
}
