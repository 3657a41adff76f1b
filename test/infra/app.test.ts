import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { requireDuckdb } from '../../lib/infra/bundling.ts';
import { MOST_REMAP, parseConfig, STAGE_NAMES } from '../../lib/infra/config.ts';
import { limitsOf } from '../../lib/infra/cost/limits.ts';
import { PRICES } from '../../lib/infra/cost/prices.ts';
import { hcmc } from '../../lib/infra/cost/simulation.ts';
import { DEFAULT_TUNING, type Tuning } from '../../lib/infra/cost/workload.ts';
import { CODES, QUEUE_FUNCTIONS, SCHEDULED_FUNCTIONS } from '../../lib/infra/functions.ts';
import { explainWildcards } from '../../lib/infra/reasons.ts';
import { axis, cdkJson, configOf, ofType, root, synthesise, type Template } from './synth.ts';

const built = synthesise({ axis, notify: { alarms: ['truc@example.vn'], notices: [] } });
const plain = synthesise();
const both = [built.data, built.work];
const bytes = new TextEncoder();

/** `validateScope` is there, and is what cdk-nag's own documentation tests with, but is not in its types' public part. */
const violations = (pack: NagPack, scope: Stack): Array<{ ruleName: string }> =>
  (
    pack as unknown as { validateScope(scope: Stack): { violations: Array<{ ruleName: string }> } }
  ).validateScope(scope).violations;

describe('the synthesised app', () => {
  it('is byte-identical when it is synthesised again', () => {
    const again = synthesise();
    expect(JSON.stringify(again.data)).toBe(JSON.stringify(plain.data));
    expect(JSON.stringify(again.work)).toBe(JSON.stringify(plain.work));
  });

  it('names no account, no region and no resource', () => {
    for (const template of both) {
      const { Rules: _, ...rest } = template;
      // Hashes of assets are 64 hexadecimal digits; an account stands alone.
      expect(JSON.stringify(rest)).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/);
      expect(JSON.stringify(rest)).not.toMatch(/\b(ap|us|eu|ca|sa|me|af)-[a-z]+-\d\b/);
      for (const { Type, Properties = {} } of Object.values(template.Resources)) {
        const name =
          /^AWS::(S3::Bucket|SQS::Queue|Lambda::Function|DynamoDB::Table|SNS::Topic|IAM::Role|Logs::LogGroup|Events::Rule|CloudWatch::Alarm|CloudWatch::Dashboard)$/;
        if (name.test(Type))
          for (const member of Object.keys(Properties))
            expect(`${Type} ${member}`).not.toMatch(
              /(Bucket|Queue|Function|Table|Topic|Role|LogGroup|Alarm|Dashboard)Name$| Name$/,
            );
      }
    }
  });

  it('refuses a region that the configuration does not name', () => {
    for (const { Rules } of both)
      expect(Rules?.OnlyInTheseRegions).toMatchObject({
        Assertions: [{ Assert: { 'Fn::Contains': [['ap-southeast-1'], { Ref: 'AWS::Region' }] } }],
      });
  });

  it('tags everything that takes tags', () => {
    const wanted = ['cost-centre', 'data-class', 'owner', 'stage', 'system'];
    const taggable = [built.stateful, built.stateless].flatMap((stack) =>
      stack.node
        .findAll()
        .filter((each) => CfnResource.isCfnResource(each))
        .filter((each) => TagManager.of(each) !== undefined)
        .map((each) => ({ stack, id: stack.resolve(each.logicalId) as string, type: each.cfnResourceType })),
    );
    // Buckets, queues, functions, roles, alarms, rules and more: it found them.
    expect(new Set(taggable.map(({ type }) => type)).size).toBeGreaterThan(10);
    for (const { stack, id, type } of taggable) {
      const { Tags } = (stack === built.stateful ? built.data : built.work).Resources[id]!.Properties;
      expect((Tags as Array<{ Key: string }>).map(({ Key }) => Key).sort(), `${type} ${id}`).toEqual(wanted);
    }
  });

  it('holds no secret and nothing of AWS managed policies', () => {
    for (const template of both) {
      expect(JSON.stringify(template)).not.toMatch(/iam::aws:policy/);
      // The axis's secret is named, never held.
      for (const [id, { Properties }] of ofType(template, 'AWS::Lambda::Function'))
        for (const name of Object.keys(Properties.Environment.Variables))
          expect(`${id} ${name}`).not.toMatch(/ (?!AXIS_SECRET$)\w*(SECRET|PASSWORD|TOKEN|KEY)\w*$/);
    }
  });

  it('asks for no action and no resource by a wildcard without a reason', () => {
    const allow = both.flatMap((template) =>
      ofType(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
        (Properties.PolicyDocument.Statement as Array<{ Effect: string; Action: string | string[] }>).filter(
          ({ Effect }) => Effect === 'Allow',
        ),
      ),
    );
    for (const { Action } of allow) expect(JSON.stringify(Action)).not.toContain('*');
  });
});

describe('cdk-nag', () => {
  it.each([
    ['AwsSolutions', AwsSolutionsChecks],
    ['Serverless', ServerlessChecks],
  ])('%s is clean, with and without the axis', (_, Checks) => {
    for (const { app, stateful, stateless } of [built, plain])
      for (const stack of [stateful, stateless]) expect(violations(new Checks(app), stack)).toEqual([]);
  });

  it('still finds what nobody gave a reason for', () => {
    const app = new App({ context: { ...cdkJson.context } });
    const stack = new Stack(app, 'Planted');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const policy = new Policy(stack, 'Policy', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] })],
    });
    explainWildcards(policy);
    for (const problem of policy.node.validate()) throw new Error(problem);
    expect(violations(new AwsSolutionsChecks(app), stack).map(({ ruleName }) => ruleName)).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
    ]);
  });
});

describe('stages', () => {
  it.each(STAGE_NAMES)('%s keeps ledger, evidence and keys', (stage) => {
    const { data, stateful, stateless } = synthesise({ stage });
    const kept = Object.values(data.Resources).filter(({ Type }) => /Bucket$|Table$|Key$/.test(Type));
    for (const { Type, DeletionPolicy, UpdateReplacePolicy, Properties } of kept) {
      const evidence = Type === 'AWS::S3::Bucket' && Properties.ObjectLockEnabled === true;
      const always = Type !== 'AWS::S3::Bucket' || evidence;
      const policy = always || stage !== 'dev' ? 'Retain' : 'Delete';
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual([policy, policy]);
    }
    for (const stack of [stateful, stateless]) expect(stack.terminationProtection).toBe(stage !== 'dev');
  });

  it('says every removal in so many words', () => {
    for (const template of both)
      for (const type of [
        'AWS::S3::Bucket',
        'AWS::DynamoDB::Table',
        'AWS::KMS::Key',
        'AWS::Logs::LogGroup',
        'AWS::SQS::Queue',
      ])
        for (const [id, { DeletionPolicy }] of ofType(template, type))
          expect(DeletionPolicy, id).toBeDefined();
  });

  it('takes lock mode, retention, concurrency and log retention from the configuration', () => {
    const { data, work } = synthesise({
      stage: 'pilot',
      evidence: { mode: 'compliance', retentionDays: 3650 },
      logRetentionDays: 731,
      concurrency: { remap: 7 },
      intake: 'closed',
    });
    const lock = Object.values(data.Resources).find(({ Properties }) => Properties.ObjectLockEnabled);
    expect(lock?.Properties.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({
      Mode: 'COMPLIANCE',
      Days: 3650,
    });
    for (const [, { Properties }] of ofType(work, 'AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(731);
    const mapping = (name: string) =>
      ofType(work, 'AWS::Lambda::EventSourceMapping').find(([id]) => id.startsWith(name))![1].Properties;
    expect(mapping('RemapChunk').ScalingConfig.MaximumConcurrency).toBe(7);
    expect(mapping('Coordinate').Enabled).toBe(false);
    expect(mapping('RemapChunk').Enabled).toBe(true);
  });
});

describe('the configuration', () => {
  const example = readFileSync(join(root, 'lib/infra/example.yaml'), 'utf8');
  const parse = (text: string) => parseConfig(bytes.encode(text), 'stage.yaml');

  it('the committed example is one', () => {
    expect(parse(example)).toMatchObject({ stage: 'pilot', intake: 'open' });
  });

  it.each([
    ['regions has no default', example.replace(/^regions:.*$/m, ''), /stage\.yaml.*regions/],
    ['a stage that there is not', example.replace('pilot', 'prod'), /stage/],
    ['a member that there is not', `${example}\naccount: "1"`, /account/i],
    ['a trust without MFA', example.replace('account-with-mfa', 'account'), /people\.operator/],
    ['no region at all', example.replace('[ap-southeast-1]', '[]'), /regions/],
    ['a region that is none', example.replace('ap-southeast-1', 'singapore'), /regions/],
    ['no evidence retention', `${example}\nevidence: { retentionDays: 0 }`, /retentionDays/],
  ])('%s is an error that names it', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('an identity provider lets nobody in by a wildcard', () => {
    const oidc = { kind: 'oidc', provider: 'login.example.vn', audience: 'a', subjects: ['*'] };
    const trust = { kind: 'account-with-mfa' };
    expect(() => configOf({ people: { operator: oidc, auditor: trust, axisAdmin: trust } })).toThrow();
  });

  it('one subject of an identity provider is one person, of one role', () => {
    const oidc = (provider: string, ...subjects: string[]) => ({
      kind: 'oidc',
      provider,
      audience: 'a',
      subjects,
    });
    const axisAdmin = { kind: 'account-with-mfa' };
    const configure = (operator: unknown, auditor: unknown) => () =>
      configOf({ people: { operator, auditor, axisAdmin } });
    expect(configure(oidc('a.vn', 'an', 'binh'), oidc('a.vn', 'chi', 'binh'))).toThrow(
      /a subject of operator too/,
    );
    expect(configure(oidc('a.vn', 'an'), oidc('a.vn', 'chi'))).not.toThrow();
    expect(configure(oidc('a.vn', 'an'), oidc('b.vn', 'an'))).not.toThrow();
  });

  it('an alarm reaches somebody, but in a stage for trying', () => {
    const configure = (stage: string, alarms: string[]) => () => configOf({ stage, notify: { alarms } });
    expect(configure('dev', [])).not.toThrow();
    for (const stage of ['pilot', 'production']) {
      expect(configure(stage, []), stage).toThrow(/an alarm that reaches nobody is none/);
      expect(configure(stage, ['a@example.vn']), stage).not.toThrow();
    }
  });

  it.each([
    'http://truc.example.gov.vn',
    'https://truc.example.gov.vn/',
    'https://truc.example.gov.vn/api',
    'https://user@truc.example.gov.vn',
    'https://truc.example.gov.vn?x=1',
    'https://TRUC.example.gov.vn',
    'https://truc.example.gov.vn:443',
    'truc.example.gov.vn',
  ])('the axis stands at an origin, which %s is not', (origin) => {
    expect(() => configOf({ axis: { ...axis, origin } })).toThrow('an https URL without a path');
  });

  it('the axis has an origin, which the codes function is told, and no other', () => {
    const { origin: _, ...without } = axis;
    expect(() => configOf({ axis: without })).toThrow('origin');
    expect(configOf({ axis: { ...axis, origin: 'https://10.1.2.3:8443' } }).axis?.origin).toBe(
      'https://10.1.2.3:8443',
    );
    const told = ofType(built.work, 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => [id, Properties.Environment.Variables.AXIS_ORIGIN] as const)
      .filter(([, origin]) => origin !== undefined);
    expect(told).toEqual([[expect.stringMatching(/^Codes/), 'https://truc.example.gov.vn']]);
  });

  it('lets no more functions remap at once than one partition of the ledger can answer', () => {
    const configure = (remap: number) => () => configOf({ concurrency: { remap } });
    expect(configure(MOST_REMAP)).not.toThrow();
    expect(configure(MOST_REMAP + 1)).toThrow('remap');
    // By the model, the largest province: a quarter is left for the coordinator, the sweep and a person's questions.
    const ofLedger = (tuning: Tuning) =>
      limitsOf(hcmc(PRICES['ap-southeast-1']!, tuning).batches, tuning).filter(({ quota }) =>
        quota.includes("of one batch's ledger"),
      );
    const partition = (remapConcurrency: number) => ofLedger({ ...DEFAULT_TUNING, remapConcurrency });
    expect(partition(MOST_REMAP)).toHaveLength(2);
    for (const { quota, used, limit } of partition(MOST_REMAP))
      expect(used / limit, quota).toBeLessThan(0.75);
  });

  it('without the axis there is neither its queue nor its function', () => {
    const names = (template: Template) =>
      Object.keys(template.Resources).filter((id) => /^(Codes|AxisWatch)/.test(id));
    expect(names(plain.work)).toEqual([]);
    expect(names(built.work).length).toBeGreaterThan(5);
    const codes = ofType(built.work, 'AWS::Lambda::Function').find(([id]) => id.startsWith('Codes'))![1];
    expect(codes.Properties.VpcConfig).toEqual({
      SubnetIds: axis.network.subnetIds,
      SecurityGroupIds: axis.network.securityGroupIds,
    });
  });
});

describe('bin/app.ts', () => {
  const require = createRequire(import.meta.url);
  it('cdk.json holds every recommended feature flag, at its recommended value', () => {
    const recommended = require('aws-cdk-lib/recommended-feature-flags.json') as Record<string, unknown>;
    expect(cdkJson.context).toEqual(recommended);
  });

  it('asks for a configuration, and never guesses one', () => {
    const run = () =>
      execFileSync('npx', ['tsx', 'bin/app.ts'], {
        cwd: root,
        stdio: 'pipe',
        env: { ...process.env, CDK_CONTEXT_JSON: '{}' },
      });
    expect(run).toThrow(/-c config=FILE/);
  });

  const entries = [...QUEUE_FUNCTIONS, ...SCHEDULED_FUNCTIONS, CODES].map(({ entry }) => entry);
  it.each([...new Set(entries)])('lambdas/%s is there', (entry) => {
    expect(existsSync(join(root, 'lambdas', entry))).toBe(true);
  });

  it('refuses to bundle with the DuckDB of another system, and says what to do', () => {
    expect(() => requireDuckdb('/nowhere')).toThrow('npm ci --os=linux --cpu=x64');
    expect(() => requireDuckdb(root)).not.toThrow();
  });
});
