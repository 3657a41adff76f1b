import { openCloudBatch } from '../lib/aws/cloud-batch.ts';
import { MetricLog } from '../lib/aws/metrics.ts';
import { sweepBatch } from '../lib/batch/queued/sweep.ts';
import { listBatches } from './batches.ts';
import { clients, environment, host, logger } from './host.ts';

const metrics = new MetricLog('sweep');

/**
 * Every five minutes: takes up batches whose last group is complete and that nobody took up. One that can't be looked
 * at does not keep the others from it; the sweep then fails when all have been seen.
 */
export async function handler(event: { readonly id: string }): Promise<void> {
  let resent = 0;
  const failed: unknown[] = [];
  for (const place of await listBatches()) {
    const { ports, queues } = openCloudBatch(place, environment, clients, host);
    try {
      if (!(await sweepBatch(place, ports, queues, event.id))) continue;
      resent++;
      logger.info('taken up again', { ...place });
    } catch (error) {
      failed.push(error);
      logger.error('not swept', { ...place, error: String((error as Error | undefined)?.name) });
    }
  }
  metrics.write({ BatchesResent: resent });
  if (failed.length > 0) throw failed[0];
}
