import type { Units } from '../units/units.ts';
import { classOf } from './classes.ts';
import type { ColumnReport, ColumnStats } from './column.ts';
import type { Frame } from './frame.ts';
import { frameRecord } from './frame.ts';
import type { RowReader } from './inspect.ts';
import type { Delimiter } from './sniff.ts';

const utf8 = new TextDecoder('utf-8');

/** A field's value: without its quotes, `""` read as `"`. What is not UTF-8 in it becomes U+FFFD, which no class fits. */
function fieldText(bytes: Uint8Array, start: number, end: number): string {
  if (bytes[start] !== 34 || end - start < 2) return utf8.decode(bytes.subarray(start, end));
  return utf8.decode(bytes.subarray(start + 1, end - 1)).replaceAll('""', '"');
}

export class CsvReader implements RowReader {
  readonly #delimiter: number;
  readonly #column: () => ColumnStats;
  readonly #units: Units;
  #names: string[] | undefined;
  #columns: ColumnStats[] = [];
  readonly badJson = 0;
  duplicateNames = 0;
  headerIsData = false;

  constructor(delimiter: Delimiter, column: () => ColumnStats, units: Units) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#column = column;
    this.#units = units;
  }

  frame(bytes: Uint8Array, start: number, last: boolean): Frame | undefined {
    return frameRecord(bytes, start, last, { delimiter: this.#delimiter, columns: this.#names?.length });
  }

  take({ fields }: Frame, bytes: Uint8Array, _start: number, _text: string | undefined): void {
    const values: string[] = [];
    for (let at = 0; at < fields.length; at += 2)
      values.push(fieldText(bytes, fields[at] ?? 0, fields[at + 1] ?? 0));
    if (this.#names === undefined) this.#header(values);
    else for (const [index, value] of values.entries()) this.#columns[index]?.add(value);
  }

  /** A name that is blank or looks like a code, a date or a number is a value: then no name is shown at all. */
  #header(names: string[]): void {
    this.headerIsData = names.some((name) => name.trim() === '' || classOf(name, this.#units) !== undefined);
    this.duplicateNames = new Set(names.filter((name, at) => names.indexOf(name) !== at)).size;
    this.#names = this.headerIsData ? names.map((_, at) => `#${at + 1}`) : names;
    this.#columns = names.map(() => this.#column());
    if (this.headerIsData) for (const [index, value] of names.entries()) this.#columns[index]?.add(value);
  }

  columns(): ColumnReport[] {
    return this.#columns.map((column, at) => column.report(this.#names?.[at] ?? ''));
  }
}
