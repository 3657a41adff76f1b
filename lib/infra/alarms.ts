import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRICS, type MetricName, type VerdictName } from './metrics.ts';
import type { WorkQueue } from './work-queue.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);
/**
 * Wherever such a span begins, two failures of a message that fails for good lie in one (`lambdas/consume.ts`): it is
 * tried again after one minute and five; what waits for others, after its visibility timeout of an hour and a half.
 */
const FAILURES_WITHIN = { soon: Duration.minutes(15), late: Duration.hours(6) } as const;

/** Every alarm's heading in docs/runbook.md. A test holds the two against each other. */
export const RUNBOOK_ANCHORS = [
  'dead-letters',
  'message-old',
  'messages-failed',
  'function-errors',
  'function-throttled',
  'function-slow',
  'schedule-failed',
  'schedule-stopped',
  'ledger-throttled',
  'ledger-mismatch',
  'checks-failed',
  'conservation-broken',
] as const;
type Anchor = (typeof RUNBOOK_ANCHORS)[number];

const metricOf = (metricName: MetricName, service: string, period: Duration): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period,
  });

export const ownMetric = (name: VerdictName, period: Duration = FIVE_MINUTES): Metric =>
  metricOf(name, METRICS[name].service, period);

/** How often a rule started its target. */
export const startsOf = (rule: Rule): Metric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName: 'Invocations',
    dimensionsMap: { RuleName: rule.ruleName },
    statistic: Stats.SUM,
    period: ONE_HOUR,
  });

/** CloudWatch looks back a week at the most. */
export const MOST_HOURS_OF_SILENCE = 7 * 24;
/** An hour for what runs every few minutes; else one interval and two hours, so that a late start is no silence. */
export const hoursOfSilence = (everyHours: number): number => (everyHours < 1 ? 1 : everyHours + 2);

interface Watch {
  readonly metric: IMetric;
  /** The alarm sounds above it, or below it where `below` is set. */
  readonly threshold: number;
  readonly says: string;
  readonly anchor: Anchor;
  readonly below?: boolean;
  readonly periods?: number;
  /** A figure that was written once, of which silence says nothing: nobody is told that it is over. */
  readonly once?: boolean;
}

/** Alarms that all go to one topic, each with what it says and where the runbook speaks of it. */
export class Alarms extends Construct {
  readonly #topic: ITopic;
  readonly #runbook: string;

  constructor(scope: Construct, id: string, props: { readonly topic: ITopic; readonly runbook: string }) {
    super(scope, id);
    this.#topic = props.topic;
    this.#runbook = props.runbook;
  }

  #watch(id: string, { metric, threshold, says, anchor, below, periods, once }: Watch): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods ?? 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says}. What to do: ${this.#runbook}#${anchor}`,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    if (!once) alarm.addOkAction(new SnsAction(this.#topic));
  }

  queue(name: string, { queue, deadLetters }: WorkQueue, visibilitySeconds: number): void {
    this.#watch(`${name}-dead-letters`, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: FIVE_MINUTES,
      }),
      threshold: 0,
      says: `A message of ${name} failed for good`,
      anchor: 'dead-letters',
    });
    this.#watch(`${name}-message-old`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES }),
      // What failed comes back sooner, and what was killed comes back after this time. Not more: at its third receive
      // a message leaves this figure (SQS puts it behind the others), so twice the time would never be seen of it.
      threshold: visibilitySeconds,
      says: `A message of ${name} has waited more than ${visibilitySeconds / 60} minutes`,
      anchor: 'message-old',
      periods: 3,
    });
  }

  /** Of a function that a queue feeds: what it caught and gave back, which Lambda counts as no error. */
  messagesFailed(name: string, comesAgain: keyof typeof FAILURES_WITHIN): void {
    const within = FAILURES_WITHIN[comesAgain];
    this.#watch(`${name}-messages-failed`, {
      metric: metricOf('MessagesFailed', name, within),
      // One that failed once and then got through is nobody's business.
      threshold: 1,
      says: `Function ${name} gave back messages twice or more within ${within.toHumanString()}`,
      anchor: 'messages-failed',
    });
  }

  function(name: string, target: IFunction, timeoutSeconds: number): void {
    this.#watch(`${name}-errors`, {
      metric: target.metricErrors({ period: FIVE_MINUTES }),
      threshold: 0,
      says: `Function ${name} ended with an error`,
      anchor: 'function-errors',
      periods: 2,
    });
    this.#watch(`${name}-throttled`, {
      metric: target.metricThrottles({ period: FIVE_MINUTES }),
      threshold: 0,
      says: `Function ${name} was refused a place to run`,
      anchor: 'function-throttled',
      periods: 3,
    });
    this.#watch(`${name}-slow`, {
      metric: target.metricDuration({ period: FIVE_MINUTES, statistic: Stats.percentile(95) }),
      threshold: timeoutSeconds * 1000 * 0.8,
      says: `Function ${name}: one run in twenty takes over four fifths of its ${timeoutSeconds} s`,
      anchor: 'function-slow',
      periods: 3,
    });
  }

  schedules(deadLetters: IQueue): void {
    this.#watch('schedule-failed', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: FIVE_MINUTES,
      }),
      threshold: 0,
      says: 'A scheduled function could not be run',
      anchor: 'schedule-failed',
    });
  }

  /** Nobody notices by its silence that a watchman has gone. */
  stopped(name: string, starts: IMetric, hours: number): void {
    this.#watch(`${name}-stopped`, {
      metric: starts,
      threshold: 1,
      below: true,
      periods: hours,
      says: `${name} has not been started for ${Duration.hours(hours).toHumanString()}`,
      anchor: 'schedule-stopped',
    });
  }

  ledger(table: Table): void {
    const refused = { PutItem: 'events', Query: 'readers' } as const;
    for (const [operation, whom] of Object.entries(refused))
      this.#watch(`ledger-throttled-${operation}`, {
        metric: new Metric({
          namespace: 'AWS/DynamoDB',
          metricName: 'ThrottledRequests',
          dimensionsMap: { TableName: table.tableName, Operation: operation },
          statistic: Stats.SUM,
          period: FIVE_MINUTES,
        }),
        threshold: 0,
        says: `The ledger refused ${whom} for their number`,
        anchor: 'ledger-throttled',
        periods: 3,
      });
  }

  verdicts(): void {
    this.#watch('ledger-mismatch', {
      once: true,
      metric: ownMetric('LedgerMismatch'),
      threshold: 0,
      says: 'Ledger and evidence differ: an event was overwritten, invented or lost',
      anchor: 'ledger-mismatch',
    });
    this.#watch('checks-failed', {
      once: true,
      metric: ownMetric('ChecksFailed'),
      threshold: 0,
      says: 'A reconciliation has failed checks',
      anchor: 'checks-failed',
    });
    this.#watch('conservation-broken', {
      once: true,
      metric: ownMetric('ConservationBroken'),
      threshold: 0,
      says: 'Records in and records out differ: something was lost or invented',
      anchor: 'conservation-broken',
    });
  }
}
