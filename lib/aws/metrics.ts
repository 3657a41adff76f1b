import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Reconciliation } from '../formats/reconciliation.ts';
import { isMetricOf, METRIC_NAMESPACE, METRICS, type MetricName } from '../infra/metrics.ts';

/** Checks whose findings say that something was lost or invented. */
const CONSERVATION = 'conservation';

/**
 * Writes metrics to standard output in the embedded metric format: CloudWatch takes them out of the log by themselves.
 * They are numbers under the names of `lib/infra/metrics.ts`, and nothing else: no batch, file or code is a dimension.
 */
export class MetricLog {
  readonly #service: string;

  /** `service`: the function's name, the one dimension. */
  constructor(service: string) {
    this.#service = service;
  }

  /** Writes all of them in one line. A name of another function's is a fault of ours: the alarms would not see it. */
  write(values: Readonly<Partial<Record<MetricName, number>>>): void {
    const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: this.#service });
    for (const [name, value] of Object.entries(values) as Array<[MetricName, number]>) {
      if (!isMetricOf(name, this.#service))
        throw new Error(`${name} is a metric of ${METRICS[name].service}, not of ${this.#service}`);
      metrics.addMetric(name, MetricUnit.Count, value);
    }
    metrics.publishStoredMetrics();
  }
}

/** What the dashboard and the alarms know of a reconciliation. Of a plan nothing is moved, so nothing is counted. */
export function verdictMetrics({
  kind,
  totals,
  checks,
}: Pick<Reconciliation, 'kind' | 'totals' | 'checks'>): Partial<Record<MetricName, number>> | undefined {
  if (kind === 'plan') return undefined;
  const lost = checks.find(({ id }) => id === CONSERVATION);
  if (lost === undefined) throw new Error(`the reconciliation has no check ${CONSERVATION}`);
  return {
    RecordsIn: totals.in,
    RecordsMigrated: totals.migrated,
    RecordsAlready: totals.already,
    RecordsHeld: totals.held,
    RecordsRejected: totals.rejected,
    ChecksFailed: checks.filter(({ verdict }) => verdict === 'fail').length,
    ConservationBroken: lost.findings,
  };
}
