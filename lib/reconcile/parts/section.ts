import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Scratch } from '../../ports/scratch.ts';
import type { Database } from '../engine/database.ts';

/** Rows of one table (of one bucket of digests, where it has digests) in an object. */
const sectionSchema = z.strictObject({
  table: z.string(),
  bucket: z.int().min(0),
  start: z.int().min(0),
  end: z.int().min(0),
  rows: z.int().min(1),
  longestRowBytes: z.int().min(1),
  sha256: z.string(),
});
/** What a task leaves for those that follow: an object, and what lies where in it. Sections without rows are not there. */
export const leftSchema = z.strictObject({ path: z.string(), sections: z.array(sectionSchema) });
type Section = z.output<typeof sectionSchema>;
export type Left = z.output<typeof leftSchema>;

/**
 * Writes tables as one object: a line a row, fields between tabs, NULL as U+0001, as the sheets are written. What
 * stands in the tables is escaped already (`ingest/escape.ts`). Lines are in the order of their bytes, so the same
 * rows give the same object. Tables with a column `hash` are cut into `buckets` by it.
 */
export async function leaveTables(
  database: Database,
  out: ObjectStore,
  path: string,
  tables: readonly string[],
  buckets: number,
): Promise<Left> {
  const sections: Section[] = [];
  async function* content(): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (const table of tables) {
      const columns = await columnsOf(database, table);
      const line = Object.entries(columns)
        .flatMap(([name, type]) => (type === DIGEST ? [highOf(name), lowOf(name)] : [`"${name}"`]))
        .map((field) => `coalesce(${field}::VARCHAR, chr(1))`)
        .join(' || chr(9) || ');
      const bucketOf = columns.hash === DIGEST ? `${lowOf('hash')} % $buckets` : '0 * $buckets';
      const open = new SectionWriter(table, sections);
      for await (const rows of database.stream(
        `SELECT bucket, line FROM (SELECT ${bucketOf} AS bucket, ${line} AS line FROM ${table}) ORDER BY bucket, line`,
        { buckets },
      )) {
        const piece = open.piece(rows, at);
        at += piece.length;
        yield piece;
      }
      open.close(at);
    }
  }
  await out.put(path, content());
  return { path, sections };
}

/** The type of a digest. As one number it takes 80 µs to write, as its two halves less than one. */
const DIGEST = 'UHUGEINT';
const highOf = (name: string): string => `("${name}" >> 64)::UBIGINT`;
const lowOf = (name: string): string => `("${name}" & 18446744073709551615::UHUGEINT)::UBIGINT`;

/** Follows the buckets of one table as its rows go by. */
class SectionWriter {
  private readonly table: string;
  private readonly sections: Section[];
  private digest = createHash('sha256');
  private bucket = 0;
  private start = 0;
  private rows = 0;
  private longest = 0;

  constructor(table: string, sections: Section[]) {
    this.table = table;
    this.sections = sections;
  }

  /** The bytes of some rows; `at` is where they will stand. */
  piece(rows: ReadonlyArray<Record<string, unknown>>, at: number): Buffer {
    const pieces: Buffer[] = [];
    let from = 0;
    let to = at;
    while (from < rows.length) {
      const bucket = Number(rows[from]!.bucket);
      if (bucket !== this.bucket || this.rows === 0) {
        this.close(to);
        this.bucket = bucket;
        this.start = to;
      }
      let lines = '';
      let until = from;
      for (; until < rows.length && Number(rows[until]!.bucket) === bucket; until++) {
        const line = String(rows[until]!.line);
        // At most three bytes for each unit of UTF-16.
        this.longest = Math.max(this.longest, line.length * 3 + 1);
        lines += `${line}\n`;
      }
      const bytes = Buffer.from(lines);
      this.rows += until - from;
      this.digest.update(bytes);
      pieces.push(bytes);
      to += bytes.length;
      from = until;
    }
    return Buffer.concat(pieces);
  }

  close(end: number): void {
    if (this.rows === 0) return;
    this.sections.push({
      table: this.table,
      bucket: this.bucket,
      start: this.start,
      end,
      rows: this.rows,
      longestRowBytes: this.longest,
      sha256: this.digest.digest('hex'),
    });
    this.digest = createHash('sha256');
    this.rows = 0;
    this.longest = 0;
  }
}

/** Fills a table that is there with what several tasks left of it; `bucket` for tables with digests. */
export async function takeTable(
  database: Database,
  out: ObjectStore,
  scratch: Scratch,
  table: string,
  left: readonly Left[],
  bucket = 0,
): Promise<void> {
  const columns = await columnsOf(database, table);
  const name = `left-${table}`;
  const writer = scratch.writer(name);
  let rows = 0;
  let longestRowBytes = 0;
  for (const { path, sections } of left)
    for (const section of sections) {
      if (section.table !== table || section.bucket !== bucket) continue;
      const digest = createHash('sha256');
      for await (const piece of out.range(path, section.start, section.end)) {
        digest.update(piece);
        writer.write(piece);
      }
      if (digest.digest('hex') !== section.sha256)
        throw new Error(`${path} is not what another task of the reconciliation left`);
      rows += section.rows;
      longestRowBytes = Math.max(longestRowBytes, section.longestRowBytes);
    }
  const path = writer.close();
  const read = Object.entries(columns).flatMap(([column, type]) =>
    type === DIGEST
      ? [
          [`${column}_high`, 'UBIGINT'],
          [`${column}_low`, 'UBIGINT'],
        ]
      : [[column, type]],
  );
  const select = Object.entries(columns).map(([column, type]) =>
    type === DIGEST
      ? `"${column}_high"::UHUGEINT * 18446744073709551616::UHUGEINT + "${column}_low"::UHUGEINT AS "${column}"`
      : `"${column}"`,
  );
  const sheet = { name, path, rows, longestRowBytes };
  await database.load(table, Object.fromEntries(read), sheet, select.join(', '), 'TABLE');
}

async function columnsOf(database: Database, table: string): Promise<Record<string, string>> {
  const rows = await database.rows(
    'SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $table ORDER BY column_index',
    { table },
  );
  if (rows.length === 0) throw new Error(`there is no table ${table}`);
  return Object.fromEntries(rows.map((row) => [String(row.column_name), String(row.data_type)]));
}
