import { frameCsv } from './csv.ts';
import { type Frame, type FrameFormat, newFrame } from './format.ts';
import { frameLine } from './ndjson.ts';
import { type Window, windowStepBytes } from './window.ts';

/**
 * Frames one file record by record over a window. `frame`'s indices are into `window.bytes` and hold until
 * the next call. Memory is bounded by the window: a step, or twice the longest record.
 */
export class Framer {
  readonly frame: Frame = newFrame();
  /** The header's number of fields; -1 while unknown. */
  fields = -1;
  readonly window: Window;
  private readonly format: FrameFormat;
  private taken = 0;

  constructor(window: Window, format: FrameFormat) {
    this.window = window;
    this.format = format;
  }

  /** File offset of the frame last given. */
  get offset(): number {
    return this.window.offset;
  }

  /** File offset at which the frame after the one last given starts. */
  nextOffset(): number {
    return this.window.offset + this.taken;
  }

  /**
   * The next frame if the bytes at hand decide it, without waiting: `frame`, `more` (call `refill`) or `end`.
   * The frame before is given up.
   */
  next(): 'frame' | 'more' | 'end' {
    const { window, format, frame } = this;
    if (this.taken > 0) {
      window.advance(this.taken);
      this.taken = 0;
    }
    const { from, to } = window;
    if (from === to) return window.complete ? 'end' : 'more';
    const cut = from + format.maxRecordBytes;
    const known = window.complete;
    const limit = known && to < cut ? to : cut;
    const last = known && to <= cut;
    // With exactly `max` bytes at hand and the end unknown, one byte more decides what `limit` is.
    const have = !known && to === cut ? to - 1 : to;
    const framed =
      format.format === 'csv'
        ? frameCsv(window.bytes, from, have, limit, last, format, this.fields, frame)
        : frameLine(window.bytes, from, have, limit, last, frame);
    if (!framed) return 'more';
    this.taken = frame.end - frame.start;
    return 'frame';
  }

  async refill(): Promise<void> {
    await this.window.fill(Math.max(windowStepBytes, this.window.available * 2));
  }
}
