import type { Message } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';

export type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Hands one message to a function as its event source does. Says whether the function took it. */
export async function handOver(
  handler: Handler,
  queue: string,
  { MessageId = '', Body = '' }: Message,
  remainingMs: number,
): Promise<boolean> {
  const record = { messageId: MessageId, body: Body, eventSource: 'aws:sqs' };
  const context = {
    functionName: queue,
    memoryLimitInMB: '1024',
    awsRequestId: MessageId,
    invokedFunctionArn: `arn:aws:lambda:ap-southeast-1:000000000000:function:${queue}`,
    getRemainingTimeInMillis: () => remainingMs,
  };
  const event = { Records: [record] } as unknown as SQSEvent;
  const { batchItemFailures } = await handler(event, context as unknown as Context);
  return batchItemFailures.length === 0;
}
