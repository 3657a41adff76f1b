import type { CostLine } from './cost.ts';
import type { Prices } from './prices.ts';

/** What stands in the account whether anything runs or not, as the templates count it. */
export interface Standing {
  readonly keys: number;
  readonly alarms: number;
  readonly dashboards: number;
  /** Our own metrics that were written at all. */
  readonly metrics: number;
  readonly sweepsADay: number;
  readonly pollers: number;
}

const DAYS = 30;
/** A poller of an idle queue asks every 20 seconds, and Lambda keeps five of them. */
const POLLS_A_DAY = (5 * 86_400) / 20;

/** A month without a single batch. */
export function standingCost(standing: Standing, prices: Prices): readonly CostLine[] {
  const sweeps = standing.sweepsADay * DAYS;
  return [
    { item: 'KMS keys', usd: standing.keys * prices.kmsKeyMonth },
    { item: 'Alarms', usd: standing.alarms * prices.alarmMonth },
    { item: 'Dashboard', usd: standing.dashboards * prices.dashboardMonth },
    { item: 'Own metrics', usd: standing.metrics * prices.metricMonth },
    { item: 'Polling of idle queues', usd: standing.pollers * POLLS_A_DAY * DAYS * prices.sqsRequest },
    {
      item: 'Sweeps',
      usd: sweeps * (prices.lambdaRequest + 0.5 * 2 * prices.lambdaArmGbSecond + 3 * prices.s3Get),
    },
  ];
}
