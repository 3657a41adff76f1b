import { hash } from 'node:crypto';
import type { Frame } from '../framing/format.ts';
import type { Layout } from './layout.ts';
import type { PartitionSheets } from './partition-sheets.ts';
import type { PassThrough } from './pass-through.ts';
import type { RowReader } from './row-reader.ts';

/** Columns of the sheet `rec` before the value slots `v0`, `v1`, …. */
export const REC_COLUMNS = {
  number: 'UINTEGER',
  chunk: 'UINTEGER',
  start: 'UBIGINT',
  length: 'UINTEGER',
  fault: 'VARCHAR',
  fault_column: 'VARCHAR',
  has_fields: 'BOOLEAN',
  numbers_readable: 'BOOLEAN',
  place: 'UINTEGER',
  kind: 'UINTEGER',
  rest: 'VARCHAR',
  whole: 'VARCHAR',
} as const;

/** Writes one source record to the sheets of its partition. */
export function writeSourceRow(
  to: PartitionSheets,
  layout: Layout,
  reader: RowReader,
  passThrough: PassThrough,
  bytes: Buffer,
  frame: Frame,
  at: { readonly number: number; readonly chunk: number; readonly offset: number },
): void {
  reader.read(bytes, frame);
  const { fault, hasFields } = reader;
  const place = hasFields ? to.placeOf(bytes, reader) : 0;
  const kind = hasFields ? to.kindOf(bytes, reader) : 0;
  const readable = fault === '';
  const mayBeRejected = !readable || to.isShort(place);
  const sheet = to.sheets.rec
    .int(at.number)
    .int(at.chunk)
    .int(at.offset)
    .int(frame.end - frame.start)
    .word(fault)
    .text(reader.faultColumn)
    .int(hasFields ? 1 : 0)
    .int(reader.numbersReadable && hasFields ? 1 : 0)
    .int(place)
    .int(kind)
    .word(readable ? passThrough.digest(bytes, frame, reader, undefined) : '')
    .word(mayBeRejected ? hash('sha256', bytes.subarray(frame.start, frame.end), 'hex') : '');
  for (const cell of layout.row)
    if (hasFields) to.writeValue(sheet, bytes, reader, cell);
    else sheet.word('');
  sheet.endRow();
}
