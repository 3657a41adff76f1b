import { parse } from 'csv-parse/sync';
import { readTable } from '../../formats/read.ts';
import { HOLD_REASONS } from '../../formats/reasons.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../../formats/tables.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { sha256Of } from '../digest.ts';
import type { Database } from './database.ts';

/** The tables of data/ and the names under which the SQL knows them. */
const TABLES = {
  'communes-2025-06-30.csv': 'old_commune',
  'communes-2025-07-01.csv': 'new_commune',
  'retired-communes.csv': 'retired_commune',
  'districts-2025-06-30.csv': 'old_district',
  'provinces-2025-06-30.csv': 'old_province',
  'provinces-2025-07-01.csv': 'new_province',
  'crosswalk-communes.csv': 'commune_edge',
  'crosswalk-provinces.csv': 'province_edge',
  'province-agency-codes.csv': 'level1',
} as const;

/** Loads every table of `data` as text columns named by its header; gives each file's SHA-256. */
export async function loadData(database: Database, data: ObjectStore): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const [file, table] of Object.entries(TABLES)) {
    const bytes = await data.get(file);
    digests.set(file, sha256Of(bytes));
    const [header, ...rows] = parse(Buffer.from(bytes), { bom: true }) as string[][];
    if (header === undefined || rows.length === 0 || header.some((name) => !/^[a-z][a-z0-9_]*$/.test(name)))
      throw new Error(`data/${file} is not a table of the project`);
    await database.table(table, Object.fromEntries(header.map((name) => [name, 'VARCHAR'])), rows);
  }
  return digests;
}

/** Loads the succession list; rows are numbered as in the file (2 = the first after the header). */
export async function loadSuccession(database: Database, succession: Uint8Array | null): Promise<void> {
  const rows =
    succession === null
      ? []
      : readTable(succession, 'succession.csv', SUCCESSION_COLUMNS, successionRowSchema);
  const names = SUCCESSION_COLUMNS.map((name) => (name === 'when' ? 'condition' : name));
  await database.table(
    'succession',
    { row_no: 'INTEGER', ...Object.fromEntries(names.map((name) => [name, 'VARCHAR'])) },
    rows.map((row, index) => [index + 2, ...SUCCESSION_COLUMNS.map((name) => row[name])]),
  );
}

export async function loadReasonOrder(database: Database): Promise<void> {
  await database.table(
    'reason_order',
    { reason: 'VARCHAR', ord: 'INTEGER' },
    HOLD_REASONS.map((reason, index) => [reason.code, index]),
  );
}
