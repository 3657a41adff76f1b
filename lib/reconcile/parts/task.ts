import * as z from 'zod';
import { leftSchema } from './section.ts';

const count = z.int().min(0);
const sha256 = z.string();

/** Messages of the queue `reconcile`. The first of a batch says no more than what it is for. */
const started = { kind: z.enum(['run', 'plan']) };
/** What the tasks of the groups before this one answered: an object of `Answers`. */
const before = z.array(z.strictObject({ path: z.string(), bytes: count, sha256 }));
const limits = z.strictObject({ records: z.int().min(1), bytes: z.int().min(1) });

export const taskSchema = z.union([
  z.strictObject(started),
  /** One pass over each of these sources: digests, counts, bounds of records. Sources are named by their number. */
  z.strictObject({ ...started, task: z.literal('frame'), sources: z.array(count), limits, before }),
  /** The partitions `[from, to)` of each of these sources, with their outputs, record by record. */
  z.strictObject({
    ...started,
    task: z.literal('part'),
    part: count,
    runs: z.array(z.strictObject({ source: count, from: count, to: count })),
    buckets: z.int().min(1),
    before,
  }),
  /** Repeats and links among the digests of one bucket, of all parts. */
  z.strictObject({ ...started, task: z.literal('bucket'), bucket: count, before }),
  /** Adds up, runs what asks for the whole batch, writes findings and verdict. */
  z.strictObject({ ...started, task: z.literal('merge'), before }),
]);
type AnyTask = z.output<typeof taskSchema>;
export type Task<N extends string> = Extract<AnyTask, { task: N }>;
/** A task as the plan has it: what came before is added when it is sent. */
export type PlannedTask = { [N in 'frame' | 'part' | 'bucket' | 'merge']: Omit<Task<N>, 'before'> }[
  | 'frame'
  | 'part'
  | 'bucket'
  | 'merge'];

const faultSchema = z.strictObject({
  kind: z.enum(['file', 'chunk', 'mapping', 'declared', 'rejected-bytes', 'tally']),
  key: z.string(),
  source: z.string(),
  detail: z.string(),
});
const outputSchema = z.strictObject({ path: z.string(), bytes: count, sha256 });
const stateSchema = z.strictObject({
  offset: count,
  records: count,
  blanks: count,
  chunkAt: count,
  chunkRecords: count,
  chunkOpen: z.boolean(),
});

const frameAnswerSchema = z.array(
  z.strictObject({
    source: count,
    facts: z.strictObject({
      seenBytes: count,
      seenSha256: sha256,
      records: count,
      blanks: count,
      endsAtLine: z.boolean(),
    }),
    faults: z.array(faultSchema),
    /** Where each partition's chunks begin and end, where the pass stood before it, and the digest of its bytes. */
    partitions: z.array(z.strictObject({ from: count, to: count, state: stateSchema, sha256 })),
    rejected: leftSchema,
    taken: z.array(outputSchema),
  }),
);
export type FrameAnswer = z.output<typeof frameAnswerSchema>;

const countsSchema = z.record(
  z.string(),
  z.strictObject({ expected: z.number(), seen: z.number(), compared: z.number() }),
);
const partAnswerSchema = z.strictObject({
  counted: countsSchema,
  taken: z.array(outputSchema),
  left: leftSchema,
});
export type PartAnswer = z.output<typeof partAnswerSchema>;

const bucketAnswerSchema = z.strictObject({ counted: countsSchema, left: leftSchema });
export type BucketAnswer = z.output<typeof bucketAnswerSchema>;

/** Answers of the groups, by the place of their group in the plan. */
export const ANSWERS = {
  frame: { group: 0, schema: z.array(frameAnswerSchema) },
  part: { group: 1, schema: z.array(partAnswerSchema) },
  bucket: { group: 2, schema: z.array(bucketAnswerSchema) },
} as const;
