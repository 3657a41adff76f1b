/** One base for every error that a person may read: what was wrong, where, and what to do. */
export type ErrorSource = 'user' | 'source' | 'system';

/** Process exit codes by who can mend it: 2 the command or configuration, 3 a source that can't be read, 70 a fault of ours. */
export const EXIT_CODES: Readonly<Record<ErrorSource, number>> = { user: 2, source: 3, system: 70 };

export class ThongSuotError extends Error {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly source: ErrorSource;
  /** Parameters of the message: never a value from a source's column. */
  readonly params: Readonly<Record<string, string | number>>;
  constructor(
    code: string,
    source: ErrorSource,
    message: string,
    params: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ThongSuotError';
    this.code = code;
    this.source = source;
    this.params = params;
  }
}
