import { TALLY_COLUMNS } from '../formats/frozen.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Scratch } from '../ports/scratch.ts';
import type { Database } from './engine/database.ts';
import { Sheet } from './ingest/sheet.ts';
import { readRows } from './ingest/small-csv.ts';
import type { LayoutFault } from './ingest/source-run.ts';

/** Loads `tallies.csv` as it stands. */
export async function loadTallies(
  database: Database,
  out: ObjectStore,
  scratch: Scratch,
): Promise<LayoutFault[]> {
  const path = 'tallies.csv';
  const faults: LayoutFault[] = [];
  const fault = (key: string, detail: string): void => {
    faults.push({ kind: 'tally', key: `${path}:${key}`, source: '', detail });
  };
  const sheet = new Sheet(scratch, 'tallies');
  const size = await out.size(path);
  if (size === undefined) fault('missing', `there is no ${path}`);
  let before: Buffer = Buffer.alloc(0);
  for await (const { line, values } of readRows(out, path, size ?? 0)) {
    if (line === 0) {
      if (values?.join(',') !== TALLY_COLUMNS.join(',')) fault('header', `${path} has another header`);
      continue;
    }
    if (values === null || values.length !== TALLY_COLUMNS.length || !/^[1-9]\d{0,14}$/.test(values[7]!)) {
      fault(`row:${line}`, `row ${line} of ${path} is not a tally`);
      continue;
    }
    const row = Buffer.from(values.slice(0, 7).join(','));
    if (Buffer.compare(before, row) > 0) fault(`order:${line}`, `row ${line} of ${path} is out of order`);
    before = row;
    for (const value of values.slice(0, 7)) sheet.text(value);
    sheet.int(Number(values[7])).endRow();
  }
  const columns = Object.fromEntries(
    TALLY_COLUMNS.map((name) => (name === 'count' ? ['n', 'UBIGINT'] : [name, 'VARCHAR'])),
  );
  await database.load('tally_row', columns, sheet.close(), '*', 'TABLE');
  return faults;
}
