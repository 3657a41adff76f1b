import type { IncomingHttpHeaders } from 'node:http';
import { isConditional } from '../once-only.ts';

export type Service = 's3' | 'sqs' | 'dynamodb';

/** What a role must be granted for a call. Names of buckets, tables and queues are as the caller gave them. */
export interface Need {
  readonly action: string;
  readonly on:
    | { readonly bucket: string; readonly key?: string }
    | { readonly table: string }
    | { readonly queue: string };
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

/** One request of an SDK client, read off the wire. */
export interface AwsCall {
  readonly service: Service;
  /** The access key that signed it. */
  readonly signer: string;
  /** As the API names it: `PutObject`, `SendMessageBatch`, `Query`. */
  readonly operation: string;
  readonly needs: readonly Need[];
}

interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Of SQS and DynamoDB; objects are not read. */
  readonly body: string;
}

const signerOf = ({ authorization = '' }: IncomingHttpHeaders): string => {
  const [, signer] = /Credential=([^/]+)\//.exec(authorization) ?? [];
  if (signer === undefined) throw new Error('a request that nobody signed');
  return signer;
};

export function readCall(service: Service, request: HttpRequest): AwsCall {
  return { service, signer: signerOf(request.headers), ...READERS[service](request) };
}

const READERS: Readonly<Record<Service, (request: HttpRequest) => Pick<AwsCall, 'operation' | 'needs'>>> = {
  s3: s3Call,
  sqs: sqsCall,
  dynamodb: dynamoCall,
};

/** Method, has it a key, and the query parameter that tells operations apart; then the operation and its action. */
const S3_OPERATIONS: ReadonlyArray<readonly [string, 'bucket' | 'object', string, string, string]> = [
  ['GET', 'bucket', 'list-type', 'ListObjectsV2', 's3:ListBucket'],
  ['GET', 'object', 'uploadId', 'ListParts', 's3:ListMultipartUploadParts'],
  ['GET', 'object', '', 'GetObject', 's3:GetObject'],
  ['HEAD', 'object', '', 'HeadObject', 's3:GetObject'],
  ['PUT', 'object', 'uploadId', 'UploadPart', 's3:PutObject'],
  ['PUT', 'object', '', 'PutObject', 's3:PutObject'],
  ['POST', 'object', 'uploads', 'CreateMultipartUpload', 's3:PutObject'],
  ['POST', 'object', 'uploadId', 'CompleteMultipartUpload', 's3:PutObject'],
  ['DELETE', 'object', 'uploadId', 'AbortMultipartUpload', 's3:AbortMultipartUpload'],
  ['DELETE', 'object', '', 'DeleteObject', 's3:DeleteObject'],
];

function s3Call({ method, url, headers }: HttpRequest): Pick<AwsCall, 'operation' | 'needs'> {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [bucket = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
  const key = rest.join('/');
  const row = S3_OPERATIONS.find(
    ([verb, level, parameter]) =>
      verb === method &&
      level === (key === '' ? 'bucket' : 'object') &&
      (parameter === '' || searchParams.has(parameter)),
  );
  if (row === undefined)
    throw new Error(`the gateway knows no ${method} of S3 with ${[...searchParams.keys()]}`);
  const [, , , operation, action] = row;
  if (operation.endsWith('Object') && 'x-amz-copy-source' in headers)
    throw new Error('the gateway knows no copies');
  const on = key === '' ? { bucket } : { bucket, key };
  const prefix = searchParams.get('prefix');
  const retains = 'x-amz-object-lock-mode' in headers;
  return {
    operation,
    needs: [
      {
        action,
        on,
        context: {
          ...(prefix !== null && { 's3:prefix': prefix }),
          ...(isConditional(method, headers) && { 's3:if-none-match': '*' }),
        },
      },
      ...(retains ? [{ action: 's3:PutObjectRetention', on }] : []),
    ],
  };
}

const operationOf = ({ headers }: HttpRequest): string => {
  const [, operation] = String(headers['x-amz-target']).split('.');
  if (operation === undefined) throw new Error('a request without its operation');
  return operation;
};

function sqsCall(request: HttpRequest): Pick<AwsCall, 'operation' | 'needs'> {
  const operation = operationOf(request);
  const { QueueUrl } = JSON.parse(request.body) as { QueueUrl: string };
  // A batch of messages asks for the right to send one.
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  return { operation, needs: [{ action, on: { queue: QueueUrl } }] };
}

interface DynamoBody {
  readonly TableName: string;
  readonly Item?: Readonly<Record<string, { readonly S?: string }>>;
  readonly Key?: Readonly<Record<string, { readonly S?: string }>>;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
}

function dynamoCall(request: HttpRequest): Pick<AwsCall, 'operation' | 'needs'> {
  const operation = operationOf(request);
  const body = JSON.parse(request.body) as DynamoBody;
  const [, name = ''] = /^#?\w+ = (:\w+)/.exec(body.KeyConditionExpression ?? '') ?? [];
  const partition = body.Item?.batch?.S ?? body.Key?.batch?.S ?? body.ExpressionAttributeValues?.[name]?.S;
  return {
    operation,
    needs: [
      {
        action: `dynamodb:${operation}`,
        on: { table: body.TableName },
        ...(partition !== undefined && { context: { 'dynamodb:LeadingKeys': partition } }),
      },
    ],
  };
}
