import { ALIAS_SHEET_COLUMNS, ALIAS_TAIL_COLUMNS } from '../ingest/alias-rows.ts';
import type { Layout } from '../ingest/layout.ts';
import { PART_COLUMNS } from '../ingest/output-parts.ts';
import { WRITTEN_COLUMNS } from '../ingest/output-rows.ts';
import { REC_COLUMNS } from '../ingest/source-rows.ts';
import type { Partition } from '../ingest/source-run.ts';
import type { Database } from './database.ts';
import { recordExpressions } from './source-tables.ts';

const text = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'VARCHAR']));

/** Loads one partition's sheets into the tables that the derivation starts from. */
export async function loadPartition(database: Database, layout: Layout, partition: Partition): Promise<void> {
  const { sheets } = partition;
  const slots = Object.fromEntries(layout.row.map((_, slot) => [`v${slot}`, 'VARCHAR']));
  const { select, numbers } = recordExpressions(layout);
  await database.load('rec', { ...REC_COLUMNS, ...slots }, sheets.rec, select);
  await database.script(`CREATE OR REPLACE TEMP VIEW number_value AS ${numbers}`);
  const placeColumns = ['p', 'pf', 'd', 'df', 'c', 'cf', 'n', 'nf', 'a', 'af'];
  await database.load('place', { id: 'UINTEGER', ...text(placeColumns) }, sheets.place);
  const kindColumns = text(['procedure', 'status', 'vintage', 'stamp_rule', 'stamp_vintage']);
  await database.load('kind', { id: 'UINTEGER', stamped: 'BOOLEAN', ...kindColumns }, sheets.kind);
  await database.load(
    'kind_value',
    { kind: 'UINTEGER', slot: 'INTEGER', value: 'VARCHAR' },
    sheets.kind_value,
  );
  await database.load('written', WRITTEN_COLUMNS, sheets.written);
  await database.load(
    'tail',
    { id: 'UINTEGER', ...text(['second', 'third', 'fourth', 'forms']) },
    sheets.tail,
  );
  await database.load('part', PART_COLUMNS, sheets.part);
  await database.load('alias', ALIAS_SHEET_COLUMNS, sheets.alias);
  await database.load('alias_tail', ALIAS_TAIL_COLUMNS, sheets.alias_tail);
  await database.run(
    'CREATE OR REPLACE TEMP TABLE this_partition AS SELECT $first::UBIGINT AS first_number, $last::UBIGINT AS last_number',
    { first: BigInt(partition.firstNumber), last: BigInt(partition.lastNumber) },
  );
}
