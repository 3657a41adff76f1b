import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoLedger } from '../lib/aws/dynamo-ledger.ts';
import { auditLedger, type LedgerFault } from '../lib/aws/ledger-audit.ts';
import { MetricLog } from '../lib/aws/metrics.ts';
import { type Notice, Notices } from '../lib/aws/notices.ts';
import { S3Store } from '../lib/aws/s3-store.ts';
import { systemPause } from '../lib/local/system-pause.ts';
import { clients, environment, logger } from './host.ts';

const notices = new Notices(new SNSClient({ maxAttempts: 5 }), environment.alertTopic);
const metrics = new MetricLog('ledger-check');
/** An append that was under way is over by then, or its function was killed. */
const settleMs = 60_000;
/** Faults that the log and the notice name one by one. */
const shownFaults = 20;

/** Every day: is each event of the ledger what its locked copy says, and the other way round? */
export async function handler(event: { readonly settleMs?: number } = {}): Promise<void> {
  const { partitions, faults } = await auditLedger({
    ledger: new DynamoLedger(clients.dynamo, environment.ledgerTable),
    evidence: new S3Store(clients.s3, environment.evidenceBucket, ''),
    settle: () => systemPause.wait(event.settleMs ?? settleMs),
  });
  // Zero is written too: an alarm that never had a value says nothing.
  metrics.write({ LedgerMismatch: faults.length });
  for (const fault of faults.slice(0, shownFaults)) logger.error('ledger and evidence differ', { ...fault });
  logger.info('ledger compared with evidence', { partitions, faults: faults.length });
  if (faults.length > 0) await notices.send(noticeOf(faults));
}

function noticeOf(faults: readonly LedgerFault[]): Notice {
  const shown = faults
    .slice(0, shownFaults)
    .map(({ partition, key, kind }) => `  ${partition} ${key}: ${kind}`);
  const more = faults.length - shown.length;
  return {
    subject: `Thong Suot: ledger and evidence differ (${faults.length})`,
    text: `${[
      `Sổ cái và bản chứng cứ khác nhau ở ${faults.length} sự kiện. Hãy dừng tiếp nhận, báo người phụ trách an ninh và kiểm toán; xem mục Ledger-mismatch trong sổ tay vận hành.`,
      '',
      `Ledger and evidence differ in ${faults.length} events. Stop the intake, tell the security officer and the auditor; see Ledger-mismatch in the runbook.`,
      '',
      ...shown,
      ...(more > 0 ? [`  … ${more}`] : []),
    ].join('\n')}\n`,
  };
}
