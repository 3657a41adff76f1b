import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** What holds data. Everything else can be deleted and deployed again. */
export interface Stores {
  readonly source: Bucket;
  readonly work: Bucket;
  /** Every event again, under Object Lock: `ledger/BATCH/KEY`. */
  readonly evidence: Bucket;
  readonly ledger: Table;
  /** Encrypts the four above. */
  readonly dataKey: IKey;
}
