import type { ColumnReport, ColumnStats } from './column.ts';
import type { Frame } from './frame.ts';
import { frameLine } from './frame.ts';
import type { RowReader } from './inspect.ts';

/** Members beyond this many are not gathered: names that vary are values in disguise. */
const maxMembers = 500;
const maxNameLength = 64;

/** Escapes a member's name for a JSON Pointer (RFC 6901). */
const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Top-level members of one object a line, objects and arrays left out; a code that is a number counts as its digits. */
export class NdjsonReader implements RowReader {
  readonly #column: () => ColumnStats;
  readonly #columns = new Map<string, ColumnStats>();
  badJson = 0;
  readonly duplicateNames = 0;
  readonly headerIsData = false;

  constructor(column: () => ColumnStats) {
    this.#column = column;
  }

  frame(bytes: Uint8Array, start: number, last: boolean): Frame | undefined {
    return frameLine(bytes, start, last);
  }

  take(_frame: Frame, _bytes: Uint8Array, _start: number, text: string | undefined): void {
    if (text === undefined) return;
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      this.badJson += 1;
      return;
    }
    if (record === null || typeof record !== 'object' || Array.isArray(record)) {
      this.badJson += 1;
      return;
    }
    for (const [name, value] of Object.entries(record)) {
      if (name.length > maxNameLength || (value !== null && typeof value === 'object')) continue;
      let column = this.#columns.get(name);
      if (column === undefined) {
        if (this.#columns.size >= maxMembers) continue;
        column = this.#column();
        this.#columns.set(name, column);
      }
      column.add(value === null ? '' : String(value));
    }
  }

  columns(): ColumnReport[] {
    return [...this.#columns].map(([name, column]) => column.report(pointer(name)));
  }
}
