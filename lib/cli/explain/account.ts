import type { Explanation, ReasonColumn } from '../../batch/explain.ts';
import { partPath, rejectedRows } from '../../batch/out-paths.ts';
import type { Outcome } from '../../formats/frozen.ts';
import type { SuccessionRow } from '../../formats/tables.ts';
import { reasonOf } from '../../report/words.ts';
import type { Background } from './background.ts';
import { newName, newNameAndProvince } from './names.ts';

/** A reason with all that it points at. */
export interface ToldReason {
  readonly code: string;
  /** The source's own name of the column; blank if the reason is about the whole record. */
  readonly column: string;
  readonly vi: string;
  readonly en: string;
  readonly doVi: string;
  readonly doEn: string;
  /** `name` is blank for an agency. */
  readonly candidates: ReadonlyArray<{ readonly code: string; readonly name: string }>;
  /** What the succession list says of the record's agency, where the reason is about it; row 2 is the first after the header. */
  readonly list: ReadonlyArray<{ readonly number: number; readonly row: SuccessionRow }>;
}

export interface Account {
  readonly outcome: Outcome;
  /** Where the record stands in the output. */
  readonly output: string;
  /** Why it is held or rejected; empty otherwise. */
  readonly reasons: readonly ToldReason[];
}

const LISTED: ReadonlySet<string> = new Set([
  'agency-ambiguous',
  'agency-closed',
  'agency-archive-unfinished',
  'agency-unit-conflict',
]);

/** Why a record ended where it did, from its decision and what stands around it. */
export function accountOf(found: Explanation, background: Background): Account {
  const { unreadable, decision } = found.description;
  if (unreadable !== undefined)
    return rejected(found, [told(found, background, unreadable.reason, unreadable.column, [])]);
  if (decision === undefined) throw new RangeError('a readable record has no decision');
  const columnOf = (column: ReasonColumn): string =>
    (column === 'key' ? found.description.facts?.missingKey : found.columns[column]) ?? '';
  if (decision.outcome === 'rejected')
    return rejected(found, [told(found, background, decision.reason, columnOf(decision.column), [])]);
  const reasons =
    decision.outcome === 'held'
      ? decision.reasons.map(({ code, column, candidates }) =>
          told(found, background, code, columnOf(column), candidates),
        )
      : [];
  const { outcome } = decision;
  return {
    outcome,
    reasons,
    output: partPath(outcome, found.source, found.chunk, background.profile.format),
  };
}

function rejected(found: Explanation, reasons: readonly ToldReason[]): Account {
  return { outcome: 'rejected', reasons, output: rejectedRows(found.source) };
}

function told(
  { description }: Explanation,
  { units, asOf, succession }: Background,
  code: string,
  column: string,
  candidates: readonly string[],
): ToldReason {
  const known = reasonOf(code);
  if (known === undefined) throw new RangeError(`${code} is not in the table of reasons`);
  const agency = description.facts?.agency ?? '';
  const list = LISTED.has(code)
    ? succession.filter(({ row }) => row.old_code === agency || row.old_code_102 === agency)
    : [];
  const nameOf = code === 'outside-target' ? newNameAndProvince : newName;
  const { vi, en, doVi, doEn } = known;
  return {
    ...{ code, column, vi, en, doVi, doEn },
    candidates: candidates.map((one) => ({ code: one, name: nameOf(units, one, asOf) })),
    list: list.map(({ number, row }) => ({ number, row })),
  };
}
