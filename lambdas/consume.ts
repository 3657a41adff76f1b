import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { MetricLog } from '../lib/aws/metrics.ts';
import { clients, environment, logger } from './host.ts';

/** How long a message that failed is hidden before it is tried again, in seconds, by how often it was tried. */
const DELAYS = [60, 300, 1500, 5400] as const;

export interface ConsumeOptions {
  /** What failed is tried again within minutes. Else the queue's visibility timeout passes first: what waits for others. */
  readonly soon: boolean;
}

/**
 * Handles an event's messages one after the other. A message that fails is reported by its id, so that it alone comes
 * again (and at last goes to the dead-letter queue); its neighbours are done.
 */
export async function consume<T extends z.ZodType>(
  event: SQSEvent,
  context: Context,
  schema: T,
  /** `receives`: how often the message has been delivered, this time included. */
  handle: (message: z.output<T>, receives: number) => Promise<void>,
  { soon }: ConsumeOptions = { soon: true },
): Promise<SQSBatchResponse> {
  logger.addContext(context);
  const processor = new BatchProcessor(EventType.SQS);
  return processPartialResponse(
    event,
    async (record: SQSRecord) => {
      const receives = receivesOf(record);
      try {
        await handle(schema.parse(JSON.parse(record.body)), receives);
      } catch (error) {
        const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
        // Not the message: what an SDK or an engine says may hold what it was given.
        logger.error('message failed', {
          messageId: record.messageId,
          error: String(name),
          code: String(code ?? ''),
        });
        if (environment.stage !== undefined) new MetricLog(environment.stage).write({ MessagesFailed: 1 });
        if (soon) await comeAgain(record, receives);
        throw error;
      }
    },
    processor,
    { context, processInParallel: false, throwOnFullBatchFailure: false },
  );
}

const receivesOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount ?? 1);

/** Without it the message would come after six times the function's timeout, which is meant for one that was killed. */
async function comeAgain(record: SQSRecord, receives: number): Promise<void> {
  const { eventSourceARN, receiptHandle } = record;
  if (eventSourceARN === undefined || receiptHandle === undefined) return; // by hand, in a test
  const [, , , region, account, queue] = eventSourceARN.split(':');
  const VisibilityTimeout = DELAYS[Math.min(receives, DELAYS.length) - 1];
  try {
    await clients.sqs.send(
      new ChangeMessageVisibilityCommand({
        // The client asks its own endpoint, whatever host this names.
        QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${queue}`,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  } catch (error) {
    logger.warn('the message comes again after its visibility timeout', { error: (error as Error).name });
  }
}
