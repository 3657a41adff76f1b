import { afterAll, beforeAll, expect, test } from 'vitest';
import { AxisLock } from '../../lib/aws/axis-lock.ts';
import { DynamoLedger } from '../../lib/aws/dynamo-ledger.ts';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { ledgerContract } from '../ports/ledger.contract.ts';
import { objectStoreContract } from '../ports/object-store.contract.ts';
import { runLockContract } from '../ports/run-lock.contract.ts';
import { startDynamo, startS3 } from './emulators.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  [s3, dynamo] = await Promise.all([startS3(), startDynamo()]);
});
afterAll(async () => {
  await Promise.all([s3.stop(), dynamo.stop()]);
});

objectStoreContract('S3', async () => new S3Store(s3.client, await s3.bucket(), ''));
objectStoreContract('S3 under a prefix', async () => new S3Store(s3.client, await s3.bucket(), 'out/name/'));

ledgerContract('DynamoDB', async () => {
  const table = await dynamo.table();
  return {
    ledger: new DynamoLedger(dynamo.client, table),
    again: async () => new DynamoLedger(dynamo.client, table),
  };
});

/** Two views of one lock, as two functions would have it. */
async function locks(now: () => string): Promise<[AxisLock, AxisLock]> {
  const table = await dynamo.table();
  const view = (host: string): AxisLock =>
    new AxisLock({
      ledger: new DynamoLedger(dynamo.client, table),
      partition: 'codes/86',
      leaseSeconds: 960,
      now,
      host,
    });
  return [view('one'), view('other')];
}

runLockContract('DynamoDB', () => locks(() => '2026-01-01T00:00:00.000Z'));

test('of two that take the lock of the axis at once one has it; a lease that was never released ends', async () => {
  let now = '2026-01-01T00:00:00.000Z';
  const [one, other] = await locks(() => now);
  const answers = await Promise.all([one.acquire(), other.acquire()]);
  expect(answers.filter((answer) => 'release' in answer)).toHaveLength(1);
  now = '2026-01-01T00:15:59.000Z';
  expect(await other.acquire()).toHaveProperty('heldBy');
  now = '2026-01-01T00:16:00.000Z';
  const next = await other.acquire();
  expect(next).toHaveProperty('release');
  // Whoever had it before comes back to life: it must not release what is another's now.
  for (const answer of answers) if ('release' in answer) await answer.release();
  expect(await one.holder()).toMatchObject({ host: 'other' });
});
