import type { FrozenSource } from '../../formats/frozen.ts';
import { NUMBER_ROLES, type Profile, REWRITTEN_ROLES, type Role } from '../../formats/profile.ts';

/** Roles whose values the checks need row by row, beside the key columns. */
const ROW_ROLES: readonly Role[] = [
  ...NUMBER_ROLES,
  'link',
  'deadline',
  'attachment',
  'attachment.sha256',
  'attachment.signed',
  'attachment.valid-until',
];

/**
 * Which columns of a source the reconciliation looks at. A _cell_ is one column name (CSV) or JSON Pointer
 * (NDJSON) that the profile mentions; other numbers here are indices into `names`, -1 where there is none.
 */
export interface Layout {
  readonly names: readonly string[];
  /** CSV: index of each cell in the header, -1 if the header lacks it. Empty for NDJSON. */
  readonly headerIndex: readonly number[];
  /** NDJSON: whether a cell may be absent. */
  readonly optional: readonly boolean[];
  /** Cells of province, district, commune, commune name, agency. */
  readonly rewritten: readonly number[];
  readonly procedure: number;
  readonly status: number;
  readonly vintage: number;
  /** Cells of the columns that level and subject rules name: slot order. */
  readonly rules: readonly number[];
  /** Cells whose values stand in each row: slot order. */
  readonly row: readonly number[];
  /** Slots in `row` of the key columns, in the order of the key. */
  readonly key: readonly number[];
  /** Slot in `row` of each row role that the profile has. */
  readonly rowRole: ReadonlyMap<Role, number>;
}

export function conditionsOf(profile: Profile): string[] {
  const level = typeof profile.level === 'string' ? [] : profile.level.rules;
  const subject = typeof profile.subject === 'string' ? [] : profile.subject.rules;
  return [...new Set([...level, ...subject].flatMap((rule) => Object.keys(rule.when)))];
}

export function layoutOf(profile: Profile, source: FrozenSource): Layout {
  const columns = Object.keys(profile.columns);
  const ruleNames = conditionsOf(profile);
  const names = [...new Set([...columns, ...profile.key, ...ruleNames])];
  const cellOf = (role: Role): number => names.findIndex((name) => profile.columns[name]?.role === role);
  const row = [
    ...new Set([
      ...profile.key.map((name) => names.indexOf(name)),
      ...ROW_ROLES.map(cellOf).filter((cell) => cell !== -1),
    ]),
  ];
  const rowRole = new Map<Role, number>();
  for (const role of ROW_ROLES) if (cellOf(role) !== -1) rowRole.set(role, row.indexOf(cellOf(role)));
  return {
    names,
    headerIndex: profile.format === 'csv' ? names.map((name) => source.header.indexOf(name)) : [],
    optional: names.map((name) => profile.columns[name]?.optional ?? false),
    rewritten: REWRITTEN_ROLES.map(cellOf),
    procedure: cellOf('procedure-code'),
    status: cellOf('status'),
    vintage: cellOf('vintage'),
    rules: ruleNames.map((name) => names.indexOf(name)),
    row,
    key: profile.key.map((name) => row.indexOf(names.indexOf(name))),
    rowRole,
  };
}

/** For tables of our own, whose cells are taken by position. */
export const NO_COLUMNS: Layout = {
  names: [],
  headerIndex: [],
  optional: [],
  rewritten: [],
  procedure: -1,
  status: -1,
  vintage: -1,
  rules: [],
  row: [],
  key: [],
  rowRole: new Map(),
};
