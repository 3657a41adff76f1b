import type { StagePorts } from '../../batch/ports.ts';
import type { GoOn } from '../../batch/queued/task.ts';
import type { InputFiles } from '../../ports/input-files.ts';
import type { Attachments } from '../../ports/stack-cost.ts';
import type { OpenOutput } from '../host.ts';

/** What a batch left in the account (`outDir` is `s3://BUCKET/NAME`), and what its functions read. Nothing is written. */
export interface StackBatch extends OpenOutput, StagePorts {}

/** A batch on this machine that may be uploaded. */
export interface PreparedBatch {
  readonly name: string;
  readonly bytes: number;
  readonly sources: number;
  readonly sourceBytes: number;
  readonly systems: number;
  readonly attachments: Attachments;
  /** What lies among attachments or packets and can't be uploaded: links out of the folder, devices, …. */
  readonly passedOver: ReadonlyArray<{ readonly path: string; readonly kind: string }>;
  /** Sends what is not there; may be broken off and done again. */
  upload(
    onProgress: (done: number, total: number) => void,
  ): Promise<{ readonly files: number; readonly bytes: number; readonly sent: number }>;
}

/** A deployed stack, opened with the caller's own AWS credentials. */
export interface OpenStack {
  readonly name: string;
  readonly region: string;
  open(goOn: GoOn): StackBatch;
  prepare(files: InputFiles, batchFile: string): Promise<PreparedBatch>;
  /** Has a batch taken up by the functions. `again`: its check is to be made anew, though nothing changed. */
  send(goOn: GoOn, again: boolean): Promise<void>;
  /** How many messages lie in the dead-letter queue of each queue. */
  deadLetters(): Promise<ReadonlyMap<string, number>>;
  close(): void;
}
