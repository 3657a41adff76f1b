import type { PlainError } from '../batch/plain-error.ts';

export interface ToWorker {
  readonly stage: string;
  readonly message: unknown;
}

export type FromWorker =
  | { readonly type: 'advance'; readonly amount: number }
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'error'; readonly error: PlainError };
