import { CLOUD_CHUNK_BYTES, CLOUD_TUNING } from '../../batch/tuning.ts';
import type { Attachments } from '../../ports/stack-cost.ts';
import { type PartSettings, partSettings } from '../../reconcile/parts/plan-tasks.ts';

/** What a batch is, as far as its cost goes. */
export interface Workload {
  readonly records: number;
  readonly bytes: number;
  readonly sources: number;
  readonly systems: number;
  /** Files below `attachments.root`; none where absent. */
  readonly attachments?: Attachments;
}

/** How the functions are set. Defaults: `DEFAULT_TUNING`. */
export interface Tuning {
  readonly chunkBytes: number;
  /** One read of the freeze from S3. */
  readonly freezeReadBytes: number;
  /** One part of a multipart upload (`lib/aws/s3-store.ts`). */
  readonly partBytes: number;
  /** Keys that `number-keys` holds at a time; each further pass reads all key files again. */
  readonly keysPerPass: number;
  /** How the check is cut. */
  readonly check: PartSettings;
  readonly remapConcurrency: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_TUNING: Tuning = {
  chunkBytes: CLOUD_CHUNK_BYTES,
  freezeReadBytes: CLOUD_TUNING.freezeReadBytes,
  partBytes: 8 * MIB,
  keysPerPass: CLOUD_TUNING.keysPerPass,
  check: partSettings,
  remapConcurrency: 50,
};

/** Bytes of a dossier of the benchmark (docs/performance.md): 31 columns. */
export const RECORD_BYTES = 346;

/**
 * Measured on one machine (docs/performance.md; the sample of 200,000 records for sizes), per byte or record of the
 * sources. What only a real account can show is marked: calibrate it with the first pilot.
 */
export const MEASURED = {
  /** Bytes of parts, aliases and pieces for each byte of a source. */
  parts: 1.42,
  aliases: 0.49,
  pieces: 0.1,
  /** Seconds of one whole virtual processor. */
  freezePerByte: 0.87 / 346e6,
  remapPerRecord: 2.3e-6,
  /** SHA-256, and what brings the bytes there. */
  hashPerByte: 2e-9,
  /** Of the SDK for one small call (0.7 ms without the network), and for one page of a listing. */
  callCpuSeconds: 1e-3,
  listCpuSeconds: 0.02,
  /** With two virtual processors. */
  reconcilePerRecord: 24e-6,
  /** The check in parts: a pass over the sources; their records; repeats; adding up, where findings are few. */
  framePerByte: 4.8e-9,
  partPerRecord: 20.6e-6,
  bucketPerRecord: 0.9e-6,
  mergeSeconds: 30,
  /** Digests that the parts leave for each byte of a source. */
  leftByParts: 0.36,
  keyBytesPerRecord: 12,
  /** [account] Slower than the machine of the measurement, by this. */
  slower: 1.3,
  /** [account] Bytes a second between one function and S3, and until the first byte of an answer. */
  s3BytesPerSecond: 75e6,
  s3FirstByteSeconds: 0.03,
  /** [account] Of one page of a listing. */
  s3ListSeconds: 0.1,
  /** [account] Of a call to SQS or DynamoDB. */
  callSeconds: 0.01,
  /** [account] Start of a function that was not warm. */
  coldSeconds: 1,
  /** An event of the ledger as it is stored, with its keys. */
  eventBytes: 700,
  /** A row of the inventory of attachments. */
  inventoryRowBytes: 120,
  logBytesPerInvocation: 2000,
} as const;
