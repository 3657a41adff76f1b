import type { AxisAgency } from '../agencies/axis-list.ts';
import { inFormOf } from '../agencies/level1.ts';
import type { RoutingLists } from '../agencies/routing-lists.ts';
import { inForce } from '../agencies/succession-rows.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { TARGET_VINTAGE } from '../formats/vintages.ts';

/** Why a code may leave the axis, and what has to be live before it does. */
export interface Disposal {
  readonly legalBasis: readonly string[];
  readonly successors: readonly string[];
}

/**
 * What ended a code: rows of the succession list other than `keep` (what happened stays happened, docs/codes.md
 * section 2), else QĐ 09/2025 for a level-1 code, else a row of the registry that is `retired` or `annulled` and cites
 * its decision. Undefined where nothing did.
 *
 * `stays` tells of a code whether it will be live on the axis; a successor that will not be is followed to its own.
 */
export function disposalOf(
  code: string,
  lists: RoutingLists,
  day: string,
  stays: (code: string) => boolean,
): Disposal | undefined {
  const own = endOf(code, lists, day);
  if (own === undefined) return undefined;
  const successors = new Set<string>();
  const passed = new Set([code]);
  const follow = (next: string): void => {
    const known = lists.rowOn(next, day)?.row.code ?? next;
    if (passed.has(known)) return;
    passed.add(known);
    const further = stays(known) ? undefined : endOf(known, lists, day);
    if (further === undefined || further.successors.length === 0) successors.add(known);
    else for (const one of further.successors) follow(one);
  };
  for (const next of own.successors) follow(next);
  return { legalBasis: own.legalBasis, successors: [...successors].sort() };
}

function endOf(code: string, lists: RoutingLists, day: string): Disposal | undefined {
  const rows = currentRows(code, lists, day).filter(({ disposition }) => disposition !== 'keep');
  if (rows.length > 0)
    return {
      legalBasis: once(rows.map((row) => row.legal_basis)),
      successors: once(rows.map((row) => row.new_code).filter((next) => next !== '' && next !== code)),
    };
  const level1 = lists.level1Row(code);
  if (level1?.disposition === 'closed' && day >= TARGET_VINTAGE)
    return { legalBasis: [level1.legal_basis], successors: [inFormOf(code, level1.successor)] };
  const ended = lists
    .registryRows(code)
    .find(
      ({ row }) =>
        (row.state === 'retired' || row.state === 'annulled') &&
        row.legal_basis !== '' &&
        (row.valid_from === '' || row.valid_from <= day),
    );
  return ended === undefined ? undefined : { legalBasis: [ended.row.legal_basis], successors: [] };
}

/** The rows that are in force; if none is, those that were last. */
function currentRows(code: string, lists: RoutingLists, day: string): SuccessionRow[] {
  const begun = lists
    .successionRows(code)
    .map(({ row }) => row)
    .filter((row) => row.valid_from === '' || row.valid_from <= day);
  const current = begun.filter((row) => inForce(row, day));
  if (current.length > 0) return current;
  const last = begun
    .map((row) => row.valid_from)
    .sort()
    .at(-1);
  return begun.filter((row) => row.valid_from === last);
}

/** Every string by which a letter may name an agency: what its lists say are its two forms. */
export function namesOf(agency: AxisAgency, lists: RoutingLists): string[] {
  const names = [agency.code, agency.code102, agency.oldCode];
  for (const { row } of lists.registryRows(agency.code)) names.push(row.code, row.code_102);
  for (const { row } of lists.successionRows(agency.code)) names.push(row.old_code, row.old_code_102);
  const level1 = lists.level1Row(agency.code);
  if (level1 !== undefined) names.push(level1.code, inFormOf('000.00.00.', level1.code));
  return once(names.filter((name) => name !== '')).sort();
}

const once = (values: readonly string[]): string[] => [...new Set(values)];
