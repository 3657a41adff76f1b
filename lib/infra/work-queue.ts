import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueFunction } from './functions.ts';
import { acknowledge } from './reasons.ts';

/** How often a message is tried before it goes aside. */
export const MAX_RECEIVES = 5;
/** Of a message's invisibility to the function's timeout: room for the poller's own retries. */
export const VISIBILITY_TIMES = 6;

/** A dead letter keeps the age that it had, so its queue must keep it longer than the one that it comes from. */
const DEAD_LETTER_DAYS = 14;
const MESSAGE_DAYS = 7;

/** A queue for messages that failed for good: kept for a fortnight, with an alarm (`alarms.ts`). */
export function deadLetters(scope: Construct, id: string, fifo = false): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    ...(fifo && { fifo }),
  });
  const reason = 'it is the dead-letter queue: a person or an alarm empties it';
  acknowledge(queue, reason, 'Serverless-SQSRedrivePolicy', 'AwsSolutions-SQS3');
  return queue;
}

/**
 * The queue of one function with its dead-letter queue. Messages hold names, paths and digests, so they are encrypted
 * with SQS's own key: a customer key would add a KMS call to each poll and a limit to the pollers.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: Pick<QueueFunction, 'timeoutSeconds' | 'fifo'>) {
    super(scope, id);
    this.deadLetters = deadLetters(this, 'DeadLetters', props.fifo);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(props.timeoutSeconds * VISIBILITY_TIMES),
      // First in, first out, a message is as new as its queue: what waits for the intake to open may wait the longest.
      retentionPeriod: Duration.days(props.fifo ? DEAD_LETTER_DAYS : MESSAGE_DAYS),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
      // Ids for deduplication come from the sender: the same work has the same name.
      ...(props.fifo && { fifo: true }),
    });
  }
}
