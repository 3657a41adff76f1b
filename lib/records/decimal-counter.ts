import type { Arena } from './arena.ts';

const DIGITS = 16;
const ZERO = 48;
const NINE = 57;

/** A record number as decimal digits in an arena, so that counting on costs one byte and not a string. */
export class DecimalCounter {
  readonly #arena: Arena;
  readonly #end: number;
  /** Address and length of the digits. */
  at = 0;
  length = 0;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#end = arena.reserve(DIGITS) + DIGITS;
    this.set(0);
  }

  set(value: number): void {
    const digits = Buffer.from(String(value));
    this.length = digits.length;
    this.at = this.#end - digits.length;
    this.#arena.u8.set(digits, this.at);
  }

  increment(): void {
    const { u8 } = this.#arena;
    let at = this.#end - 1;
    while (u8[at] === NINE && at >= this.at) u8[at--] = ZERO;
    if (at < this.at) {
      u8[at] = ZERO + 1;
      this.at = at;
      this.length += 1;
    } else u8[at] = (u8[at] as number) + 1;
  }
}
