const LF = 10;
const QUOTE = 34;
const COMMA = 44;

/** One row of our own tables: comma, LF, quoted only where it must be. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

export const csvCell = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Bounds of the rows of one of our own tables, without their line ends. Quotes are respected. */
export function* csvBounds(bytes: Uint8Array): Generator<{ start: number; end: number }> {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LF && !quoted) {
      yield { start, end: at };
      start = at + 1;
    }
  }
  if (start < bytes.length) yield { start, end: bytes.length };
}

/** Bounds of the fields of a row, quotes included. */
export function csvFields(
  bytes: Uint8Array,
  start: number,
  end: number,
): Array<{ start: number; end: number }> {
  const fields: Array<{ start: number; end: number }> = [];
  let from = start;
  let quoted = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === COMMA && !quoted) {
      fields.push({ start: from, end: at });
      from = at + 1;
    }
  }
  fields.push({ start: from, end });
  return fields;
}

/** The value of a field: without its quotes, `""` read as `"`. */
export function csvValue(bytes: Uint8Array, field: { start: number; end: number }): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + field.start, field.end - field.start).toString(
    'utf8',
  );
  return raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
}
