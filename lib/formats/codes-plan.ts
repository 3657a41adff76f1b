import * as z from 'zod';

/** The fields of an agency that a call to the axis can set. */
export const PLANNED_FIELDS = ['name', 'mail', 'parent'] as const;

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
const code = z.string().min(1);

/** One agency as the axis listed it, kept so that a call can be taken back; `said` are the fields that its list spoke of. */
const imageSchema = z.strictObject({
  code,
  name: z.string(),
  mail: z.string(),
  parent: z.string(),
  code102: z.string(),
  oldCode: z.string(),
  deleted: z.boolean(),
  said: z.array(z.enum(['name', 'mail', 'parent', 'code102'])),
});
export type AxisImage = z.output<typeof imageSchema>;

const afterSchema = z.strictObject({
  name: z.string().optional(),
  mail: z.string().optional(),
  parent: z.string().optional(),
});

const callSchema = z.strictObject({
  /** From 1; the order in which the calls are made. */
  number: z.int().min(1),
  /** `register` adds an agency or updates it (DOMAIN 5: one call for both). */
  call: z.enum(['register', 'delete']),
  code,
  /** What is sent; null for a delete, which names its code and nothing else. */
  payload: z.strictObject({ pcode: z.string(), name: z.string(), mail: z.string() }).nullable(),
  /** The axis's entry before the call; null where it has none. */
  before: imageSchema.nullable(),
  /** What must read back, field by field; null: the code is gone. */
  after: afterSchema.nullable(),
  /** For a delete: every string by which a letter may name the agency (both code forms). */
  names: z.array(z.string()),
  /** Numbers of the calls that must have been verified before this one is sent. */
  needs: z.array(z.int().min(1)),
  /** For a delete: codes that must read back live first. */
  successors: z.array(z.string()),
  /** The decisions that the call rests on. */
  legalBasis: z.array(z.string()),
  /** The keys of the differences that it settles; of a reverse plan: the call that it takes back. */
  why: z.array(z.string()),
});
export type PlannedCall = z.output<typeof callSchema>;

/** Why a difference is not settled by the plan: what to do is said for each by the command. */
export const REFUSALS = [
  'no-legal-basis',
  'code-form',
  'parent-missing',
  'parent-cycle',
  'locked',
  'no-call',
  'field-unknown',
  'successor-missing',
  'children-stay',
  'changed-since',
  'not-settled',
  'depends',
] as const;
export type Refusal = (typeof REFUSALS)[number];

const refusedSchema = z.strictObject({
  key: z.string(),
  code,
  reason: z.enum(REFUSALS),
  /** The codes that it is about: the missing parent, the children that stay, and so on; possibly none. */
  about: z.array(z.string()),
});
export type RefusedDifference = z.output<typeof refusedSchema>;

/** What a plan is: everything that its digest covers. */
export const codesPlanSchema = z.strictObject({
  format: z.literal('thong-suot-codes-plan/1'),
  kind: z.enum(['forward', 'reverse']),
  province: z.string(),
  asOf: z.iso.date(),
  /** Digest of the plan that a reverse plan takes back; blank for a forward one. */
  reverses: z.union([digest, z.literal('')]),
  /** What the plan was made from; `succession` is blank where there is no list. */
  madeFrom: z.strictObject({
    axisList: digest,
    registry: digest,
    succession: z.union([digest, z.literal('')]),
  }),
  /** Level-1 codes of the province: the axis's other entries are nobody's business here. */
  roots: z.array(z.string()),
  calls: z.array(callSchema),
  refused: z.array(refusedSchema),
});
export type CodesPlan = z.output<typeof codesPlanSchema>;

/** The plan file: the plan and the SHA-256 of its canonical JSON. */
export const codesPlanFileSchema = z.strictObject({ digest, plan: codesPlanSchema });
