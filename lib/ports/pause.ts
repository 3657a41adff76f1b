/** Waiting, and the chance that spreads waits out: both are injected, so that a test takes no time and repeats itself. */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
  /** From 0 to below 1. */
  jitter(): number;
}
