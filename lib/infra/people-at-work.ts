import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { QueueName } from './functions.ts';
import type { People } from './people.ts';
import type { QueueWorker } from './queue-worker.ts';
import { explainWildcards } from './reasons.ts';
import type { WorkQueue } from './work-queue.ts';

export interface AtWork {
  readonly people: People;
  readonly queues: ReadonlyMap<QueueName, WorkQueue>;
  readonly workers: ReadonlyMap<QueueName, QueueWorker>;
  /** All of them, with a queue or without. */
  readonly functions: readonly IFunction[];
  readonly logs: readonly ILogGroup[];
  /** Where failed schedules and undeliverable mails lie. */
  readonly lost: IQueue;
  readonly alarmTopic: ITopic;
  readonly stacks: readonly Stack[];
}

const send = (queue: WorkQueue): PolicyStatement =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queue.queueArn] });

/** Looks at dead letters, takes them away, or sends them back to the queue that they came from. */
const redrive = (queues: readonly WorkQueue[]): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'sqs:StartMessageMoveTask',
      'sqs:CancelMessageMoveTask',
      'sqs:ListMessageMoveTasks',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
    ],
    resources: queues.map(({ deadLetters }) => deadLetters.queueArn),
  });

/** How many messages lie there: the command line tells by it what was given up, and a redrive asks for it. */
const counting = (queues: readonly WorkQueue[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['sqs:GetQueueAttributes'],
    resources: queues.flatMap(({ queue, deadLetters }) => [queue.queueArn, deadLetters.queueArn]),
  });

/** Rights over what runs: queues, logs, figures. Policies of this stack on the roles of the other. */
export function grantAtWork(
  scope: Construct,
  { people, queues, workers, functions, logs, lost, alarmTopic, stacks }: AtWork,
): void {
  const all = [...queues.values()];
  const codes = queues.get('codes');
  const coordinate = workers.get('coordinate');
  if (coordinate === undefined) throw new Error('there is no coordinator');
  const mappingArn = ({ mapping }: QueueWorker): string =>
    Stack.of(scope).formatArn({
      service: 'lambda',
      resource: 'event-source-mapping',
      resourceName: mapping.eventSourceMappingId,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const stackArns = stacks.map(({ stackId }) => stackId);

  const seeing = [
    // Where the command line finds the queues and buckets of a stack by its name, and the runbook a log group.
    new PolicyStatement({
      actions: ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
      resources: stackArns,
    }),
    counting(all),
    new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources: [lost.queueArn] }),
    new PolicyStatement({
      actions: ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:DescribeLogStreams', 'logs:StartQuery'],
      resources: logs.map(({ logGroupArn }) => logGroupArn),
    }),
    // These know no resources.
    new PolicyStatement({
      actions: [
        'cloudwatch:GetMetricData',
        'cloudwatch:ListMetrics',
        'cloudwatch:DescribeAlarms',
        'logs:GetQueryResults',
      ],
      resources: ['*'],
    }),
  ];
  const operating = [
    ...all.filter((queue) => queue !== codes).map(send),
    redrive(all.filter((queue) => queue !== codes)),
    // What a schedule failed at is not sent back: its next round comes by itself.
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      resources: [lost.queueArn],
    }),
    // Stop and open the intake: the coordinator's event source, and no other.
    new PolicyStatement({
      actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      resources: [mappingArn(coordinate)],
      conditions: { ArnEquals: { 'lambda:FunctionArn': coordinate.function.functionArn } },
    }),
  ];
  const looking = [
    new PolicyStatement({
      actions: ['lambda:GetEventSourceMapping'],
      resources: [...workers.values()].map(mappingArn),
    }),
    new PolicyStatement({
      actions: ['lambda:GetFunctionRecursionConfig'],
      resources: functions.map(({ functionArn }) => functionArn),
    }),
    // Whether an alarm reaches anybody, and whether the account has room for all functions at once.
    new PolicyStatement({ actions: ['sns:ListSubscriptionsByTopic'], resources: [alarmTopic.topicArn] }),
    new PolicyStatement({ actions: ['lambda:GetAccountSettings'], resources: ['*'] }),
  ];
  const operatorPolicy = new Policy(scope, 'OperatorAtWork', {
    roles: [people.operator],
    statements: [...seeing, ...operating],
  });
  const auditorPolicy = new Policy(scope, 'AuditorAtWork', {
    roles: [people.auditor],
    statements: [...seeing, ...looking],
  });
  for (const policy of [operatorPolicy, auditorPolicy]) explainWildcards(policy);
  new Policy(scope, 'AxisAdminAtWork', {
    roles: [people.axisAdmin],
    statements: [
      new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: stackArns }),
      ...(codes ? [send(codes), redrive([codes]), counting([codes])] : []),
    ],
  });
}
