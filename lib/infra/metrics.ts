/** The one namespace of our own metrics; dimension `service` is the function's name, as Powertools sets it. */
export const METRIC_NAMESPACE = 'ThongSuot';

/** In the place of a service: each function writes it under its own name. */
const EACH = '*';

/**
 * Metrics that the functions write to their logs (embedded metric format), by name: which function, and what is
 * counted. The dashboard and the alarms read this table; a function that writes another name is seen by nobody.
 */
export const METRICS = {
  RecordsIn: { service: 'reconcile', counts: 'records that the reconciliation found in the sources' },
  RecordsMigrated: { service: 'reconcile', counts: 'records of the outcome migrated' },
  RecordsAlready: { service: 'reconcile', counts: 'records of the outcome already' },
  RecordsHeld: { service: 'reconcile', counts: 'records of the outcome held' },
  RecordsRejected: { service: 'reconcile', counts: 'records of the outcome rejected' },
  ChecksFailed: { service: 'reconcile', counts: 'checks whose verdict is fail' },
  ConservationBroken: { service: 'reconcile', counts: 'findings of the conservation checks' },
  LedgerMismatch: { service: 'ledger-check', counts: 'events that differ between ledger and evidence' },
  MessagesFailed: { service: EACH, counts: 'messages that a function gave back to its queue with an error' },
  BatchesResent: { service: 'sweep', counts: 'batches whose next stage had to be sent again' },
} as const satisfies Record<string, { service: string; counts: string }>;
export type MetricName = keyof typeof METRICS;
/** Those that one function alone writes. */
export type VerdictName = {
  [N in MetricName]: (typeof METRICS)[N]['service'] extends typeof EACH ? never : N;
}[MetricName];

/** Whether the function may write it: the alarms look for each metric under the names that this table gives it. */
export function isMetricOf(name: MetricName, service: string): boolean {
  const owner: string = METRICS[name].service;
  return owner === EACH || owner === service;
}
