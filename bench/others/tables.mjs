// The tables that the plain programs need, as maps.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const read = (file) => parse(readFileSync(file), { columns: true });

export function readTables(folder) {
  const units = new Map(read('data/communes-2025-06-30.csv').map((row) => [row.code, { ...row, edges: [] }]));
  for (const edge of read('data/crosswalk-communes.csv')) units.get(edge.old_code).edges.push(edge);
  const fresh = new Map(read('data/communes-2025-07-01.csv').map((row) => [row.code, row]));
  const succession = new Map(read(join(folder, 'succession.csv')).map((row) => [row.old_code, row]));
  return { units, fresh, succession };
}
