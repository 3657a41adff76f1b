import type { SuccessionRow } from '../formats/tables.ts';
import { rootOf } from './codes.ts';
import { inFormOf, type Level1Row, level1Of } from './level1.ts';
import { checkSuccession } from './succession-check.ts';
import { compareText, inForce, type ReadRow, readRows } from './succession-rows.ts';
import { whenHolds } from './when.ts';

/** What a value of an agency column names. */
export interface FoundAgency {
  /** The registry code: a level-1 code, or the `old_code` of the rows. */
  readonly code: string;
  readonly kind: 'level-1' | 'listed';
  readonly disposition: SuccessionRow['disposition'] | 'closed';
  /** The rows in force; none for a level-1 code, whose row is `level1`. */
  readonly rows: readonly SuccessionRow[];
  readonly level1: Level1Row | undefined;
}

export interface AgencyContext {
  /** The record's new commune, where it is known. */
  readonly commune: string | undefined;
  /** The procedure code as read; blank if none. */
  readonly procedure: string;
  /** Whether the record's status is one of the profile's finished ones. */
  readonly finished: boolean;
}

interface AgencyDecided {
  readonly kind: 'decided';
  /** The code to write; the value as read where nothing changes. */
  readonly code: string;
  readonly rule: SuccessionRow['disposition'] | 'level1-keep' | 'level1-closed';
  readonly citation: string;
  /** The commune that the row names; blank if none. */
  readonly newCommune: string;
  /** Whether the row alone, without a commune, says that the province took the matter over (rules 6, *competent*). */
  readonly competent: boolean;
}

/** What becomes of an agency value at the old vintage. */
export type Decided =
  | AgencyDecided
  | { readonly kind: 'unknown' }
  | { readonly kind: 'closed' }
  /** `needsCommune`: it was asked without a commune, so with a held unit this is one hold and not two. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[]; readonly needsCommune: boolean }
  | { readonly kind: 'archive-unfinished' };

/** The province's succession list on one day, with the level-1 codes of QĐ 09/2025 (docs/rules.md section 6). Immutable. */
export class Succession {
  /** Every procedure that a `when` in force names, sorted, each once. */
  readonly procedureTerms: readonly string[];
  readonly #level1: ReadonlyMap<string, Level1Row>;
  /** Rows in force by each value that names them: `old_code` and `old_code_102`. */
  readonly #listed = new Map<string, readonly ReadRow[]>();
  readonly #newCodes: ReadonlySet<string>;
  readonly #allCodes = new Set<string>();

  /**
   * `rows` in the order of the file, `asOf` a date (`YYYY-MM-DD`) that picks the rows in force, `isCommune` whether a
   * code is a commune's at 2025-07-01.
   * Throws one `bad-succession` naming up to 20 rows, by their number in the file, and what to do about each.
   */
  static load(
    rows: readonly SuccessionRow[],
    level1: readonly Level1Row[],
    asOf: string,
    isCommune: (code: string) => boolean,
  ): Succession {
    const read = readRows(rows);
    checkSuccession(read, level1, asOf, isCommune);
    return new Succession(read.rows, level1, asOf);
  }

  private constructor(rows: readonly ReadRow[], level1: readonly Level1Row[], asOf: string) {
    this.#level1 = new Map(level1.map((row) => [row.code, row]));
    const current = rows.filter(({ row }) => inForce(row, asOf));
    const byOldCode = new Map<string, ReadRow[]>();
    for (const item of current) {
      const group = byOldCode.get(item.row.old_code);
      if (group === undefined) byOldCode.set(item.row.old_code, [item]);
      else group.push(item);
    }
    for (const [oldCode, group] of byOldCode) {
      this.#listed.set(oldCode, group);
      const form102 = group[0]?.row.old_code_102 ?? '';
      if (form102 !== '') this.#listed.set(form102, group);
    }
    this.#newCodes = new Set(rows.map(({ row }) => row.new_code).filter((code) => code !== ''));
    for (const { row } of rows)
      for (const code of [row.old_code, row.old_code_102, row.new_code])
        if (code !== '') this.#allCodes.add(code);
    const terms = current.flatMap(({ when }) => [
      ...(when.procedure?.anyOf.flat() ?? []),
      ...(when.procedure?.noneOf ?? []),
    ]);
    this.procedureTerms = [...new Set(terms)].sort(compareText);
  }

  /** What a value names, by exact string; only `000.00.00.Xnn` = `Xnn` is taken for equal. Undefined: unknown. */
  find(value: string): FoundAgency | undefined {
    const level1 = this.#level1Row(value);
    if (level1 !== undefined)
      return { code: level1.code, kind: 'level-1', disposition: level1.disposition, rows: [], level1 };
    const group = this.#listed.get(value);
    const first = group?.[0]?.row;
    if (group === undefined || first === undefined) return undefined;
    return {
      code: first.old_code,
      kind: 'listed',
      disposition: first.disposition,
      rows: group.map(({ row }) => row),
      level1: undefined,
    };
  }

  /** What becomes of a value of an agency column at the old vintage. The value is not blank. */
  decide(value: string, context: AgencyContext): Decided {
    const level1 = this.#level1Row(value);
    if (level1 !== undefined) return decideLevel1(value, level1);
    const group = this.#listed.get(value);
    const first = group?.[0];
    if (group === undefined || first === undefined) return { kind: 'unknown' };
    switch (first.row.disposition) {
      case 'keep':
        return decided(value, first);
      case 'archive-only':
        return context.finished ? decided(value, first) : { kind: 'archive-unfinished' };
      case 'split':
        return decideSplit(group, context);
      case 'close':
        return first.row.new_code === '' ? { kind: 'closed' } : decided(first.row.new_code, first);
      case 'rename':
      case 'remap':
      case 'merge-into':
        return decided(first.row.new_code, first);
    }
  }

  /** Whether a value may not stand at the target vintage (rules 6, without the stamp's exception for archived records). */
  wrongAtTarget(value: string): boolean {
    const root = rootOf(value);
    if (root !== undefined && this.#level1.get(root)?.disposition === 'closed') return true;
    const disposition = this.#listed.get(value)?.[0]?.row.disposition;
    return disposition !== undefined && disposition !== 'keep' && !this.#newCodes.has(value);
  }

  /** Whether a value is a code of the registry (level 1 in either form, or any code of the list, in force or not): safe to show. */
  known(value: string): boolean {
    return this.#allCodes.has(value) || this.#level1Row(value) !== undefined;
  }

  #level1Row(value: string): Level1Row | undefined {
    const code = level1Of(value, this.#level1);
    return code === undefined ? undefined : this.#level1.get(code);
  }
}

function decideLevel1(value: string, level1: Level1Row): Decided {
  return {
    kind: 'decided',
    code: level1.disposition === 'keep' ? value : inFormOf(value, level1.successor),
    rule: level1.disposition === 'keep' ? 'level1-keep' : 'level1-closed',
    citation: level1.legal_basis,
    newCommune: '',
    competent: false,
  };
}

function decideSplit(group: readonly ReadRow[], { commune, procedure }: AgencyContext): Decided {
  const [only, ...others] = group.filter(({ when }) => whenHolds(when, commune, procedure));
  if (only !== undefined && others.length === 0) return decided(only.row.new_code, only);
  const candidates = [...new Set(group.map(({ row }) => row.new_code))].sort(compareText);
  return { kind: 'ambiguous', candidates, needsCommune: commune === undefined };
}

function decided(code: string, { row, when }: ReadRow): Decided {
  return {
    kind: 'decided',
    code,
    rule: row.disposition,
    citation: row.legal_basis,
    newCommune: row.new_commune,
    competent: isCompetent(row, when),
  };
}

/** `keep` and `rename` say that the old office goes on, not that the matter went to the province. */
function isCompetent(row: SuccessionRow, when: ReadRow['when']): boolean {
  if (row.new_commune !== '') return false;
  switch (row.disposition) {
    case 'remap':
    case 'merge-into':
    case 'close':
      return true;
    case 'split':
      return when.commune === undefined && when.procedure !== undefined;
    case 'keep':
    case 'rename':
    case 'archive-only':
      return false;
  }
}
