import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openCloudBatch } from '../lib/aws/cloud-batch.ts';
import { coordinate } from '../lib/batch/queued/coordinate.ts';
import { QueuedStages } from '../lib/batch/queued/queued-stages.ts';
import { goOnSchema } from '../lib/batch/queued/task.ts';
import { renderReport } from '../lib/report/render.ts';
import { consume } from './consume.ts';
import { clients, environment, host, logger } from './host.ts';

/** Takes a batch up: sends what is missing, or ends it with its report. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  consume(event, context, goOnSchema, async (goOn, receives) => {
    const { batch, kind, again, asked } = goOn;
    const { chunkBytes } = environment;
    const { ports, queues } = openCloudBatch(goOn, environment, clients, host);
    const inputs = await ports.files.fingerprint();
    // Delivered again: whoever had it first may have died between saying what it sends and sending it.
    const resends = receives > 1 || asked === true;
    const { out, ledger } = ports;
    const stages = new QueuedStages({ batch, kind, out, ledger, queues, inputs, resends });
    const ended = await coordinate({
      batch,
      kind,
      ports,
      stages,
      render: renderReport,
      chunkBytes,
      again,
      asked,
    });
    logger.info('coordinated', { batch, kind, state: ended.state });
  });
