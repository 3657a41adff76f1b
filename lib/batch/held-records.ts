import type { FrozenSource } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import { HELD_COLUMNS } from '../formats/vintages.ts';
import { decodeText } from './objects.ts';

export interface HeldRecord {
  readonly reasons: readonly string[];
  /** The value of the column that was asked for; undefined where the record has none. */
  readonly value: string | undefined;
}

const REASON = HELD_COLUMNS.indexOf('_reason');

/** Reads one of our own held parts back: the reasons and one column of each record. */
export function* heldRecords(
  part: Uint8Array,
  profile: Profile,
  source: FrozenSource,
  column: string,
): Generator<HeldRecord> {
  const text = decodeText(part);
  if (profile.format === 'ndjson') yield* fromJson(text, column);
  else yield* fromCsv(text, profile, source, column);
}

function* fromJson(text: string, pointer: string): Generator<HeldRecord> {
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const record = JSON.parse(line) as Record<string, unknown>;
    let value: unknown = record;
    for (const part of path) value = (value as Record<string, unknown> | null | undefined)?.[part];
    yield {
      reasons: String(record._reason).split(';'),
      value: typeof value === 'string' ? value : undefined,
    };
  }
}

function* fromCsv(
  text: string,
  profile: Profile,
  source: FrozenSource,
  column: string,
): Generator<HeldRecord> {
  const at = source.header.indexOf(column);
  let isHeader = true;
  for (const fields of csvRecords(text, profile)) {
    if (!isHeader)
      yield {
        reasons: (fields[fields.length - HELD_COLUMNS.length + REASON] ?? '').split(';'),
        value: at < 0 ? undefined : fields[at],
      };
    isHeader = false;
  }
}

/** Fields of well-framed records (docs/rules.md section 1): a quote counts only where a field begins. */
function* csvRecords(text: string, { delimiter, quote }: Profile): Generator<string[]> {
  let fields: string[] = [];
  for (let at = 0; at < text.length; ) {
    let value: string;
    if (quote !== 'none' && text[at] === quote) {
      const [end, read] = quoted(text, at, quote);
      value = read;
      at = end;
    } else {
      const end = unquotedEnd(text, at, delimiter);
      value = text.slice(at, end);
      at = end;
    }
    fields.push(value);
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) fields.push('');
      else continue;
    }
    yield fields;
    fields = [];
    at = text[at] === '\r' ? at + 2 : at + 1;
  }
}

function quoted(text: string, start: number, quote: string): [end: number, value: string] {
  let at = start + 1;
  for (;;) {
    const close = text.indexOf(quote, at);
    if (close < 0) throw new RangeError('a held part is not well-framed');
    if (text[close + 1] !== quote)
      return [close + 1, text.slice(start + 1, close).replaceAll(quote + quote, quote)];
    at = close + 2;
  }
}

function unquotedEnd(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') {
    if (text[at] === '\r' && text[at + 1] === '\n') break;
    at++;
  }
  return at;
}
