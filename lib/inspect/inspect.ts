import type { ObjectStore } from '../ports/object-store.ts';
import type { Units } from '../units/units.ts';
import type { ColumnReport } from './column.ts';
import { ColumnStats, communeNames } from './column.ts';
import { CsvReader } from './csv-reader.ts';
import type { Encoding } from './encoding.ts';
import { encodingOf, hasBom, looksUtf16 } from './encoding.ts';
import type { Frame } from './frame.ts';
import { NdjsonReader } from './ndjson-reader.ts';
import { eachFrame } from './pieces.ts';
import type { Delimiter } from './sniff.ts';
import { looksNdjson, sniffDelimiter } from './sniff.ts';

const HEAD_BYTES = 64 * 1024;

/** What a file looks like. Counts, classes and column names: never a value (invariant 9). */
export interface Inspection {
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly format: 'csv' | 'ndjson' | 'unknown' | 'empty';
  readonly delimiter: Delimiter | undefined;
  readonly lineEnds: { readonly lf: number; readonly crlf: number };
  readonly quotedFields: number;
  readonly records: number;
  readonly blanks: number;
  readonly faults: {
    readonly ragged: number;
    readonly openQuote: number;
    readonly tooLong: number;
    readonly badJson: number;
    readonly badUtf8: number;
  };
  /** Names that the header gives more than once. */
  readonly duplicateNames: number;
  /** The first row looks like data: its fields are not shown, columns are numbered. */
  readonly headerIsData: boolean;
  readonly columns: readonly ColumnReport[];
}

/** Reads rows of one format into columns. */
export interface RowReader {
  frame(bytes: Uint8Array, start: number, last: boolean): Frame | undefined;
  /** Takes a whole record; `text` is its content if it is valid UTF-8. */
  take(frame: Frame, bytes: Uint8Array, start: number, text: string | undefined): void;
  readonly badJson: number;
  readonly duplicateNames: number;
  readonly headerIsData: boolean;
  columns(): ColumnReport[];
}

export interface InspectOptions {
  readonly store: Pick<ObjectStore, 'size' | 'range'>;
  readonly path: string;
  readonly bytes: number;
  readonly units: Units;
  onProgress?(done: number, total: number): void;
}

async function headOf(options: InspectOptions): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of options.store.range(options.path, 0, Math.min(HEAD_BYTES, options.bytes)))
    parts.push(Uint8Array.from(piece));
  return new Uint8Array(Buffer.concat(parts));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined; // counted by the caller as a record that is not UTF-8
  }
}

const NONE = { ragged: 0, openQuote: 0, tooLong: 0, badJson: 0, badUtf8: 0 };

function unreadable(bytes: number, encoding: Encoding): Inspection {
  return {
    bytes,
    encoding,
    format: encoding === 'empty' ? 'empty' : 'unknown',
    delimiter: undefined,
    lineEnds: { lf: 0, crlf: 0 },
    quotedFields: 0,
    records: 0,
    blanks: 0,
    faults: NONE,
    duplicateNames: 0,
    headerIsData: false,
    columns: [],
  };
}

/** Reads the whole file once, in bounded memory. A file whose encoding can't be read is told as such, not thrown. */
export async function inspectFile(options: InspectOptions): Promise<Inspection> {
  const { store, path, bytes, units } = options;
  const head = await headOf(options);
  if (head.length === 0) return unreadable(bytes, 'empty');
  if (looksUtf16(head)) return unreadable(bytes, 'utf-16');
  const bom = hasBom(head);
  const start = bom ? 3 : 0;
  const names = communeNames(units);
  const ndjson = looksNdjson(head.subarray(start));
  const delimiter = ndjson ? undefined : sniffDelimiter(head.subarray(start));
  const column = () => new ColumnStats(units, names);
  const reader: RowReader =
    delimiter === undefined ? new NdjsonReader(column) : new CsvReader(delimiter, column, units);

  const lineEnds = { lf: 0, crlf: 0, none: 0 };
  const kinds = { record: 0, blank: 0, ragged: 0, 'open-quote': 0, 'record-too-long': 0 };
  let quotedFields = 0;
  let accented = 0;
  let invalid = 0;
  let done = start;
  await eachFrame(
    store,
    path,
    { start, end: bytes },
    () => (buffer, at, last) => reader.frame(buffer, at, last),
    (frame, buffer, at) => {
      kinds[frame.kind] += 1;
      lineEnds[frame.lineEnd] += 1;
      quotedFields += frame.quoted;
      done += frame.end - at;
      if (frame.kind === 'blank') return;
      const content = buffer.subarray(at, frame.contentEnd);
      const text = decode(content);
      if (text === undefined) invalid += 1;
      else if (text.length !== content.length) accented += 1;
      if (frame.kind === 'record') reader.take(frame, buffer, at, text);
      options.onProgress?.(done, bytes);
    },
  );
  const header = ndjson ? 0 : 1;
  return {
    bytes,
    encoding: encodingOf({ bom, accented, invalid }),
    format: ndjson ? 'ndjson' : 'csv',
    delimiter,
    lineEnds: { lf: lineEnds.lf, crlf: lineEnds.crlf },
    quotedFields,
    records: Math.max(
      0,
      kinds.record + kinds.ragged + kinds['open-quote'] + kinds['record-too-long'] - header,
    ),
    blanks: kinds.blank,
    faults: {
      ragged: kinds.ragged,
      openQuote: kinds['open-quote'],
      tooLong: kinds['record-too-long'],
      badJson: reader.badJson,
      badUtf8: invalid,
    },
    duplicateNames: reader.duplicateNames,
    headerIsData: reader.headerIsData,
    columns: reader.columns(),
  };
}
