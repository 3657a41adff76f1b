import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  PolicyDocument,
  PolicyStatement,
  type Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Encrypts sources, outputs, evidence, ledger and topics. Who may use it, IAM says. */
export function dataKey(scope: Construct): Key {
  const key = new Key(scope, 'DataKey', {
    description: 'Thong Suot: sources, outputs, evidence, ledger',
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // Alarms are published to an encrypted topic by CloudWatch itself.
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return key;
}

/** Everything that an administrator does with a key, except signing and handing the right to sign on by a grant. */
const ADMINISTER = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:GetPublicKey',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * An Ed25519 key with which one role signs. The key's own policy is the only one that counts: it does not hand
 * `kms:Sign` to the account, so no policy of IAM, however wide, grants it to anybody else.
 */
export function signingKey(scope: Construct, id: string, signer: Role, verifiers: readonly Role[]): Key {
  const everybody = [signer, ...verifiers];
  return new Key(scope, id, {
    description: `Thong Suot: signatures of the ${id.replace(/Key$/, '').toLowerCase()}`,
    keySpec: KeySpec.ECC_NIST_EDWARDS25519,
    keyUsage: KeyUsage.SIGN_VERIFY,
    pendingWindow: Duration.days(30),
    // Signatures are checked for years.
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new AccountRootPrincipal()],
          actions: ADMINISTER,
          resources: ['*'],
        }),
        new PolicyStatement({
          principals: [new ArnPrincipal(signer.roleArn)],
          actions: ['kms:Sign'],
          resources: ['*'],
          conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ED25519_SHA_512' } },
        }),
        new PolicyStatement({
          principals: everybody.map((role) => new ArnPrincipal(role.roleArn)),
          actions: ['kms:DescribeKey', 'kms:GetPublicKey'],
          resources: ['*'],
        }),
      ],
    }),
  });
}
