import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** The tables of `data/` and the columns each must have, in order. */
const COLUMNS = {
  'communes-2025-06-30.csv': ['code', 'kind', 'name', 'type', 'district', 'province', 'name_variants'],
  'communes-2025-07-01.csv': [
    'code',
    'name',
    'type',
    'province',
    'resolution',
    'clause',
    'amended_name',
    'amended_type',
    'amend_resolution',
    'amended_from',
  ],
  'crosswalk-communes.csv': [
    'old_code',
    'new_code',
    'relation',
    'people',
    'people_basis',
    'note',
    'resolution',
    'clause',
    'correction',
  ],
  'crosswalk-provinces.csv': ['old_code', 'new_code', 'status', 'resolution'],
  'districts-2025-06-30.csv': ['code', 'name', 'province'],
  'province-agency-codes.csv': [
    'code',
    'old_province',
    'disposition',
    'successor',
    'new_province',
    'legal_basis',
  ],
  'provinces-2025-06-30.csv': ['code', 'name'],
  'provinces-2025-07-01.csv': [
    'code',
    'name',
    'resolution',
    'amended_name',
    'amend_resolution',
    'amended_from',
  ],
  'retired-communes.csv': [
    'code',
    'name',
    'district',
    'district_name',
    'province',
    'province_name',
    'retired_on',
    'successor_2025_06_30',
    'successor_2025_07_01',
    'confidence',
  ],
} as const;

type Columns = typeof COLUMNS;
export type TableFile = keyof Columns;
export type Row<F extends TableFile> = Readonly<Record<Columns[F][number], string>>;
export type Tables = { readonly [F in TableFile]: ReadonlyArray<Row<F>> };

export const TABLE_FILES = Object.keys(COLUMNS) as TableFile[];

export interface ReadTables {
  readonly rows: Tables;
  /** SHA-256 of each file, by file name, in the order of the names. */
  readonly sha256: Record<string, string>;
}

/** Reads every table of a folder strictly: UTF-8, NFC, exactly the columns above. Throws naming the file. */
export function readTables(dir: string): ReadTables {
  const rows: Partial<Record<TableFile, ReadonlyArray<Record<string, string>>>> = {};
  const sha256: Record<string, string> = {};
  for (const file of TABLE_FILES) {
    const bytes = readFileSync(join(dir, file));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text !== text.normalize('NFC')) throw new Error(`${file} is not in Unicode form NFC`);
    const [header = [], ...cells] = parse(text) as string[][];
    if (header.join() !== COLUMNS[file].join())
      throw new Error(`${file}: the header must be ${COLUMNS[file].join()}`);
    rows[file] = cells.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
    sha256[file] = createHash('sha256').update(bytes).digest('hex');
  }
  return { rows: rows as unknown as Tables, sha256 };
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
