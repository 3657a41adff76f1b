import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import * as z from 'zod';
import type { LockHolder, RunLock } from '../ports/run-lock.ts';
import { errorCode } from './paths.ts';

const sidecarSchema = z.object({ pid: z.int(), host: z.string(), since: z.string() });
/** Longer than `holder` looks at the database: a `status` never makes a `run` fail. */
const PATIENCE_MILLISECONDS = 500;

/**
 * The lock is an open exclusive transaction on a SQLite file: the system drops it when the process dies, however
 * it dies. The file beside it only says who holds it; `release` removes it, and what a
 * killed run left there is not believed, because its process is gone.
 */
export class SqliteRunLock implements RunLock {
  readonly #database: string;
  readonly #sidecar: string;
  readonly #now: () => string;

  constructor(folder: string, now: () => string) {
    this.#database = join(folder, '.run-lock.sqlite');
    this.#sidecar = join(folder, '.run-lock.json');
    this.#now = now;
  }

  async acquire(): ReturnType<RunLock['acquire']> {
    const db = new Database(this.#database, { timeout: PATIENCE_MILLISECONDS });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      if (isBusy(error)) return { heldBy: this.#describe() };
      throw error;
    }
    rmSync(this.#sidecar, { force: true }); // who held it before does not any more
    const holder: LockHolder = { pid: process.pid, host: hostname(), since: this.#now() };
    writeFileSync(this.#sidecar, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
    return {
      release: async () => {
        rmSync(this.#sidecar, { force: true });
        db.exec('ROLLBACK');
        db.close();
      },
    };
  }

  async holder(): Promise<LockHolder | null | undefined> {
    if (!existsSync(this.#database)) return undefined;
    const db = new Database(this.#database);
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      return undefined;
    } catch (error) {
      if (isBusy(error)) return this.#describe();
      throw error;
    } finally {
      db.close();
    }
  }

  #describe(): LockHolder | null {
    try {
      const holder = sidecarSchema.parse(JSON.parse(readFileSync(this.#sidecar, 'utf8')));
      return isGone(holder) ? null : holder;
    } catch {
      return null; // the holder is between taking the lock and saying its name: it is held all the same
    }
  }
}

/** A process of this host that is no more. Of another host's nobody here can tell. */
function isGone({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH'; // EPERM: it is there, and another user's
  }
}

function isBusy(error: unknown): boolean {
  return errorCode(error)?.startsWith('SQLITE_BUSY') ?? false;
}
