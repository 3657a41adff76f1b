import * as z from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { syncRecordSchema, watchRecordSchema } from './codes-records.ts';
import { putJson } from './put-json.ts';

/** An error as it crosses the bucket, for whoever can mend what it says. */
const errorSchema = z.object({
  code: z.string(),
  source: z.enum(['user', 'source', 'system']),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('watched'), record: watchRecordSchema }),
  /** Nothing was sent. */
  z.object({ state: z.literal('previewed'), record: syncRecordSchema }),
  z.object({ state: z.literal('synced'), record: syncRecordSchema }),
  z.object({ state: z.literal('failed'), error: errorSchema }),
  /** Time mends it: the queue brings the message again, and another answer takes this one's place. */
  z.object({ state: z.literal('put-off'), reason: z.string() }),
]);

/** What came of a message that bears an id: left for whoever sent it. */
export type CodesAnswer = z.output<typeof answerSchema>;

/** Where the answer stands in a province's folder of the work bucket. */
export const answerPath = (id: string): string => `answers/${id}.json`;

export const leaveAnswer = (out: Pick<ObjectStore, 'put'>, id: string, answer: CodesAnswer): Promise<void> =>
  putJson(out, answerPath(id), answer);

/** Throws `answer-unreadable` where the function that wrote it is of another version. */
export function readAnswer(bytes: Uint8Array): CodesAnswer {
  const parsed = answerSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ThongSuotError(
    'answer-unreadable',
    'user',
    `the function of the queue codes answered in a form that this version does not know (${issue?.path.join('.') ?? ''}): use the version that was deployed, or deploy this one`,
    { field: issue?.path.join('.') ?? '' },
    { cause: parsed.error },
  );
}

export const failedWith = ({ code, source, message, params }: ThongSuotError): CodesAnswer => ({
  state: 'failed',
  error: { code, source, message, params: { ...params } },
});

export const errorOf = ({ error }: Extract<CodesAnswer, { state: 'failed' }>): ThongSuotError =>
  new ThongSuotError(error.code, error.source, error.message, error.params);
