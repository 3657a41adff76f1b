import type { FrozenSource } from '../../formats/frozen.ts';
import { type Condition, NUMBER_ROLES, type Profile, type Role } from '../../formats/profile.ts';
import type { Layout } from '../ingest/layout.ts';
import type { Cell, Database } from './database.ts';

/** Whether a profile has a column of a role. */
export function hasRole(profile: Profile, role: Role): boolean {
  return Object.values(profile.columns).some((column) => column.role === role);
}

export function nameOf(profile: Profile, role: Role): string {
  return Object.entries(profile.columns).find(([, column]) => column.role === role)?.[0] ?? '';
}

function isOptional(profile: Profile, role: Role): boolean {
  return profile.columns[nameOf(profile, role)]?.optional ?? false;
}

export interface SourceNumbers {
  readonly sourceNo: number;
  readonly systemNo: number;
}

/** Sets up what the derivation asks about the source at hand: `this_source`, rules, finished statuses, columns. */
export async function setSource(
  database: Database,
  source: FrozenSource,
  profile: Profile,
  layout: Layout,
  numbers: SourceNumbers,
): Promise<void> {
  const roles = Object.values(profile.columns).map((column) => column.role);
  const facts: Record<string, Cell> = {
    source_no: numbers.sourceNo,
    system_no: numbers.systemNo,
    source: source.source,
    system: source.system,
    sha256: source.sha256,
    format: profile.format,
    delimiter: profile.delimiter,
    vintage: source.vintage,
    agency_vintage: source.agencyVintage,
    rejected_path: `rejected/${source.source}.csv`,
    has_unit: roles.some((role) => role.startsWith('unit.')),
    has_province: hasRole(profile, 'unit.province'),
    has_agency: hasRole(profile, 'agency'),
    agency_optional: isOptional(profile, 'agency'),
    has_vintage: hasRole(profile, 'vintage'),
    has_status: hasRole(profile, 'status'),
    has_deadline: hasRole(profile, 'deadline'),
    has_link: hasRole(profile, 'link'),
    link_optional: isOptional(profile, 'link'),
    has_attachment: hasRole(profile, 'attachment'),
    has_signed: hasRole(profile, 'attachment.signed'),
    has_manifest: source.attachments?.manifest !== undefined,
    conflict_hold: profile.agencyUnitConflict === 'hold',
    p_name: nameOf(profile, 'unit.province'),
    d_name: nameOf(profile, 'unit.district'),
    c_name: nameOf(profile, 'unit.commune'),
    n_name: nameOf(profile, 'unit.commune-name'),
    a_name: nameOf(profile, 'agency'),
    vintage_name: nameOf(profile, 'vintage'),
    deadline_name: nameOf(profile, 'deadline'),
    attachment_name: nameOf(profile, 'attachment'),
    dossier_name: nameOf(profile, 'dossier-number'),
    // What a record without a level names: the first column that the first level rule asks for.
    level_name:
      typeof profile.level === 'string' ? '' : (Object.keys(profile.level.rules[0]?.when ?? {})[0] ?? ''),
  };
  const type = (cell: Cell): string =>
    typeof cell === 'boolean' ? 'BOOLEAN' : typeof cell === 'number' ? 'INTEGER' : 'VARCHAR';
  await database.table(
    'this_source',
    Object.fromEntries(Object.entries(facts).map(([name, cell]) => [name, type(cell)])),
    [Object.values(facts)],
    'TEMP TABLE',
  );
  await database.table(
    'finished',
    { value: 'VARCHAR' },
    (profile.status?.finished ?? []).map((value) => [value]),
    'TEMP TABLE',
  );
  await database.table(
    'key_column',
    { position: 'INTEGER', name: 'VARCHAR' },
    profile.key.map((name, index) => [index + 1, name]),
    'TEMP TABLE',
  );
  await setRules(database, profile, layout);
  const order = profile.format === 'csv' ? source.header : Object.keys(profile.columns);
  const parts = ['p', 'd', 'c', 'n', 'a'];
  await database.table(
    'rewritten_column',
    { part: 'VARCHAR', name: 'VARCHAR', ord: 'INTEGER' },
    layout.rewritten.flatMap((cell, index) =>
      cell === -1 ? [] : [[parts[index]!, layout.names[cell]!, order.indexOf(layout.names[cell]!)]],
    ),
    'TEMP TABLE',
  );
}

async function setRules(database: Database, profile: Profile, layout: Layout): Promise<void> {
  const rules: Cell[][] = [];
  const values: Cell[][] = [];
  for (const target of ['level', 'subject'] as const) {
    const part = profile[target];
    if (typeof part === 'string') {
      rules.push([target, 0, part, 0]);
      continue;
    }
    part.rules.forEach((rule, ruleNo) => {
      const conditions = Object.entries(rule.when as Record<string, Condition>);
      rules.push([target, ruleNo, rule.is, conditions.length]);
      conditions.forEach(([name, condition], conditionNo) => {
        const slot = layout.rules.indexOf(layout.names.indexOf(name));
        for (const value of condition.values)
          values.push([target, ruleNo, conditionNo, slot, condition.op, value]);
      });
    });
  }
  await database.table(
    'rule',
    { target: 'VARCHAR', rule_no: 'INTEGER', outcome: 'VARCHAR', conditions: 'INTEGER' },
    rules,
    'TEMP TABLE',
  );
  await database.table(
    'rule_value',
    {
      target: 'VARCHAR',
      rule_no: 'INTEGER',
      condition_no: 'INTEGER',
      slot: 'INTEGER',
      op: 'VARCHAR',
      value: 'VARCHAR',
    },
    values,
    'TEMP TABLE',
  );
}

/** The columns of `rec` beyond the sheet's own, as expressions over its value slots: only slot numbers enter the SQL. */
export function recordExpressions(layout: Layout): { select: string; numbers: string } {
  const readable = (slot: number): string =>
    `CASE WHEN NOT numbers_readable OR fault = 'bad-utf8' AND regexp_matches(v${slot}, '[\\x{F0080}-\\x{F00FF}]') THEN '' ELSE v${slot} END`;
  const escaped = (slot: number): string =>
    `replace(replace(replace(${readable(slot)}, '%', '%25'), '|', '%7C'), '#', '%23')`;
  const role = (name: Role): string => {
    const slot = layout.rowRole.get(name);
    return slot === undefined ? "''" : `v${slot}`;
  };
  const fault = layout.key.map((slot, index) => `WHEN v${slot} = '' THEN ${index + 1}`).join(' ');
  const select = [
    'number, chunk, start, length, fault, fault_column, has_fields, numbers_readable, place, kind, rest, whole',
    `CASE ${fault} ELSE 0 END AS key_fault`,
    `${layout.key.map(escaped).join(" || '|' || ")} AS key_text`,
    `has_fields AND ${layout.key.map((slot) => `${readable(slot)} <> ''`).join(' AND ')} AS key_readable`,
    `${role('link')} AS link`,
    `${role('deadline')} AS deadline`,
    `${role('attachment')} AS attachment`,
    `${role('attachment.sha256')} AS attachment_sha256`,
    `${role('attachment.signed')} AS attachment_signed`,
    `${role('attachment.valid-until')} AS attachment_valid_until`,
    ...NUMBER_ROLES.flatMap((name, index) => {
      const slot = layout.rowRole.get(name);
      return slot === undefined ? [] : [`${readable(slot)} AS number_${index}`];
    }),
  ].join(', ');
  const numbers = NUMBER_ROLES.flatMap((name, index) =>
    layout.rowRole.has(name)
      ? [
          `SELECT number, '${name}' AS scheme, number_${index} AS value, key_text FROM rec WHERE number_${index} <> ''`,
        ]
      : [],
  );
  return {
    select,
    numbers:
      numbers.length > 0
        ? numbers.join(' UNION ALL ')
        : "SELECT number, '' AS scheme, '' AS value, key_text FROM rec WHERE false",
  };
}
