import { ThongSuotError } from '../formats/errors.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Digested, sha256Of } from './digest.ts';
import { type BatchEvent, eventSchema } from './events.ts';
import { getIfAny } from './objects.ts';

/** A file of the verdict that is not what the last reconciliation wrote: by hand, or by a run that was killed at it. */
export interface VerdictEdited {
  readonly code: 'verdict-edited';
  /** `reconciliation.json` or `report.html`. */
  readonly file: string;
}

type Reconciled = Extract<BatchEvent, { type: 'reconciled' }>;

/** What the ledger says of the last reconciliation; `undefined` if there was none. */
export async function lastReconciled(ledger: Ledger, batch: string): Promise<Reconciled | undefined> {
  let last: Reconciled | undefined;
  for (const { event } of await ledger.read(batch)) {
    const parsed = eventSchema.safeParse(event);
    if (parsed.success && parsed.data.type === 'reconciled') last = parsed.data;
  }
  return last;
}

/**
 * Compares the verdict that stands in `out` with the digests that the ledger has of it. A file that is not there was
 * not edited: a run takes the old verdict away before it changes what the verdict is about.
 */
export async function findEdited(out: ObjectStore, last: Reconciled | undefined): Promise<VerdictEdited[]> {
  const edited: VerdictEdited[] = [];
  for (const { path, sha256 } of last === undefined ? [] : [last.reconciliation, last.report]) {
    const bytes = await getIfAny(out, path);
    if (bytes !== undefined && sha256Of(bytes) !== sha256)
      edited.push({ code: 'verdict-edited', file: path });
  }
  return edited;
}

/**
 * Refuses to make a report of a verdict that nobody reached. Throws `verdict-edited`; returns the digest that the
 * report had, or `undefined` if the batch was never reconciled.
 */
export async function refuseEdited(options: {
  readonly name: string;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
}): Promise<Digested | undefined> {
  const last = await lastReconciled(options.ledger, options.name);
  const [first, ...others] = await findEdited(options.out, last);
  if (first === undefined) return last?.report;
  const file = [first, ...others].map((edited) => edited.file).join(', ');
  throw new ThongSuotError(
    'verdict-edited',
    'user',
    `${file} of ${options.name} is not what the reconciliation wrote: use "thong-suot reconcile" to check the outputs again and write it anew`,
    { batch: options.name, file },
  );
}
