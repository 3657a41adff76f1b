import { isUtf8 } from 'node:buffer';
import { STAMP_COLUMNS } from '../../formats/vintages.ts';
import type { Frame } from '../framing/format.ts';
import { decodeJsonString, JsonSpans } from '../framing/json.ts';
import type { Layout } from './layout.ts';
import type { Appended, CellForm, RowReader } from './row-reader.ts';

const NEVER = ['_reason', '_column', '_candidates'];

/** Cells of an NDJSON record. Members of top level that bear a reserved name make it `stray-stamp` or stamped. */
export class NdjsonReader implements RowReader {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  fault = '';
  faultColumn = '';
  hasFields = true;
  numbersReadable = true;
  stamped = false;
  valid = true;
  value: Uint8Array = new Uint8Array(0);
  valueStart = 0;
  valueEnd = 0;
  form: CellForm = 'j';
  private readonly spans: JsonSpans;
  private readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
    this.spans = new JsonSpans([...layout.names, '/_rule', '/_vintage']);
    this.starts = this.spans.starts;
    this.ends = this.spans.ends;
  }

  read(bytes: Buffer, frame: Frame): void {
    this.fault = '';
    this.faultColumn = '';
    this.hasFields = false;
    this.stamped = false;
    if (frame.kind !== 'record') {
      this.fault = frame.kind;
      this.valid = false;
      return;
    }
    this.valid = isUtf8(bytes.subarray(frame.start, frame.contentEnd));
    if (!this.valid) {
      this.fault = 'bad-utf8';
      return;
    }
    if (!this.spans.scan(bytes, frame.start, frame.contentEnd)) {
      this.fault = 'bad-json';
      return;
    }
    if (!this.readStamp(bytes)) {
      this.fault = 'stray-stamp';
      return;
    }
    this.blankAbsent();
    this.readFault();
    // A record whose members can't be told has no fields; lost zeros are found later, in what it holds.
    this.hasFields = this.numbersReadable = this.fault === '';
  }

  private readStamp(bytes: Buffer): boolean {
    const { spans } = this;
    const first = spans.members - STAMP_COLUMNS.length;
    let stamps = 0;
    for (let member = 0; member < spans.members; member++) {
      const lead = bytes[spans.nameStarts[member]!];
      if (lead !== 0x5f && lead !== 0x5c) continue;
      if (NEVER.some((name) => spans.isNamed(member, name))) return false;
      if (STAMP_COLUMNS.some((name) => spans.isNamed(member, name))) stamps++;
    }
    if (stamps === 0) return true;
    this.stamped =
      stamps === STAMP_COLUMNS.length &&
      first >= 0 &&
      STAMP_COLUMNS.every((name, index) => spans.isNamed(first + index, name));
    return this.stamped;
  }

  private blankAbsent(): void {
    const { spans } = this;
    for (let cell = 0; cell < spans.kinds.length; cell++)
      if (spans.kinds[cell] === 'absent') {
        spans.starts[cell] = -1;
        spans.ends[cell] = -1;
      }
  }

  private readFault(): void {
    const { names, optional } = this.layout;
    const { twice, kinds, starts, ends } = this.spans;
    const find = (fault: string, wrong: (cell: number) => boolean): void => {
      if (this.fault !== '') return;
      const cell = names.findIndex((_, index) => wrong(index));
      if (cell === -1) return;
      this.fault = fault;
      this.faultColumn = names[cell]!;
    };
    find('duplicate-member', (cell) => twice[cell]!);
    find('code-not-string', (cell) => kinds[cell] === 'other');
    find('member-missing', (cell) => kinds[cell] === 'absent' && !optional[cell]!);
    if (this.fault === '') return;
    for (let cell = 0; cell < names.length; cell++)
      if (twice[cell] || kinds[cell] === 'other') {
        starts[cell] = -1;
        ends[cell] = -1;
      }
  }

  readAppended(bytes: Buffer, frame: Frame, names: readonly string[], appended: Appended): boolean {
    const { spans } = this;
    this.valid = isUtf8(bytes.subarray(frame.start, frame.contentEnd));
    if (!this.valid || !spans.scan(bytes, frame.start, frame.contentEnd)) return false;
    this.blankAbsent();
    const first = spans.members - names.length;
    if (first < 0) return false;
    let at = spans.nameStarts[first]! - 1;
    if (first > 0) at--;
    appended.cutStart = at;
    for (let each = 0; each < names.length; each++) {
      const member = `${first + each > 0 ? ',' : ''}"${names[each]}":`;
      if (bytes.toString('latin1', at, at + member.length) !== member) return false;
      at += member.length;
      if (spans.valueStarts[first + each] !== at || bytes[at] !== 0x22) return false;
      appended.starts[each] = at;
      at = spans.valueEnds[first + each]!;
      appended.ends[each] = at;
    }
    appended.cutEnd = at;
    return at === spans.close;
  }

  decode(bytes: Buffer, start: number, end: number): void {
    this.value = bytes;
    this.valueStart = start;
    this.valueEnd = start;
    if (start === -1) {
      this.form = 'a';
      return;
    }
    if (bytes[start] === 0x6e) {
      this.form = 'n';
      return;
    }
    if (bytes[start] !== 0x22) {
      this.form = 'r';
      this.valueEnd = end;
      return;
    }
    this.value = decodeJsonString(bytes, start, end);
    this.valueStart = 0;
    this.valueEnd = this.value.length;
    this.form = 'j';
    if (this.valueEnd === end - start - 2) return;
    const written = JSON.stringify(JSON.parse(bytes.toString('utf8', start, end)));
    if (written !== bytes.toString('utf8', start, end)) this.form = 'r';
  }
}
