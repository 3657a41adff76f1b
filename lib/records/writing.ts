import type { FrozenSource } from '../formats/frozen.ts';
import { ALIAS_COLUMNS } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import { TARGET_VINTAGE } from '../formats/vintages.ts';
import type { Decision, Facts, HoldReason, ReasonColumn, Setting } from './decide.ts';
import { columnOf } from './layout.ts';

/** Papers issued before the restructuring stay valid and may not be asked for again: Resolution 190/2025/QH15, Article 10. */
const NUMBERS_STAY_VALID = '190/2025/QH15 Điều 10';

/** The columns that a decision may rewrite or name, by what they hold; absent where the source lacks them. */
export type ColumnNames = Readonly<Partial<Record<ReasonColumn, string>>>;
export type RewrittenColumn = 'province' | 'district' | 'commune' | 'communeName' | 'agency';

/** What a decision makes of a record, as text that both formats write (docs/rules.md section 7). */
export interface Writing {
  /** New values by column, in the order in which `_was` names them; empty unless migrated. */
  readonly rewritten: ReadonlyMap<RewrittenColumn, string>;
  /** The fields after `_record`: rule, was, vintage; or reasons, columns, candidates; none for already and rejected. */
  readonly appended: readonly string[];
  /** A CSV row of TALLY_COLUMNS without its count. */
  readonly tally: string;
  /** A CSV row's end after `canonical_id`, with LF. */
  readonly aliasTail: string;
}

/** Quotes a CSV field only if it must be. */
export function csvField(value: string, delimiter: string, quote: string): string {
  const must =
    value.includes(delimiter) ||
    value.includes('\n') ||
    value.includes('\r') ||
    (quote !== '' && value.includes(quote));
  return must && quote !== '' ? `${quote}${value.replaceAll(quote, quote + quote)}${quote}` : value;
}

const csv = (value: string): string => csvField(value, ',', '"');

/** The names of the columns of one source that a decision may speak of. */
export function columnNames(profile: Profile, isThere: (name: string) => boolean): ColumnNames {
  const of = (role: Parameters<typeof columnOf>[1]) => {
    const name = columnOf(profile, role);
    return name !== undefined && isThere(name) ? name : undefined;
  };
  const level =
    typeof profile.level === 'string' ? undefined : Object.keys(profile.level.rules[0]?.when ?? {})[0];
  const entries: Array<[ReasonColumn, string | undefined]> = [
    ['province', of('unit.province')],
    ['district', of('unit.district')],
    ['commune', of('unit.commune')],
    ['communeName', of('unit.commune-name')],
    ['agency', of('agency')],
    ['vintage', of('vintage')],
    ['level', level],
  ];
  return Object.fromEntries(entries.filter(([, name]) => name !== undefined));
}

export interface Writer {
  readonly profile: Profile;
  readonly source: FrozenSource;
  readonly setting: Setting;
  readonly columns: ColumnNames;
  /** The rewritable columns that are there, in header order (CSV) or profile order (NDJSON). */
  readonly order: readonly RewrittenColumn[];
}

const REWRITABLE = ['province', 'district', 'commune', 'communeName', 'agency'] as const;

/** What is written for the records of a source whose columns are these, in this order. */
export function writerOf(
  profile: Profile,
  source: FrozenSource,
  setting: Setting,
  names: readonly string[],
): Writer {
  const columns = columnNames(profile, (name) => names.includes(name));
  const at = (column: RewrittenColumn) => names.indexOf(columns[column] as string);
  const order = REWRITABLE.filter((column) => columns[column] !== undefined).sort((a, b) => at(a) - at(b));
  return { profile, source, setting, columns, order };
}

/** The tally row of a record whose fields can't be told. */
export function unreadableTally({ source, setting }: Writer, reason: string): string {
  return `${source.source},?,,${setting.hasAgency ? '?' : ''},,rejected,${reason}`;
}

const EMPTY: ReadonlyMap<RewrittenColumn, string> = new Map();

/** The texts for a record with these facts and this decision. */
export function write(writer: Writer, facts: Facts, decision: Decision): Writing {
  const rewritten = decision.outcome === 'migrated' ? rewrittenValues(writer, decision) : EMPTY;
  return {
    rewritten,
    appended: appendedFields(writer, facts, decision, rewritten),
    tally: tallyRow(writer, facts, decision, rewritten),
    aliasTail: aliasTail(writer, facts, decision, rewritten),
  };
}

function rewrittenValues(
  writer: Writer,
  decision: Decision & { outcome: 'migrated' },
): Map<RewrittenColumn, string> {
  const { units, agency } = decision;
  const values: Partial<Record<RewrittenColumn, string>> = {
    ...(units === undefined
      ? {}
      : { province: units.province, district: '', commune: units.commune, communeName: units.communeName }),
    ...(agency === undefined ? {} : { agency: agency.code }),
  };
  const rewritten = new Map<RewrittenColumn, string>();
  for (const column of writer.order) {
    const value = values[column];
    if (value !== undefined) rewritten.set(column, value);
  }
  return rewritten;
}

function appendedFields(
  writer: Writer,
  facts: Facts,
  decision: Decision,
  rewritten: ReadonlyMap<RewrittenColumn, string>,
): string[] {
  if (decision.outcome === 'held') {
    const { reasons } = decision;
    return [
      reasons.map((reason) => reason.code).join(';'),
      reasons.map((reason) => columnName(writer, facts, reason.column)).join(';'),
      reasons.map((reason) => sorted(reason.candidates).join(' ')).join(';'),
    ];
  }
  if (decision.outcome !== 'migrated') return [];
  const rules = [
    decision.units === undefined ? '' : `unit=${decision.units.rule}`,
    decision.agency === undefined ? '' : `agency=${decision.agency.rule}`,
  ];
  const was = [...rewritten.keys()].map((column) => `${writer.columns[column]}=${facts[column]}`);
  return [rules.filter((rule) => rule !== '').join(';'), was.join(';'), TARGET_VINTAGE];
}

/** The name of the column that a reason speaks of, blank where the source has none. */
export function columnName(writer: Writer, facts: Facts, column: ReasonColumn): string {
  if (column === 'key') return facts.missingKey ?? '';
  if (column === 'vintage' && writer.source.stamped) return '_vintage';
  return writer.columns[column] ?? '';
}

const sorted = (codes: readonly string[]): string[] => [...new Set(codes)].sort();
const candidatesOf = (reasons: readonly HoldReason[]): string[] =>
  sorted(reasons.flatMap((reason) => reason.candidates));

/** The unit that a record names, finest first; `?` for none and for what is in no table (it may be anything). */
export function oldUnitOf(facts: Pick<Facts, 'commune' | 'district' | 'province'>, setting: Setting): string {
  const unit = facts.commune || facts.district || facts.province;
  return setting.units.knownUnit(unit) ? unit : '?';
}

/** An agency as tallies show it: blank only where the source has no such column. */
export const tallyAgency = (agency: string, setting: Setting): string =>
  !setting.hasAgency ? '' : setting.succession.known(agency) ? agency : '?';

function tallyRow(
  { source, setting }: Writer,
  facts: Facts,
  decision: Decision,
  rewritten: ReadonlyMap<RewrittenColumn, string>,
): string {
  const oldUnit = oldUnitOf(facts, setting);
  const oldAgency = tallyAgency(facts.agency, setting);
  const stands = decision.outcome === 'migrated' || decision.outcome === 'already';
  const unitsMapped = decision.outcome === 'migrated' && decision.units !== undefined && setting.hasUnits;
  // What is written, not what was decided: a source may have no column for it.
  const written = (column: 'commune' | 'province') => rewritten.get(column) ?? facts[column];
  const newUnit = unitsMapped ? written('commune') || written('province') : oldUnit;
  const newAgency = rewritten.has('agency')
    ? tallyAgency(rewritten.get('agency') as string, setting)
    : oldAgency;
  const reason =
    decision.outcome === 'held'
      ? (decision.reasons[0] as HoldReason).code
      : decision.outcome === 'rejected'
        ? decision.reason
        : '';
  return [
    source.source,
    oldUnit,
    stands ? newUnit : '',
    oldAgency,
    stands ? newAgency : '',
    decision.outcome,
    reason,
  ]
    .map(csv)
    .join(',');
}

function aliasTail(
  { source }: Writer,
  facts: Facts,
  decision: Decision,
  rewritten: ReadonlyMap<RewrittenColumn, string>,
): string {
  switch (decision.outcome) {
    case 'migrated':
      return aliasEnd('current', rewritten.get('agency') ?? facts.agency, [], source);
    case 'already':
      return aliasEnd('current', facts.agency, [], source);
    case 'held':
      return aliasEnd('held', facts.agency, candidatesOf(decision.reasons), source);
    case 'rejected':
      return aliasEnd('rejected', '', [], source);
  }
}

/** The end of an alias row, from `state` on. */
export function aliasEnd(
  state: 'current' | 'held' | 'rejected',
  owner: string,
  candidates: readonly string[],
  source: FrozenSource,
): string {
  const validFrom = state === 'current' ? TARGET_VINTAGE : '';
  const fields = [state, owner, candidates.join(' '), validFrom, '', NUMBERS_STAY_VALID, source.sha256];
  return `${fields.map(csv).join(',')}\n`;
}

/** The header line of every aliases part. */
export const ALIAS_HEADER = `${ALIAS_COLUMNS.join(',')}\n`;
