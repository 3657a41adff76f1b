import type { InputFiles } from '../ports/input-files.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { AxisLock } from './axis-lock.ts';
import type { CloudClients, CloudHost } from './cloud-batch.ts';
import { DynamoLedger } from './dynamo-ledger.ts';
import type { CloudEnvironment } from './environment.ts';
import { EvidencedLedger } from './evidenced-ledger.ts';
import { S3Inputs } from './s3-inputs.ts';
import { S3Store } from './s3-store.ts';

/** Where a province's codes lie in the account: `codes/PROVINCE/` of the source and of the work bucket. */
export const codesFolder = (province: string): string => `codes/${province}/`;

export interface CloudCodes {
  /** What the axis admin uploaded: `codes.yaml` and what it names. */
  readonly files: InputFiles;
  /** Lists, before-images and what came of each message. */
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
  /** Ends the appends of a batch that a function was killed in the middle of; for the holder of the lock alone. */
  settle(batch: string): Promise<number>;
}

/** Two-digit folders of `codes/` in the source bucket, in their order. */
export async function provincesOf(
  { s3 }: Pick<CloudClients, 's3'>,
  { sourceBucket }: CloudEnvironment,
): Promise<string[]> {
  const entries = (await new S3Inputs(s3, sourceBucket, 'codes/').entries('.', '.')) ?? [];
  return entries.flatMap(({ name, kind }) => (kind === 'folder' && /^\d{2}$/.test(name) ? [name] : []));
}

export function openCloudCodes(
  province: string,
  environment: CloudEnvironment,
  { s3, dynamo }: CloudClients,
  { clock, machine }: Pick<CloudHost, 'clock' | 'machine'>,
): CloudCodes {
  const ledger = new EvidencedLedger(
    new DynamoLedger(dynamo, environment.ledgerTable),
    new S3Store(s3, environment.evidenceBucket, ''),
  );
  const folder = codesFolder(province);
  return {
    files: new S3Inputs(s3, environment.sourceBucket, folder),
    out: new S3Store(s3, environment.workBucket, folder),
    ledger,
    settle: (batch) => ledger.settle(batch),
    lock: new AxisLock({
      ledger,
      partition: folder.slice(0, -1),
      leaseSeconds: LEASE_SECONDS,
      now: () => clock.now(),
      host: String(machine.function ?? ''),
    }),
  };
}

/** The function has 900 seconds. */
const LEASE_SECONDS = 960;
