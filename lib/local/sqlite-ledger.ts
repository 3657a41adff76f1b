import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { type Ledger, LedgerConflict, type LedgerEvent, storedForm } from '../ports/ledger.ts';

const BUSY_MILLISECONDS = 10_000;
const decoder = new TextDecoder();

const text = (bytes: ArrayBuffer | Uint8Array): string => decoder.decode(bytes);

/**
 * The ledger as a SQLite file: WAL, so that `status` reads while `run` writes; full sync, so that an event that
 * was answered `appended` outlives a power cut. Keys are blobs: they sort by their bytes, as DynamoDB's do.
 */
export class SqliteLedger implements Ledger {
  readonly #db: Database.Database;

  static open(path: string): SqliteLedger {
    const db = new Database(path, { timeout: BUSY_MILLISECONDS });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS events (batch TEXT NOT NULL, key BLOB NOT NULL, event BLOB NOT NULL, PRIMARY KEY (batch, key)) WITHOUT ROWID',
    );
    return new SqliteLedger(db);
  }

  /** For `status`: writes nothing and makes no file. A ledger that is not there yet is empty. */
  static openReadOnly(path: string): Ledger & { close(): void } {
    if (!existsSync(path)) return { append: refuse, read: async () => [], close: () => undefined };
    const db = new Database(`${pathToFileURL(path).href}?mode=ro`, { timeout: BUSY_MILLISECONDS });
    const ledger = new SqliteLedger(db);
    return {
      append: refuse,
      // The file may be caught between its making and its table's.
      read: async (batch, under) => (hasTable(db) ? ledger.read(batch, under) : []),
      close: () => ledger.close(),
    };
  }

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  async append(batch: string, key: string, event: LedgerEvent): Promise<'appended' | 'exists'> {
    const bytes = Buffer.from(storedForm(key, event));
    const keyBytes = Buffer.from(key);
    const { changes } = this.#db
      .prepare('INSERT INTO events (batch, key, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(batch, keyBytes, bytes);
    if (changes === 1) return 'appended';
    const stored = this.#db
      .prepare('SELECT event FROM events WHERE batch = ? AND key = ?')
      .get(batch, keyBytes) as { event: ArrayBuffer };
    if (bytes.equals(Buffer.from(stored.event))) return 'exists';
    throw new LedgerConflict(batch, key);
  }

  async read(
    batch: string,
    under = '',
  ): Promise<ReadonlyArray<{ readonly key: string; readonly event: LedgerEvent }>> {
    const rows = this.#db
      .prepare('SELECT key, event FROM events WHERE batch = ? AND substr(key, 1, ?) = ? ORDER BY key')
      .all(batch, Buffer.byteLength(under), Buffer.from(under)) as Array<{
      key: ArrayBuffer;
      event: ArrayBuffer;
    }>;
    return rows.map((row) => ({ key: text(row.key), event: JSON.parse(text(row.event)) as LedgerEvent }));
  }

  /** Forgets everything. For plans alone. */
  clear(): void {
    this.#db.exec('DELETE FROM events');
  }

  close(): void {
    this.#db.close();
  }
}

function hasTable(db: Database.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get() !== undefined;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this ledger was opened read-only'));
}
