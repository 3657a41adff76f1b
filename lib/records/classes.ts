import type { Succession } from '../agencies/succession.ts';
import type { FrozenSource } from '../formats/frozen.ts';
import type { Condition, Level, Profile, Subject } from '../formats/profile.ts';
import { VINTAGES, type Vintage } from '../formats/vintages.ts';
import { fold } from '../units/names.ts';
import { columnOf } from './layout.ts';

/** The value of a column of the record at hand; blank if it is absent. */
export type ValueOf = (column: string) => string;

/** Not a column: `1` if the NDJSON record at hand bears the stamp (its last four members). */
export const STAMPED = '(stamped)';

/** One thing that several columns decide together, with few distinct answers: a record's level, its subject, … */
export interface ClassGroup<T> {
  readonly columns: readonly string[];
  /** Pure. Answers that the decision can't tell apart are the same object or string. */
  readonly classify: (value: ValueOf) => T;
}

/** The five groups, in the order in which their numbers are packed. */
export interface Classes {
  readonly level: ClassGroup<Level | 'unknown'>;
  readonly subject: ClassGroup<Subject>;
  /** A procedure code that stands for all that no succession condition can tell from it. */
  readonly procedure: ClassGroup<string>;
  readonly finished: ClassGroup<boolean>;
  readonly vintage: ClassGroup<VintageClass>;
}

export interface VintageClass {
  readonly units: Vintage | 'unknown';
  readonly agency: Vintage | 'unknown';
  readonly archivedByStamp: boolean;
}

function holds(condition: Condition, value: string): boolean {
  switch (condition.op) {
    case 'in':
      return condition.values.includes(value);
    case 'prefix':
      return condition.values.some((prefix) => value.startsWith(prefix));
    case 'folded': {
      const folded = fold(value);
      return condition.values.some((other) => fold(other) === folded);
    }
  }
}

function byRules<T extends string, U extends string>(
  config: T | { rules: ReadonlyArray<{ when: Record<string, Condition>; is: T }> },
  otherwise: U,
): ClassGroup<T | U> {
  if (typeof config === 'string') return { columns: [], classify: () => config };
  const columns = [...new Set(config.rules.flatMap((rule) => Object.keys(rule.when)))];
  return {
    columns,
    classify: (value) =>
      config.rules.find((rule) =>
        Object.entries(rule.when).every(([name, condition]) => holds(condition, value(name))),
      )?.is ?? otherwise,
  };
}

const columnsOf = (...names: Array<string | undefined>): string[] =>
  names.filter((name) => name !== undefined);

/** A procedure matches a listed value if it is that or a local form of it (`1.011442.000.00.00.H38`). */
function procedureGroup(profile: Profile, succession: Succession): ClassGroup<string> {
  const column = columnOf(profile, 'procedure-code');
  const terms = [...succession.procedureTerms];
  if (terms.length === 0) return { columns: [], classify: () => '' };
  const representatives = new Map<string, string>();
  return {
    columns: columnsOf(column),
    classify: (value) => {
      const procedure = column === undefined ? '' : value(column);
      if (procedure === '') return '';
      const matches = terms
        .filter((term) => procedure === term || procedure.startsWith(`${term}.`))
        .join('|');
      const known = representatives.get(matches);
      if (known !== undefined) return known;
      representatives.set(matches, procedure);
      return procedure;
    },
  };
}

function vintageGroup(profile: Profile, source: FrozenSource): ClassGroup<VintageClass> {
  const answers = new Map<string, VintageClass>();
  const answer = (units: VintageClass['units'], agency: VintageClass['agency'], archivedByStamp: boolean) => {
    const key = `${units} ${agency} ${archivedByStamp}`;
    const known = answers.get(key) ?? { units, agency, archivedByStamp };
    answers.set(key, known);
    return known;
  };
  const checked = (value: string) => VINTAGES.find((vintage) => vintage === value) ?? 'unknown';
  const column = columnOf(profile, 'vintage');
  const ofStamp = (value: ValueOf) => {
    const vintage = checked(value('_vintage'));
    return answer(vintage, vintage, value('_rule').includes('agency=archive-only@'));
  };
  const ofColumn = (value: ValueOf) => {
    if (column === undefined) return answer(source.vintage, source.agencyVintage, false);
    const vintage = checked(value(column));
    return answer(vintage, vintage, false);
  };
  // A CSV file bears the stamp or not; in NDJSON each record does.
  if (profile.format === 'csv')
    return source.stamped
      ? { columns: ['_rule', '_vintage'], classify: ofStamp }
      : { columns: columnsOf(column), classify: ofColumn };
  return {
    columns: columnsOf(column),
    classify: (value) => (value(STAMPED) === '' ? ofColumn(value) : ofStamp(value)),
  };
}

/** The groups of a source of this profile. */
export function classesOf(profile: Profile, source: FrozenSource, succession: Succession): Classes {
  const status = columnOf(profile, 'status');
  const finished = profile.status?.finished ?? [];
  return {
    level: byRules(profile.level, 'unknown'),
    subject: byRules(profile.subject, 'unknown'),
    procedure: procedureGroup(profile, succession),
    finished: {
      columns: columnsOf(status),
      classify: (value) => status !== undefined && finished.includes(value(status)),
    },
    vintage: vintageGroup(profile, source),
  };
}
