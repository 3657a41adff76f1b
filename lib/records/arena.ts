import { arenaWasm } from './arena-wasm.ts';

/** The part of the global WebAssembly that we use (the ES library has no types for it). */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface WasmGlobal {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
}

interface ArenaExports {
  memory: WasmMemory;
  index(from: number, to: number, out: number, delimiter: number, quote: number): number;
  walk(
    k: number,
    field: number,
    stop: number,
    out: number,
    room: number,
    delimiter: number,
    quote: number,
    state: number,
  ): number;
  copy(to: number, from: number, bytes: number): void;
  hash(at: number, bytes: number, out: number): number;
  equal(a: number, b: number, bytes: number): number;
}

const PAGE = 65_536;
/** `index` may read this far past its end. */
const SLACK = 64;

let compiled: object | undefined;

/**
 * One linear memory for a chunk, its index and its outputs, with the few byte operations that JavaScript has only at
 * the price of an object each. Addresses are offsets in `u8`; `reserve` may replace the views, so read them anew after it.
 */
export class Arena {
  u8: Uint8Array;
  i32: Int32Array;
  u32: Uint32Array;
  readonly index: ArenaExports['index'];
  readonly walk: ArenaExports['walk'];
  readonly copy: ArenaExports['copy'];
  readonly hash: ArenaExports['hash'];
  readonly equal: ArenaExports['equal'];
  readonly #memory: WasmMemory;
  #used = 64;

  constructor() {
    const wasm = (globalThis as unknown as { WebAssembly: WasmGlobal }).WebAssembly;
    compiled ??= new wasm.Module(Buffer.from(arenaWasm, 'base64'));
    const { memory, index, walk, copy, hash, equal } = new wasm.Instance(compiled).exports as ArenaExports;
    this.#memory = memory;
    this.index = index;
    this.walk = walk;
    this.copy = copy;
    this.hash = hash;
    this.equal = equal;
    this.u8 = new Uint8Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
  }

  /** Gives every area back: whoever used the arena before must not use it again. */
  reset(): this {
    this.#used = 64;
    return this;
  }

  /** Address of a new area of this many bytes, 16-aligned. Areas are made once and reused. */
  reserve(bytes: number): number {
    const address = this.#used;
    this.#used = (address + bytes + 15) & ~15;
    if (this.#used < address) throw new RangeError('the arena would pass 2 GiB');
    const missing = this.#used + SLACK - this.u8.length;
    if (missing > 0) {
      // By half at least: every growth makes new views, and the collector counts all of the memory for each.
      this.#memory.grow(Math.ceil(Math.max(missing, this.u8.length / 2) / PAGE));
      this.u8 = new Uint8Array(this.#memory.buffer);
      this.i32 = new Int32Array(this.#memory.buffer);
      this.u32 = new Uint32Array(this.#memory.buffer);
    }
    return address;
  }
}

/** A growing run of bytes in an arena: every output of a chunk is one. */
export class Region {
  base: number;
  length = 0;
  #capacity: number;
  readonly #arena: Arena;

  constructor(arena: Arena, capacity: number) {
    this.#arena = arena;
    this.#capacity = capacity;
    this.base = arena.reserve(capacity);
  }

  /** Makes room for `bytes` more and returns the address to write them at. May replace the arena's views. */
  room(bytes: number): number {
    if (this.length + bytes > this.#capacity) {
      // The old area is lost to the arena: what is large is told beforehand (`expect`) and grows by little.
      const capacity = Math.max(this.#capacity * (this.#capacity < 1 << 20 ? 2 : 1.25), this.length + bytes);
      const base = this.#arena.reserve(Math.ceil(capacity));
      this.#arena.copy(base, this.base, this.length);
      this.base = base;
      this.#capacity = Math.ceil(capacity);
    }
    return this.base + this.length;
  }

  /** Makes the region at least this large, so that it need not move while it fills. */
  expect(bytes: number): void {
    if (bytes > this.#capacity) this.room(bytes - this.length);
  }

  /** Appends bytes that live outside the arena. */
  append(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.#arena.u8.set(bytes, at);
    this.length += bytes.length;
  }

  /** A view, valid until the arena grows or the region is cleared. */
  view(): Uint8Array {
    return this.#arena.u8.subarray(this.base, this.base + this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
