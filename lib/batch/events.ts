import * as z from 'zod';
import { type ChunkResult, chunkTableSchema, type FrozenBatch } from '../formats/frozen.ts';
import { canonicalJson } from '../ports/canonical-json.ts';
import { type Ledger, LedgerConflict, type LedgerEvent } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Digested, digestOf } from './digest.ts';
import { getJson } from './objects.ts';
import { BATCH, chunkName, MAPPING, RECONCILIATION, REPORT } from './out-paths.ts';

const sixDigits = (number: number): string => String(number).padStart(6, '0');

/** The natural keys of a batch's events. Where order matters it is in the key. */
export const KEYS = {
  frozen: 'batch-frozen',
  chunk: (mapping: string, source: string, chunk: number) => `chunk/${mapping}/${source}/${chunkName(chunk)}`,
  assembled: (mapping: string) => `assembled/${mapping}`,
  mapping: 'mapping/',
  reconciled: 'reconciled/',
} as const;

const digested = z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() });
const counts = z.strictObject({ migrated: z.int(), already: z.int(), held: z.int(), rejected: z.int() });

/** Every event that this room writes. Others (`signed`, `switched`, …) are none of its business. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('batch-frozen'),
    sources: z.int(),
    bytes: z.int(),
    records: z.int(),
    chunks: z.int(),
    batch: digested,
  }),
  z.strictObject({ type: z.literal('mapping-fixed'), mapping: z.string(), object: digested }),
  z.strictObject({
    type: z.literal('chunk-done'),
    source: z.string(),
    chunk: z.int(),
    mapping: z.string(),
    counts,
    result: digested,
  }),
  z.strictObject({ type: z.literal('assembled'), mapping: z.string(), object: digested }),
  z.strictObject({
    type: z.literal('reconciled'),
    mapping: z.string(),
    verdict: z.string(),
    reconciliation: digested,
    report: digested,
  }),
]);
export type BatchEvent = z.output<typeof eventSchema>;

/** `records`: those that were taken into chunks (all of them, but for `plan --sample`). */
export async function frozenEvent(
  out: ObjectStore,
  frozen: FrozenBatch,
  bytes: Uint8Array,
): Promise<BatchEvent & LedgerEvent> {
  let chunks = 0;
  let records = 0;
  for (const source of frozen.sources) {
    const table = await getJson(out, source.chunks.path, chunkTableSchema);
    chunks += table.length;
    for (const range of table) records += range.records;
  }
  return {
    type: 'batch-frozen',
    sources: frozen.sources.length,
    bytes: frozen.sources.reduce((sum, source) => sum + source.bytes, 0),
    records,
    chunks,
    batch: digestOf(BATCH, bytes),
  };
}

export const mappingEvent = (mapping: string, bytes: Uint8Array): BatchEvent & LedgerEvent => ({
  type: 'mapping-fixed',
  mapping,
  object: digestOf(MAPPING, bytes),
});

export const chunkEvent = (result: ChunkResult, object: Digested): BatchEvent & LedgerEvent => ({
  type: 'chunk-done',
  source: result.source,
  chunk: result.chunk,
  mapping: result.mapping,
  counts: result.counts,
  result: object,
});

export const assembledEvent = (mapping: string, object: Digested): BatchEvent & LedgerEvent => ({
  type: 'assembled',
  mapping,
  object,
});

export const reconciledEvent = (
  mapping: string,
  verdict: string,
  files: { readonly reconciliation: Uint8Array; readonly report: Uint8Array },
): BatchEvent & LedgerEvent => ({
  type: 'reconciled',
  mapping,
  verdict,
  reconciliation: digestOf(RECONCILIATION, files.reconciliation),
  report: digestOf(REPORT, files.report),
});

/** Appends under `PREFIX000001`, … unless the last event of that prefix is already this one. */
export async function appendNext(
  ledger: Ledger,
  batch: string,
  prefix: string,
  event: LedgerEvent,
): Promise<void> {
  for (;;) {
    const last = (await ledger.read(batch, prefix)).at(-1);
    if (last !== undefined && canonicalJson(last.event) === canonicalJson(event)) return;
    const number = last === undefined ? 1 : Number(last.key.slice(prefix.length)) + 1;
    try {
      await ledger.append(batch, `${prefix}${sixDigits(number)}`, event);
      return;
    } catch (error) {
      // Somebody took that number meanwhile: read again, take the next.
      if (!(error instanceof LedgerConflict)) throw error;
    }
  }
}
