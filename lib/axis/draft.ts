import type { AxisAgency, AxisList } from '../agencies/axis-list.ts';
import { parseAgencyCode } from '../agencies/codes.ts';
import type { Difference } from '../agencies/diff.ts';
import { groupBy } from '../agencies/groups.ts';
import type { RoutingLists } from '../agencies/routing-lists.ts';
import type { PlannedCall, Refusal, RefusedDifference } from '../formats/codes-plan.ts';
import type { RegistryRow } from '../formats/registry-table.ts';
import { disposalOf, namesOf } from './disposal.ts';
import { imageOf } from './image.ts';

/** A call that has no place in the order yet. */
export type DraftCall = Omit<PlannedCall, 'number' | 'needs'>;

export interface Draft {
  /** One call a code at most. */
  readonly calls: Map<string, DraftCall>;
  readonly refused: RefusedDifference[];
}

export interface PlanSources {
  /** As `diffCodes` found them, without those that a person has accepted. */
  readonly differences: readonly Difference[];
  readonly list: AxisList;
  readonly lists: RoutingLists;
  readonly day: string;
}

/** What of an agency may be sent: printable ASCII without blanks, since a delete names its code in a header. */
const SENDABLE = /^[\x21-\x7e]{1,64}$/;

/** The call that each code needs, or why it can't have one by what is known of the code alone. */
export function draftCalls(sources: PlanSources): Draft {
  const calls = new Map<string, DraftCall>();
  const refused: RefusedDifference[] = [];
  const refuse = (reason: Refusal, differences: readonly Difference[]): void => {
    for (const { key, code } of differences) refused.push({ key, code, reason, about: [] });
  };
  const stays = staying(sources);
  for (const differences of groupBy(sources.differences, ({ code }) => code).values()) {
    // DOMAIN 5: registerAgency has no member for the other code form.
    const open = differences.filter(({ field }) => field !== 'code_102');
    refuse(
      'no-call',
      differences.filter(({ field }) => field === 'code_102'),
    );
    const [first] = open;
    if (first === undefined) continue;
    const drafted = draftOne(first, sources, stays);
    if (typeof drafted === 'string') refuse(drafted, open);
    else calls.set(first.code, { ...drafted, why: open.map(({ key }) => key) });
  }
  return { calls, refused };
}

/** Whether a code will be live on the axis if all goes well. */
function staying({ differences, list }: PlanSources): (code: string) => boolean {
  const codes = (wanted: Difference['category']): Set<string> =>
    new Set(differences.filter(({ category }) => category === wanted).map(({ code }) => code));
  const [added, removed] = [codes('added'), codes('removed')];
  return (code) => added.has(code) || (!removed.has(code) && list.agencies.get(code)?.deleted === false);
}

type Drafted = Omit<DraftCall, 'why'> | Refusal;

function draftOne(
  { category, agency, entry }: Difference,
  sources: PlanSources,
  stays: (code: string) => boolean,
): Drafted {
  if (category === 'locked') return 'locked';
  if (entry !== undefined) return registerOf(entry.row, agency);
  if (agency !== undefined) return deleteOf(agency, sources, stays);
  throw new TypeError(`a difference of ${category} has neither a row nor an entry`);
}

function deleteOf(
  agency: AxisAgency,
  { lists, day }: PlanSources,
  stays: (code: string) => boolean,
): Drafted {
  const { code } = agency;
  if (!SENDABLE.test(code)) return 'code-form';
  const disposal = disposalOf(code, lists, day, stays);
  if (disposal === undefined) return 'no-legal-basis';
  return {
    call: 'delete',
    code,
    payload: null,
    before: imageOf(agency),
    after: null,
    names: namesOf(agency, lists),
    successors: [...disposal.successors],
    legalBasis: [...disposal.legalBasis],
  };
}

function registerOf(row: RegistryRow, agency: AxisAgency | undefined): Drafted {
  const { code, name } = row;
  const parsed = parseAgencyCode(code);
  if (parsed === undefined) return 'code-form';
  if (row.legal_basis === '') return 'no-legal-basis';
  if (agency === undefined && row.parent === '' && parsed.level > 1) return 'parent-missing';
  // The call says all of an agency: what the registry is silent on is said again as the axis has it.
  const kept = (field: 'mail' | 'parent'): string | undefined => {
    if (row[field] !== '' || agency === undefined) return row[field];
    return agency.said.has(field) ? agency[field] : undefined;
  };
  const [mail, parent] = [kept('mail'), kept('parent')];
  if (mail === undefined || parent === undefined) return 'field-unknown';
  return {
    call: 'register',
    code,
    payload: { pcode: parent, name, mail },
    before: agency === undefined ? null : imageOf(agency),
    after: { name, ...(mail !== '' && { mail }), ...(parent !== '' && { parent }) },
    names: [],
    successors: [],
    legalBasis: [row.legal_basis],
  };
}
