import { ofType, type Template } from './synth.ts';

/** Stands for the account, region and names that a deployment would give. */
const ACCOUNT = '111122223333';
export const REGION = 'ap-southeast-1';

const ARN: Readonly<Record<string, (id: string) => string>> = {
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
  'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`,
  'AWS::SNS::Topic': (id) => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`,
  'AWS::KMS::Key': (id) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::Lambda::Function': (id) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}`,
  'AWS::Logs::LogGroup': (id) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${id}:*`,
  'AWS::Events::Rule': (id) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${id}`,
  'AWS::Lambda::EventSourceMapping': (id) => `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:${id}`,
};
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * Puts plain text in the place of the intrinsic functions of the two templates. A resource's name is its logical id,
 * and so is what a `Ref` to it gives, unless `refs` says otherwise (of a queue, a `Ref` gives its URL).
 */
export class Resolver {
  readonly #templates: readonly Template[];
  readonly #data: Template;
  readonly #refs: ReadonlyMap<string, string>;

  constructor(
    { data, work }: { readonly data: Template; readonly work: Template },
    refs: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#templates = [data, work];
    this.#data = data;
    this.#refs = refs;
  }

  arn(id: string): string {
    const type = this.#templates.map(({ Resources }) => Resources[id]?.Type).find((found) => found);
    const make = type === undefined ? undefined : ARN[type];
    if (make === undefined) throw new Error(`no ARN for ${id} (${type})`);
    return make(id);
  }

  text(value: unknown): string {
    if (typeof value === 'string') return value;
    const [[name, argument]] = Object.entries(value as object) as [[string, never]];
    switch (name) {
      case 'Ref':
        return PSEUDO[argument] ?? this.#refs.get(argument) ?? (argument as string);
      case 'Fn::GetAtt':
        if (argument[1] !== 'Arn' && argument[1] !== 'TopicArn') return `${argument[0]}.${argument[1]}`;
        return this.arn(argument[0]);
      case 'Fn::Join':
        return (argument[1] as unknown[]).map((part) => this.text(part)).join(argument[0]);
      case 'Fn::Sub':
        return (argument as string).replace(/\$\{([^}]+)\}/g, (_, key: string) => PSEUDO[key] ?? key);
      case 'Fn::GetStackOutput':
        return this.text(this.#data.Outputs?.[(argument as { OutputName: string }).OutputName]?.Value);
      default:
        throw new Error(`the resolver knows no ${name}`);
    }
  }
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** ARNs, `*`, or the account's root; undefined in a policy of an identity. */
  readonly principals: readonly string[] | undefined;
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Request {
  /** Logical id of the role. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; a list for those with several values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const compiled = new Map<string, RegExp>();

function matches(pattern: string, value: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const text = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    expression = new RegExp(`^${text}$`, 's');
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/**
 * What the roles of the two templates may do: identity policies, and policies of buckets, table, keys and queues, with
 * the operators that they use. Of IAM's rules: a denial wins; a key's own policy must allow; elsewhere one of
 * the two is enough. Organisations' policies, boundaries and sessions are not in the templates.
 */
export class PolicySimulator {
  readonly resolver: Resolver;
  readonly roles: readonly string[];
  readonly #identity = new Map<string, Statement[]>();
  readonly #resource: Array<{ readonly of: string; readonly statements: Statement[] }> = [];

  constructor(templates: { readonly data: Template; readonly work: Template }) {
    this.resolver = new Resolver(templates);
    const { data, work } = templates;
    this.roles = [data, work].flatMap((template) => ofType(template, 'AWS::IAM::Role').map(([id]) => id));
    for (const template of [data, work]) {
      for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role'))
        if (Properties.Policies !== undefined || Properties.ManagedPolicyArns !== undefined)
          throw new Error(`${id} has policies that the simulator does not read`);
      for (const [, { Properties }] of ofType(template, 'AWS::IAM::Policy'))
        for (const role of Properties.Roles as unknown[])
          this.#grow(this.resolver.text(role), this.#statements(Properties.PolicyDocument));
      for (const [, { Properties }] of ofType(template, 'AWS::S3::BucketPolicy'))
        this.#attach(this.resolver.arn(this.resolver.text(Properties.Bucket)), Properties.PolicyDocument);
      for (const [, { Properties }] of ofType(template, 'AWS::SQS::QueuePolicy'))
        for (const queue of Properties.Queues as unknown[])
          this.#attach(this.resolver.arn(this.resolver.text(queue)), Properties.PolicyDocument);
      for (const [id, { Properties }] of ofType(template, 'AWS::KMS::Key'))
        this.#attach(this.resolver.arn(id), Properties.KeyPolicy);
      for (const [id, { Properties }] of ofType(template, 'AWS::DynamoDB::Table'))
        if (Properties.ResourcePolicy)
          this.#attach(this.resolver.arn(id), Properties.ResourcePolicy.PolicyDocument);
    }
  }

  allows({ role, action, resource, context = {} }: Request): boolean {
    const arn = this.resolver.arn(role);
    const asked = {
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:SourceAccount': '',
      ...context,
    };
    const applies = (statement: Statement, anyResource: boolean): boolean =>
      statement.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      (anyResource || statement.resources.some((pattern) => matches(pattern, resource))) &&
      holds(statement.conditions, asked);
    const identity = (this.#identity.get(role) ?? []).filter((statement) => applies(statement, false));
    const owned = this.#resource
      .filter(({ of }) => resource === of || resource.startsWith(`${of}/`))
      .flatMap(({ of, statements }) =>
        // `*` in a policy of a table or key is that table or key.
        statements.filter((statement) =>
          applies(statement, resource === of && statement.resources.includes('*')),
        ),
      );
    const names = (statement: Statement, who: string): boolean =>
      statement.principals?.some((principal) => principal === '*' || principal === who) ?? false;
    if (identity.some(({ effect }) => effect === 'Deny')) return false;
    if (owned.some((statement) => statement.effect === 'Deny' && names(statement, arn))) return false;
    const byIdentity = identity.some(({ effect }) => effect === 'Allow');
    const byResource = owned.some((statement) => statement.effect === 'Allow' && names(statement, arn));
    if (!action.startsWith('kms:')) return byIdentity || byResource;
    const root = `arn:aws:iam::${ACCOUNT}:root`;
    const delegated = owned.some((statement) => statement.effect === 'Allow' && names(statement, root));
    return byResource || (delegated && byIdentity);
  }

  #grow(role: string, statements: Statement[]): void {
    this.#identity.set(role, [...(this.#identity.get(role) ?? []), ...statements]);
  }

  #attach(of: string, document: unknown): void {
    this.#resource.push({ of, statements: this.#statements(document) });
  }

  #statements(document: unknown): Statement[] {
    const { Statement: statements } = document as { Statement: ReadonlyArray<Record<string, unknown>> };
    return statements.map((one) => {
      for (const unread of ['NotAction', 'NotResource', 'NotPrincipal'])
        if (unread in one) throw new Error(`the simulator knows no ${unread}`);
      return {
        effect: one.Effect as 'Allow' | 'Deny',
        actions: listOf(one.Action) as string[],
        resources: listOf(one.Resource).map((value) => this.resolver.text(value)),
        principals: this.#principals(one.Principal),
        conditions: Object.fromEntries(
          Object.entries((one.Condition ?? {}) as Record<string, Record<string, unknown>>).map(
            ([operator, keys]) => [
              operator,
              Object.fromEntries(
                Object.entries(keys).map(([key, values]) => [
                  key,
                  listOf(values).map((value) =>
                    typeof value === 'number' || typeof value === 'boolean'
                      ? `${value}`
                      : this.resolver.text(value),
                  ),
                ]),
              ),
            ],
          ),
        ),
      };
    });
  }

  #principals(principal: unknown): readonly string[] | undefined {
    if (principal === undefined) return undefined;
    if (principal === '*') return ['*'];
    const { AWS, Service } = principal as { AWS?: unknown; Service?: unknown };
    return [
      ...(AWS === undefined ? [] : listOf(AWS).map((value) => this.resolver.text(value))),
      ...(Service === undefined ? [] : listOf(Service).map((value) => this.resolver.text(value))),
    ];
  }
}

function holds(
  conditions: Statement['conditions'],
  context: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const given = context[key] === undefined ? [] : (listOf(context[key]) as string[]);
      const like = (value: string) => wanted.some((pattern) => matches(pattern, value));
      switch (operator) {
        case 'Null':
          return wanted.includes(given.length === 0 ? 'true' : 'false');
        case 'Bool':
        case 'StringEquals':
          return given.length > 0 && given.every((value) => wanted.includes(value));
        case 'StringLike':
        case 'ArnLike':
        case 'ArnEquals':
          return given.length > 0 && given.every(like);
        case 'ForAllValues:StringLike':
          return given.every(like);
        case 'ForAnyValue:StringLike':
          return given.some(like);
        case 'NumericLessThan':
          return (
            given.length > 0 && given.every((value) => wanted.every((limit) => Number(value) < Number(limit)))
          );
        default:
          throw new Error(`the simulator knows no ${operator}`);
      }
    }),
  );
}
