import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { StackOutputs } from './stack-outputs.ts';

/** How many messages lie in the dead-letter queue of each queue, or of those that `counts` takes. */
export async function countDeadLetters(
  sqs: SQSClient,
  { queueUrls, deadLetters }: StackOutputs,
  counts: (queue: string) => boolean = () => true,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  await Promise.all(
    Object.entries(deadLetters).map(async ([queue, arn]) => {
      // The URLs of one account and region differ in their last part, which is the queue's name.
      const QueueUrl = queueUrls[queue]?.replace(/[^/]+$/, arn.slice(arn.lastIndexOf(':') + 1));
      if (QueueUrl === undefined || !counts(queue)) return;
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      const told = Attributes?.ApproximateNumberOfMessages;
      // "Not told" must not pass for "none".
      if (told === undefined || !/^\d+$/.test(told))
        throw new Error(`SQS did not tell how many messages the dead-letter queue of ${queue} holds`);
      found.set(queue, Number(told));
    }),
  );
  return found;
}
