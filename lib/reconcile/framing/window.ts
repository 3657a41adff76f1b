import type { ObjectStore } from '../../ports/object-store.ts';

const STEP_BYTES = 1024 * 1024;

/**
 * A sliding view of the bytes [start, end) of an object, read in order from `ObjectStore.range`. The bytes at
 * hand are `bytes[from .. to)`; the file offset of `from` is `offset`. Pieces may have any length.
 */
export class Window {
  bytes: Buffer = Buffer.allocUnsafe(2 * STEP_BYTES);
  from = 0;
  to = 0;
  offset: number;
  private ended = false;
  private piece: Uint8Array = new Uint8Array(0);
  private pieceAt = 0;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private readonly onBytes: ((bytes: Uint8Array) => void) | undefined;

  constructor(
    store: ObjectStore,
    path: string,
    start: number,
    end: number,
    onBytes?: (bytes: Uint8Array) => void,
  ) {
    this.offset = start;
    this.pieces = store.range(path, start, end)[Symbol.asyncIterator]();
    this.onBytes = onBytes;
  }

  /** True when nothing follows `to`. */
  get complete(): boolean {
    return this.ended;
  }

  get available(): number {
    return this.to - this.from;
  }

  /** Gives up the first `count` bytes. */
  advance(count: number): void {
    this.from += count;
    this.offset += count;
  }

  /** Reads on until at least `wanted` bytes are at hand, or the end. */
  async fill(wanted: number): Promise<void> {
    if (this.ended || this.available >= wanted) return;
    if (this.from > 0) {
      this.bytes.copyWithin(0, this.from, this.to);
      this.to -= this.from;
      this.from = 0;
    }
    if (this.bytes.length < wanted) {
      const larger = Buffer.allocUnsafe(Math.max(wanted, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.to);
      this.bytes = larger;
    }
    while (this.to < wanted) {
      if (this.pieceAt === this.piece.length) {
        const next = await this.pieces.next();
        if (next.done === true) {
          this.ended = true;
          return;
        }
        this.piece = next.value;
        this.pieceAt = 0;
        this.onBytes?.(next.value);
      }
      const count = Math.min(this.piece.length - this.pieceAt, this.bytes.length - this.to);
      this.bytes.set(this.piece.subarray(this.pieceAt, this.pieceAt + count), this.to);
      this.pieceAt += count;
      this.to += count;
    }
  }

  async close(): Promise<void> {
    await this.pieces.return?.(undefined);
  }
}

export const windowStepBytes = STEP_BYTES;
