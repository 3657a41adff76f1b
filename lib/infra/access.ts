import { Fn, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { COPIES } from '../aws/evidenced-ledger.ts';
import type { Access } from './functions.ts';
import type { Stores } from './stores.ts';

export const LEDGER_READ = ['dynamodb:Query', 'dynamodb:GetItem'] as const;
/** Granted to nobody, and denied by the table's own policy. */
export const LEDGER_CHANGE = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;
/** The copies of a partition, or of a pattern of partitions: `*` stays, `/` is encoded (`lib/aws/evidenced-ledger.ts`). */
export const evidenceOf = (partition: string): string => COPIES + encodeURIComponent(partition);

/** Objects and partitions of the axis admin's: the operator may not write them, the axis admin no others. */
export const CODES_PREFIX = 'codes/';
/** Top folders of the work bucket that are no batch's, though a pattern of every batch's folder would match them too. */
const RESERVED = [CODES_PREFIX, 'progress/'];

/** Uploads in parts: begun, listed, taken up again, given up. */
const PUT = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

const objects = (bucket: Bucket, patterns: readonly string[]): string[] =>
  patterns.map((pattern) => bucket.arnForObjects(pattern));
const below = (prefixes: readonly string[]): string[] => prefixes.map((prefix) => `${prefix}*`);

/** Without the right to list, S3 answers 403 for what is not there, and "missing" could not be told from "refused". */
export function listing(bucket: Bucket, prefixes: readonly string[], versions = false): PolicyStatement {
  const everything = prefixes.includes('');
  return new PolicyStatement({
    actions: ['s3:ListBucket', ...(versions ? ['s3:ListBucketVersions'] : [])],
    resources: [bucket.bucketArn],
    ...(!everything && { conditions: { StringLike: { 's3:prefix': below(prefixes) } } }),
  });
}

export const reading = (bucket: Bucket, prefixes: readonly string[], versions = false): PolicyStatement =>
  new PolicyStatement({
    actions: ['s3:GetObject', ...(versions ? ['s3:GetObjectVersion', 's3:GetObjectRetention'] : [])],
    resources: objects(bucket, below(prefixes)),
  });

export const writing = (bucket: Bucket, patterns: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: PUT, resources: objects(bucket, patterns) });

/** The data key, through the services that hold the data and no other way. */
export function usingKey(scope: Construct, key: IKey, write: boolean): PolicyStatement {
  const { region, urlSuffix } = Stack.of(scope);
  const via = (service: string): string => Fn.join('.', [service, region, urlSuffix]);
  return new PolicyStatement({
    actions: ['kms:Decrypt', ...(write ? ['kms:GenerateDataKey'] : [])],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': [via('s3'), via('dynamodb'), via('sns')] } },
  });
}

export const ledgerStatement = (
  { ledger }: Pick<Stores, 'ledger'>,
  actions: readonly string[],
  partitions?: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [ledger.tableArn],
    ...(partitions && {
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
        // "For all values" is true of none: a request that names no partition must not pass.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  });

/**
 * A batch may have any name but the reserved ones, so what its functions write is granted by patterns that match these
 * as well. A denial takes them out again: whoever gets a batch's function to do their will reaches no other's folder.
 */
function denials({ work, ledger, partitions }: Access, stores: Stores): PolicyStatement[] {
  const deny = (
    actions: string[],
    resources: string[],
    conditions?: Record<string, Record<string, string[]>>,
  ): PolicyStatement =>
    new PolicyStatement({ effect: Effect.DENY, actions, resources, ...(conditions && { conditions }) });
  const written = work?.write ?? [];
  const foreign = RESERVED.filter((prefix) => !written.some((pattern) => pattern.startsWith(prefix)));
  return [
    ...(written.length > 0
      ? [
          deny(
            ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
            objects(stores.work, below(foreign)),
          ),
        ]
      : []),
    ...(ledger === 'append' && partitions === undefined
      ? [
          deny(['dynamodb:PutItem'], [stores.ledger.tableArn], {
            'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${CODES_PREFIX}*`] },
          }),
          deny(['s3:PutObject'], objects(stores.evidence, [evidenceOf(`${CODES_PREFIX}*`)])),
        ]
      : []),
  ];
}

/** Everything that a function's role is granted, and denied, besides its own logs, traces and queues. */
export function statementsOf(
  scope: Construct,
  access: Access,
  stores: Stores,
  notices: ITopic,
): PolicyStatement[] {
  const { source, work, ledger, partitions, evidence } = access;
  const statements: PolicyStatement[] = [];
  // The whole bucket is listed even where one prefix is read: asking for an object that is not there names no prefix,
  // and would be answered by 403. Names of batches and files are all that it shows.
  if (source) statements.push(listing(stores.source, ['']), reading(stores.source, source));
  if (work) {
    statements.push(listing(stores.work, ['']), reading(stores.work, work.read));
    if (work.write.length > 0) statements.push(writing(stores.work, work.write));
    if (work.delete)
      statements.push(
        new PolicyStatement({ actions: ['s3:DeleteObject'], resources: objects(stores.work, work.delete) }),
      );
  }
  if (ledger) {
    const more = { read: [], append: ['dynamodb:PutItem'], audit: ['dynamodb:Scan'] }[ledger];
    statements.push(ledgerStatement(stores, [...LEDGER_READ, ...more], partitions));
  }
  if (ledger === 'append')
    statements.push(
      // A copy is read where there was one already.
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: objects(stores.evidence, (partitions ?? ['*']).map(evidenceOf)),
      }),
    );
  // Whose appends are not repeated by the queue has to look for the copies that got no event.
  if (ledger === 'append' && partitions)
    statements.push(listing(stores.evidence, partitions.map(evidenceOf)));
  if (evidence) statements.push(listing(stores.evidence, ['']), reading(stores.evidence, [COPIES], true));
  if (access.notices)
    statements.push(new PolicyStatement({ actions: ['sns:Publish'], resources: [notices.topicArn] }));
  const writes = ledger === 'append' || access.notices === true || (work?.write.length ?? 0) > 0;
  statements.push(usingKey(scope, stores.dataKey, writes), ...denials(access, stores));
  return statements;
}
