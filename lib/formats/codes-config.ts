import * as z from 'zod';
import { AGENCY_STATES } from './registry-table.ts';

const date = z.iso.date('a day of the calendar such as "2025-07-01", in quotes');
const path = z.string().min(1);
/** Where a secret lies, never the secret: `env:NAME` is a variable of the environment. */
const secretRef = z
  .string()
  .regex(
    /^env:[A-Z][A-Z0-9_]*$/,
    'env:NAME, the environment variable that holds it; never the secret itself',
  );

/**
 * What the province's gateway to the document axis is like. Gateways differ ([U] in the domain notes), so everything
 * that was seen to differ is a setting; the defaults are those of VXP SDK 2.0.1.
 */
export const axisSchema = z.strictObject({
  /** `https://…`; plain http is taken for a loopback address alone. */
  endpoint: z.url(),
  /** Paths of the calls under the endpoint. */
  calls: z
    .strictObject({
      /** The call that lists the agencies, and which of the three shapes it answers in. */
      list: z.string().min(1).default('getAgenciesList'),
      register: z.string().min(1).default('registerAgency'),
      remove: z.string().min(1).default('deleteAgency'),
    })
    .prefault({}),
  credentials: z.strictObject({ systemId: secretRef, secret: secretRef }),
  headers: z
    .strictObject({
      systemId: z.string().min(1).default('X-SystemId'),
      secret: z.string().min(1).default('X-SecretKey'),
      /** Names the agency to delete. */
      agency: z.string().min(1).default('AgencyCode'),
    })
    .prefault({}),
  ratePerSecond: z.number().positive().max(1000).default(5),
  timeoutSeconds: z.number().positive().max(600).default(30),
  retry: z
    .strictObject({
      attempts: z.int().min(1).max(20).default(5),
      firstSeconds: z.number().positive().default(1),
      maxSeconds: z.number().positive().default(60),
    })
    .prefault({}),
  /** What an `ErrorCode` means: `ok`, `business` (never sent again by itself) or `retry`. Codes that are not listed are `business`. */
  errors: z
    .record(z.string(), z.enum(['ok', 'business', 'retry']))
    .refine(
      (table) => Object.values(table).includes('ok'),
      'the whole table, one code at least as ok ("0": ok)',
    )
    .default({
      '0': 'ok',
      '10': 'business',
      '15': 'business',
      '18': 'business',
      '19': 'business',
      '20': 'business',
      '21': 'business',
      '22': 'business',
      '23': 'business',
    }),
});
export type AxisConfig = z.output<typeof axisSchema>;

/** `codes.yaml`: what the commands `codes`, `lookup --codes` and `documents` need to know. Paths are relative to it. */
export const codesConfigSchema = z.strictObject({
  /** Statistics Office code of the province at 2025-07-01. */
  province: z.string().regex(/^\d{2}$/, 'a two-digit Statistics Office code in quotes, such as "86"'),
  /** The day on which the lists are looked at. */
  asOf: date,
  registry: path,
  succession: path.optional(),
  waivers: path.optional(),
  /** Saved answers of the axis, in any of its three shapes; what several say of one code is joined in their order. */
  axisList: z.array(path).min(1).optional(),
  conversions: path.optional(),
  /** `in-flight.csv`, as `documents in-flight` wrote it: no code is retired while it is not empty or waived. */
  inFlight: path.optional(),
  /** States whose codes should stand on the axis. A code that only forwards must be there, or its letters never arrive. */
  onAxis: z.array(z.enum(AGENCY_STATES)).min(1).default(['planned', 'active', 'dual', 'forward-only']),
  axis: axisSchema.optional(),
});
export type CodesConfig = z.output<typeof codesConfigSchema>;
