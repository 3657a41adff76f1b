import { SNSClient } from '@aws-sdk/client-sns';
import { openCloudBatch } from '../lib/aws/cloud-batch.ts';
import { type Notice, Notices } from '../lib/aws/notices.ts';
import { S3Store } from '../lib/aws/s3-store.ts';
import type { Progress } from '../lib/progress/progress.ts';
import { writeProgress } from '../lib/progress/write.ts';
import { listBatches } from './batches.ts';
import { clients, environment, host, logger } from './host.ts';

const notices = new Notices(new SNSClient({ maxAttempts: 5 }), environment.alertTopic);
const FOLDER = 'progress/';

/** Every 15 days: what each source system has done, what is held and since when, over all batches. */
export async function handler(): Promise<void> {
  // Dry runs are nobody's progress: nothing is ever switched to them.
  const runs = (await listBatches()).filter(({ kind }) => kind === 'run');
  const { folder, report } = await writeProgress({
    batches: runs.map((goOn) => {
      const { ports } = openCloudBatch(goOn, environment, clients, host);
      return { batch: goOn.batch, out: ports.out, ledger: ports.ledger, lock: ports.lock };
    }),
    out: new S3Store(clients.s3, environment.workBucket, FOLDER),
    at: host.clock.now(),
  });
  logger.info('progress reported', { folder, batches: report.batches.length, held: report.held.length });
  await notices.send(noticeOf(report, `s3://${environment.workBucket}/${FOLDER}${folder}`));
}

function noticeOf({ batches, systems, held }: Progress, shown: string): Notice {
  const records = systems.reduce((all, row) => all + row.records, 0);
  const done = systems.reduce((all, row) => all + row.done, 0);
  const waiting = held.reduce((all, row) => all + row.records, 0);
  return {
    subject: 'Thong Suot: progress of the migration',
    text: `${[
      `${batches.length} lô, ${records} bản ghi vào, ${done} đã xử lý, ${waiting} đang tạm giữ. Báo cáo: ${shown}/report.html`,
      '',
      `${batches.length} batches, ${records} records in, ${done} processed, ${waiting} held. Report: ${shown}/report.html`,
    ].join('\n')}\n`,
  };
}
