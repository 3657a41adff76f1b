/** The time and what the process has used, for `run.json` and progress only: nothing that is signed or compared holds one. */
export interface Clock {
  /** ISO 8601, UTC. */
  now(): string;
  /** Milliseconds from an arbitrary start, never going back. */
  monotonicMs(): number;
  /** Most memory that the process has held so far (resident set), in MiB. */
  peakMemoryMiB(): number;
}
