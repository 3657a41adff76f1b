import { describe, expect, it } from 'vitest';
import { evidencePath } from '../../lib/aws/evidenced-ledger.ts';
import { PolicySimulator } from './simulator.ts';
import { axis, ofType, type Resource, synthesise } from './synth.ts';

const built = synthesise({ axis });
const simulator = new PolicySimulator(built);
const { resolver } = simulator;

const idOf = (type: string, begins: string): string => {
  const found = [built.data, built.work]
    .flatMap((template) => ofType(template, type).map(([id]) => id))
    .filter((id) => new RegExp(`^${begins}[0-9A-F]{8}$`).test(id));
  expect(found, `${type} ${begins}`).toHaveLength(1);
  return found[0]!;
};
const role = (name: string): string => idOf('AWS::IAM::Role', `${name}Role`);
const operator = role('Operator');
const auditor = role('Auditor');
const axisAdmin = role('AxisAdmin');
const people = [operator, auditor, axisAdmin];
const functions = simulator.roles.filter((id) => !people.includes(id));

const bucket = (name: string) => resolver.arn(idOf('AWS::S3::Bucket', `${name}Bucket`));
const source = bucket('Source');
const work = bucket('Work');
const evidence = bucket('Evidence');
const ledger = resolver.arn(idOf('AWS::DynamoDB::Table', 'Ledger'));
const key = (name: string) => resolver.arn(idOf('AWS::KMS::Key', `${name}Key`));
const queue = (name: string) => resolver.arn(idOf('AWS::SQS::Queue', `${name}Queue`));

const sign = { 'kms:SigningAlgorithm': 'ED25519_SHA_512' };
const via = (service: string) => ({ 'kms:ViaService': `${service}.ap-southeast-1.amazonaws.com` });
const can = (who: string, action: string, resource: string, context = {}): boolean =>
  simulator.allows({ role: who, action, resource, context });
const whoCan = (action: string, resource: string, context = {}): string[] =>
  simulator.roles.filter((who) => can(who, action, resource, context)).sort();
const object = (of: string, path: string): string => `${of}/${path}`;

describe('nobody', () => {
  it.each([
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:PartiQLUpdate',
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:DeleteTable',
    'dynamodb:UpdateTable',
  ])('%s on the ledger', (action) => {
    expect(whoCan(action, ledger, { 'dynamodb:LeadingKeys': ['codes/86'] })).toEqual([]);
    expect(whoCan(action, ledger, { 'dynamodb:LeadingKeys': ['vinh-long'] })).toEqual([]);
  });

  it.each([
    's3:DeleteObject',
    's3:DeleteObjectVersion',
    's3:BypassGovernanceRetention',
    's3:PutObjectRetention',
    's3:PutObjectLegalHold',
    's3:PutObjectAcl',
  ])('%s on evidence', (action) => {
    expect(whoCan(action, object(evidence, 'ledger/vinh-long/batch-frozen'))).toEqual([]);
  });

  it('puts over the copy of an event: not even a function, without the condition that there is none', () => {
    for (const path of [evidencePath('vinh-long', 'batch-frozen'), evidencePath('codes/86', 'axis/1')]) {
      expect(whoCan('s3:PutObject', object(evidence, path))).toEqual([]);
      expect(
        whoCan('s3:PutObject', object(evidence, path), { 's3:if-none-match': '*' }).length,
      ).toBeGreaterThan(0);
    }
  });

  it('deletes versions of anything, or changes a bucket, key or role', () => {
    for (const of of [source, work]) expect(whoCan('s3:DeleteObjectVersion', object(of, 'a/b'))).toEqual([]);
    for (const of of [source, work, evidence])
      for (const action of ['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:PutBucketObjectLockConfiguration'])
        expect(whoCan(action, of)).toEqual([]);
    for (const name of ['Data', 'Operator', 'Auditor'])
      for (const action of ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:CreateGrant'])
        expect(whoCan(action, key(name))).toEqual([]);
    expect(whoCan('iam:PassRole', resolver.arn(operator))).toEqual([]);
    expect(whoCan('sts:AssumeRole', resolver.arn(operator))).toEqual([]);
  });

  it('uses the data key but through the services that hold the data', () => {
    expect(whoCan('kms:Decrypt', key('Data'))).toEqual([]);
    expect(whoCan('kms:Decrypt', key('Data'), via('s3')).length).toBeGreaterThan(10);
  });
});

describe('a role with every right of IAM', () => {
  const data = structuredClone(built.data);
  const [[, policy]] = ofType(data, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('Operator')) as [
    [string, Resource],
  ];
  policy.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: '*', Resource: '*' });
  const almighty = new PolicySimulator({ data, work: built.work });
  const may = (action: string, resource: string, context = {}) =>
    almighty.allows({ role: operator, action, resource, context });

  it('changes no event, deletes no evidence and signs with no other key', () => {
    // It is almighty: this it may do.
    expect(may('dynamodb:PutItem', ledger)).toBe(true);
    expect(may('s3:DeleteObject', object(work, 'a/b'))).toBe(true);
    for (const action of [
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
    ])
      expect(may(action, ledger), action).toBe(false);
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])
      expect(may(action, object(evidence, 'ledger/a/b.json')), action).toBe(false);
    // A new copy it may put, but over none that is there.
    const copy = object(evidence, 'ledger/a/b.json');
    expect(may('s3:PutObject', copy, { 's3:if-none-match': '*' })).toBe(true);
    expect(may('s3:PutObject', copy)).toBe(false);
    expect(may('kms:Sign', key('Auditor'), sign)).toBe(false);
  });
});

describe('signing', () => {
  it('is of one role for each key', () => {
    expect(whoCan('kms:Sign', key('Operator'), sign)).toEqual([operator]);
    expect(whoCan('kms:Sign', key('Auditor'), sign)).toEqual([auditor]);
    expect(whoCan('kms:Sign', key('Data'), sign)).toEqual([]);
  });

  it('is Ed25519 over the bytes, so that local and KMS signatures share a verifier', () => {
    expect(whoCan('kms:Sign', key('Operator'), { 'kms:SigningAlgorithm': 'ED25519_PH_SHA_512' })).toEqual([]);
    for (const name of ['Operator', 'Auditor'])
      expect(built.data.Resources[idOf('AWS::KMS::Key', `${name}Key`)]?.Properties).toMatchObject({
        KeySpec: 'ECC_NIST_EDWARDS25519',
        KeyUsage: 'SIGN_VERIFY',
      });
  });

  it('is not handed on by the account: an administrator with every right of IAM can not sign', () => {
    for (const [id, { Properties }] of ofType(built.data, 'AWS::KMS::Key')) {
      if (id.startsWith('Data')) continue;
      const toAccount = (
        Properties.KeyPolicy.Statement as Array<{ Action: string[]; Principal: unknown }>
      ).filter(({ Principal }) => JSON.stringify(Principal).includes(':root'));
      expect(toAccount).toHaveLength(1);
      for (const action of toAccount[0]!.Action) expect(action).not.toMatch(/\*|Sign|CreateGrant/);
    }
  });

  it('can be checked by both', () => {
    for (const name of ['Operator', 'Auditor'])
      expect(whoCan('kms:GetPublicKey', key(name))).toEqual([auditor, operator].sort());
  });
});

describe('people', () => {
  it('write neither ledger nor work nor evidence', () => {
    for (const who of people) {
      for (const partition of ['vinh-long', 'codes/86'])
        expect(can(who, 'dynamodb:PutItem', ledger, { 'dynamodb:LeadingKeys': [partition] })).toBe(false);
      for (const path of ['vinh-long/migrated/a/00000.csv', 'codes/86/registry.csv', 'ledger/x/y'])
        for (const of of [work, evidence])
          for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectRetention'])
            expect(can(who, action, object(of, path)), `${who} ${action} ${of}/${path}`).toBe(false);
    }
  });

  it('take on their role only with MFA, and only the one of their tag', () => {
    const tags = { [operator]: 'operator', [auditor]: 'auditor', [axisAdmin]: 'axis-admin' };
    for (const who of people) {
      const [statement] = built.data.Resources[who]!.Properties.AssumeRolePolicyDocument.Statement;
      expect(statement).toMatchObject({
        Action: 'sts:AssumeRole',
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          StringEquals: { 'aws:PrincipalTag/ThongSuotRole': tags[who] },
        },
      });
      expect(built.data.Resources[who]!.Properties.MaxSessionDuration).toBe(14_400);
    }
  });

  it('come from an identity provider where one is named, with its audience', () => {
    const saml = synthesise({
      people: {
        operator: { kind: 'saml', provider: 'tinh' },
        auditor: {
          kind: 'oidc',
          provider: 'login.example.vn',
          audience: 'thong-suot',
          subjects: ['thanh-tra'],
        },
        axisAdmin: { kind: 'account-with-mfa' },
      },
    });
    const trust = (id: string) => saml.data.Resources[id]!.Properties.AssumeRolePolicyDocument.Statement[0];
    expect(trust(operator)).toMatchObject({
      Action: 'sts:AssumeRoleWithSAML',
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    });
    expect(trust(auditor)).toMatchObject({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { 'login.example.vn:aud': 'thong-suot', 'login.example.vn:sub': ['thanh-tra'] },
      },
    });
  });
});

describe('the operator', () => {
  it('uploads, reads, and asks the functions to work', () => {
    expect(can(operator, 's3:PutObject', object(source, 'vinh-long/batch.yaml'))).toBe(true);
    expect(can(operator, 's3:ListMultipartUploadParts', object(source, 'vinh-long/a.csv'))).toBe(true);
    expect(can(operator, 's3:ListBucketMultipartUploads', source)).toBe(true);
    expect(can(operator, 's3:GetObject', object(work, 'vinh-long/report.html'))).toBe(true);
    expect(can(operator, 'dynamodb:Query', ledger, { 'dynamodb:LeadingKeys': ['vinh-long'] })).toBe(true);
    expect(can(operator, 'kms:GenerateDataKey', key('Data'), via('s3'))).toBe(true);
    expect(can(operator, 'sqs:SendMessage', queue('Coordinate'))).toBe(true);
  });

  it('leaves the codes to the axis admin, and what was uploaded where it is', () => {
    for (const action of ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'])
      expect(whoCan(action, object(source, 'codes/86/registry.csv')), action).toEqual([axisAdmin]);
    expect(can(operator, 'sqs:SendMessage', queue('Codes'))).toBe(false);
    expect(can(operator, 's3:DeleteObject', object(source, 'vinh-long/a.csv'))).toBe(false);
  });

  it('finds log groups by their names in the stack, and reads them', () => {
    const logs = resolver.arn(idOf('AWS::Logs::LogGroup', 'RemapChunkLogs'));
    for (const who of [operator, auditor])
      for (const action of ['logs:FilterLogEvents', 'logs:GetLogEvents'])
        expect(can(who, action, logs), `${who} ${action}`).toBe(true);
    const list = built.work.Resources[idOf('AWS::IAM::Policy', 'OperatorAtWork')]!.Properties.PolicyDocument;
    expect(JSON.stringify(list)).toContain('cloudformation:ListStackResources');
  });

  it('looks at what a schedule failed at, and takes it away', () => {
    const lost = resolver.arn(idOf('AWS::SQS::Queue', 'ScheduleDeadLetters'));
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage'])
      expect(whoCan(action, lost), action).toEqual([operator]);
    for (const who of [auditor, operator]) expect(can(who, 'sqs:GetQueueAttributes', lost), who).toBe(true);
  });

  it('redrives dead letters, and opens and stops the intake alone', () => {
    const dead = resolver.arn(idOf('AWS::SQS::Queue', 'RemapChunkQueueDeadLetters'));
    expect(can(operator, 'sqs:StartMessageMoveTask', dead)).toBe(true);
    const mapping = (name: string) =>
      `arn:aws:lambda:ap-southeast-1:111122223333:event-source-mapping:${idOf('AWS::Lambda::EventSourceMapping', `${name}Poller`)}`;
    const of = (name: string) => ({
      'lambda:FunctionArn': resolver.arn(idOf('AWS::Lambda::Function', `${name}Function`)),
    });
    const stop = 'lambda:UpdateEventSourceMapping';
    expect(can(operator, stop, `${mapping('Coordinate')}`, of('Coordinate'))).toBe(true);
    expect(can(operator, stop, mapping('Coordinate'), of('RemapChunk'))).toBe(false);
    expect(can(operator, stop, mapping('RemapChunk'), of('RemapChunk'))).toBe(false);
    expect(whoCan(stop, mapping('Coordinate'), of('Coordinate'))).toEqual([operator]);
  });
});

describe('the auditor', () => {
  it('reads everything', () => {
    for (const of of [source, work, evidence])
      for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention'])
        expect(can(auditor, action, object(of, 'any/thing')), `${action} ${of}`).toBe(true);
    for (const action of ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:Scan'])
      expect(can(auditor, action, ledger)).toBe(true);
    expect(can(auditor, 'kms:Decrypt', key('Data'), via('s3'))).toBe(true);
  });

  it('sees whom an alarm reaches, and how many functions the account runs at once', () => {
    const [[, alarm]] = ofType(built.work, 'AWS::CloudWatch::Alarm') as [[string, Resource]];
    const topic = resolver.text(alarm.Properties.AlarmActions[0]);
    expect(whoCan('sns:ListSubscriptionsByTopic', topic)).toEqual([auditor]);
    expect(whoCan('lambda:GetAccountSettings', '*')).toEqual([auditor]);
  });

  it('changes nothing', () => {
    expect(can(auditor, 's3:PutObject', object(source, 'a/b'))).toBe(false);
    expect(can(auditor, 'kms:GenerateDataKey', key('Data'), via('s3'))).toBe(false);
    for (const [id] of ofType(built.work, 'AWS::SQS::Queue'))
      for (const action of [
        'sqs:SendMessage',
        'sqs:DeleteMessage',
        'sqs:PurgeQueue',
        'sqs:StartMessageMoveTask',
      ])
        expect(can(auditor, action, resolver.arn(id))).toBe(false);
  });
});

describe('the axis admin', () => {
  const codes = { 'dynamodb:LeadingKeys': ['codes/86'] };
  it('works on codes', () => {
    expect(can(axisAdmin, 's3:PutObject', object(source, 'codes/86/registry.csv'))).toBe(true);
    expect(can(axisAdmin, 's3:GetObject', object(work, 'codes/86/diff.csv'))).toBe(true);
    expect(can(axisAdmin, 's3:ListBucket', source, { 's3:prefix': 'codes/86/' })).toBe(true);
    expect(can(axisAdmin, 'dynamodb:Query', ledger, codes)).toBe(true);
    expect(can(axisAdmin, 'sqs:SendMessage', queue('Codes'))).toBe(true);
  });

  it('redrives the dead letters of codes, and no others', () => {
    const dead = (name: string) => resolver.arn(idOf('AWS::SQS::Queue', `${name}QueueDeadLetters`));
    for (const action of ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage']) {
      expect(whoCan(action, dead('Codes')), action).toEqual([axisAdmin]);
      expect(can(axisAdmin, action, dead('RemapChunk')), action).toBe(false);
    }
    expect(can(axisAdmin, 'sqs:GetQueueAttributes', dead('Codes'))).toBe(true);
    expect(can(axisAdmin, 'sqs:GetQueueAttributes', dead('RemapChunk'))).toBe(false);
  });

  it('sees no record data', () => {
    for (const of of [source, work, evidence]) {
      expect(can(axisAdmin, 's3:GetObject', object(of, 'vinh-long/ben-tre/dossiers.csv'))).toBe(false);
      expect(can(axisAdmin, 's3:ListBucket', of)).toBe(false);
      expect(can(axisAdmin, 's3:ListBucket', of, { 's3:prefix': 'vinh-long/' })).toBe(false);
    }
    expect(can(axisAdmin, 'dynamodb:Query', ledger, { 'dynamodb:LeadingKeys': ['vinh-long'] })).toBe(false);
    expect(can(axisAdmin, 'dynamodb:Query', ledger, { 'dynamodb:LeadingKeys': ['codes/86', 'x'] })).toBe(
      false,
    );
    expect(can(axisAdmin, 'dynamodb:Query', ledger), 'no partition named').toBe(false);
    expect(can(axisAdmin, 'dynamodb:Scan', ledger)).toBe(false);
    expect(can(axisAdmin, 'sqs:SendMessage', queue('Coordinate'))).toBe(false);
  });
});

describe('functions', () => {
  const append = (partition: string) =>
    functions.filter((who) => can(who, 'dynamodb:PutItem', ledger, { 'dynamodb:LeadingKeys': [partition] }));
  const named = (ids: readonly string[]) => ids.map((id) => id.replace(/Role[0-9A-F]{8}$/, '')).sort();
  const batchAppenders = [
    'AssembleSource',
    'Coordinate',
    'FreezeSource',
    'InventorySegment',
    'NumberKeys',
    'Reconcile',
    'RemapChunk',
    'VerifySource',
  ];

  it('append events, and copy them to evidence, only where their work is', () => {
    expect(named(append('vinh-long'))).toEqual(batchAppenders);
    expect(named(append('codes-of-vinh-long'))).toEqual(batchAppenders);
    expect(named(append('codes/86'))).toEqual(['Codes']);
    const once = { 's3:if-none-match': '*' };
    const copy = (path: string, context = once) =>
      named(functions.filter((who) => can(who, 's3:PutObject', object(evidence, path), context)));
    expect(copy(evidencePath('vinh-long', 'batch-frozen'))).toEqual(batchAppenders);
    expect(copy(evidencePath('codes-of-vinh-long', 'axis/1'))).toEqual(batchAppenders);
    expect(copy(evidencePath('codes/86', 'axis/1'))).toEqual(['Codes']);
    expect(copy('anything/else')).toEqual([]);
  });

  it.each([
    ['codes/86/diff.csv', ['Codes']],
    // A chunk's folder of a batch that were called "codes": the patterns of the stages would match it.
    ['codes/chunks/a/00000.json', ['Codes']],
    ['codes/86/tasks/swept.json', ['Codes']],
    ['progress/2026-01-01/report.html', ['ProgressReport']],
    ['progress/tasks/swept.json', ['ProgressReport']],
  ])('only its owner writes %s', (path, owners) => {
    const may = (action: string) => named(functions.filter((who) => can(who, action, object(work, path))));
    for (const action of ['s3:PutObject', 's3:AbortMultipartUpload']) expect(may(action)).toEqual(owners);
    expect(may('s3:DeleteObject')).toEqual(owners.filter((name) => name === 'Codes'));
  });

  it('give a message that failed back to their own queue for a while, and to no other', () => {
    const give = 'sqs:ChangeMessageVisibility';
    const fed = ofType(built.work, 'AWS::Lambda::EventSourceMapping').map(([id]) =>
      id.replace(/Poller[0-9A-F]{8}$/, ''),
    );
    expect(fed.length).toBeGreaterThan(8);
    for (const name of fed) expect(whoCan(give, queue(name))).toEqual([role(name)]);
  });

  it('delete only what they replace, and read sources without writing them', () => {
    const deletes = (path: string) =>
      named(functions.filter((who) => can(who, 's3:DeleteObject', object(work, path))));
    expect(deletes('vinh-long/report.html')).toEqual(['Coordinate', 'Reconcile']);
    expect(deletes('vinh-long/migrated/a/00000.csv')).toEqual(['Coordinate']);
    expect(functions.filter((who) => can(who, 's3:PutObject', object(source, 'a/b')))).toEqual([]);
  });

  it.each([
    ['frozen/a.json', ['Coordinate', 'FreezeSource', 'InventorySegment', 'VerifySource']],
    ['migrated/a/00000.csv', ['Coordinate', 'RemapChunk']],
    ['aliases/a/00000.csv', ['Coordinate', 'NumberKeys', 'RemapChunk']],
    ['rejected/a.bin', ['AssembleSource', 'Coordinate']],
    ['tasks/ab/x.json', batchAppenders],
    ['tasks/swept.json', [...batchAppenders, 'Sweep'].sort()],
    ['reconciliation.json', ['Coordinate', 'Reconcile']],
  ])('write %s', (path, writers) => {
    const found = functions.filter((who) => can(who, 's3:PutObject', object(work, `vinh-long/${path}`)));
    expect(named(found)).toEqual(writers);
  });

  it('look at the whole ledger only to compare it', () => {
    expect(named(functions.filter((who) => can(who, 'dynamodb:Scan', ledger)))).toEqual(['LedgerCheck']);
    const checker = functions.find((who) => who.startsWith('LedgerCheck'))!;
    expect(can(checker, 's3:GetObject', object(evidence, 'ledger/vinh-long/batch-frozen'))).toBe(true);
    expect(can(checker, 's3:GetObject', object(work, 'vinh-long/migrated/a/00000.csv'))).toBe(false);
  });

  it('have one role each, which only Lambda takes on', () => {
    const roles = ofType(built.work, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => (Properties.Role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0],
    );
    expect(new Set(roles).size).toBe(roles.length);
    expect([...roles].sort()).toEqual([...functions].sort());
    for (const id of functions)
      expect(built.work.Resources[id]?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
  });
});

describe('the simulator', () => {
  it('refuses what it was not granted, and what it can not read', () => {
    expect(can(operator, 's3:GetObject', object(evidence, 'x'))).toBe(false);
    expect(() => resolver.text({ 'Fn::Unknown': [] })).toThrow('knows no Fn::Unknown');
  });

  it('lets a denial win: without it the operator could write codes', () => {
    const data = JSON.parse(JSON.stringify(built.data), (_, value) =>
      value?.Sid === 'CodesAreTheAxisAdmins' ? { ...value, Effect: 'Allow' } : value,
    );
    const other = new PolicySimulator({ data, work: built.work });
    const request = { role: operator, action: 's3:PutObject', resource: object(source, 'codes/86/x') };
    expect(simulator.allows(request)).toBe(false);
    expect(other.allows(request)).toBe(true);
  });
});
