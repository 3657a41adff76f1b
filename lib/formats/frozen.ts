import * as z from 'zod';
import { profileSchema } from './profile.ts';
import { VINTAGES } from './vintages.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const digested = z.strictObject({ path: z.string(), bytes: z.int().min(0), sha256 });

/** One source as the freeze found it. Paths are relative to the folder of `batch.yaml`, with `/`. */
export const frozenSourceSchema = z.strictObject({
  /** `SYSTEM-NN`, unique in the batch: the SOURCE of `_record` and of every output path. */
  source: z.string(),
  system: z.string(),
  profile: z.string(),
  vintage: z.enum(VINTAGES),
  agencyVintage: z.enum(VINTAGES),
  expectEmpty: z.boolean(),
  file: z.string(),
  bytes: z.int().min(0),
  sha256,
  /** 0 or 3. */
  bomBytes: z.int(),
  /** Offset and length of the header with its line end (0, 0 for NDJSON). */
  headerOffset: z.int(),
  headerBytes: z.int(),
  /** Column names in file order; empty for NDJSON. */
  header: z.array(z.string()),
  stamped: z.boolean(),
  records: z.int().min(0),
  recordBytes: z.int().min(0),
  blanks: z.int().min(0),
  blankBytes: z.int().min(0),
  /** Chunk table: an object `frozen/SOURCE.chunks.json` (schema `chunkTableSchema`). */
  chunks: digested,
  handover: digested.optional(),
  attachments: z
    .strictObject({
      root: z.string(),
      manifest: digested.optional(),
      /** `frozen/SOURCE.attachments.csv` */ inventory: digested,
    })
    .optional(),
});
export type FrozenSource = z.output<typeof frozenSourceSchema>;

/** `out/NAME/batch.json`: what the freeze fixed. */
export const frozenBatchSchema = z.strictObject({
  format: z.literal('thong-suot/batch/1'),
  name: z.string(),
  targetProvince: z.string(),
  /** Records per source that were taken (`plan --sample N`), or null for all. */
  sample: z.int().min(1).nullable(),
  profiles: z.record(z.string(), z.strictObject({ sha256, profile: profileSchema })),
  sources: z.array(frozenSourceSchema),
});
export type FrozenBatch = z.output<typeof frozenBatchSchema>;

/** Record-aligned byte ranges of one source. `firstNumber` counts records only; `blanks` lie between. */
export const chunkTableSchema = z.array(
  z.strictObject({
    chunk: z.int().min(0),
    start: z.int().min(0),
    end: z.int().min(0),
    firstNumber: z.int().min(1),
    records: z.int().min(0),
    blanks: z.int().min(0),
  }),
);
export type ChunkRange = z.output<typeof chunkTableSchema>[number];

/** `frozen/SOURCE.attachments.csv`: what was found under `attachments.root`, sorted by path. Kinds other than `file` have no digest and were not opened. */
export const INVENTORY_COLUMNS = ['path', 'kind', 'bytes', 'sha256'] as const;
export const INVENTORY_KINDS = ['file', 'link-outside', 'unreadable', 'other'] as const;

/** `out/NAME/mapping.json`: everything else that decides an outcome; its digest is the mapping version. */
export const mappingSchema = z.strictObject({
  format: z.literal('thong-suot/mapping/1'),
  rulesVersion: z.int(),
  asOf: z.string(),
  /** SHA-256 of each table of `data/`, by file name. */
  data: z.record(z.string(), sha256),
  succession: digested.nullable(),
  decisions: digested.nullable(),
});
export type Mapping = z.output<typeof mappingSchema>;

export const OUTCOMES = ['migrated', 'already', 'held', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Result of one chunk under one mapping version: object `chunks/MAPPING/SOURCE/00000.json`. */
export const chunkResultSchema = z.strictObject({
  source: z.string(),
  chunk: z.int(),
  mapping: sha256,
  counts: z.strictObject({ migrated: z.int(), already: z.int(), held: z.int(), rejected: z.int() }),
  /** Every part written, by path relative to `out/NAME/` (`migrated/SOURCE/00000.csv`, `aliases/SOURCE/00000.csv`, …). */
  parts: z.array(digested),
});
export type ChunkResult = z.output<typeof chunkResultSchema>;

/** `tallies.csv`, sorted by its whole rows. */
export const TALLY_COLUMNS = [
  'source',
  'old_unit',
  'new_unit',
  'old_agency',
  'new_agency',
  'outcome',
  'reason',
  'count',
] as const;
/** `aliases/SOURCE/00000.csv`. */
export const ALIAS_COLUMNS = [
  '_record',
  'scheme',
  'value',
  'system',
  'canonical_id',
  'state',
  'owner',
  'candidates',
  'valid_from',
  'valid_to',
  'legal_basis',
  'source_sha256',
] as const;
/** `rejected/SOURCE.csv`; `offset` is that of the record in its source, the bytes stand end to end in `rejected/SOURCE.bin`. */
export const REJECTED_COLUMNS = ['_record', 'offset', 'length', 'sha256', '_reason', '_column'] as const;
