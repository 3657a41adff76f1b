import * as z from 'zod';

/** The small CSV files that people write: UTF-8, comma, header row. Every column must be present; unknown ones are refused. */
const date = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/, 'a date such as 2025-07-01, or blank');

export const DISPOSITIONS = [
  'keep',
  'rename',
  'remap',
  'merge-into',
  'split',
  'close',
  'archive-only',
] as const;

/** `succession.csv`: what became of each old agency code. The meaning of each row is in docs/rules.md section 6. */
export const SUCCESSION_COLUMNS = [
  'old_code',
  'old_code_102',
  'disposition',
  'new_code',
  'new_commune',
  'when',
  'valid_from',
  'valid_to',
  'legal_basis',
] as const;
export const successionRowSchema = z.strictObject({
  old_code: z.string().min(1),
  old_code_102: z.string(),
  disposition: z.enum(DISPOSITIONS),
  new_code: z.string(),
  new_commune: z.string().regex(/^(\d{5})?$/, 'a five-digit commune code, or blank'),
  when: z.string(),
  valid_from: date,
  valid_to: date,
  legal_basis: z
    .string()
    .min(1, 'the number of the decision that settles this code')
    .regex(/^[^;@|\t\r\n]*$/, 'no ; @ | tab or line end: it stands in _rule'),
});
export type SuccessionRow = z.output<typeof successionRowSchema>;

/**
 * `handover.csv`: what the old system's owner says it gave. Per file one row with `bytes`, `sha256` and `records`
 * (the other three blank), then rows with `agency`, `status` and `count` (the first three blank) that add up to `records`.
 */
export const HANDOVER_COLUMNS = ['file', 'bytes', 'sha256', 'records', 'agency', 'status', 'count'] as const;
const count = z.string().regex(/^\d*$/, 'a whole number, or blank');
export const handoverRowSchema = z.strictObject({
  file: z.string().min(1),
  bytes: count,
  sha256: z.string().regex(/^([0-9a-f]{64})?$/, 'a SHA-256 in lower-case hex, or blank'),
  records: count,
  agency: z.string(),
  status: z.string(),
  count,
});

/** `files.csv`, an attachment manifest: `path` relative to `attachments.root`, with `/`. */
export const MANIFEST_COLUMNS = ['path', 'bytes', 'sha256'] as const;
export const manifestRowSchema = z.strictObject({
  path: z.string().min(1),
  bytes: z.string().regex(/^\d+$/, 'a whole number'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex'),
});

/** `waivers.csv`: a named person accepts one finding. `expiry` is compared with the batch's `asOf`. */
export const WAIVER_COLUMNS = ['check', 'key', 'person', 'reason', 'date', 'expiry'] as const;
export const waiverRowSchema = z.strictObject({
  check: z.string().min(1),
  key: z.string().min(1),
  person: z.string().min(1),
  reason: z.string().min(1),
  date: z.iso.date('a day such as 2025-07-01'),
  expiry: z.iso.date('a day such as 2025-07-01'),
});
export type Waiver = z.output<typeof waiverRowSchema>;
