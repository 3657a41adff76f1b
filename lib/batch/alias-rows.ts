import { csvBounds, csvCell, csvFields, csvValue } from './csv-rows.ts';
import { encodeText } from './objects.ts';

const CANONICAL_ID = 4;

export interface RowBounds {
  /** Index into the numbers that were asked for. */
  readonly index: number;
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
}

/** The rows of some records in an alias part. `numbers` ascend, as the rows do; a record may have several rows or none. */
export function* rowsOfRecords(
  part: Uint8Array,
  source: string,
  numbers: readonly number[],
): Generator<RowBounds> {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  const prefix = Buffer.from(`${source}:`);
  let next = 0;
  // Without a quote in the whole part, every LF ends a row.
  for (const { start, end } of bytes.includes(0x22) ? csvBounds(bytes) : lines(bytes)) {
    const number = recordNumber(bytes, start, prefix);
    while (next < numbers.length && numbers[next]! < number) next++;
    if (next === numbers.length) return;
    if (numbers[next] === number) yield { index: next, start, end };
  }
}

function* lines(bytes: Buffer): Generator<{ start: number; end: number }> {
  for (let start = 0; start < bytes.length; ) {
    const lf = bytes.indexOf(10, start);
    const end = lf < 0 ? bytes.length : lf;
    yield { start, end };
    start = end + 1;
  }
}

/** The NUMBER of a row that begins with `SOURCE:NUMBER,`; 0 for any other row: no record has that number. */
function recordNumber(bytes: Buffer, start: number, prefix: Buffer): number {
  if (bytes.compare(prefix, 0, prefix.length, start, Math.min(bytes.length, start + prefix.length)) !== 0)
    return 0;
  let number = 0;
  for (let at = start + prefix.length; ; at++) {
    const digit = bytes[at]! - 0x30;
    if (!(digit >= 0 && digit <= 9)) return bytes[at] === 0x2c ? number : 0;
    number = number * 10 + digit;
  }
}

/** The canonical id of a row without its `#n`: a `#` of the key itself stands as `%23`. */
export function baseId(part: Uint8Array, row: RowBounds): string {
  const field = csvFields(part, row.start, row.end)[CANONICAL_ID];
  if (field === undefined) throw new RangeError('an alias row has too few fields');
  return csvValue(part, field).split('#', 1)[0]!;
}

/**
 * The part with `#n` on the rows of some records, whatever `#n` stood there before: doing it twice is doing it once.
 * `ordinals[i]` belongs to `numbers[i]`.
 */
export function withOrdinals(
  part: Uint8Array,
  source: string,
  numbers: readonly number[],
  ordinals: readonly number[],
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let copied = 0;
  for (const row of rowsOfRecords(part, source, numbers)) {
    const field = csvFields(part, row.start, row.end)[CANONICAL_ID]!;
    pieces.push(part.subarray(copied, field.start));
    pieces.push(encodeText(csvCell(`${baseId(part, row)}#${ordinals[row.index]!}`)));
    copied = field.end;
  }
  pieces.push(part.subarray(copied));
  return Buffer.concat(pieces);
}
