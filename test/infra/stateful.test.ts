import { describe, expect, it } from 'vitest';
import { ofType, synthesise } from './synth.ts';

const { data } = synthesise();
const bucket = (name: string) =>
  ofType(data, 'AWS::S3::Bucket').find(([id]) => id.startsWith(name))![1].Properties;

describe('the stateful stack', () => {
  /** A changed id is a new, empty resource beside a kept one that nobody reads any more. */
  it('keeps the logical ids of what holds data', () => {
    const held = Object.entries(data.Resources)
      .filter(([, { Type }]) => /::(Bucket|Table|Key|Role)$/.test(Type))
      .map(([id, { Type }]) => `${Type} ${id}`)
      .sort();
    expect(held).toEqual([
      'AWS::DynamoDB::Table LedgerB7379752',
      'AWS::IAM::Role AuditorRoleB9C8BBB2',
      'AWS::IAM::Role AxisAdminRole8496539D',
      'AWS::IAM::Role OperatorRole6A7B6B68',
      'AWS::KMS::Key AuditorKey1B8E7187',
      'AWS::KMS::Key DataKey17AFBB84',
      'AWS::KMS::Key OperatorKeyD7C0C4F2',
      'AWS::S3::Bucket AccessLogs8B620ECA',
      'AWS::S3::Bucket EvidenceBucketFBA44255',
      'AWS::S3::Bucket SourceBucketDDD2130A',
      'AWS::S3::Bucket WorkBucketF885502B',
    ]);
  });

  it('holds nothing that runs', () => {
    const types = new Set(Object.values(data.Resources).map(({ Type }) => Type.split('::')[1]));
    expect([...types].sort()).toEqual(['DynamoDB', 'IAM', 'KMS', 'S3']);
  });

  it.each(['SourceBucket', 'WorkBucket', 'EvidenceBucket', 'AccessLogs'])(
    '%s is closed, versioned, owned, encrypted, and gives up uploads that nobody ended',
    (name) => {
      const properties = bucket(name);
      expect(properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      const rules = properties.LifecycleConfiguration.Rules as Array<Record<string, unknown>>;
      expect(rules).toContainEqual(
        expect.objectContaining({
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          Status: 'Enabled',
        }),
      );
      const [encryption] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
      const logs = name === 'AccessLogs';
      expect(encryption.ServerSideEncryptionByDefault.SSEAlgorithm).toBe(logs ? 'AES256' : 'aws:kms');
      if (logs) return;
      expect(encryption.BucketKeyEnabled).toBe(true);
      expect(properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: 'AccessLogs8B620ECA' });
    },
  );

  it('refuses what does not come by TLS, and old TLS', () => {
    for (const [, { Properties }] of ofType(data, 'AWS::S3::BucketPolicy')) {
      const denials = (Properties.PolicyDocument.Statement as Array<Record<string, unknown>>).filter(
        ({ Effect }) => Effect === 'Deny',
      );
      expect(JSON.stringify(denials)).toContain('"aws:SecureTransport":"false"');
      expect(JSON.stringify(denials)).toContain('"s3:TlsVersion":1.2');
    }
  });

  it('locks evidence, and denies to everybody what would undo the lock', () => {
    expect(bucket('EvidenceBucket')).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3650 } },
      },
    });
    const policy = ofType(data, 'AWS::S3::BucketPolicy').find(([id]) => id.startsWith('Evidence'))![1];
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'EvidenceStays',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      }),
    );
    // No rule of the evidence bucket expires anything.
    expect(JSON.stringify(bucket('EvidenceBucket').LifecycleConfiguration)).not.toContain('Expiration');
  });

  it('refuses to everybody a put of an event’s copy that could replace one', () => {
    const policy = ofType(data, 'AWS::S3::BucketPolicy').find(([id]) => id.startsWith('Evidence'))![1];
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual({
      Sid: 'CopiesOfEventsAreWrittenOnce',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['EvidenceBucketFBA44255', 'Arn'] }, '/ledger/*']] },
      Condition: { Null: { 's3:if-none-match': 'true' } },
    });
  });

  it('keeps the ledger: keys of the adapter, on demand, recoverable, protected, append-only', () => {
    const [, { Properties }] = ofType(data, 'AWS::DynamoDB::Table')[0]!;
    expect(Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'batch', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    expect(Properties.ResourcePolicy.PolicyDocument.Statement).toMatchObject([
      { Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' },
    ]);
  });

  it('turns the data key every year; signing keys are never turned, since KMS can not', () => {
    for (const [id, { Properties }] of ofType(data, 'AWS::KMS::Key')) {
      const signs = Properties.KeyUsage === 'SIGN_VERIFY';
      expect(signs, id).toBe(!id.startsWith('Data'));
      expect(Properties.EnableKeyRotation, id).toBe(signs ? undefined : true);
      expect(Properties.PendingWindowInDays, id).toBe(30);
    }
  });
});
