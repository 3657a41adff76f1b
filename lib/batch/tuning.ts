/** What a host trades memory for. It decides no byte of any output. */
export interface StageTuning {
  /** Of one read of `freeze-source`: on a disk small ones cost nothing, in S3 each is a request with its wait. */
  readonly freezeReadBytes: number;
  /** Keys that `number-keys` holds at a time (18 bytes each); every further pass reads all key files again. */
  readonly keysPerPass: number;
  /** More attachments below one root are refused: one orchestration lists them, and that has an end. */
  readonly maxAttachments: number;
  /** A longer source is refused: one task hashes it, and that has an end. */
  readonly maxSourceBytes: number;
}

const MIB = 1024 * 1024;

/** Several threads share one machine's memory. */
export const LOCAL_TUNING: StageTuning = {
  freezeReadBytes: MIB,
  keysPerPass: 400_000,
  maxAttachments: Number.MAX_SAFE_INTEGER,
  maxSourceBytes: Number.MAX_SAFE_INTEGER,
};
/** Fewer and larger chunks than on one machine, since each costs some twenty calls. */
export const CLOUD_CHUNK_BYTES = 64 * MIB;

/** One task has a function of 1 GiB to itself: 180 MB of keys, and 370 MB more if every one of them is repeated. */
export const CLOUD_TUNING: StageTuning = {
  freezeReadBytes: 8 * MIB,
  keysPerPass: 10_000_000,
  maxAttachments: 1_500_000,
  maxSourceBytes: 20 * 1024 * MIB,
};
