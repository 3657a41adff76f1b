import type { FrozenBatch } from '../formats/frozen.ts';

/** What a full `run` will take, from what the plan took. */
export interface PlanEstimate {
  /** All sources: bytes are exact, records too unless the plan was sampled. */
  readonly bytes: number;
  readonly records: number;
  /** What the batch will leave behind, and how long it will take on this machine. */
  readonly outputBytes: number;
  readonly seconds: number;
  /** What the estimate was measured on. */
  readonly measuredRecords: number;
}

export interface Measured {
  readonly records: number;
  readonly outputBytes: number;
  /** Freezing reads every byte, also of a sampled plan. */
  readonly freezeSeconds: number;
  /** Everything after the freeze. */
  readonly workSeconds: number;
  /** Bytes of the sources that lie in chunks. */
  readonly chunkBytes: number;
}

export function estimateRun(frozen: FrozenBatch, measured: Measured): PlanEstimate {
  const bytes = frozen.sources.reduce((sum, source) => sum + source.bytes, 0);
  const records = frozen.sources.reduce((sum, source) => sum + source.recordBytes, 0);
  const times = measured.chunkBytes === 0 ? 1 : Math.max(1, records / measured.chunkBytes);
  return {
    bytes,
    records: frozen.sample === null ? measured.records : Math.round(measured.records * times),
    outputBytes: Math.round(measured.outputBytes * times),
    seconds: Math.ceil(measured.freezeSeconds + measured.workSeconds * times),
    measuredRecords: measured.records,
  };
}
