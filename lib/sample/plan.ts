import type { Outcome } from '../formats/frozen.ts';
import type { ByteString } from './byte-string.ts';
import type { Prng } from './prng.ts';

/** What a defect does to its record. */
export interface Expectation {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly column: string;
}

export const migrated: Expectation = { outcome: 'migrated', reasons: [], column: '' };
export const already: Expectation = { outcome: 'already', reasons: [], column: '' };
/** Reasons in their fixed order, their columns in the same order. */
export const held = (reasons: string, columns: string): Expectation => ({
  outcome: 'held',
  reasons: reasons.split(';'),
  column: columns,
});
export const rejected = (reason: string, column = ''): Expectation => ({
  outcome: 'rejected',
  reasons: [reason],
  column,
});

/** One record with a defect, ready to be written. */
export interface PlantedRow extends Expectation {
  readonly kind: string;
  /** What the owner's database holds for it, readable or not. */
  readonly agency: string;
  readonly status: string;
  /** The record with its line end; `link` is the number of a clean dossier (results). */
  readonly render: (link: ByteString) => ByteString;
  /** Blank lines that its framing leaves behind it (an over-long record whose line end stands alone). */
  readonly blanksAfter?: number;
}

/**
 * Spreads rows over records 2 to `records`, never two side by side: each stands in its own stretch, with clean
 * records around it that must come through unharmed. Undefined if there is no room.
 */
export function spread(
  rows: readonly PlantedRow[],
  records: number,
  prng: Prng,
): Map<number, PlantedRow> | undefined {
  const placed = new Map<number, PlantedRow>();
  if (rows.length === 0) return placed;
  const stretch = Math.floor((records - 2) / rows.length);
  if (stretch < 3) return undefined;
  const shuffled = [...rows];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = prng.below(at + 1);
    const row = shuffled[at] as PlantedRow;
    shuffled[at] = shuffled[other] as PlantedRow;
    shuffled[other] = row;
  }
  const reach = Math.min(stretch - 2, 1 << 20);
  shuffled.forEach((row, at) => {
    placed.set(2 + at * stretch + prng.below(reach), row);
  });
  return placed;
}
