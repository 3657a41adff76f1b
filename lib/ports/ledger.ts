/** An event of the batch's history: JSON of at most 4 KiB with a `type`. Never personal data (invariant 9). */
export type LedgerEvent = { readonly type: string } & { readonly [key: string]: unknown };

/** The longest event that a ledger takes, in bytes of canonical JSON (keys sorted, no white space). */
export const maxEventBytes = 4096;

/** The longest key, in UTF-8 bytes (what a DynamoDB sort key takes). */
export const maxKeyBytes = 1024;

/**
 * An append-only list of events per batch, each under a natural key. State is a fold over events.
 * `append`: `appended`, or `exists` if the stored event is byte-equal; throws `LedgerConflict` otherwise.
 * `read`: strongly consistent, complete, sorted by the bytes of the keys.
 */
export interface Ledger {
  append(batch: string, key: string, event: LedgerEvent): Promise<'appended' | 'exists'>;
  read(batch: string): Promise<ReadonlyArray<{ readonly key: string; readonly event: LedgerEvent }>>;
}

export class LedgerConflict extends Error {
  constructor(batch: string, key: string) {
    super(`the ledger of ${batch} holds another event under ${key}`);
    this.name = 'LedgerConflict';
  }
}
