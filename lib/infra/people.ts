import { Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  Effect,
  FederatedPrincipal,
  type IPrincipal,
  type Policy,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  CODES_PREFIX,
  evidenceOf,
  LEDGER_READ,
  ledgerStatement,
  listing,
  reading,
  usingKey,
  writing,
} from './access.ts';
import type { InfraConfig, Trust } from './config.ts';
import { explainWildcards } from './reasons.ts';
import type { Stores } from './stores.ts';

export type Person = keyof InfraConfig['people'];
export type People = Readonly<Record<Person, Role>>;

/** Tag of an IAM user or role that says which of the three roles they may take on (docs/security.md). */
const ROLE_TAG = 'ThongSuotRole';
const TAG_VALUES: Readonly<Record<Person, string>> = {
  operator: 'operator',
  auditor: 'auditor',
  axisAdmin: 'axis-admin',
};

function principalOf(scope: Construct, person: Person, trust: Trust): IPrincipal {
  const { partition, account } = Stack.of(scope);
  switch (trust.kind) {
    case 'account-with-mfa':
      return new PrincipalWithConditions(new AccountRootPrincipal(), {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        // A tag has one value, so nobody is operator and auditor, whatever else IAM lets them assume.
        StringEquals: { [`aws:PrincipalTag/${ROLE_TAG}`]: TAG_VALUES[person] },
      });
    case 'saml':
      return new FederatedPrincipal(
        `arn:${partition}:iam::${account}:saml-provider/${trust.provider}`,
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        'sts:AssumeRoleWithSAML',
      );
    case 'oidc':
      return new FederatedPrincipal(
        `arn:${partition}:iam::${account}:oidc-provider/${trust.provider}`,
        {
          StringEquals: {
            [`${trust.provider}:aud`]: trust.audience,
            [`${trust.provider}:sub`]: trust.subjects,
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      );
  }
}

const DESCRIPTIONS: Readonly<Record<Person, string>> = {
  operator: 'Runs and replays batches; signs as operator',
  auditor: 'Reads everything, changes nothing; signs as auditor',
  axisAdmin: 'Agency codes and routing; no record data',
};

const ROLE_IDS: Readonly<Record<Person, string>> = {
  operator: 'OperatorRole',
  auditor: 'AuditorRole',
  axisAdmin: 'AxisAdminRole',
};

/** The three roles, still without rights: the signing keys name them first. */
export function makePeople(scope: Construct, trusts: InfraConfig['people']): People {
  const role = (person: Person): Role =>
    new Role(scope, ROLE_IDS[person], {
      assumedBy: principalOf(scope, person, trusts[person]),
      description: DESCRIPTIONS[person],
      maxSessionDuration: Duration.hours(4),
    });
  return { operator: role('operator'), auditor: role('auditor'), axisAdmin: role('axisAdmin') };
}

/**
 * What people may do with what is stored. Nobody writes ledger, work or evidence: the functions do, on a message
 * (`stateless-stack.ts` grants the queues).
 */
export function grantPeople(
  scope: Construct,
  { operator, auditor, axisAdmin }: People,
  stores: Stores,
): void {
  const { source, work, evidence } = stores;
  const grant = (role: Role, ...statements: readonly PolicyStatement[]): void => {
    for (const statement of statements) role.addToPolicy(statement);
    explainWildcards(role.node.findChild('DefaultPolicy') as Policy);
  };
  grant(
    operator,
    listing(source, ['']),
    reading(source, ['']),
    writing(source, ['*']),
    // An upload that was broken off is found again, from whatever machine (`lib/aws/upload-file.ts`).
    new PolicyStatement({ actions: ['s3:ListBucketMultipartUploads'], resources: [source.bucketArn] }),
    new PolicyStatement({
      sid: 'CodesAreTheAxisAdmins',
      effect: Effect.DENY,
      // The same three that `writing` grants: who could give up another's upload would stop it.
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [source.arnForObjects(`${CODES_PREFIX}*`)],
    }),
    listing(work, ['']),
    reading(work, ['']),
    ledgerStatement(stores, LEDGER_READ),
    usingKey(scope, stores.dataKey, true),
  );
  grant(
    auditor,
    ...[source, work, evidence].flatMap((bucket) => [
      listing(bucket, [''], true),
      reading(bucket, [''], true),
    ]),
    // How things are set, for `scripts/verify-account.sh`.
    new PolicyStatement({
      actions: [
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketVersioning',
        's3:GetEncryptionConfiguration',
      ],
      resources: [source, work, evidence].map(({ bucketArn }) => bucketArn),
    }),
    new PolicyStatement({
      actions: ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable', 'dynamodb:GetResourcePolicy'],
      resources: [stores.ledger.tableArn],
    }),
    ledgerStatement(stores, [...LEDGER_READ, 'dynamodb:Scan']),
    usingKey(scope, stores.dataKey, false),
  );
  grant(
    axisAdmin,
    listing(source, [CODES_PREFIX]),
    reading(source, [CODES_PREFIX]),
    writing(source, [`${CODES_PREFIX}*`]),
    listing(work, [CODES_PREFIX]),
    reading(work, [CODES_PREFIX]),
    listing(evidence, [evidenceOf(CODES_PREFIX)]),
    reading(evidence, [evidenceOf(CODES_PREFIX)]),
    ledgerStatement(stores, LEDGER_READ, [`${CODES_PREFIX}*`]),
    usingKey(scope, stores.dataKey, true),
  );
}
