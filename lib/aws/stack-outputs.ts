import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ThongSuotError } from '../formats/errors.ts';

/** What the work stack tells of itself (`lib/infra/stateless-stack.ts` writes the outputs). */
export interface StackOutputs {
  readonly sourceBucket: string;
  readonly workBucket: string;
  readonly evidenceBucket: string;
  readonly ledgerTable: string;
  /** By the queue's name, such as `remap-chunk`. */
  readonly queueUrls: Readonly<Record<string, string>>;
  /** ARNs of the dead-letter queues, by the name of the queue whose letters they take. */
  readonly deadLetters: Readonly<Record<string, string>>;
  readonly operatorRole: string;
  readonly auditorRole: string;
  readonly axisAdminRole: string;
}

const NAMES = {
  sourceBucket: 'SourceBucketName',
  workBucket: 'WorkBucketName',
  evidenceBucket: 'EvidenceBucketName',
  ledgerTable: 'LedgerTableName',
  operatorRole: 'OperatorRoleArn',
  auditorRole: 'AuditorRoleArn',
  axisAdminRole: 'AxisAdminRoleArn',
} as const;
const COORDINATE_URL = 'CoordinateQueueUrl';

/** `RemapChunk` -> `remap-chunk`. */
const kebab = (name: string): string => name.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();

/** Outputs whose names end so, by the name of their queue. */
function byQueue(outputs: ReadonlyMap<string, string>, ending: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of outputs)
    if (name.endsWith(ending)) found[kebab(name.slice(0, -ending.length))] = value;
  return found;
}

/** Throws `stack-unknown` if there is none of this name, `stack-of-others` if it is none of ours. */
export async function readStackOutputs(
  client: CloudFormationClient,
  stack: string,
  region: string,
): Promise<StackOutputs> {
  const outputs = new Map(
    (await describe(client, stack, region)).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  ) as ReadonlyMap<string, string>;
  const missing = [...Object.values(NAMES), COORDINATE_URL].filter((name) => !outputs.get(name));
  if (missing.length > 0)
    throw new ThongSuotError(
      'stack-of-others',
      'user',
      `${stack} in ${region} is not the stack that runs batches: it has no output ${missing.join(', ')}; give the name of the work stack, or deploy it again`,
      { stack, region, missing: missing.join(', ') },
    );
  const named = Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, outputs.get(name)]),
  ) as Record<keyof typeof NAMES, string>;
  return {
    ...named,
    queueUrls: byQueue(outputs, 'QueueUrl'),
    deadLetters: byQueue(outputs, 'DeadLettersArn'),
  };
}

async function describe(client: CloudFormationClient, stack: string, region: string) {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks[0]?.Outputs ?? [];
  } catch (cause) {
    // CloudFormation has no error of its own for it.
    const { name, message } = cause as Error;
    if (name !== 'ValidationError' || !message.includes('does not exist')) throw cause;
    throw new ThongSuotError(
      'stack-unknown',
      'user',
      `there is no stack ${stack} in ${region} of the account that you are signed in to: check the name, AWS_REGION and AWS_PROFILE`,
      { stack, region },
      { cause },
    );
  }
}
