import { isUtf8 } from 'node:buffer';
import type { Frame } from '../framing/format.ts';
import type { Layout } from './layout.ts';
import type { Appended, CellForm, RowReader } from './row-reader.ts';

/** Cells of a CSV record. `header` are the source's column names; `stamped` tells that its last four are the stamp. */
export class CsvReader implements RowReader {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  fault = '';
  faultColumn = '';
  hasFields = true;
  numbersReadable = true;
  readonly stamped: boolean;
  valid = true;
  value: Uint8Array = new Uint8Array(0);
  valueStart = 0;
  valueEnd = 0;
  form: CellForm = 'u';
  private readonly index: Int32Array;
  private readonly header: readonly string[];
  private readonly quote: number;

  constructor(layout: Layout, header: readonly string[], stamped: boolean, quote: number) {
    this.header = header;
    this.stamped = stamped;
    this.quote = quote;
    const last = header.length;
    this.index = Int32Array.from([...layout.headerIndex, stamped ? last - 3 : -1, stamped ? last - 1 : -1]);
    this.starts = new Int32Array(this.index.length);
    this.ends = new Int32Array(this.index.length);
  }

  read(bytes: Buffer, frame: Frame): void {
    this.fault = '';
    this.faultColumn = '';
    this.hasFields = true;
    if (frame.kind !== 'record') {
      this.fault = frame.kind;
      this.hasFields = false;
      this.valid = false;
      return;
    }
    const { index, starts, ends } = this;
    for (let cell = 0; cell < index.length; cell++) {
      const field = index[cell]!;
      starts[cell] = field === -1 ? -1 : frame.starts[field]!;
      ends[cell] = field === -1 ? -1 : frame.ends[field]!;
    }
    this.valid = isUtf8(bytes.subarray(frame.start, frame.contentEnd));
    if (this.valid) return;
    this.fault = 'bad-utf8';
    for (let field = 0; field < this.header.length; field++) {
      if (isUtf8(bytes.subarray(frame.starts[field]!, frame.ends[field]!))) continue;
      this.faultColumn = this.header[field]!;
      return;
    }
  }

  readAppended(_bytes: Buffer, frame: Frame, _names: readonly string[], appended: Appended): boolean {
    const first = frame.fields - 4;
    for (let each = 0; each < 4; each++) {
      appended.starts[each] = frame.starts[first + each]!;
      appended.ends[each] = frame.ends[first + each]!;
    }
    appended.cutStart = frame.ends[first - 1]!;
    appended.cutEnd = frame.contentEnd;
    return true;
  }

  decode(bytes: Buffer, start: number, end: number): void {
    if (this.quote === 0 || start === end || bytes[start] !== this.quote) {
      this.form = start === -1 ? 'a' : 'u';
      this.value = bytes;
      this.valueStart = start;
      this.valueEnd = end;
      return;
    }
    this.form = 'q';
    this.value = bytes;
    this.valueStart = start + 1;
    this.valueEnd = end - 1;
    const inside = bytes.indexOf(this.quote, start + 1);
    if (inside === -1 || inside >= end - 1) return;
    const plain = Buffer.allocUnsafe(end - start);
    let to = 0;
    for (let at = start + 1; at < end - 1; at++) {
      plain[to++] = bytes[at]!;
      if (bytes[at] === this.quote) at++;
    }
    this.value = plain;
    this.valueStart = 0;
    this.valueEnd = to;
  }
}
