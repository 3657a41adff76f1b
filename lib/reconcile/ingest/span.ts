import { createHash } from 'node:crypto';
import type { Window } from '../framing/window.ts';

/** Digests what is gone over in a window, from an offset in it on: `take` before each refill, `end` at the end. */
export class Span {
  private readonly digest = createHash('sha256');
  private readonly window: Window;
  private offset: number;

  constructor(window: Window, offset: number) {
    this.window = window;
    this.offset = offset;
  }

  take(): void {
    const { bytes, from, offset } = this.window;
    this.digest.update(bytes.subarray(from - (offset - this.offset), from));
    this.offset = offset;
  }

  end(): string {
    this.take();
    return this.digest.digest('hex');
  }
}
