import * as z from 'zod';
import { AGENCY_STATES } from './registry-table.ts';
import { OLD_VINTAGE, VINTAGES } from './vintages.ts';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, at most 64');
/** Folders of the work bucket that are no batch: the document axis's, and the progress reports'. */
export const RESERVED_NAMES: readonly string[] = ['codes', 'progress'];
/** The name of a batch: also of its folder and of its part of the ledger. */
export const batchNameSchema = name.refine((value) => !RESERVED_NAMES.includes(value), {
  message: 'codes and progress are folders of the program itself: choose another name',
});
const date = z.iso.date('a day of the calendar such as "2025-07-01", in quotes');

export const sourceSchema = z.strictObject({
  /** Which old system the files come from: part of every key and alias. */
  system: name,
  /** A name under `profiles/`, or the path of a YAML file. */
  profile: z.string().min(1),
  /** Vintage of the unit codes. */
  vintage: z.enum(VINTAGES).default(OLD_VINTAGE),
  /** Vintage of the agency codes; `vintage` if absent. */
  agencyVintage: z.enum(VINTAGES).optional(),
  /** Paths or globs (`*`, `?` in the last part), relative to `batch.yaml`. */
  files: z.array(z.string().min(1)).min(1),
  /** CSV of the old system's owner (`lib/formats/handover.ts`). */
  handover: z.string().optional(),
  attachments: z.strictObject({ root: z.string(), manifest: z.string().optional() }).optional(),
  /** Zero records are what its owner says to expect: a check with nothing to compare is then not inconclusive. */
  expectEmpty: z.boolean().default(false),
});
export type SourceConfig = z.output<typeof sourceSchema>;

/** `batch.yaml`, as `docs/formats.md` describes it. */
export const batchSchema = z.strictObject({
  name: batchNameSchema,
  targetProvince: z.string().regex(/^\d{2}$/, 'a two-digit Statistics Office code in quotes, such as "86"'),
  asOf: date,
  sources: z.array(sourceSchema).min(1),
  succession: z.string().optional(),
  /** `registry.csv` of the province's agencies, for the checks of codes (docs/codes.md section 6). */
  registry: z.string().min(1).optional(),
  /** Saved answers of the document axis, joined in this order. */
  axisList: z.array(z.string().min(1)).min(1).optional(),
  /** States whose codes should stand on the axis. */
  onAxis: z.array(z.enum(AGENCY_STATES)).min(1).default(['planned', 'active', 'dual', 'forward-only']),
  /** A folder of edXML packets; what of them is in flight is checked. */
  documents: z.string().min(1).optional(),
  decisions: z.string().optional(),
  waivers: z.string().optional(),
  thresholds: z
    .strictObject({ held: z.int().min(0).default(0), rejected: z.int().min(0).default(0) })
    .default({ held: 0, rejected: 0 }),
});
export type BatchConfig = z.output<typeof batchSchema>;
