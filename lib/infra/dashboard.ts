import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, SingleValueWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ownMetric } from './alarms.ts';
import type { VerdictName } from './metrics.ts';
import type { WorkQueue } from './work-queue.ts';

export interface Shown {
  readonly queues: ReadonlyMap<string, WorkQueue>;
  readonly functions: ReadonlyMap<string, IFunction>;
  readonly runbook: string;
}

const HALF = 12;
const FULL = 24;

/** One page for whoever is on duty: what came in and out, what waits, what fails. */
export function makeDashboard(scope: Construct, { queues, functions, runbook }: Shown): Dashboard {
  const records = (name: VerdictName, label: string) => ownMetric(name, Duration.days(1)).with({ label });
  const perQueue = (make: (queue: WorkQueue, label: string) => ReturnType<typeof ownMetric>) =>
    [...queues].map(([name, queue]) => make(queue, name));
  const perFunction = (make: (target: IFunction, label: string) => ReturnType<typeof ownMetric>) =>
    [...functions].map(([name, target]) => make(target, name));
  const period = Duration.minutes(5);

  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [
        new TextWidget({
          width: FULL,
          height: 1,
          markdown: `Thông Suốt. What an alarm means and what to do: ${runbook}`,
        }),
      ],
      [
        new SingleValueWidget({
          title: 'Records of the reconciliations of one day',
          width: FULL,
          height: 4,
          metrics: [
            records('RecordsIn', 'in'),
            records('RecordsMigrated', 'migrated'),
            records('RecordsAlready', 'already'),
            records('RecordsHeld', 'held'),
            records('RecordsRejected', 'rejected'),
            records('ConservationBroken', 'conservation broken'),
            records('ChecksFailed', 'checks failed'),
            records('LedgerMismatch', 'ledger differs'),
          ],
        }),
      ],
      [
        new GraphWidget({
          title: 'Oldest message (s)',
          width: HALF,
          left: perQueue(({ queue }, label) =>
            queue.metricApproximateAgeOfOldestMessage({ label, period, statistic: Stats.MAXIMUM }),
          ),
        }),
        new GraphWidget({
          title: 'Dead letters',
          width: HALF,
          left: perQueue(({ deadLetters }, label) =>
            deadLetters.metricApproximateNumberOfMessagesVisible({
              label,
              period,
              statistic: Stats.MAXIMUM,
            }),
          ),
        }),
      ],
      [
        new GraphWidget({
          title: 'Duration p95 (ms)',
          width: HALF,
          left: perFunction((target, label) =>
            target.metricDuration({ label, period, statistic: Stats.percentile(95) }),
          ),
        }),
        new GraphWidget({
          title: 'Throttles and errors',
          width: HALF,
          left: perFunction((target, label) => target.metricThrottles({ label, period })),
          right: perFunction((target, label) => target.metricErrors({ label, period })),
        }),
      ],
    ],
  });
}
