import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Alarms, hoursOfSilence, MOST_HOURS_OF_SILENCE, startsOf } from './alarms.ts';
import type { InfraConfig } from './config.ts';
import { makeDashboard } from './dashboard.ts';
import { CODES, QUEUE_FUNCTIONS, type QueueName, SCHEDULED_FUNCTIONS } from './functions.ts';
import { pascal } from './pascal.ts';
import { grantAtWork } from './people-at-work.ts';
import { QueueWorker } from './queue-worker.ts';
import { onlyIn } from './region-rule.ts';
import { ScheduledWorker } from './scheduled-worker.ts';
import type { StageSettings } from './stage-settings.ts';
import type { StatefulStack } from './stateful-stack.ts';
import { deadLetters, VISIBILITY_TIMES, WorkQueue } from './work-queue.ts';
import type { Surroundings } from './worker-function.ts';

export interface StatelessStackProps extends StackProps {
  readonly config: InfraConfig;
  readonly settings: StageSettings;
  readonly stateful: StatefulStack;
  readonly lambdas: string;
}

/** What runs: for each row of `functions.ts` a queue, a function and their alarms. May be deleted and made again. */
export class StatelessStack extends Stack {
  constructor(scope: Construct, id: string, props: StatelessStackProps) {
    const { config, settings, stateful, lambdas, ...rest } = props;
    super(scope, id, rest);
    onlyIn(this, config.regions);
    const { stores, people } = stateful;

    const lost = deadLetters(this, 'ScheduleDeadLetters');
    const alarmTopic = this.#topic('Alarms', stores.dataKey, config.notify.alarms, lost);
    this.#letAlarmsPublish(alarmTopic);
    const notices = this.#topic('Notices', stores.dataKey, config.notify.notices, lost);

    const plans = config.axis ? [...QUEUE_FUNCTIONS, CODES] : QUEUE_FUNCTIONS;
    const workQueues = new Map<QueueName, WorkQueue>(
      plans.map((plan) => [plan.name, new WorkQueue(this, `${pascal(plan.name)}Queue`, plan)]),
    );
    const queues = new Map<QueueName, IQueue>([...workQueues].map(([name, { queue }]) => [name, queue]));
    const surroundings: Surroundings = { stores, notices, settings, queues, lambdas };

    const alarms = new Alarms(this, 'Watch', { topic: alarmTopic, runbook: config.runbook });
    const functions = new Map<string, IFunction>();
    const workers = new Map<QueueName, QueueWorker>();
    for (const plan of plans) {
      const queue = workQueues.get(plan.name)!;
      const worker = new QueueWorker(this, pascal(plan.name), {
        ...surroundings,
        plan,
        queue,
        enabled: plan.name !== 'coordinate' || config.intake === 'open',
        ...(plan === CODES && config.axis && { axis: config.axis }),
      });
      workers.set(plan.name, worker);
      functions.set(plan.name, worker.function);
      alarms.queue(plan.name, queue, plan.timeoutSeconds * VISIBILITY_TIMES);
      alarms.messagesFailed(plan.name, plan === CODES ? 'late' : 'soon');
      alarms.function(plan.name, worker.function, plan.timeoutSeconds);
    }
    const logs = [...workers.values()].map((worker) => worker.logs);
    for (const plan of SCHEDULED_FUNCTIONS) {
      const worker = new ScheduledWorker(this, pascal(plan.name), {
        ...surroundings,
        plan,
        failures: lost,
      });
      functions.set(plan.name, worker.function);
      logs.push(worker.logs);
      alarms.function(plan.name, worker.function, plan.timeoutSeconds);
      // CloudWatch looks back a week at the most; the 15-day report shows by its dead letter.
      const hours = hoursOfSilence(plan.everyMinutes / 60);
      if (hours <= MOST_HOURS_OF_SILENCE)
        alarms.stopped(plan.name, worker.function.metricInvocations({ period: Duration.hours(1) }), hours);
    }
    if (config.axis) {
      const { watchEveryHours } = config.axis;
      const rule = this.#watchAxis(workQueues.get('codes')!, watchEveryHours, lost);
      // Of the schedule, not of the function: a sync that a person started says nothing about the watch.
      alarms.stopped('codes-watch', startsOf(rule), hoursOfSilence(watchEveryHours));
    }
    alarms.schedules(lost);
    alarms.ledger(stores.ledger);
    alarms.verdicts();
    makeDashboard(this, { queues: workQueues, functions, runbook: config.runbook });

    grantAtWork(this, {
      people,
      queues: workQueues,
      workers,
      functions: [...functions.values()],
      logs,
      lost,
      alarmTopic,
      stacks: [stateful, this],
    });
    this.#tell(stateful, workQueues, workers, lost);
  }

  #topic(id: string, key: IKey, addresses: readonly string[], lost: IQueue): Topic {
    const topic = new Topic(this, id, { masterKey: key, enforceSSL: true });
    for (const address of addresses)
      topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: lost }));
    return topic;
  }

  /** The policy that demands TLS takes the place of SNS's own, by which alarms of the account may publish. */
  #letAlarmsPublish(topic: Topic): void {
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
  }

  /** The watch is a message like a person's: one way in, one dead-letter queue. */
  #watchAxis({ queue }: WorkQueue, everyHours: number, deadLetterQueue: IQueue): Rule {
    return new Rule(this, 'AxisWatch', {
      description: 'codes watch',
      schedule: Schedule.rate(Duration.hours(everyHours)),
      targets: [
        new SqsQueue(queue, { message: RuleTargetInput.fromObject({ command: 'watch' }), deadLetterQueue }),
      ],
    });
  }

  /** What the command line and the runbook read by the stack's name (`--stack`). */
  #tell(
    { stores, people, signing }: StatefulStack,
    queues: ReadonlyMap<QueueName, WorkQueue>,
    workers: ReadonlyMap<QueueName, QueueWorker>,
    lost: IQueue,
  ): void {
    const outputs: Record<string, string> = {
      SourceBucketName: stores.source.bucketName,
      WorkBucketName: stores.work.bucketName,
      EvidenceBucketName: stores.evidence.bucketName,
      LedgerTableName: stores.ledger.tableName,
      OperatorKeyArn: signing.operator.keyArn,
      AuditorKeyArn: signing.auditor.keyArn,
      OperatorRoleArn: people.operator.roleArn,
      AuditorRoleArn: people.auditor.roleArn,
      AxisAdminRoleArn: people.axisAdmin.roleArn,
      ScheduleFailuresUrl: lost.queueUrl,
    };
    for (const [name, { queue, deadLetters }] of queues) {
      outputs[`${pascal(name)}QueueUrl`] = queue.queueUrl;
      outputs[`${pascal(name)}DeadLettersArn`] = deadLetters.queueArn;
    }
    const intake = workers.get('coordinate');
    if (intake) outputs.IntakeEventSource = intake.mapping.eventSourceMappingId;
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
