import type { SuccessionRow } from '../formats/tables.ts';
import { parseWhen, type When } from './when.ts';

/** A row of `succession.csv` with its number in the file (2 = the first after the header) and its condition. */
export interface ReadRow {
  readonly number: number;
  readonly row: SuccessionRow;
  readonly when: When;
}

/** What is wrong with a row, and what to do. */
export interface RowProblem {
  readonly number: number;
  readonly problem: string;
}

/** Numbers the rows and parses their conditions. A row whose condition is bad is reported and taken to have none. */
export function readRows(rows: readonly SuccessionRow[]): { rows: ReadRow[]; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const read = rows.map((row, index): ReadRow => {
    const number = index + 2;
    const parsed = parseWhen(row.when);
    if (parsed.ok) return { number, row, when: parsed.when };
    problems.push({ number, problem: `when: ${parsed.problem}` });
    return { number, row, when: { commune: undefined, procedure: undefined } };
  });
  return { rows: read, problems };
}

/** Whether a row counts on a date. Dates are ISO, so they compare as strings; a blank end is open. */
export function inForce(row: SuccessionRow, asOf: string): boolean {
  return (row.valid_from === '' || row.valid_from <= asOf) && (row.valid_to === '' || asOf <= row.valid_to);
}

/**
 * Orders strings by their UTF-8 bytes ("sorted" in docs/rules.md), which is the order of code points: UTF-16 units
 * differ from it only where a surrogate meets a unit from U+E000 on.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
