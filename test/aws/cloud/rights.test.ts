import { describe, expect, it } from 'vitest';
import { synthesise } from '../../infra/synth.ts';
import { type AwsCall, readCall, type Service } from './aws-call.ts';
import { declaredBy } from './declared.ts';
import { Rights } from './rights.ts';

const assembly = { ...synthesise(), assetOf: (key: string) => key };
const rights = new Rights(assembly);
const declared = declaredBy(assembly);
const roleOf = (name: string) => declared.functions.find((each) => each.name === name)!.role;
const queueOf = (name: string) => declared.functions.find((each) => each.name === name)!.source!.queue;
const [ledger] = declared.tables.map(({ id }) => id);
const bucket = (begins: string) => declared.buckets.find((id) => id.startsWith(begins))!;

const call = (service: Service, method: string, url: string, target = '', body: unknown = ''): AwsCall =>
  readCall(service, {
    method,
    url,
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=SomeFunction/20250701/r/s/aws4_request, SignedHeaders=host',
      ...(target && { 'x-amz-target': target }),
    },
    body: JSON.stringify(body),
  });
const refusal = (name: string, made: AwsCall) => rights.refusal(roleOf(name), made, (url) => url);

describe('the gateway judges each call by its caller', () => {
  const work = bucket('WorkBucket');

  it('knows who signed it', () => {
    expect(call('s3', 'GET', `/${work}/a/b.csv`)).toMatchObject({
      signer: 'SomeFunction',
      operation: 'GetObject',
      needs: [{ action: 's3:GetObject', on: { bucket: work, key: 'a/b.csv' } }],
    });
  });

  it('lets a remap write its parts, and nothing else', () => {
    const put = (path: string) => call('s3', 'PUT', `/${work}/batch/${path}?x-id=PutObject`);
    expect(refusal('remap-chunk', put('migrated/tthc%2Fx/00000.csv'))).toBe('');
    expect(refusal('remap-chunk', put('reconciliation.json'))).toContain('may not s3:PutObject');
    expect(refusal('remap-chunk', call('s3', 'DELETE', `/${work}/batch/migrated/a.csv`))).toContain(
      'may not s3:DeleteObject',
    );
    expect(refusal('remap-chunk', call('s3', 'PUT', `/${bucket('SourceBucket')}/batch/a.csv`))).toContain(
      'may not s3:PutObject',
    );
  });

  it('lets nobody change an event', () => {
    const update = call('dynamodb', 'POST', '/', 'DynamoDB_20120810.UpdateItem', {
      TableName: ledger,
      Key: { batch: { S: 'b' }, key: { S: 'k' } },
    });
    for (const { name } of declared.functions) expect(refusal(name, update), name).toContain('UpdateItem');
  });

  it('lets a function send only where it may', () => {
    const send = (queue: string) =>
      call('sqs', 'POST', '/', 'AmazonSQS.SendMessageBatch', { QueueUrl: queueOf(queue) });
    expect(refusal('remap-chunk', send('coordinate'))).toBe('');
    expect(refusal('remap-chunk', send('reconcile'))).toContain('may not sqs:SendMessage');
    expect(refusal('sweep', send('remap-chunk'))).toContain('may not sqs:SendMessage');
  });

  it('asks for the right to the data key', () => {
    const statements = Object.values(assembly.work.Resources).filter(
      ({ Type }) => Type === 'AWS::IAM::Policy',
    );
    expect(JSON.stringify(statements)).toContain('kms:GenerateDataKey');
    const keyless = structuredClone({ data: assembly.data, work: assembly.work });
    for (const { Type, Properties } of Object.values(keyless.work.Resources))
      if (Type === 'AWS::IAM::Policy')
        Properties.PolicyDocument.Statement = Properties.PolicyDocument.Statement.filter(
          ({ Action }: { Action: unknown }) => !JSON.stringify(Action).includes('kms:GenerateDataKey'),
        );
    const put = call('s3', 'PUT', `/${work}/batch/migrated/a.csv`);
    expect(new Rights(keyless).refusal(roleOf('remap-chunk'), put, (url) => url)).toContain(
      'may not kms:GenerateDataKey',
    );
  });

  it('does not pass over what it does not know', () => {
    expect(() => call('s3', 'PATCH', `/${work}/a`)).toThrow('knows no PATCH');
    expect(() => readCall('s3', { method: 'GET', url: '/b/k', headers: {}, body: '' })).toThrow(
      'nobody signed',
    );
  });
});
