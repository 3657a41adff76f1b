import type { Clock } from '../../ports/clock.ts';
import type { Pause } from '../../ports/pause.ts';

/** Milliseconds between two looks: the first, and the longest while nothing happens. */
const FIRST_LOOK = 500;
const LONGEST_WAIT = 15_000;
/** So much of a wait at a time, so that Ctrl-C is heard. */
const SLICE = 1000;

/** Quiet for so long, the dead-letter queues are looked at; for so long, a person is told where to look. */
export const LETTERS_AFTER = 60_000;
export const TOLD_AFTER = 5 * 60_000;

/** When to look again at work that goes on elsewhere: soon after something happened, less often while nothing does. */
export class Looks {
  readonly #pause: Pick<Pause, 'wait'>;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #signal: AbortSignal;
  #wait = FIRST_LOOK;
  #changed: number;

  constructor(
    { pause, clock }: { pause: Pick<Pause, 'wait'>; clock: Pick<Clock, 'monotonicMs'> },
    signal: AbortSignal,
  ) {
    this.#pause = pause;
    this.#clock = clock;
    this.#signal = signal;
    this.#changed = clock.monotonicMs();
  }

  /** Waits; false if the person left meanwhile. */
  async next(): Promise<boolean> {
    for (let left = this.#wait; left > 0 && !this.#signal.aborted; left -= SLICE)
      await this.#pause.wait(Math.min(left, SLICE));
    return !this.#signal.aborted;
  }

  /** What the look showed: something new, or nothing. */
  saw(news: boolean): void {
    if (news) this.#changed = this.#clock.monotonicMs();
    this.#wait = news ? FIRST_LOOK : Math.min(this.#wait * 1.5, LONGEST_WAIT);
  }

  /** Milliseconds since something happened. */
  get quietMs(): number {
    return this.#clock.monotonicMs() - this.#changed;
  }
}
