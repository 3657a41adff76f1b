import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { FolderScratch } from '../../lib/local/folder-scratch.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { SqliteLedger } from '../../lib/local/sqlite-ledger.ts';
import { SqliteRunLock } from '../../lib/local/sqlite-run-lock.ts';
import { ledgerContract } from '../ports/ledger.contract.ts';
import { objectStoreContract } from '../ports/object-store.contract.ts';
import { runLockContract } from '../ports/run-lock.contract.ts';
import { scratchContract } from '../ports/scratch.contract.ts';
import { temporaryFolder } from './folder.ts';

objectStoreContract('folder', async () => new FolderStore(temporaryFolder()));

ledgerContract('SQLite', async () => {
  const path = join(temporaryFolder(), 'ledger.sqlite');
  const open = async () => {
    const ledger = SqliteLedger.open(path);
    onTestFinished(() => ledger.close());
    return ledger;
  };
  return { ledger: await open(), again: open };
});

runLockContract('SQLite', async () => {
  const folder = temporaryFolder();
  const now = () => '2026-01-01T00:00:00.000Z';
  return [new SqliteRunLock(folder, now), new SqliteRunLock(folder, now)];
});

scratchContract('folder', () => new FolderScratch(join(temporaryFolder(), '.scratch')));
