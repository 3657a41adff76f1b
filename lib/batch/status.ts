import type { Outcome } from '../formats/frozen.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { LockHolder, RunLock } from '../ports/run-lock.ts';
import { findEdited, type VerdictEdited } from './edited-verdict.ts';
import { type BatchEvent, eventSchema } from './events.ts';

export interface BatchStatus {
  readonly name: string;
  /** The stage that is next or in hand; `done` when a report of the present mapping stands. */
  readonly stage: 'freeze' | 'remap' | 'assemble' | 'reconcile' | 'done';
  /** Who runs it now; `null`: somebody who did not say who; absent: nobody. */
  readonly running?: LockHolder | null;
  readonly mapping?: string;
  readonly chunks: { readonly done: number; readonly total: number };
  readonly records: { readonly done: number; readonly total: number };
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Whole percent of the records remapped. */
  readonly percent: number;
  readonly verdict?: string;
  /** Files of the verdict that are not what was reconciled; absent if there is none, or while a run writes them. */
  readonly edited?: readonly VerdictEdited[];
}

/** A fold over the ledger, held against the verdict that stands: takes no lock and writes nothing, so it may be called while a run is running. */
export async function readStatus(options: {
  readonly name: string;
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
}): Promise<BatchStatus> {
  const running = await options.lock.holder();
  const stored = await options.ledger.read(options.name);
  const events: BatchEvent[] = [];
  for (const { event } of stored) {
    // Later issues append events of their own types: none of this fold's business.
    const parsed = eventSchema.safeParse(event);
    if (parsed.success) events.push(parsed.data);
  }
  const edited = running === undefined ? await findEdited(options.out, last(events, 'reconciled')) : [];
  return {
    name: options.name,
    ...(running !== undefined && { running }),
    ...fold(events),
    ...(edited.length > 0 && { edited }),
  };
}

type Folded = Omit<BatchStatus, 'name' | 'running' | 'edited'>;

function fold(events: readonly BatchEvent[]): Folded {
  const frozen = last(events, 'batch-frozen');
  const mapping = last(events, 'mapping-fixed')?.mapping;
  const outcomes: Record<Outcome, number> = { migrated: 0, already: 0, held: 0, rejected: 0 };
  let chunks = 0;
  for (const event of events) {
    if (event.type !== 'chunk-done' || event.mapping !== mapping) continue;
    chunks += 1;
    for (const outcome of Object.keys(outcomes) as Outcome[]) outcomes[outcome] += event.counts[outcome];
  }
  const done = outcomes.migrated + outcomes.already + outcomes.held + outcomes.rejected;
  const total = { chunks: frozen?.chunks ?? 0, records: frozen?.records ?? 0 };
  const assembled = events.some((event) => event.type === 'assembled' && event.mapping === mapping);
  const reconciled = last(events, 'reconciled');
  const isReconciled = reconciled !== undefined && reconciled.mapping === mapping;
  return {
    stage:
      frozen === undefined || mapping === undefined
        ? 'freeze'
        : chunks < total.chunks
          ? 'remap'
          : !assembled
            ? 'assemble'
            : isReconciled
              ? 'done'
              : 'reconcile',
    ...(mapping !== undefined && { mapping }),
    chunks: { done: chunks, total: total.chunks },
    records: { done, total: total.records },
    outcomes,
    percent: percentOf(done, total.records, frozen !== undefined && chunks === total.chunks),
    ...(isReconciled && { verdict: reconciled.verdict }),
  };
}

/** 100 only when every chunk is done. */
function percentOf(done: number, total: number, isDone: boolean): number {
  if (total === 0) return isDone ? 100 : 0;
  return Math.min(isDone ? 100 : 99, Math.floor((done * 100) / total));
}

/** Events come sorted by key, and where order matters it is in the key. */
function last<T extends BatchEvent['type']>(
  events: readonly BatchEvent[],
  type: T,
): Extract<BatchEvent, { type: T }> | undefined {
  return events.findLast((event): event is Extract<BatchEvent, { type: T }> => event.type === type);
}
