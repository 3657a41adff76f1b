import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { countDeadLetters } from '../../lib/aws/stack-dead-letters.ts';
import type { StackOutputs } from '../../lib/aws/stack-outputs.ts';

const outputs = {
  queueUrls: { load: 'https://sqs.example/0/load-queue' },
  deadLetters: { load: 'arn:aws:sqs:ap-southeast-1:0:load-dead' },
} as unknown as StackOutputs;
const told = (Attributes: unknown): SQSClient =>
  ({ send: async () => ({ Attributes }) }) as unknown as SQSClient;

test('counts what SQS tells', async () => {
  const sqs = told({ ApproximateNumberOfMessages: '12' });
  expect(await countDeadLetters(sqs, outputs)).toEqual(new Map([['load', 12]]));
});

test.each([
  undefined,
  {},
  ...['', '1.5', '-1', 'many'].map((ApproximateNumberOfMessages) => ({ ApproximateNumberOfMessages })),
])('what is no number of messages (%j) is a fault, not none', async (attributes) => {
  await expect(countDeadLetters(told(attributes), outputs)).rejects.toThrow(/dead-letter queue of load/);
});
