import type { Scratch, ScratchWriter } from '../../ports/scratch.ts';
import { escapeFactor, escapeInto } from './escape.ts';

const bufferBytes = 256 * 1024;

/** A finished sheet: where it lies, how many rows it holds and how long the longest is. */
export interface SheetFile {
  readonly name: string;
  readonly path: string;
  readonly rows: number;
  readonly longestRowBytes: number;
}

/**
 * Rows of a table on scratch disk: fields between tabs, rows end with LF, every field escaped (`escape.ts`), so
 * that DuckDB reads them with no quoting at all. Each row's fields are written in order, then `endRow`.
 */
export class Sheet {
  readonly name: string;
  rows = 0;
  private longest = 0;
  private rowStart = 0;
  private flushedInRow = 0;
  private first = true;
  private buffer: Buffer = Buffer.allocUnsafe(bufferBytes);
  private at = 0;
  private readonly writer: ScratchWriter;

  constructor(scratch: Scratch, name: string) {
    this.name = name;
    this.writer = scratch.writer(name);
  }

  private room(count: number): void {
    // One byte more for the tab before the field, one for the LF after it.
    if (this.at + count + 2 <= this.buffer.length) return;
    this.writer.write(this.buffer.subarray(0, this.at));
    this.flushedInRow += this.at - this.rowStart;
    this.at = 0;
    this.rowStart = 0;
    if (count + 2 > this.buffer.length) this.buffer = Buffer.allocUnsafe((count + 2) * 2);
  }

  private separate(): void {
    if (this.first) this.first = false;
    else this.buffer[this.at++] = 0x09;
  }

  int(value: number): this {
    this.room(24);
    this.separate();
    if (value < 10) {
      this.buffer[this.at++] = 0x30 + value;
      return this;
    }
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    let rest = value;
    for (let index = this.at + digits - 1; index >= this.at; index--) {
      const next = Math.floor(rest / 10);
      this.buffer[index] = 0x30 + (rest - next * 10);
      rest = next;
    }
    this.at += digits;
    return this;
  }

  /** A text that needs no escaping (our own words, digests). */
  word(text: string): this {
    this.room(text.length);
    this.separate();
    this.at += this.buffer.write(text, this.at, 'latin1');
    return this;
  }

  bytes(bytes: Uint8Array, start: number, end: number, valid: boolean): this {
    this.room((end - start) * escapeFactor);
    this.separate();
    this.at = escapeInto(this.buffer, this.at, bytes, start, end, valid);
    return this;
  }

  text(text: string): this {
    const bytes = Buffer.from(text, 'utf8');
    return this.bytes(bytes, 0, bytes.length, true);
  }

  endRow(): void {
    this.buffer[this.at++] = 0x0a;
    this.rows++;
    this.first = true;
    const length = this.flushedInRow + this.at - this.rowStart;
    if (length > this.longest) this.longest = length;
    this.flushedInRow = 0;
    this.rowStart = this.at;
  }

  close(): SheetFile {
    this.writer.write(this.buffer.subarray(0, this.at));
    this.at = 0;
    return { name: this.name, path: this.writer.close(), rows: this.rows, longestRowBytes: this.longest };
  }
}
