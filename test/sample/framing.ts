/** A framer for tests: docs/rules.md section 1 in the plainest way, on a latin1 string. Quadratic where it does not matter. */
const max = 1024 * 1024;

export interface Framed {
  readonly text: string;
  /** `good`, `open-quote`, `record-too-long`, `ragged`. */
  readonly kind: string;
  readonly fields: readonly string[];
}

interface Scanned {
  end: number;
  fields: string[];
  lines: number;
}

function scan(file: string, start: number, delimiter: string): Scanned | 'open-quote' | 'record-too-long' {
  const limit = Math.min(file.length, start + max);
  const fields: string[] = [];
  let at = start;
  let lines = 0;
  for (;;) {
    let value = '';
    if (file[at] === '"') {
      for (at++; ; ) {
        const close = file.indexOf('"', at);
        if (close < 0 || close >= limit) return 'open-quote';
        value += file.slice(at, close);
        if (file[close + 1] !== '"') {
          at = close + 1;
          break;
        }
        value += '"';
        at = close + 2;
      }
      lines += value.split('\n').length - 1;
    } else {
      const from = at;
      while (at < limit && file[at] !== delimiter && file[at] !== '\n') at++;
      if (at >= limit && limit < file.length) return lines > 0 ? 'open-quote' : 'record-too-long';
      if (file[at] === '\n' && file[at - 1] === '\r' && at > from) at--;
      value = file.slice(from, at);
    }
    fields.push(value);
    if (file[at] === delimiter) {
      at++;
      continue;
    }
    if (at >= file.length) return { end: at, fields, lines };
    if (file[at] === '\n') return { end: at + 1, fields, lines };
    if (file.startsWith('\r\n', at)) return { end: at + 2, fields, lines };
    return 'open-quote';
  }
}

/** Records of a CSV export, the header first. */
export function frameCsv(
  bytes: Buffer,
  delimiter: string,
): { records: Framed[]; blanks: number; header: string[] } {
  const file = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const records: Framed[] = [];
  let blanks = 0;
  let header: string[] | undefined;
  for (let at = 0; at < file.length; ) {
    if (file[at] === '\n' || file.startsWith('\r\n', at)) {
      at += file[at] === '\n' ? 1 : 2;
      blanks++;
      continue;
    }
    const scanned = scan(file, at, delimiter);
    const line = file.indexOf('\n', at) + 1 || file.length;
    let kind = typeof scanned === 'string' ? scanned : 'good';
    let end = typeof scanned === 'string' ? line : scanned.end;
    if (typeof scanned !== 'string' && header !== undefined && scanned.fields.length !== header.length) {
      kind = scanned.lines > 0 ? 'open-quote' : 'ragged';
      end = line;
    }
    if (kind === 'open-quote' && line - at > max) kind = 'record-too-long';
    if (kind === 'record-too-long') end = at + max;
    const fields = typeof scanned === 'string' ? [] : scanned.fields;
    if (header === undefined) header = fields;
    else records.push({ text: file.slice(at, end), kind, fields });
    at = end;
  }
  return { records, blanks, header: header ?? [] };
}

export function frameLines(bytes: Buffer): { lines: string[]; blanks: number } {
  const all = bytes
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split('\n');
  if (all.at(-1) === '') all.pop();
  const stripped = all.map((line) => line.replace(/\r$/, ''));
  const lines = stripped.filter((line) => line !== '');
  // A line of exactly the limit leaves its own line end alone: a blank line.
  const cut = lines.filter((line) => line.length === max).length;
  return { lines, blanks: stripped.length - lines.length + cut };
}

export const fromBytes = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
