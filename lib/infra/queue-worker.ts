import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { QueueFunction } from './functions.ts';
import { acknowledge } from './reasons.ts';
import type { WorkQueue } from './work-queue.ts';
import { WorkerFunction, type WorkerFunctionProps } from './worker-function.ts';

export interface QueueWorkerProps extends WorkerFunctionProps {
  readonly plan: QueueFunction;
  readonly queue: WorkQueue;
  readonly enabled: boolean;
}

/** A function that is fed by its queue. */
export class QueueWorker extends WorkerFunction {
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id, props);
    const { queue } = props.queue;
    const { maxConcurrency } = props.plan;
    this.role.addToPolicy(
      new PolicyStatement({
        actions: [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          // A message that failed comes back after some seconds or minutes, not after six times the timeout.
          'sqs:ChangeMessageVisibility',
        ],
        resources: [queue.queueArn],
      }),
    );
    this.mapping = new EventSourceMapping(this, 'Poller', {
      target: this.function,
      eventSourceArn: queue.queueArn,
      enabled: props.enabled,
      // One: a message that kills the process (memory, time) must not take its neighbours' tries with it.
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: maxConcurrency === 'remap' ? props.settings.remapConcurrency : maxConcurrency,
    });
    acknowledge(
      this.mapping,
      'for an SQS source Lambda takes no destination: the queue moves its messages to its dead-letter queue',
      'Serverless-LambdaEventSourceMappingDestination',
    );
    // Lambda refuses a mapping whose function may not read the queue yet.
    this.mapping.node.addDependency(this.role);
  }
}
