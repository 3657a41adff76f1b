import { parse } from 'csv-parse/sync';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { ThongSuotError } from './errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array, file: string): string {
  try {
    return utf8.decode(bytes); // a BOM is dropped
  } catch (cause) {
    throw new ThongSuotError(
      'not-utf8',
      'user',
      `${file} is not UTF-8: save it as UTF-8`,
      { file },
      { cause },
    );
  }
}

function explainIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`)
    .join('; ');
}

/**
 * Reads a small CSV table that a person wrote (UTF-8, comma, header row with exactly `columns`, any order).
 * Errors name the file and the row (2 = the first after the header).
 */
export function readTable<T extends z.ZodType>(
  bytes: Uint8Array,
  file: string,
  columns: readonly string[],
  schema: T,
): Array<z.output<T>> {
  let rows: string[][];
  try {
    rows = parse(decode(bytes, file), { bom: true, skip_empty_lines: true }) as string[][];
  } catch (cause) {
    if (cause instanceof ThongSuotError) throw cause;
    const reason = (cause as { code?: string }).code ?? 'unreadable';
    const row = (cause as { lines?: number }).lines ?? 0;
    throw new ThongSuotError(
      'bad-table',
      'user',
      `${file}, line ${row}: not a well-formed CSV table (${reason})`,
      { file, row, reason },
      { cause },
    );
  }
  const header = rows[0] ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !columns.includes(column));
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  if (missing.length + unknown.length + twice.length > 0) {
    const detail = [
      missing.length > 0 ? `missing ${missing.join(', ')}` : '',
      unknown.length > 0 ? `${unknown.length} unknown` : '',
      twice.length > 0 ? `given twice ${twice.join(', ')}` : '',
    ]
      .filter((part) => part !== '')
      .join('; ');
    throw new ThongSuotError(
      'bad-header',
      'user',
      `${file}: the header must be ${columns.join(',')} (${detail})`,
      { file, detail },
    );
  }
  return rows.slice(1).map((cells, index) => {
    const parsed = schema.safeParse(
      Object.fromEntries(header.map((column, at) => [column, cells[at] ?? ''])),
    );
    if (parsed.success) return parsed.data;
    const row = index + 2;
    const detail = explainIssues(parsed.error);
    throw new ThongSuotError('bad-row', 'user', `${file}, row ${row}: ${detail}`, { file, row, detail });
  });
}

/** Reads a YAML file that a person wrote and checks it; errors name the file, the line where known, and the key. */
export function readYaml<T extends z.ZodType>(bytes: Uint8Array, file: string, schema: T): z.output<T> {
  const document = parseDocument(decode(bytes, file), { uniqueKeys: true });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const line = fault.linePos?.[0].line ?? 0;
    throw new ThongSuotError('bad-yaml', 'user', `${file}, line ${line}: ${fault.message.split('\n')[0]}`, {
      file,
      line,
      detail: fault.code,
    });
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 50 }));
  if (parsed.success) return parsed.data;
  const detail = explainIssues(parsed.error);
  throw new ThongSuotError('bad-config', 'user', `${file}: ${detail}`, { file, detail });
}
