/**
 * A small seeded generator (sfc32): the sample needs the same bytes for the same seed on every machine, and
 * hundreds of millions of draws. Not for anything secret.
 */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  /** `label` gives every use its own stream, so that adding a draw in one file does not shift another. */
  constructor(seed: number, label: string) {
    let h = (seed ^ 0x9e3779b9) | 0;
    for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
    this.a = h;
    this.b = seed | 0;
    this.c = label.length;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A whole number in [0, 2^32). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** A whole number in [0, n), n up to 2^21 (so that the product stays exact). */
  below(n: number): number {
    return Math.floor((this.next() / 4294967296) * n);
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (value === undefined) throw new RangeError('pick from an empty list');
    return value;
  }
}
