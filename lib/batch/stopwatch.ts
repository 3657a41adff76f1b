import type { Clock } from '../ports/clock.ts';

/** How long each part of a run took and the peak memory at its end, for `run.json` and estimates. */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #taken = new Map<string, number>();
  readonly #peaks = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.monotonicMs();
  }

  async time<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = this.#clock.monotonicMs();
    const result = await work();
    this.#taken.set(name, this.#clock.monotonicMs() - start);
    this.#peaks.set(name, this.#clock.peakMemoryMiB());
    return result;
  }

  /** Of one part; 0 if it was not needed. */
  seconds(name: string): number {
    return round(this.#taken.get(name) ?? 0);
  }

  total(): number {
    return round(this.#clock.monotonicMs() - this.#start);
  }

  /** Peak resident memory from the start of the process to the end of each part, in MiB. */
  peaks(): Record<string, number> {
    return Object.fromEntries(this.#peaks);
  }

  all(): Record<string, number> {
    return {
      ...Object.fromEntries([...this.#taken].map(([name, ms]) => [name, round(ms)])),
      total: this.total(),
    };
  }
}

const round = (milliseconds: number): number => Math.round(milliseconds) / 1000;
