import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { FolderStore } from './folder-store.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { SqliteRunLock } from './sqlite-run-lock.ts';
import { LEDGER_FILE } from './stage-ports.ts';
import { systemClock } from './system-clock.ts';

export interface LocalCodes {
  /** Absolute path of `OUT/codes/PROVINCE`. */
  readonly dir: string;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
  close(): Promise<void>;
}

/** What this machine keeps of a province's codes: lists, plans and the ledger of what was sent. Made (mode 0700) if it is not there. */
export async function openLocalCodes(options: {
  readonly outRoot: string;
  readonly province: string;
}): Promise<LocalCodes> {
  const dir = resolve(options.outRoot, 'codes', options.province);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ledger = SqliteLedger.open(join(dir, LEDGER_FILE));
  return {
    dir,
    out: new FolderStore(dir),
    ledger,
    lock: new SqliteRunLock(dir, systemClock.now),
    close: async () => ledger.close(),
  };
}
