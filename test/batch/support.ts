import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BatchPorts } from '../../lib/batch/ports.ts';
import { type RunOptions, type RunSummary, runBatch } from '../../lib/batch/run.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { type LocalBatch, openLocalBatch } from '../../lib/local/host.ts';
import {
  ASSETS,
  type Dossier,
  dossierFile,
  fakeReconcile,
  fakeRender,
  outputsOf,
  SUCCESSION,
} from './small-batch.ts';

export {
  ASSETS,
  COMMUNES,
  dossierFile,
  fakeReconcile,
  fakeRender,
  SUCCESSION,
} from './small-batch.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thong-suot-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

export interface BatchFolder {
  readonly folder: string;
  readonly batchFile: string;
  readonly outRoot: string;
}

/** A batch of two sources of one system, with repeated keys within and across them, held and rejected records. */
export function smallBatch(records = 60): BatchFolder {
  const folder = temporaryFolder();
  const dossiers = (from: number): Dossier[] =>
    Array.from({ length: records }, (_, index) => {
      const at = from + index;
      const number = index % 10 === 3 ? 'H07-250101-0003' : `H07-250101-${String(at).padStart(4, '0')}`;
      return {
        number,
        ...(index % 7 === 5 && { agency: 'H07.9.9' }),
        ...(index % 11 === 6 && { commune: '123' }),
        ...(index % 13 === 8 && { person: '"Trần ""B"", con"' }),
      };
    });
  write(folder, 'in/a.csv', dossierFile(dossiers(0)));
  write(folder, 'in/b.csv', dossierFile(dossiers(1000)));
  write(folder, 'succession.csv', SUCCESSION);
  writeBatchFile(folder);
  return { folder, batchFile: join(folder, 'batch.yaml'), outRoot: join(folder, 'out') };
}

export function writeBatchFile(folder: string, extra = ''): void {
  write(
    folder,
    'batch.yaml',
    `name: small
targetProvince: "86"
asOf: "2025-07-01"
sources:
  - system: tthc
    profile: tthc-dossiers
    files: ["in/*.csv"]
succession: succession.csv
${extra}`,
  );
}

export async function open(
  batch: BatchFolder,
  options: { kind?: 'run' | 'plan'; workers?: number } = {},
): Promise<LocalBatch> {
  const opened = await openLocalBatch({
    batchFile: batch.batchFile,
    outRoot: batch.outRoot,
    kind: options.kind ?? 'run',
    assets: ASSETS,
    workers: options.workers ?? 0,
  });
  onTestFinished(() => opened.close());
  return opened;
}

export const runWith = (ports: BatchPorts, options: Partial<RunOptions> = {}): Promise<RunSummary> =>
  runBatch({
    kind: 'run',
    ports,
    chunkBytes: 1000,
    reconcile: fakeReconcile,
    render: fakeRender,
    ...options,
  });

/** Every output by path: what must not depend on how often, or how broken off, a batch was run. */
export async function snapshot(batch: BatchFolder, name = 'small'): Promise<Record<string, string>> {
  const out = new FolderStore(join(batch.outRoot, name));
  const found: Record<string, string> = {};
  for (const path of [...(await outputsOf(out)), 'reconciliation.json', 'report.html'])
    found[path] = Buffer.from(await out.get(path)).toString('latin1');
  return found;
}
