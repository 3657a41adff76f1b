const FREE = 0;
const ONCE = 1;
const REPEATED = 2;

/**
 * Counts 64-bit hashes up to two: open addressing over typed arrays, 9 bytes a slot, at most 70 % full.
 * The hash is taken as well mixed; one that is not only makes it slower.
 */
export class HashTable {
  #low: Uint32Array;
  #high: Uint32Array;
  #seen: Uint8Array;
  #used = 0;
  /** How many of those added stand more than once. */
  repeats = 0;

  constructor(expected: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1024, expected * 1.5)));
    this.#low = new Uint32Array(slots);
    this.#high = new Uint32Array(slots);
    this.#seen = new Uint8Array(slots);
  }

  add(low: number, high: number): void {
    const slot = this.#slot(low, high);
    if (this.#seen[slot] !== FREE) {
      this.repeats += this.#seen[slot] === ONCE ? 2 : 1;
      this.#seen[slot] = REPEATED;
      return;
    }
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#seen[slot] = ONCE;
    this.#used++;
    if (this.#used > this.#seen.length * 0.7) this.#grow();
  }

  /** A number that stands for this hash while nothing is added, or -1 if it was added less than twice. */
  repeated(low: number, high: number): number {
    const slot = this.#slot(low, high);
    return this.#seen[slot] === REPEATED ? slot : -1;
  }

  #slot(low: number, high: number): number {
    const mask = this.#seen.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.#seen[slot] !== FREE && (this.#low[slot] !== low || this.#high[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [low, high, seen] = [this.#low, this.#high, this.#seen];
    this.#low = new Uint32Array(low.length * 2);
    this.#high = new Uint32Array(low.length * 2);
    this.#seen = new Uint8Array(low.length * 2);
    for (let old = 0; old < seen.length; old++) {
      if (seen[old] === FREE) continue;
      const slot = this.#slot(low[old]!, high[old]!);
      this.#low[slot] = low[old]!;
      this.#high[slot] = high[old]!;
      this.#seen[slot] = seen[old]!;
    }
  }
}
