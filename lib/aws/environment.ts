import * as z from 'zod';
import { CLOUD_CHUNK_BYTES } from '../batch/tuning.ts';

const queueUrls = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), z.url()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'QUEUE_URLS is JSON: names of queues and their URLs' });
    return z.NEVER;
  }
});

/** What the CDK tells every function, read in this one place. Sizes are set by tests alone. */
const environmentSchema = z.object({
  SOURCE_BUCKET: z.string().min(1),
  WORK_BUCKET: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  LEDGER_TABLE: z.string().min(1),
  QUEUE_URLS: queueUrls,
  /** Of the table of functions. */
  STAGE: z.string().min(1).optional(),
  CHUNK_BYTES: z.coerce.number().int().min(1).default(CLOUD_CHUNK_BYTES),
  /** Bytes of sources that one reconcile function checks alone, and that it checks of a larger batch, about. */
  RECONCILE_WHOLE_BYTES: z.coerce.number().int().min(0).optional(),
  RECONCILE_PART_BYTES: z.coerce.number().int().min(1).optional(),
  /** Where notices go; only the functions that tell people something have it. */
  ALERT_TOPIC: z.string().min(1).optional(),
  /** Name of the secret with what the document axis asks for. */
  AXIS_SECRET: z.string().min(1).optional(),
  /** The only origin (scheme, host, port) that is sent what the secret holds, whatever a `codes.yaml` says. */
  AXIS_ORIGIN: z.url().optional(),
});

export interface CloudEnvironment {
  readonly sourceBucket: string;
  readonly workBucket: string;
  readonly evidenceBucket: string;
  readonly ledgerTable: string;
  /** The queues that this function may send to, by name. */
  readonly queueUrls: Readonly<Record<string, string>>;
  /** The name of this function; a process that runs all of them has none. */
  readonly stage?: string;
  readonly chunkBytes: number;
  /** What of the check's sizes a test sets. */
  readonly reconcile: { readonly wholeBytes?: number; readonly partBytes?: number };
  readonly alertTopic?: string;
  readonly axisSecret?: string;
  readonly axisOrigin?: string;
}

/** Throws, naming the variables that are missing or wrong (never their values). */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): CloudEnvironment {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success)
    throw new Error(
      `the function's environment lacks ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
    );
  const { SOURCE_BUCKET, WORK_BUCKET, EVIDENCE_BUCKET, LEDGER_TABLE, QUEUE_URLS, CHUNK_BYTES } = parsed.data;
  const { STAGE, ALERT_TOPIC, AXIS_SECRET, AXIS_ORIGIN, RECONCILE_WHOLE_BYTES, RECONCILE_PART_BYTES } =
    parsed.data;
  return {
    ...(STAGE !== undefined && { stage: STAGE }),
    sourceBucket: SOURCE_BUCKET,
    workBucket: WORK_BUCKET,
    evidenceBucket: EVIDENCE_BUCKET,
    ledgerTable: LEDGER_TABLE,
    queueUrls: QUEUE_URLS,
    chunkBytes: CHUNK_BYTES,
    reconcile: {
      ...(RECONCILE_WHOLE_BYTES !== undefined && { wholeBytes: RECONCILE_WHOLE_BYTES }),
      ...(RECONCILE_PART_BYTES !== undefined && { partBytes: RECONCILE_PART_BYTES }),
    },
    ...(ALERT_TOPIC !== undefined && { alertTopic: ALERT_TOPIC }),
    ...(AXIS_SECRET !== undefined && { axisSecret: AXIS_SECRET }),
    ...(AXIS_ORIGIN !== undefined && { axisOrigin: AXIS_ORIGIN }),
  };
}
