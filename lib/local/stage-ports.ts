import { join } from 'node:path';
import type { StagePorts } from '../batch/ports.ts';
import { FolderStore } from './folder-store.ts';
import { LocalInputs } from './local-inputs.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

/** Where a batch's stores lie on this machine: all that a worker thread needs to open them for itself. */
export interface StageFolders {
  /** The folder of `batch.yaml`. */
  readonly inputs: string;
  /** `out/NAME`. */
  readonly out: string;
  /** The folder that holds `data/` and `profiles/`. */
  readonly assets: string;
}

export const LEDGER_FILE = 'ledger.sqlite';

export type LocalStagePorts = Omit<StagePorts, 'advance'> & {
  readonly out: FolderStore;
  readonly ledger: SqliteLedger;
};

export function openStagePorts(folders: StageFolders): LocalStagePorts {
  return {
    files: new LocalInputs(folders.inputs),
    data: new FolderStore(join(folders.assets, 'data')),
    profiles: new FolderStore(join(folders.assets, 'profiles')),
    out: new FolderStore(folders.out),
    ledger: SqliteLedger.open(join(folders.out, LEDGER_FILE)),
  };
}
