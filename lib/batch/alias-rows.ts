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
  yield* bytes.includes(0x22)
    ? rowsByReading(bytes, source, numbers)
    : rowsBySearching(bytes, source, numbers);
}

/** Without a quote in the whole part, every LF ends a row: rows can be searched for instead of read. */
function* rowsBySearching(bytes: Buffer, source: string, numbers: readonly number[]): Generator<RowBounds> {
  let from = 0;
  for (const [index, number] of numbers.entries()) {
    const needle = Buffer.from(`\n${source}:${number},`);
    for (let at = bytes.indexOf(needle, from); at >= 0; ) {
      const end = bytes.indexOf(10, at + 1);
      yield { index, start: at + 1, end: end < 0 ? bytes.length : end };
      from = end < 0 ? bytes.length : end;
      at = bytes.subarray(from, from + needle.length).equals(needle) ? from : -1;
    }
  }
}

function* rowsByReading(bytes: Buffer, source: string, numbers: readonly number[]): Generator<RowBounds> {
  let next = 0;
  for (const { start, end } of csvBounds(bytes)) {
    const record = bytes.toString('utf8', start, bytes.indexOf(0x2c, start));
    if (!record.startsWith(`${source}:`)) continue;
    const number = Number(record.slice(source.length + 1));
    while (next < numbers.length && numbers[next]! < number) next++;
    if (next === numbers.length) return;
    if (numbers[next] === number) yield { index: next, start, end };
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
