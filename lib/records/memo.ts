import { type Arena, Region } from './arena.ts';

/** More entries than any real export needs; hostile input makes the memo start afresh instead of growing. */
const MAX_ENTRIES = 65_536;
const MAX_KEY_BYTES = 8 * 1024 * 1024;
const FIRST_SLOTS = 256;
const MIX = 0x9e3779b1;

/** Where the fields of the record at hand stand, as arena addresses. */
interface FieldBounds {
  fieldStart(field: number): number;
  fieldEnd(field: number): number;
}

/**
 * Remembers an answer (an integer) for the bytes of a few fields, so that only the first record of a kind takes the
 * readable, slow way. Exact: equal hashes are settled by comparing bytes. A span is the bytes of the fields
 * a..b of the record at hand, delimiters included.
 */
export class SpanMemo {
  readonly #arena: Arena;
  readonly #record: FieldBounds;
  readonly #spans: ReadonlyArray<readonly [first: number, last: number]>;
  /** Open addressing; never more than half full. */
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  /** Per entry: the full hash, the extra integer, the answer, where its key bytes stand in `#keys`; then a length per span. */
  readonly #stride: number;
  #entries = new Int32Array(64 * 8);
  #count = 0;
  readonly #keys: Region;
  readonly #scratch: number;

  constructor(arena: Arena, record: FieldBounds, spans: ReadonlyArray<readonly [number, number]>) {
    this.#arena = arena;
    this.#record = record;
    this.#spans = spans;
    this.#stride = 4 + spans.length;
    this.#keys = new Region(arena, 4096);
    this.#scratch = arena.reserve(16);
  }

  /** Where the last `find` stopped: `put` fills it. */
  #slot = 0;
  #hash = 0;

  /** The answer for the fields at hand together with `extra`, or -1. */
  find(extra: number): number {
    const { hash, equal } = this.#arena;
    const spans = this.#spans;
    const record = this.#record;
    const scratch = this.#scratch;
    let mixed = Math.imul(extra, MIX);
    for (let index = 0; index < spans.length; index++) {
      const span = spans[index] as readonly [number, number];
      const start = record.fieldStart(span[0]);
      mixed = Math.imul(mixed ^ hash(start, record.fieldEnd(span[1]) - start, scratch), MIX);
      mixed ^= mixed >>> 15;
    }
    this.#hash = mixed;
    const slots = this.#slots;
    const entries = this.#entries;
    const mask = slots.length - 1;
    let slot = mixed & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry < 0) break;
      if (entries[entry] === mixed && entries[entry + 1] === extra) {
        let at = this.#keys.base + (entries[entry + 3] as number);
        let same = true;
        for (let index = 0; index < spans.length; index++) {
          const span = spans[index] as readonly [number, number];
          const start = record.fieldStart(span[0]);
          const length = record.fieldEnd(span[1]) - start;
          if (entries[entry + 4 + index] !== length || equal(start, at, length) === 0) {
            same = false;
            break;
          }
          at += length;
        }
        if (same) return entries[entry + 2] as number;
      }
      slot = (slot + 1) & mask;
    }
    this.#slot = slot;
    return -1;
  }

  /** Whether the next `put` would pass the bound: the owner then clears it and whatever hangs on its answers. */
  isFull(): boolean {
    return this.#count >= MAX_ENTRIES || this.#keys.length >= MAX_KEY_BYTES;
  }

  /** Stores the answer for what `find` just did not find. */
  put(extra: number, answer: number): void {
    const entry = this.#count * this.#stride;
    if (entry + this.#stride > this.#entries.length) {
      const grown = new Int32Array(this.#entries.length * 2);
      grown.set(this.#entries);
      this.#entries = grown;
    }
    const entries = this.#entries;
    entries[entry] = this.#hash;
    entries[entry + 1] = extra;
    entries[entry + 2] = answer;
    entries[entry + 3] = this.#keys.length;
    this.#spans.forEach(([first, last], index) => {
      const start = this.#record.fieldStart(first);
      const length = this.#record.fieldEnd(last) - start;
      const to = this.#keys.room(length);
      this.#arena.copy(to, start, length);
      this.#keys.length += length;
      entries[entry + 4 + index] = length;
    });
    this.#slots[this.#slot] = entry;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      const entry = index * this.#stride;
      let slot = (this.#entries[entry] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }

  clear(): void {
    this.#slots.fill(-1);
    this.#count = 0;
    this.#keys.clear();
  }
}

/** Groups column indexes into runs of neighbours, each one span. */
export function spansOf(columns: readonly number[]): Array<[number, number]> {
  const spans: Array<[number, number]> = [];
  for (const column of [...new Set(columns)].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last !== undefined && last[1] === column - 1) last[1] = column;
    else spans.push([column, column]);
  }
  return spans;
}
