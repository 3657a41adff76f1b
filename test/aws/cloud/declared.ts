import { ofType, type Resource, type Template } from '../../infra/synth.ts';

/** The two templates of a synthesised app, and where the bundle of each function stands. */
export interface Assembly {
  readonly data: Template;
  readonly work: Template;
  /** Folder of an asset, by the key that the template gives a function's code. */
  assetOf(s3Key: string): string;
}

/** A queue as the template declares it, by its logical id. */
export interface DeclaredQueue {
  readonly id: string;
  readonly fifo: boolean;
  /** Its attributes as SQS takes them, without the redrive policy. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The queue that takes what was received too often; undefined for a dead-letter queue itself. */
  readonly redrive: { readonly deadLetter: string; readonly maxReceiveCount: number } | undefined;
}

export interface DeclaredSource {
  /** Logical id of the queue. */
  readonly queue: string;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
}

/** A function as the template declares it, with the bundle that would be deployed. */
export interface DeclaredFunction {
  readonly id: string;
  /** As `lib/infra/functions.ts` names it: the variable STAGE. */
  readonly name: string;
  /** Logical id of its role. */
  readonly role: string;
  /** Folder of the bundled asset; `handler` is the file and export in it, such as `index.handler`. */
  readonly asset: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Values as the template has them: to be resolved. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly source: DeclaredSource | undefined;
}

export interface DeclaredTable {
  readonly id: string;
  readonly attributes: ReadonlyArray<{ readonly AttributeName: string; readonly AttributeType: 'S' }>;
  readonly keys: ReadonlyArray<{ readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }>;
}

export interface Declared {
  readonly buckets: readonly string[];
  readonly tables: readonly DeclaredTable[];
  readonly queues: readonly DeclaredQueue[];
  readonly functions: readonly DeclaredFunction[];
}

/** What the emulators take of a queue's properties, as SQS spells it. The rest (encryption, tags) they have not. */
const QUEUE_ATTRIBUTES = ['VisibilityTimeout', 'MessageRetentionPeriod', 'FifoQueue'] as const;

const arnOf = (value: unknown): string => {
  const { 'Fn::GetAtt': [id, attribute] = [] } = value as { 'Fn::GetAtt'?: [string, string] };
  if (id === undefined || attribute !== 'Arn')
    throw new Error(`not the ARN of a resource: ${JSON.stringify(value)}`);
  return id;
};

function queueOf([id, { Properties }]: [string, Resource]): DeclaredQueue {
  const { RedrivePolicy: redrive } = Properties;
  return {
    id,
    fifo: Properties.FifoQueue === true,
    attributes: Object.fromEntries(
      QUEUE_ATTRIBUTES.filter((name) => name in Properties).map((name) => [name, String(Properties[name])]),
    ),
    redrive: redrive && {
      deadLetter: arnOf(redrive.deadLetterTargetArn),
      maxReceiveCount: redrive.maxReceiveCount,
    },
  };
}

/** Reads what the templates declare, and nothing else. */
export function declaredBy({ data, work, assetOf }: Assembly): Declared {
  const all = (type: string) => [data, work].flatMap((template) => ofType(template, type));
  const sources = new Map(
    all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]): [string, DeclaredSource] => [
      Properties.FunctionName.Ref,
      {
        queue: arnOf(Properties.EventSourceArn),
        batchSize: Properties.BatchSize,
        reportsFailures: (Properties.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
      },
    ]),
  );
  return {
    buckets: all('AWS::S3::Bucket').map(([id]) => id),
    tables: all('AWS::DynamoDB::Table').map(([id, { Properties }]) => ({
      id,
      attributes: Properties.AttributeDefinitions,
      keys: Properties.KeySchema,
    })),
    queues: all('AWS::SQS::Queue').map(queueOf),
    functions: all('AWS::Lambda::Function').map(([id, { Properties }]) => ({
      id,
      name: Properties.Environment.Variables.STAGE,
      role: arnOf(Properties.Role),
      asset: assetOf(Properties.Code.S3Key),
      handler: Properties.Handler,
      timeoutSeconds: Properties.Timeout,
      memoryMiB: Properties.MemorySize,
      environment: Properties.Environment.Variables,
      source: sources.get(id),
    })),
  };
}
