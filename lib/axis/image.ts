import type { AxisAgency } from '../agencies/axis-list.ts';
import type { AxisImage, PlannedCall } from '../formats/codes-plan.ts';
import { PLANNED_FIELDS } from '../formats/codes-plan.ts';

/** An entry as it is kept in a plan. */
export function imageOf(agency: AxisAgency): AxisImage {
  const { code, name, mail, parent, code102, oldCode, deleted } = agency;
  return { code, name, mail, parent, code102, oldCode, deleted, said: [...agency.said].sort() };
}

type Entry = AxisAgency | AxisImage | null | undefined;

const present = (entry: Entry): entry is AxisAgency | AxisImage => entry != null && !entry.deleted;

const says = (entry: AxisAgency | AxisImage, field: AxisImage['said'][number]): boolean =>
  Array.isArray(entry.said) ? entry.said.includes(field) : (entry.said as ReadonlySet<string>).has(field);

const COMPARED = ['name', 'mail', 'parent', 'code102'] as const;

/** What differs between two entries of one code. */
export type EntryField = (typeof COMPARED)[number] | 'there';

/**
 * The fields in which two entries of one code differ. Answers of different shapes say different things, so only what
 * both speak of is compared, and an entry that is `deleted` is as good as none.
 */
export function differingFields(a: Entry, b: Entry): EntryField[] {
  if (!present(a) || !present(b)) return present(a) === present(b) ? [] : ['there'];
  return COMPARED.filter((field) => says(a, field) && says(b, field) && a[field] !== b[field]);
}

/**
 * The fields in which the axis's entry is not what a call should have made it. A field that the list is silent on is
 * one of them: nobody has seen it come about.
 */
export function unmetFields(call: Pick<PlannedCall, 'after'>, agency: AxisAgency | undefined): EntryField[] {
  const { after } = call;
  if (after === null) return present(agency) ? ['there'] : [];
  if (!present(agency)) return ['there'];
  return PLANNED_FIELDS.filter(
    (field) => after[field] !== undefined && !(agency.said.has(field) && after[field] === agency[field]),
  );
}
