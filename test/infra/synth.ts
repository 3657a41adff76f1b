import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuiltApp, buildApp } from '../../lib/infra/app.ts';
import { type InfraConfig, infraConfigSchema } from '../../lib/infra/config.ts';
import { CODES, QUEUE_FUNCTIONS, SCHEDULED_FUNCTIONS } from '../../lib/infra/functions.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cdkJson = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
  readonly context: Record<string, unknown>;
};

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever CloudFormation takes; tests assert on it
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Rules?: Readonly<Record<string, unknown>>;
}

const people = {
  operator: { kind: 'account-with-mfa' },
  auditor: { kind: 'account-with-mfa' },
  axisAdmin: { kind: 'account-with-mfa' },
};
const tags = { owner: 'it', 'cost-centre': 'x', 'data-class': 'personal-data' };
export const axis = {
  network: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
  secretName: 'axis',
  origin: 'https://truc.example.gov.vn',
};

export const configOf = (more: Partial<Record<keyof InfraConfig, unknown>> = {}): InfraConfig =>
  infraConfigSchema.parse({
    name: 'thong-suot',
    stage: 'production',
    regions: ['ap-southeast-1'],
    tags,
    people,
    notify: { alarms: ['truc-ban@example.gov.vn'] },
    ...more,
  });

/** Entry files with nothing in them (inside the project, as the CDK asks): bundling is left out, only names count. */
function stubEntries(): string {
  const folder = join(root, 'node_modules/.cache/infra-entries');
  mkdirSync(folder, { recursive: true });
  for (const { entry } of [...QUEUE_FUNCTIONS, ...SCHEDULED_FUNCTIONS, CODES])
    writeFileSync(join(folder, entry), 'export const handler = async () => undefined;\n');
  return folder;
}

export interface Synthesised extends BuiltApp {
  readonly data: Template;
  readonly work: Template;
}

/** The whole app, synthesised without bundling, into a folder of its own. */
export function synthesise(more: Partial<Record<keyof InfraConfig, unknown>> = {}): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), 'thong-suot-cdk-'));
  const built = buildApp({
    lambdas: stubEntries(),
    configure: () => configOf(more),
    app: { outdir, context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } },
  });
  const assembly = built.app.synth();
  const template = (name: string) => assembly.getStackByName(name).template as Template;
  const data = template(built.stateful.stackName);
  const work = template(built.stateless.stackName);
  rmSync(outdir, { recursive: true });
  return { ...built, data, work };
}

export const ofType = (template: Template, type: string): Array<[string, Resource]> =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
