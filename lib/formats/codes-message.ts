import * as z from 'zod';

const province = z.string().regex(/^\d{2}$/, 'a two-digit Statistics Office code in quotes, such as "86"');
/** Of whoever waits for an answer: it is left as `answers/ID.json` (`lib/axis/codes-answer.ts`). */
const id = z.uuid().optional();
/** A plan of `codes plan`, under the folder of `codes.yaml`. */
const plan = z.string().min(1).max(500);
const retryRefused = z.boolean().default(false);

/** The message of the queue `codes`: what the axis admin, or a schedule, asks for. */
export const codesMessageSchema = z.discriminatedUnion('command', [
  /** Of every province that has a folder, if none is named. */
  z.strictObject({ command: z.literal('watch'), province: province.optional(), id }),
  /** Says where every call of a plan stands; sends nothing to the axis but the question for its list. */
  z.strictObject({ command: z.literal('preview'), province, plan, retryRefused, id }),
  z.strictObject({
    command: z.literal('sync'),
    province,
    plan,
    /** The digest of that plan, which a person looked at: 12 characters of it at least. */
    confirm: z.string().regex(/^[0-9a-f]{12,64}$/, 'the first 12 characters of the plan’s digest, or more'),
    retryRefused,
    id,
  }),
]);
export type CodesMessage = z.output<typeof codesMessageSchema>;
/** Messages about a plan. */
export type PlanMessage = Extract<CodesMessage, { plan: string }>;
export type SyncMessage = Extract<CodesMessage, { command: 'sync' }>;
