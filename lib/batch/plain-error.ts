import { type ErrorSource, ThongSuotError } from '../formats/errors.ts';

/** An error as it crosses a thread or a queue: both keep plain data alone, and drop its class. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly source?: ErrorSource;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly cause?: PlainError;
}

export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { code: given } = error as { code?: unknown };
  const code = typeof given === 'string' ? given : undefined;
  return {
    name: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(code !== undefined && { code }),
    ...(error instanceof ThongSuotError && { source: error.source, params: error.params }),
    ...(error.cause !== undefined && { cause: plainError(error.cause) }),
  };
}

export function reviveError(plain: PlainError): Error {
  const options = plain.cause === undefined ? {} : { cause: reviveError(plain.cause) };
  const error =
    plain.source === undefined || plain.code === undefined
      ? Object.assign(new Error(plain.message, options), plain.code === undefined ? {} : { code: plain.code })
      : new ThongSuotError(plain.code, plain.source, plain.message, plain.params ?? {}, options);
  if (plain.source === undefined) error.name = plain.name;
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}
