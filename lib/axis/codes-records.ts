import * as z from 'zod';
import type { Drift } from './compare-lists.ts';
import type { EntryField } from './image.ts';
import type { CallState } from './judge.ts';

const fields = ['name', 'mail', 'parent', 'code102', 'there'] as const satisfies readonly EntryField[];

/** Mail addresses are among the values: the files are the axis admin's. */
const driftSchema = z.object({
  code: z.string(),
  field: z.enum(fields),
  was: z.string(),
  is: z.string(),
}) satisfies z.ZodType<Drift>;

const stateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done'), although: z.string() }),
  z.object({ state: z.literal('settled') }),
  z.object({ state: z.literal('to-send') }),
  z.object({ state: z.literal('waits') }),
  // JSON has no `undefined`: where no list says, the member is not there.
  z
    .object({ state: z.literal('in-flight'), documents: z.int().optional() })
    .transform(({ state, documents }) => ({ state, documents })),
  z.object({ state: z.literal('successor'), codes: z.array(z.string()).readonly() }),
  z.object({ state: z.literal('refused'), code: z.string() }),
  z.object({ state: z.literal('differs'), fields: z.array(z.enum(fields)).readonly() }),
  z.object({ state: z.literal('failed'), code: z.string() }),
]) satisfies z.ZodType<CallState>;

export const WATCH_FILE = 'watch.json';
export const syncFile = (digest: string): string => `sync-${digest.slice(0, 12)}.json`;

/** `watch.json`: what the last watch found. */
export const watchRecordSchema = z.object({
  province: z.string(),
  axisList: z.string(),
  ours: z.int(),
  others: z.int(),
  approved: z.string().nullable(),
  drift: z.array(driftSchema).readonly(),
});
export type WatchRecord = z.output<typeof watchRecordSchema>;

/** `sync-DIGEST.json`: how far a plan is. */
export const syncRecordSchema = z.object({
  province: z.string(),
  plan: z.string(),
  result: z.enum(['drift', 'changed', 'unreachable', 'failing', 'ended']),
  /** Requests of the last run. */
  sent: z.int(),
  drift: z.array(driftSchema).readonly(),
  /** `agency` is the code that the call is about: a state may bear an error's code. */
  calls: z.array(z.intersection(z.object({ number: z.int(), agency: z.string() }), stateSchema)).readonly(),
  /** Of a reverse plan null: it wants the differences back. */
  differencesLeft: z.int().nullable(),
  axisList: z.string(),
});
export type SyncRecord = z.output<typeof syncRecordSchema>;
