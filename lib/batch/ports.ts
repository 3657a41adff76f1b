import type { Clock } from '../ports/clock.ts';
import type { FreeSpace } from '../ports/free-space.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { Scratch } from '../ports/scratch.ts';
import type { StageRunner } from '../ports/stage-runner.ts';
import type { StageTuning } from './tuning.ts';

/** What a stage may touch: the same four stores on a worker thread and in a Lambda. */
export interface StagePorts {
  /** The user's inputs, by paths relative to the folder of `batch.yaml`. Read only. */
  readonly files: InputFiles;
  /** The project's tables: `*.csv` and `compiled/units.json`. Read only. */
  readonly data: ObjectStore;
  /** The project's profiles: `NAME.yaml`. Read only. */
  readonly profiles: ObjectStore;
  /** `out/NAME/`. */
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  /** Absent on one machine: `LOCAL_TUNING`. */
  readonly tuning?: StageTuning;
  /** Throws where nobody waits for the message in hand any more. Asked before outputs are written; absent on one machine. */
  wanted?(): Promise<void>;
  /** Milliseconds that are left for the message in hand; absent where there is no end. */
  timeLeft?(): number;
  /** Says that more of the message in hand is done, in the stage's own unit: a hint for progress lines. */
  advance(amount: number): void;
}

/** What the whole run needs besides. */
export interface BatchPorts extends StagePorts {
  /** The name of `batch.yaml` in `files`. */
  readonly batchFile: string;
  readonly stages: StageRunner;
  readonly lock: RunLock;
  readonly space: FreeSpace;
  readonly clock: Clock;
  /** A private folder on a local disk for engines that open files themselves. */
  scratch(): Scratch;
  /** Removes what a killed writer left half-written. Called under the lock, before anything is written. */
  sweep(): Promise<void>;
  /** Empties the output and the ledger. Only plans are ever discarded: they hold nothing that anybody signed. */
  discard(): Promise<void>;
  /** For `run.json` alone: processors, platform, versions, the absolute path of `batch.yaml`. */
  readonly machine: Readonly<Record<string, string | number>>;
}
