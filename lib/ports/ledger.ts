import { canonicalJson } from './canonical-json.ts';

/** An event of the batch's history: JSON of at most 4 KiB with a `type`. Never personal data (invariant 9). */
export type LedgerEvent = { readonly type: string } & { readonly [key: string]: unknown };

/** The longest event that a ledger takes, in bytes of canonical JSON (keys sorted, no white space). */
export const maxEventBytes = 4096;

/** The longest key, in UTF-8 bytes (what a DynamoDB sort key takes). */
export const maxKeyBytes = 1024;

/**
 * An append-only list of events per batch, each under a natural key. State is a fold over events.
 * `append`: `appended`, or `exists` if the stored event is byte-equal; throws `LedgerConflict` otherwise.
 * `read`: strongly consistent, complete, sorted by the bytes of the keys; of those alone that begin with `under`, if it
 * is given.
 */
export interface Ledger {
  append(batch: string, key: string, event: LedgerEvent): Promise<'appended' | 'exists'>;
  read(
    batch: string,
    under?: string,
  ): Promise<ReadonlyArray<{ readonly key: string; readonly event: LedgerEvent }>>;
}

/** The event as it is stored and compared: canonical JSON. Throws `RangeError` for a key or an event that no ledger takes. */
export function storedForm(key: string, event: LedgerEvent): string {
  const text = canonicalJson(event);
  const keyBytes = utf8Bytes(key);
  const bytes = utf8Bytes(text);
  if (keyBytes === 0 || keyBytes > maxKeyBytes)
    throw new RangeError(`a ledger key has 1 to ${maxKeyBytes} bytes, not ${keyBytes}`);
  if (bytes > maxEventBytes)
    throw new RangeError(`a ledger event has at most ${maxEventBytes} bytes, ${key} has ${bytes}`);
  return text;
}

const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

export class LedgerConflict extends Error {
  constructor(batch: string, key: string) {
    super(`the ledger of ${batch} holds another event under ${key}`);
    this.name = 'LedgerConflict';
  }
}
