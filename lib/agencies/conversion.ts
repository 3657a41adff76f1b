import type { ConversionRow } from '../formats/registry-table.ts';
import type { AxisList } from './axis-list.ts';
import { parseAgencyCode } from './codes.ts';
import { recogniseCode } from './recognise.ts';

/**
 * Why a mechanical conversion may be wrong. `interior-zero`: a level between two others is empty
 * (`012.00.05.H41`), and QĐ 20 has no empty level. `width`: a group is not as wide as QĐ 20 codes have it in
 * practice (level 4 has three digits in QCVN 102, `H15.50.05.13` two). `loose`: the code itself is of no strict grammar.
 */
export type ConversionDoubt = 'interior-zero' | 'width' | 'loose';

/** What a QCVN 102 code is in QĐ 20 form. Never used for matching: a person or a list of pairs settles it. */
export interface ConversionProposal {
  readonly code: string;
  readonly doubts: readonly ConversionDoubt[];
  /** The list that says so; undefined where `code` is only the mechanical reading. */
  readonly settledBy: 'conversions' | 'axis' | undefined;
}

/** Width of a group below level 1 as QĐ 20 codes came out of QCVN 102 codes: two digits (`H27.01`). */
const usualWidth = 2;

/**
 * Reads a QCVN 102 code as a QĐ 20 code: groups in reverse order, the zero groups of levels that it does not have
 * dropped (`000.14.02.H57` is `H57.02.14`). Undefined for anything that is no QCVN 102 code.
 */
export function convertMechanically(code102: string): ConversionProposal | undefined {
  const found = recogniseCode(code102);
  if ((found.kind !== 'strict' && found.kind !== 'lenient') || found.code.scheme !== 'qcvn-102')
    return undefined;
  const { groups, level } = found.code;
  const kept = groups.slice(groups.length - level).reverse();
  const below = kept.slice(1);
  const doubts: ConversionDoubt[] = [];
  if (below.some((group) => /^0+$/.test(group))) doubts.push('interior-zero');
  if (below.some((group) => group.length !== usualWidth)) doubts.push('width');
  if (found.kind === 'lenient') doubts.push('loose');
  return { code: kept.join('.'), doubts, settledBy: undefined };
}

/** The pairs of both forms that lists have settled, which overrule every mechanical reading. Immutable. */
export class Conversions {
  readonly #settled = new Map<string, ConversionProposal>();

  /** `rows` of `conversions.csv` come before what the axis says; among equals the first counts. */
  constructor(rows: readonly ConversionRow[], axis?: AxisList) {
    for (const row of rows) this.#settle('conversions', row.code, row.code_102, row.old_code);
    for (const agency of axis?.agencies.values() ?? [])
      if (!agency.deleted) this.#settle('axis', agency.code, agency.code102, agency.oldCode);
  }

  /** What a QCVN 102 code is in QĐ 20 form, as settled, else as it reads mechanically. */
  propose(code102: string): ConversionProposal | undefined {
    return this.#settled.get(code102) ?? convertMechanically(code102);
  }

  /**
   * `oldCode` is what the agency was called before, in either form: it settles a pair where it is a QCVN 102 code. One
   * under another root is its predecessor in another province, and no other form of it.
   */
  #settle(settledBy: 'conversions' | 'axis', code: string, code102: string, oldCode: string): void {
    const parsed = parseAgencyCode(code);
    if (parsed?.scheme !== 'qd-20') return;
    for (const key of [code102, oldCode]) {
      const sameRoot = convertMechanically(key)?.code.startsWith(parsed.root) ?? false;
      if (sameRoot && !this.#settled.has(key)) this.#settled.set(key, { code, doubts: [], settledBy });
    }
  }
}
