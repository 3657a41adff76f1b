import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { Units } from '../../lib/units/units.ts';

export const dataDir = new URL('../../data/', import.meta.url).pathname;

/** The compiled tables as a worker loads them. */
export function loadUnits(): Units {
  return Units.fromCompiled(readFileSync(`${dataDir}compiled/units.json`));
}

const VIEWS = {
  old: 'communes-2025-06-30.csv',
  new: 'communes-2025-07-01.csv',
  edge: 'crosswalk-communes.csv',
  district: 'districts-2025-06-30.csv',
  old_province: 'provinces-2025-06-30.csv',
  new_province: 'provinces-2025-07-01.csv',
  province_edge: 'crosswalk-provinces.csv',
  retired: 'retired-communes.csv',
};

/** Asks another engine about the CSV tables themselves, never the compiled form. Views: the names above plus `_t`. */
export async function query(sql: string): Promise<Array<Record<string, string>>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const [view, file] of Object.entries(VIEWS))
    await connection.run(
      `create view ${view}_t as select * from read_csv('${dataDir}${file}', header=true, delim=',', quote='"', all_varchar=true, nullstr='~none~')`,
    );
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  return rows as Array<Record<string, string>>;
}
