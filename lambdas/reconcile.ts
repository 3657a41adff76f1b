import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openCloudBatch } from '../lib/aws/cloud-batch.ts';
import { MetricLog, verdictMetrics } from '../lib/aws/metrics.ts';
import { loadBatch } from '../lib/batch/load.ts';
import { runTask } from '../lib/batch/queued/run-task.ts';
import { RECONCILE, taskSchema } from '../lib/batch/queued/task.ts';
import { reconcileRequest } from '../lib/batch/run.ts';
import type { Reconciliation } from '../lib/formats/reconciliation.ts';
import { partSettings } from '../lib/reconcile/parts/plan-tasks.ts';
import { runReconcileTask } from '../lib/reconcile/parts/run-task.ts';
import { consume } from './consume.ts';
import { clients, environment, host } from './host.ts';

/** The check, or one task of it: the last one's answer is the very text of `reconciliation.json`. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  consume(event, context, taskSchema, async (task) => {
    if (task.stage !== RECONCILE)
      throw new TypeError(`a message of ${task.stage} in the queue of ${RECONCILE}`);
    const { batch, kind } = task;
    const { ports, queues } = openCloudBatch({ batch, kind }, environment, clients, host);
    await runTask(task, ports, queues, async (_stage, message) => {
      const request = reconcileRequest(ports, await loadBatch(ports), task.kind, ports.scratch());
      const answer = await runReconcileTask(message, request, { ...partSettings, ...environment.reconcile });
      if (typeof answer === 'string') countVerdict(JSON.parse(answer) as Reconciliation);
      return answer;
    });
  });

const metrics = new MetricLog('reconcile');

function countVerdict(model: Reconciliation): void {
  const values = verdictMetrics(model);
  if (values !== undefined) metrics.write(values);
}
