import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { COPIES } from '../aws/evidenced-ledger.ts';
import { acknowledge } from './reasons.ts';
import type { StageSettings } from './stage-settings.ts';

const COMMON = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const satisfies BucketProps;

const abortUploads = { id: 'abort-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) };

export interface Buckets {
  readonly source: Bucket;
  readonly work: Bucket;
  readonly evidence: Bucket;
}

/** The bucket that S3 writes its access logs to, and the three that it keeps logs of. */
export function makeBuckets(scope: Construct, key: IKey, settings: StageSettings): Buckets {
  const logs = new Bucket(scope, 'AccessLogs', {
    ...COMMON,
    // S3 delivers access logs to buckets under its own key only.
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      abortUploads,
      { id: 'expire', expiration: Duration.days(settings.terminationProtection ? 365 : 30) },
      { id: 'old-versions', noncurrentVersionExpiration: Duration.days(7) },
    ],
    removalPolicy: settings.removal,
  });
  acknowledge(logs, 'the logs of the log bucket would be logs of themselves', 'AwsSolutions-S1');

  const data = (id: string, more: BucketProps): Bucket =>
    new Bucket(scope, id, {
      ...COMMON,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // One data key for a while instead of one call to KMS for each object.
      bucketKeyEnabled: true,
      versioned: true,
      // The interface says `isWebsite: boolean`, the class `boolean | undefined`: the same thing to S3.
      serverAccessLogsBucket: logs as IBucket,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      ...more,
    });
  const replaced = {
    id: 'old-versions',
    noncurrentVersionExpiration: Duration.days(settings.noncurrentDays),
  };
  const lifecycleRules = [abortUploads, replaced];
  const source = data('SourceBucket', { lifecycleRules, removalPolicy: settings.removal });
  const work = data('WorkBucket', { lifecycleRules, removalPolicy: settings.removal });
  const evidence = data('EvidenceBucket', {
    lifecycleRules: [abortUploads],
    removalPolicy: RemovalPolicy.RETAIN,
    objectLockEnabled: true,
    objectLockDefaultRetention: settings.lock,
  });
  evidence.addToResourcePolicy(
    new PolicyStatement({
      sid: 'EvidenceStays',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
      resources: [evidence.arnForObjects('*')],
    }),
  );
  // The copy of an event is written once and for all: a put that could replace one is refused (`putOnce`).
  evidence.addToResourcePolicy(
    new PolicyStatement({
      sid: 'CopiesOfEventsAreWrittenOnce',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [evidence.arnForObjects(`${COPIES}*`)],
      conditions: { Null: { 's3:if-none-match': 'true' } },
    }),
  );
  return { source, work, evidence };
}
