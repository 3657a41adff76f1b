import { ThongSuotError } from '../formats/errors.ts';
import { statusOf } from './sdk-errors.ts';
import type { StackOutputs } from './stack-outputs.ts';

/** What the command line has to say of a call that AWS did not answer as wished. */
export interface ErrorPlace {
  readonly stack: string;
  /** Whose work it is: batches are the operator's and the auditor's, codes the axis admin's. */
  readonly work: 'batches' | 'codes';
  /** Undefined until it is known. */
  region?: string;
  roles?: Pick<StackOutputs, 'operatorRole' | 'auditorRole' | 'axisAdminRole'>;
}

/** The right that a command of the SDK takes, where its name does not say it. */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 's3:GetObject',
  GetObject: 's3:GetObject',
  ListObjectsV2: 's3:ListBucket',
  PutObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListParts: 's3:ListMultipartUploadParts',
  Query: 'dynamodb:Query',
  GetItem: 'dynamodb:GetItem',
  SendMessageBatch: 'sqs:SendMessage',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  DescribeStacks: 'cloudformation:DescribeStacks',
};
/** Of these the auditor has none. */
const OPERATORS = new Set([
  's3:PutObject',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  'sqs:SendMessage',
]);

const REFUSED_CREDENTIALS =
  /^(ExpiredToken|ExpiredTokenException|InvalidToken|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|RequestExpired|RequestTimeTooSkewed|TokenRefreshRequired|IncompleteSignature|MissingAuthenticationToken)$/;
const BUSY =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughput|SlowDown|ServiceUnavailable)/;
const UNREACHABLE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
]);

/**
 * An error of the SDK as one that says what, where and what to do; every other error as it is. `command` is the SDK's
 * name of the call, such as `PutObjectCommand`.
 */
export function explainAws(cause: unknown, command: string, place: ErrorPlace): unknown {
  if (!(cause instanceof Error) || cause instanceof ThongSuotError) return cause;
  const { stack, region = '?' } = place;
  const { name, message } = cause;
  const code = String((cause as { code?: unknown }).code ?? '');
  const status = statusOf(cause);
  const call = command.replace(/Command$/, '');
  if (message.includes('Region is missing')) return noRegion(stack, cause);
  if (
    /CredentialsProviderError|TokenProviderError/.test(name) ||
    message.includes('Could not load credentials')
  )
    return new ThongSuotError(
      'stack-no-credentials',
      'user',
      `no AWS credentials for the stack ${stack}: sign in first ("aws sso login"), or set AWS_PROFILE or AWS_ACCESS_KEY_ID`,
      { stack },
      { cause },
    );
  if (REFUSED_CREDENTIALS.test(name))
    return new ThongSuotError(
      'stack-credentials-refused',
      'user',
      `AWS does not take these credentials (${name}): sign in again, and check the clock of this machine`,
      { reason: name },
      { cause },
    );
  if (status === 403 || /^AccessDenied/.test(name) || name === 'AuthorizationError')
    return denied(call, place, cause);
  if (BUSY.test(name) || status === 429 || status === 503)
    return new ThongSuotError(
      'stack-busy',
      'user',
      `AWS answered ${call} with ${name} after several tries: it has too much to do just now; run the same command again in some minutes`,
      { call, reason: name },
      { cause },
    );
  if (status === undefined && (UNREACHABLE.has(code) || name === 'TimeoutError'))
    return new ThongSuotError(
      'stack-unreachable',
      'user',
      `no answer from AWS in ${region} to ${call} (${code || name}): check the network and the region, then run the same command again`,
      { region, call, reason: code || name },
      { cause },
    );
  return cause;
}

export const noRegion = (stack: string, cause: unknown): ThongSuotError =>
  new ThongSuotError(
    'stack-no-region',
    'user',
    `nothing says in which region the stack ${stack} is: set AWS_REGION, or region in the profile that AWS_PROFILE names`,
    { stack },
    { cause },
  );

/** The roles that may do it: their ARNs, or what their outputs are called until those are known. */
function rolesFor(action: string, { work, roles }: ErrorPlace): string[] {
  if (work === 'codes') return [roles?.axisAdminRole ?? 'AxisAdminRole'];
  const operator = roles?.operatorRole ?? 'OperatorRole';
  return OPERATORS.has(action) ? [operator] : [operator, roles?.auditorRole ?? 'AuditorRole'];
}

function denied(call: string, place: ErrorPlace, cause: unknown): ThongSuotError {
  const { stack } = place;
  const action = ACTIONS[call] ?? call;
  const role = rolesFor(action, place).join(', ');
  return new ThongSuotError(
    'stack-denied',
    'user',
    `AWS refused ${action} on the stack ${stack} to these credentials: take on a role that may do it (${role}), with MFA where it asks for it`,
    { action, stack, role },
    { cause },
  );
}

/** Anything that the SDK makes: its commands run through a stack of middleware. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        // biome-ignore lint/suspicious/noExplicitAny: the clients' own types of it differ from one another
        next: (args: any) => Promise<any>,
        context: { readonly commandName?: string },
        // biome-ignore lint/suspicious/noExplicitAny: as above
      ) => (args: any) => Promise<any>,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
}

/** Every call of the client fails with what `explainAws` makes of its failure, after the SDK's own retries. */
export function explaining<C extends Client>(client: C, place: ErrorPlace): C {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw explainAws(error, context.commandName ?? '', place);
      }
    },
    { step: 'initialize', priority: 'high', name: 'explainAws' },
  );
  return client;
}
