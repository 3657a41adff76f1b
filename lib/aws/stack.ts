import { randomUUID } from 'node:crypto';
import { folderOf, partitionOf } from '../batch/places.ts';
import type { StagePorts } from '../batch/ports.ts';
import { readQueuedState } from '../batch/queued/queued-state.ts';
import { COORDINATE, type GoOn } from '../batch/queued/task.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { type CloudClients, type CloudHost, openCloudBatch } from './cloud-batch.ts';
import { SqsQueues } from './sqs-queues.ts';
import { connectStack } from './stack-connect.ts';
import { countDeadLetters } from './stack-dead-letters.ts';
import type { StackOutputs } from './stack-outputs.ts';
import { type PreparedUpload, prepareUpload, type Uploaded, uploadInputs } from './upload-inputs.ts';

/** What a batch left in the account, and what its functions read: to be looked at, never written. */
export interface StackBatch extends StagePorts {
  readonly name: string;
  /** `s3://BUCKET/NAME`. */
  readonly outDir: string;
  readonly lock: RunLock;
  readonly batchFile: undefined;
  close(): Promise<void>;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  open(goOn: GoOn): StackBatch;
  /** Reads a batch of this machine and says what uploading it takes; nothing is sent yet. */
  prepare(
    files: InputFiles,
    batchFile: string,
  ): Promise<
    PreparedUpload & { upload(onProgress: (done: number, total: number) => void): Promise<Uploaded> }
  >;
  /** Has a batch taken up. `again`: its check is to be made anew, though nothing changed. */
  send(goOn: GoOn, again: boolean): Promise<void>;
  /** How many messages lie in the dead-letter queue of each queue. */
  deadLetters(): Promise<ReadonlyMap<string, number>>;
  close(): void;
}

/** What this machine brings along: the project's tables and the time. */
type Brought = Pick<CloudHost, 'data' | 'profiles' | 'clock'>;

/** Opens a deployed stack by its name with the caller's own credentials. */
export async function openStack(name: string, brought: Brought): Promise<Stack> {
  const { clients, outputs, region, close } = await connectStack(name, 'batches');
  return { name, region, close, ...actions(clients, outputs, brought) };
}

function actions(
  clients: CloudClients,
  outputs: StackOutputs,
  brought: Brought,
): Pick<Stack, 'open' | 'prepare' | 'send' | 'deadLetters'> {
  return {
    open: (goOn) => openBatch(goOn, outputs, clients, brought),
    prepare: async (files, batchFile) => {
      const local = { files, batchFile, profiles: brought.profiles };
      const prepared = await prepareUpload(local);
      return {
        ...prepared,
        upload: (onProgress) => uploadInputs(clients.s3, outputs.sourceBucket, prepared, local, onProgress),
      };
    },
    send: async ({ batch, kind }, again) => {
      // An id of its own: after something was mended the same words must not pass for the same message.
      const id = randomUUID();
      const body: GoOn = { batch, kind, asked: true, ...(again && { again: id }) };
      await new SqsQueues(clients.sqs, outputs.queueUrls, partitionOf({ batch, kind })).send(COORDINATE, [
        { id, body },
      ]);
    },
    deadLetters: () => countDeadLetters(clients.sqs, outputs),
  };
}

function openBatch(goOn: GoOn, outputs: StackOutputs, clients: CloudClients, brought: Brought): StackBatch {
  const scratch = (): never => {
    throw new Error('no stage of the account runs on this machine');
  };
  const { ports } = openCloudBatch(goOn, outputs, clients, { ...brought, scratch, machine: {} });
  const { files, data, profiles, out, ledger, advance } = ports;
  const { batch: name } = goOn;
  return {
    ...{ name, files, data, profiles, out, ledger, advance },
    outDir: `s3://${outputs.workBucket}/${folderOf(goOn)}`,
    batchFile: undefined,
    lock: {
      acquire: () => Promise.reject(new Error('a batch of the account is run by its functions alone')),
      // The functions do not say who they are.
      holder: async () =>
        (await readQueuedState(name, { ledger, out })).state === 'running' ? null : undefined,
    },
    close: async () => undefined,
  };
}
