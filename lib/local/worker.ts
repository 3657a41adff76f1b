import { parentPort, workerData } from 'node:worker_threads';
import { plainError } from '../batch/plain-error.ts';
import { runStage } from '../batch/stages.ts';
import { openStagePorts, type StageFolders } from './stage-ports.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The entry of a worker thread: runs the stages it is sent, one after the other, on stores of its own. */
const port = parentPort;
if (port === null) throw new Error('worker.ts runs on a worker thread only');
const send = (message: FromWorker): void => port.postMessage(message);
const ports = {
  ...openStagePorts(workerData as StageFolders),
  advance: (amount: number) => send({ type: 'advance', amount }),
};

port.on('message', ({ stage, message }: ToWorker) => {
  runStage(stage, message, ports).then(
    (result) => send({ type: 'result', result }),
    (error: unknown) => send({ type: 'error', error: plainError(error) }),
  );
});
