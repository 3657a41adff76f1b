import * as z from 'zod';

/**
 * Where an agency's code stands in its life (docs/codes.md section 1). `dual`: an old code that still delivers in its
 * dual-run window; `forward-only`: it takes no letter any more and forwards to its successor; `annulled`: it should
 * never have been issued.
 */
export const AGENCY_STATES = ['planned', 'active', 'dual', 'forward-only', 'retired', 'annulled'] as const;
export type AgencyState = (typeof AGENCY_STATES)[number];

/** States in which a letter may be delivered to the code, on a day of its validity. */
export const LIVE_STATES: readonly AgencyState[] = ['planned', 'active', 'dual'];

const date = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/, 'a date such as 2025-07-01, or blank');

/**
 * `registry.csv`, the province's decision list: one row for each agency code and interval of validity. Malformed codes,
 * repeats and overlaps are findings of `codes check`, so this schema settles only what a row is.
 */
export const REGISTRY_COLUMNS = [
  'code',
  'code_102',
  'name',
  'parent',
  'mail',
  'state',
  'commune',
  'valid_from',
  'valid_to',
  'legal_basis',
] as const;
export const registryRowSchema = z.strictObject({
  /** QĐ 20/2020 form as a rule; compared as an exact string. */
  code: z.string().min(1),
  /** The same office's code in QCVN 102:2016 form, or blank. */
  code_102: z.string(),
  name: z.string().min(1),
  /** `code` of the agency above; blank at level 1. */
  parent: z.string(),
  mail: z.string(),
  state: z.enum(AGENCY_STATES),
  /** The commune of 2025-07-01 whose agency it is; blank for all others. */
  commune: z.string(),
  /** Inclusive days; blank is open. */
  valid_from: date,
  valid_to: date,
  /** Number and date of the decision; blank where the province has none yet. */
  legal_basis: z.string(),
});
export type RegistryRow = z.output<typeof registryRowSchema>;

/** `conversions.csv`: the settled pairs of both code forms, which overrule every mechanical proposal. */
export const CONVERSION_COLUMNS = ['code', 'code_102', 'old_code'] as const;
export const conversionRowSchema = z.strictObject({
  code: z.string().min(1),
  code_102: z.string(),
  old_code: z.string(),
});
export type ConversionRow = z.output<typeof conversionRowSchema>;
