import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, type JS } from '@duckdb/node-api';
import type { Scratch } from '../../ports/scratch.ts';
import { escapeText } from '../ingest/escape.ts';
import type { SheetFile } from '../ingest/sheet.ts';

const memoryLimit = '256MB';

export type Row = Record<string, JS>;
export type Cell = string | number | boolean;
type TableKind = 'TABLE' | 'TEMP TABLE';

/** A relation of these columns without a row: most sheets of a small source are empty, and a CSV reader costs more. */
const noRows = (columns: Readonly<Record<string, string>>): string =>
  `(SELECT ${Object.entries(columns)
    .map(([name, type]) => `NULL::${type} AS "${name}"`)
    .join(', ')}) WHERE false`;

/**
 * DuckDB over one scratch folder. It can open no file outside that folder, load no extension and change no
 * setting once it is open; values and paths reach it as bound parameters or as rows of sheets, never in SQL text.
 */
export class Database {
  private readonly scratch: Scratch;
  private readonly instance: DuckDBInstance;
  private readonly connection: DuckDBConnection;

  private constructor(scratch: Scratch, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.scratch = scratch;
    this.instance = instance;
    this.connection = connection;
  }

  static async open(scratch: Scratch, threads: 1 | 2 = 1): Promise<Database> {
    const instance = await DuckDBInstance.create(`${scratch.dir}/reconcile.duckdb`, {
      threads: String(threads),
      memory_limit: memoryLimit,
      temp_directory: `${scratch.dir}/spill`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
    });
    const connection = await instance.connect();
    const database = new Database(scratch, instance, connection);
    await connection.run('SET allowed_directories = [$dir]', { dir: scratch.dir });
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return database;
  }

  /** Runs a script of our own SQL files. */
  async script(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  async run(sql: string, values: Record<string, DuckDBValue> = {}): Promise<void> {
    await this.connection.run(sql, values);
  }

  async rows(sql: string, values: Record<string, DuckDBValue> = {}): Promise<Row[]> {
    const reader = await this.connection.runAndReadAll(sql, values);
    return reader.getRowObjectsJS() as Row[];
  }

  /** Streams a result, some thousand rows at a time. */
  async *stream(sql: string, values: Record<string, DuckDBValue> = {}): AsyncGenerator<Row[]> {
    const result = await this.connection.stream(sql, values);
    const names = result.deduplicatedColumnNames();
    for await (const rows of result.yieldRowsJs())
      yield rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]!])) as Row);
  }

  /**
   * Makes a table of a sheet and drops the sheet. `select` is what is taken of its columns. Any row that is not
   * as `columns` say stops the run (DuckDB's default), and so does a row more or fewer than were written.
   */
  async load(
    table: string,
    columns: Readonly<Record<string, string>>,
    sheet: SheetFile,
    select = '*',
    kind: TableKind = 'TEMP TABLE',
  ): Promise<void> {
    if (sheet.rows > 0) await this.read(table, columns, sheet, select, kind);
    else
      await this.connection.run(
        `CREATE OR REPLACE ${kind} ${table} AS SELECT ${select} FROM ${noRows(columns)}`,
      );
    this.scratch.drop(sheet.name);
  }

  private async read(
    table: string,
    columns: Readonly<Record<string, string>>,
    sheet: SheetFile,
    select: string,
    kind: TableKind,
  ): Promise<void> {
    const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);
    await this.connection.run(
      `CREATE OR REPLACE ${kind} ${table} AS SELECT ${select} FROM read_csv($path, delim = chr(9), quote = '',
        escape = '', nullstr = chr(1), header = false, auto_detect = false, new_line = '\\n', null_padding = false,
        max_line_size = $longest, columns = {${types.join(', ')}})`,
      { path: sheet.path, longest: Math.max(sheet.longestRowBytes + 1024, 64 * 1024) },
    );
    const counted = await this.rows(`SELECT count(*)::INTEGER AS n FROM ${table}`);
    if (counted[0]?.n !== sheet.rows)
      throw new Error(
        `the engine read ${String(counted[0]?.n)} of ${sheet.rows} rows of the sheet ${sheet.name}`,
      );
  }

  /** Makes a table of rows at hand. The engine turns each cell's text into its column's type, or stops the run. */
  async table(
    table: string,
    columns: Readonly<Record<string, string>>,
    rows: Iterable<readonly Cell[]>,
    kind: TableKind = 'TABLE',
  ): Promise<void> {
    const types = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
    await this.connection.run(`CREATE OR REPLACE ${kind} ${table} (${types.join(', ')})`);
    // Through a sheet a table of a few rows takes three times as long, and there are dozens of them.
    const appender = await this.connection.createAppender(table);
    for (const row of rows) {
      for (const cell of row)
        appender.appendVarchar(typeof cell === 'boolean' ? (cell ? '1' : '0') : escapeText(String(cell)));
      appender.endRow();
    }
    appender.closeSync();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
