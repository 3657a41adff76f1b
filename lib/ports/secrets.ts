/** Where credentials come from. What it answers is never written, printed or put into an error. */
export interface Secrets {
  /** The secret of a reference such as `env:NAME`; undefined if there is none. */
  secret(reference: string): string | undefined;
}
