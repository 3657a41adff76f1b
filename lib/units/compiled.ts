/**
 * The compiled unit tables (`data/compiled/units.json`): what `scripts/compile-units.ts` writes and `Units` reads.
 * Rows are arrays, repeated strings are indexes into the lists beside them, and nothing that follows from another
 * row is stored (a commune's province is its district's; an edge's citation is its new commune's).
 */
export const COMPILED_FORMAT = 'thong-suot/units/1';

export const OLD_UNIT_KINDS = ['commune', 'unassigned_land', 'district_without_communes'] as const;
export type OldUnitKind = (typeof OLD_UNIT_KINDS)[number];

/** How an old unit went into a new one. The first five are the only successor; the `split_` ones are one of several. */
export const RELATIONS = [
  'merged_whole',
  'unchanged',
  'renamed_or_retyped',
  'district_to_special_zone',
  'unassigned_land',
  'split_part',
  'split_remainder',
  'split_area_only',
  'split_part_area_all_population',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** How sure the successors of a code retired before 2025-06-30 are; only `high` acts without a person. */
export const CONFIDENCES = ['high', 'medium', 'low', 'none'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Share of an old unit's population that a successor received: all, none, or some (unpublished). */
export type People = '1' | '0' | '';

/** new code, relation, people, note, correction (a note) */
export type CompiledEdge = [string, number, People, number, number];

export interface CompiledUnits {
  format: typeof COMPILED_FORMAT;
  /** SHA-256 of each `data/*.csv`, by file name. */
  tables: Record<string, string>;
  resolutions: string[];
  /** Remarks of the Statistics Office's table and of its corrections; index 0 is blank. */
  notes: string[];
  /** code, name, new province */
  oldProvinces: Array<[string, string, string]>;
  /** code, name, resolution; then amended name, resolution, from, where amended */
  newProvinces: Array<[string, string, number] | [string, string, number, string, number, string]>;
  /** code, name, old province */
  oldDistricts: Array<[string, string, string]>;
  /** code, kind, district, name, `name_variants`, edges sorted by new code */
  oldUnits: Array<[string, number, string, string, string, CompiledEdge[]]>;
  /** code, name, new province, resolution, clause; then amended name, resolution, from, where amended */
  newCommunes: Array<
    | [string, string, string, number, string]
    | [string, string, string, number, string, string, number, string]
  >;
  /** code, name, district, district name, province, province name, retired on, successors old, successors new, confidence */
  retired: Array<[string, string, string, string, string, string, string, string, string, number]>;
}
