import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { InlineStages } from '../batch/inline-stages.ts';
import { RUN } from '../batch/out-paths.ts';
import { batchOfFolder, folderOf } from '../batch/places.ts';
import type { BatchPorts } from '../batch/ports.ts';
import { batchSchema } from '../formats/batch.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readYaml } from '../formats/read.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { DiskSpace } from './disk-space.ts';
import { FolderScratch } from './folder-scratch.ts';
import { FolderStore } from './folder-store.ts';
import { isAbsent } from './paths.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { SqliteRunLock } from './sqlite-run-lock.ts';
import { LEDGER_FILE, openStagePorts } from './stage-ports.ts';
import { systemClock } from './system-clock.ts';
import { WorkerPool } from './worker-pool.ts';

const SCRATCH = '.scratch-';

export interface LocalBatch extends BatchPorts {
  readonly name: string;
  /** Absolute path of `out/NAME` (`out/NAME.plan`). */
  readonly outDir: string;
  close(): Promise<void>;
}

/** All ports for one batch on this machine. `assets` is the folder that holds `data/` and `profiles/`. */
export async function openLocalBatch(options: {
  readonly batchFile: string;
  /** The folder in which `NAME/` stands or is made (mode 0700). */
  readonly outRoot: string;
  readonly kind: 'run' | 'plan';
  readonly assets: string;
  /** 0: in this thread. */
  readonly workers: number;
}): Promise<LocalBatch> {
  const batchFile = resolve(options.batchFile);
  const { name } = readYaml(readBatchFile(batchFile), options.batchFile, batchSchema);
  const outDir = resolve(options.outRoot, folderOf({ batch: name, kind: options.kind }));
  mkdirSync(outDir, { recursive: true, mode: 0o700 });
  const folders = { inputs: dirname(batchFile), out: outDir, assets: options.assets };
  const stagePorts = openStagePorts(folders);
  const { out, ledger } = stagePorts;
  const stages =
    options.workers === 0 ? new InlineStages(stagePorts) : new WorkerPool(options.workers, folders);
  let scratches = 0;
  return {
    ...stagePorts,
    advance: () => undefined,
    name,
    outDir,
    batchFile: basename(batchFile),
    stages,
    lock: new SqliteRunLock(outDir, systemClock.now),
    space: new DiskSpace(outDir),
    clock: systemClock,
    scratch: () => new FolderScratch(join(outDir, `${SCRATCH}${process.pid}-${scratches++}`)),
    sweep: async () => {
      await out.sweep();
      for (const entry of readdirSync(outDir))
        if (entry.startsWith(SCRATCH)) rmSync(join(outDir, entry), { recursive: true, force: true });
    },
    discard: async () => {
      if (options.kind !== 'plan')
        throw new ThongSuotError('not-a-plan', 'system', 'a run is never discarded');
      for (const path of await out.list('')) if (!path.startsWith(LEDGER_FILE)) await out.delete(path);
      ledger.clear();
    },
    machine: {
      batchFile,
      processors: availableParallelism(),
      model: cpus()[0]?.model ?? '',
      memoryMiB: Math.round(totalmem() / 1024 / 1024),
      platform: platform(),
      arch: arch(),
      node: process.version,
      workers: options.workers,
    },
    close: async () => {
      await stages.close();
      ledger.close();
    },
  };
}

export interface LocalOutput {
  readonly name: string;
  readonly outDir: string;
  readonly out: ObjectStore;
  /** Opened read-only; empty where there is none yet. */
  readonly ledger: Ledger;
  readonly lock: RunLock;
  /** Absolute path of the `batch.yaml` it was made from, where `run.json` says so. */
  readonly batchFile: string | undefined;
  close(): Promise<void>;
}

const originSchema = z.object({ name: z.string(), machine: z.object({ batchFile: z.string() }) });

/** What a batch left behind, for `status`, `report` and `lookup`: nothing is made or written. `undefined` if there is none. */
export async function openLocalOutput(options: {
  readonly outDir: string;
}): Promise<LocalOutput | undefined> {
  const outDir = resolve(options.outDir);
  if (!existsSync(join(outDir, LEDGER_FILE)) || !statSync(outDir).isDirectory()) return undefined;
  const ledger = SqliteLedger.openReadOnly(join(outDir, LEDGER_FILE));
  const run = join(outDir, RUN);
  // Absent while the first run is at its first breath: the folder bears the name as well.
  const origin = existsSync(run) ? originSchema.parse(JSON.parse(readFileSync(run, 'utf8'))) : undefined;
  return {
    name: origin?.name ?? batchOfFolder(basename(outDir)).batch,
    outDir,
    out: new FolderStore(outDir),
    ledger,
    lock: new SqliteRunLock(outDir, systemClock.now),
    batchFile: origin?.machine.batchFile,
    close: async () => ledger.close(),
  };
}

function readBatchFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (!isAbsent(cause) && (cause as { code?: string }).code !== 'EISDIR') throw cause;
    throw new ThongSuotError(
      'no-batch-file',
      'user',
      `there is no file ${path}: give the path of a batch.yaml`,
      { file: path },
      { cause },
    );
  }
}
