import * as z from 'zod';

const counts = { migrated: z.int(), already: z.int(), held: z.int(), rejected: z.int() };

/** How far a batch is; `failed`: a person must mend something first; `unreadable`: what it left is damaged. */
export const BATCH_STATES = [
  'freeze',
  'remap',
  'assemble',
  'reconcile',
  'done',
  'failed',
  'unreadable',
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

const batchSchema = z.strictObject({
  batch: z.string(),
  state: z.enum(BATCH_STATES),
  /** The code of the error that a person must mend; blank if there is none. */
  error: z.string(),
  /** Of the present mapping; null before the check. */
  verdict: z.string().nullable(),
  /** A file of the verdict is not what the check wrote. */
  edited: z.boolean(),
  /** Mapping versions that the batch has been under so far. */
  rounds: z.int(),
  /** When its last run ended, as `run.json` has it. */
  ended: z.string().nullable(),
});
export type BatchProgress = z.output<typeof batchSchema>;

const systemSchema = z.strictObject({
  batch: z.string(),
  system: z.string(),
  sources: z.int(),
  /** Records that were frozen, and those of them that have an outcome under the present mapping. */
  records: z.int(),
  done: z.int(),
  ...counts,
  /** The mapping version, from 1, since which it has had held records without a break; 0 if it has none. */
  heldFrom: z.int(),
});
export type SystemProgress = z.output<typeof systemSchema>;

const heldSchema = z.strictObject({
  batch: z.string(),
  system: z.string(),
  reason: z.string(),
  records: z.int(),
  /**
   * The earliest time of which it is known that the system had records held for it: it may be longer. Between two
   * reports nothing released all that the system had held.
   */
  since: z.string(),
  /** The mapping version that the count is of, from 1. */
  round: z.int(),
});
export type HeldProgress = z.output<typeof heldSchema>;

/** `progress/latest.json`: what one report says, and what the next one remembers. */
export const progressSchema = z.strictObject({
  format: z.literal('thong-suot/progress/1'),
  /** When it was made; ISO 8601, UTC. */
  at: z.string(),
  /** By name; `systems` and `held` are in the order of their batches. */
  batches: z.array(batchSchema),
  systems: z.array(systemSchema),
  held: z.array(heldSchema),
});
export type Progress = z.output<typeof progressSchema>;
