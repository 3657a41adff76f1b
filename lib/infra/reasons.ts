import { Stack, Validations } from 'aws-cdk-lib';
import type { Policy } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IConstruct } from 'constructs';

/** Acknowledges findings of cdk-nag on one construct. A rule takes no wildcard: each finding is named. */
export function acknowledge(scope: IConstruct, reason: string, ...ids: readonly string[]): void {
  Validations.of(scope).acknowledge(...ids.map((id) => ({ id, reason })));
}

/** Actions that IAM lets nobody limit to a resource (Service Authorization Reference). */
const WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'traces have no resource',
  'xray:PutTelemetryRecords': 'traces have no resource',
  'cloudwatch:GetMetricData': 'metrics have no resource',
  'cloudwatch:ListMetrics': 'metrics have no resource',
  'cloudwatch:DescribeAlarms': 'the list of alarms has no resource',
  'lambda:GetAccountSettings': 'the settings of the account have no resource',
  'logs:GetQueryResults': 'a query has no resource; starting it has',
  'ec2:CreateNetworkInterface': 'Lambda checks this right without naming a resource',
  'ec2:DescribeNetworkInterfaces': 'lists have no resource',
  'ec2:DescribeSubnets': 'lists have no resource',
  'ec2:DeleteNetworkInterface': 'the interfaces are not there yet when the right is given',
  'ec2:AssignPrivateIpAddresses': 'the interfaces are not there yet when the right is given',
  'ec2:UnassignPrivateIpAddresses': 'the interfaces are not there yet when the right is given',
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Why a resource may hold a `*`; undefined where it may not. */
function reasonFor(resource: string, { Action }: Statement): string | undefined {
  const actions = listOf(Action);
  if (resource === '*')
    return actions.every((action) => action in WITHOUT_RESOURCES)
      ? [...new Set(actions.map((action) => WITHOUT_RESOURCES[action]))].join('; ')
      : undefined;
  const pattern = /[>}](\/.*)$/.exec(resource)?.[1];
  if (pattern === undefined || !actions.every((action) => action.startsWith('s3:'))) return undefined;
  return `objects ${pattern} of one bucket: batches, sources and chunks get their names when they run`;
}

/**
 * Acknowledges the wildcards of one policy that have a reason, and only those: objects of a named bucket, and actions
 * that know no resources. Any other stays a finding that stops the synthesis. Done when references between the stacks
 * are resolved, since a finding's name holds them.
 */
export function explainWildcards(policy: Policy): void {
  policy.node.addValidation({
    validate() {
      const document = Stack.of(policy).resolve(policy.document) as { Statement?: readonly Statement[] };
      for (const statement of document.Statement ?? []) {
        if (statement.Effect !== 'Allow') continue;
        for (const resource of listOf(statement.Resource).map(flattenCfnReference)) {
          const reason = resource.includes('*') ? reasonFor(resource, statement) : undefined;
          if (reason !== undefined) acknowledge(policy, reason, `AwsSolutions-IAM5[Resource::${resource}]`);
        }
      }
      return [];
    },
  });
}
