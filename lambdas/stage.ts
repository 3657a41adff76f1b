import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openCloudBatch } from '../lib/aws/cloud-batch.ts';
import { runTask } from '../lib/batch/queued/run-task.ts';
import { taskSchema } from '../lib/batch/queued/task.ts';
import { runStage } from '../lib/batch/stages.ts';
import { consume } from './consume.ts';
import { clients, environment, host } from './host.ts';

/** Every stage of the table; a deployed function does the work of its own queue alone. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  consume(event, context, taskSchema, async (task) => {
    if (environment.stage !== undefined && task.stage !== environment.stage)
      throw new TypeError(`a message of ${task.stage} in the queue of ${environment.stage}`);
    const { batch, kind } = task;
    const { ports, queues } = openCloudBatch({ batch, kind }, environment, clients, host);
    await runTask(task, ports, queues, (stage, message, wanted) =>
      runStage(stage, message, { ...ports, wanted, timeLeft: () => context.getRemainingTimeInMillis() }),
    );
  });
