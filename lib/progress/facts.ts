import * as z from 'zod';
import { csvBounds, csvFields, csvValue } from '../batch/csv-rows.ts';
import { eventSchema } from '../batch/events.ts';
import { getJsonIfAny } from '../batch/objects.ts';
import { BATCH, RUN, TALLIES } from '../batch/out-paths.ts';
import { readStatus } from '../batch/status.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { frozenBatchSchema, OUTCOMES, type Outcome, TALLY_COLUMNS } from '../formats/frozen.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { BatchState } from './progress.ts';

export interface BatchPlace {
  readonly batch: string;
  /** `out/NAME/`. */
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly lock: RunLock;
}

export interface SourceFacts {
  readonly source: string;
  readonly system: string;
  readonly records: number;
  /** Under the present mapping, of the chunks that are done. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

/** One mapping version, as the ledger has it. */
export interface Round {
  readonly mapping: string;
  /** Every chunk of it was done. */
  readonly complete: boolean;
  /** Held records of the chunks that were done, by system. */
  readonly held: ReadonlyMap<string, number>;
}

/** What one batch left behind, as far as a report on progress goes: names, counts and times of runs, no records. */
export interface BatchFacts {
  readonly batch: string;
  readonly state: BatchState;
  readonly error: string;
  readonly verdict: string | null;
  readonly edited: boolean;
  /** Of `run.json`; a run that was taken up several times began when it was taken up last. */
  readonly run: { readonly started: string | null; readonly ended: string | null; readonly mapping: string };
  readonly sources: readonly SourceFacts[];
  /** In the order of the ledger. */
  readonly rounds: readonly Round[];
  /** The tallies that stand: of the version (from 0) that was assembled last. The reasons of earlier ones are gone. */
  readonly tallied: { readonly round: number; readonly held: readonly HeldFacts[] } | undefined;
}

export interface HeldFacts {
  readonly system: string;
  /** The first of each record's reasons. */
  readonly reason: string;
  readonly records: number;
}

/** `run.json` as the hosts write it: a line for people, of which little can be relied on. */
const runSchema = z.looseObject({
  state: z.string(),
  started: z.string().optional(),
  ended: z.string().optional(),
  mapping: z.string().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
});

/** Reads a batch; one that is damaged is a fact too (`unreadable`). Other failures are thrown. */
export async function readFacts(place: BatchPlace): Promise<BatchFacts> {
  try {
    return await read(place);
  } catch (error) {
    if (!(error instanceof ThongSuotError) || error.source === 'system') throw error;
    const run = { started: null, ended: null, mapping: '' };
    return {
      batch: place.batch,
      state: 'unreadable',
      error: error.code,
      verdict: null,
      edited: false,
      run,
      sources: [],
      rounds: [],
      tallied: undefined,
    };
  }
}

async function read({ batch, out, ledger, lock }: BatchPlace): Promise<BatchFacts> {
  const stored = await ledger.read(batch);
  const once: Ledger = { read: async () => stored, append: ledger.append.bind(ledger) };
  const status = await readStatus({ name: batch, out, ledger: once, lock });
  const run = await getJsonIfAny(out, RUN, runSchema);
  const frozen = await getJsonIfAny(out, BATCH, frozenBatchSchema);
  const systems = new Map(frozen?.sources.map(({ source, system }) => [source, system]));

  const events = stored.flatMap(({ event }) => {
    // Those of the queues, or of a later version, are none of this report's business.
    const parsed = eventSchema.safeParse(event);
    return parsed.success ? [parsed.data] : [];
  });
  const chunks = events.filter((event) => event.type === 'chunk-done');
  const total = events.find((event) => event.type === 'batch-frozen')?.chunks;
  const outcomes = new Map<string, Record<Outcome, number>>();
  for (const { source, mapping, counts } of chunks) {
    if (mapping !== status.mapping) continue;
    const sum = outcomes.get(source) ?? none();
    for (const outcome of OUTCOMES) sum[outcome] += counts[outcome];
    outcomes.set(source, sum);
  }
  const rounds = events
    .filter((event) => event.type === 'mapping-fixed')
    .map(({ mapping }): Round => {
      const own = chunks.filter((event) => event.mapping === mapping);
      const held = new Map<string, number>();
      for (const { source, counts } of own) add(held, systems.get(source) ?? '', counts.held);
      return { mapping, complete: own.length === total, held };
    });
  const assembled = new Set(
    events.filter((event) => event.type === 'assembled').map(({ mapping }) => mapping),
  );
  const round = rounds.findLastIndex(({ mapping }) => assembled.has(mapping));
  return {
    batch,
    state: run?.state === 'failed' ? 'failed' : status.stage,
    error: run?.state === 'failed' ? (run.error?.code ?? '') : '',
    verdict: status.verdict ?? null,
    edited: (status.edited ?? []).length > 0,
    run: { started: run?.started ?? null, ended: run?.ended ?? null, mapping: run?.mapping ?? '' },
    sources: (frozen?.sources ?? []).map(({ source, system, records }) => ({
      source,
      system,
      records,
      outcomes: outcomes.get(source) ?? none(),
    })),
    rounds,
    tallied: round < 0 ? undefined : { round, held: heldOf(await out.get(TALLIES), systems) },
  };
}

const none = (): Record<Outcome, number> => ({ migrated: 0, already: 0, held: 0, rejected: 0 });

const add = (sum: Map<string, number>, key: string, more: number): void =>
  void sum.set(key, (sum.get(key) ?? 0) + more);

const SOURCE = TALLY_COLUMNS.indexOf('source');
const OUTCOME = TALLY_COLUMNS.indexOf('outcome');
const REASON = TALLY_COLUMNS.indexOf('reason');
const COUNT = TALLY_COLUMNS.indexOf('count');

function heldOf(bytes: Uint8Array, systems: ReadonlyMap<string, string>): HeldFacts[] {
  const held = new Map<string, number>();
  // The heading is no row of the outcome `held`.
  for (const { start, end } of csvBounds(bytes)) {
    const fields = csvFields(bytes, start, end);
    const value = (column: number): string => csvValue(bytes, fields[column] ?? { start: end, end });
    if (value(OUTCOME) === 'held')
      add(held, `${systems.get(value(SOURCE)) ?? ''}\n${value(REASON)}`, Number(value(COUNT)));
  }
  return [...held].map(([key, records]) => {
    const [system = '', reason = ''] = key.split('\n');
    return { system, reason, records };
  });
}
