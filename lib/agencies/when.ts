/**
 * The condition of a `split` row (docs/rules.md section 6): blank, or conditions on the record's new commune or
 * procedure joined by `&`, such as `commune=28756|28810&procedure!=1.011442`.
 */
export interface When {
  readonly commune: Field | undefined;
  readonly procedure: Field | undefined;
}

/** Conditions on one field, all of which must hold: in each list of `anyOf`, in none of `noneOf`. */
export interface Field {
  readonly anyOf: ReadonlyArray<readonly string[]>;
  readonly noneOf: readonly string[];
}

export type ParsedWhen =
  | { readonly ok: true; readonly when: When }
  | { readonly ok: false; readonly problem: string };

const CONDITION = /^(commune|procedure)(!?=)([^&=!]*)$/;
const VALUE = { commune: /^\d{5}$/, procedure: /^[0-9A-Za-z][0-9A-Za-z._-]*$/ } as const;

/** Parses a `when`; the problem says what is wrong and what is allowed. */
export function parseWhen(text: string): ParsedWhen {
  const found = { commune: emptyField(), procedure: emptyField() };
  if (text === '') return { ok: true, when: { commune: undefined, procedure: undefined } };
  for (const condition of text.split('&')) {
    const [, name, operator, list] = CONDITION.exec(condition) ?? [];
    if ((name !== 'commune' && name !== 'procedure') || list === undefined)
      return {
        ok: false,
        problem: `"${condition}" is no condition: write commune=, commune!=, procedure= or procedure!= and values joined by "|", without spaces`,
      };
    const values = list.split('|');
    const bad = values.find((value) => !VALUE[name].test(value));
    if (bad !== undefined)
      return {
        ok: false,
        problem: `"${bad}" is no ${name === 'commune' ? 'commune code of five digits' : 'procedure code'}`,
      };
    if (operator === '=') found[name].anyOf.push(values);
    else found[name].noneOf.push(...values);
  }
  const when = { commune: settled(found.commune), procedure: settled(found.procedure) };
  if (!canHold(when))
    return { ok: false, problem: 'its conditions contradict each other, so it never holds' };
  return { ok: true, when };
}

/** Whether the condition holds. An unknown commune or a blank procedure fails every condition on it, `!=` too. */
export function whenHolds(when: When, commune: string | undefined, procedure: string): boolean {
  return (
    (when.commune === undefined || (commune !== undefined && fieldHolds(when.commune, commune, equal))) &&
    (when.procedure === undefined || (procedure !== '' && fieldHolds(when.procedure, procedure, matches)))
  );
}

/**
 * Whether some commune and procedure make both conditions hold. Exact: the two fields are independent, and on each
 * the joined conditions are a set that is empty or not. (Communes are taken as all five-digit codes; a `!=` list
 * never leaves none of them over.)
 */
export function whensOverlap(a: When, b: When): boolean {
  return canHold({
    commune: joined(a.commune, b.commune),
    procedure: joined(a.procedure, b.procedure),
  });
}

/** A local code (`1.011442.000.00.00.H38`) matches its national one (`1.011442`). */
function matches(value: string, listed: string): boolean {
  return value === listed || value.startsWith(`${listed}.`);
}
const equal = (value: string, listed: string): boolean => value === listed;

type Covers = (value: string, listed: string) => boolean;

function fieldHolds(field: Field, value: string, covers: Covers): boolean {
  return (
    field.anyOf.every((list) => list.some((listed) => covers(value, listed))) &&
    !field.noneOf.some((listed) => covers(value, listed))
  );
}

function canHold(when: When): boolean {
  return fieldCanHold(when.commune, equal) && fieldCanHold(when.procedure, matches);
}

/**
 * A listed value stands for itself and what it covers, and two of them are nested or apart. So if anything satisfies
 * the lists, one of the listed values does: the deepest of those that cover it.
 */
function fieldCanHold(field: Field | undefined, covers: Covers): boolean {
  if (field === undefined || field.anyOf.length === 0) return true;
  return field.anyOf.flat().some((value) => fieldHolds(field, value, covers));
}

function joined(a: Field | undefined, b: Field | undefined): Field | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { anyOf: [...a.anyOf, ...b.anyOf], noneOf: [...a.noneOf, ...b.noneOf] };
}

function emptyField(): { anyOf: string[][]; noneOf: string[] } {
  return { anyOf: [], noneOf: [] };
}

function settled(field: Field): Field | undefined {
  return field.anyOf.length + field.noneOf.length === 0 ? undefined : field;
}
