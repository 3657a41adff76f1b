import type { Frame } from '../framing/format.ts';
import type { PartitionSheets } from './partition-sheets.ts';
import type { PassThrough } from './pass-through.ts';
import type { Appended, RowReader } from './row-reader.ts';

export const PART_OUTCOMES = ['migrated', 'already', 'held'] as const;
export type PartOutcome = (typeof PART_OUTCOMES)[number];

export const WRITTEN_COLUMNS = {
  part: 'UINTEGER',
  line: 'UINTEGER',
  number: 'UBIGINT',
  readable: 'BOOLEAN',
  place: 'UINTEGER',
  tail: 'UINTEGER',
  rest: 'VARCHAR',
} as const;

/** `SOURCE:NUMBER` as the outputs write it, or 0 for anything else. */
export function parseRecordId(bytes: Buffer, start: number, end: number, prefix: Buffer): number {
  const digits = end - start - prefix.length;
  if (digits < 1 || digits > 15 || bytes[start + prefix.length] === 0x30) return 0;
  for (let at = 0; at < prefix.length; at++) if (bytes[start + at] !== prefix[at]) return 0;
  let number = 0;
  for (let at = start + prefix.length; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

/** Writes the rows of one output part. */
export class OutputRows {
  private readonly to: PartitionSheets;
  private readonly reader: RowReader;
  private readonly passThrough: PassThrough;
  private readonly appended: Appended;
  private readonly prefix: Buffer;
  private readonly quoted: number;

  constructor(
    to: PartitionSheets,
    reader: RowReader,
    passThrough: PassThrough,
    appended: Appended,
    source: string,
    format: 'csv' | 'ndjson',
  ) {
    this.to = to;
    this.reader = reader;
    this.passThrough = passThrough;
    this.appended = appended;
    this.prefix = Buffer.from(`${source}:`);
    this.quoted = format === 'ndjson' ? 1 : 0;
  }

  /** `names`: the appended names, or none for `already`. */
  write(bytes: Buffer, frame: Frame, part: number, line: number, names: readonly string[]): void {
    const { to, reader, appended, quoted } = this;
    reader.read(bytes, frame);
    const sheet = to.sheets.written.int(part).int(line);
    const whole = names.length === 0;
    const framed = frame.kind === 'record' && reader.valid;
    if (!framed || (whole ? !reader.hasFields : !reader.readAppended(bytes, frame, names, appended))) {
      sheet.int(0).int(0).int(0).int(0).word('').endRow();
      return;
    }
    let number = 0;
    let tail = 0;
    if (!whole) {
      number = parseRecordId(bytes, appended.starts[0]! + quoted, appended.ends[0]! - quoted, this.prefix);
      tail = this.tailOf(bytes);
    }
    const place = to.placeOf(bytes, reader);
    sheet
      .int(number)
      .int(1)
      .int(place)
      .int(tail)
      .word(this.passThrough.digest(bytes, frame, reader, whole ? undefined : appended))
      .endRow();
  }

  /** The number of the raw bytes of the second to fourth appended fields. */
  private tailOf(bytes: Buffer): number {
    const { to, reader, appended } = this;
    to.tails.begin();
    for (let each = 1; each < 4; each++) to.tails.add(bytes, appended.starts[each]!, appended.ends[each]!);
    const { id, fresh } = to.tails.find();
    if (!fresh) return id;
    const sheet = to.sheets.tail.int(id);
    let forms = '';
    for (let each = 1; each < 4; each++) {
      reader.decode(bytes, appended.starts[each]!, appended.ends[each]!);
      forms += reader.form;
      sheet.bytes(reader.value, reader.valueStart, reader.valueEnd, reader.valid);
    }
    sheet.word(forms).endRow();
    return id;
  }
}
