import type { Frame } from '../framing/format.ts';

/** How the raw bytes of a cell stand for its value: one letter, or `r` and the raw bytes themselves. */
export type CellForm = 'u' | 'q' | 'j' | 'n' | 'a' | 'r';

/**
 * Finds the cells of a framed record. After `read`, `starts` and `ends` hold the raw bounds of each cell
 * (-1: absent); two more cells follow those of the layout: the stamp's `_rule` and `_vintage`.
 */
export interface RowReader {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Why the record is rejected as it stands in the source (docs/rules.md section 2, orders 1 to 9), or ''. */
  fault: string;
  faultColumn: string;
  /** Whether a rejected record has fields at all, and whether its numbers may be read. */
  hasFields: boolean;
  numbersReadable: boolean;
  stamped: boolean;
  /** The content is valid UTF-8. */
  valid: boolean;
  read(bytes: Buffer, frame: Frame): void;
  /** Where the four fields that the migration appended begin, and their raw bounds; false if they do not stand there as they must. */
  readAppended(bytes: Buffer, frame: Frame, names: readonly string[], appended: Appended): boolean;
  /** The value of the raw bytes `[start, end)`: `value`, with bounds `valueStart`, `valueEnd`. */
  decode(bytes: Buffer, start: number, end: number): void;
  value: Uint8Array;
  valueStart: number;
  valueEnd: number;
  form: CellForm;
}

/** Raw bounds of the four appended fields, and of the bytes that were put in with them. */
export interface Appended {
  cutStart: number;
  cutEnd: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function newAppended(): Appended {
  return { cutStart: 0, cutEnd: 0, starts: new Int32Array(4), ends: new Int32Array(4) };
}
