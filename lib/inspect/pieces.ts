import type { ObjectStore } from '../ports/object-store.ts';

/** Frames the buffer from an offset; undefined asks for more bytes. */
type Framer<F extends { readonly end: number }> = (
  bytes: Uint8Array,
  start: number,
  last: boolean,
) => F | undefined;

/** One stretch of a file in memory, as long as `each` runs. */
export type Each<F> = (frame: F, bytes: Uint8Array, start: number) => void;

/**
 * Streams a file from `offset` and hands over frame after frame. Only the unfinished tail is kept between pieces, so
 * memory is bounded by the longest record. `framer` may change between frames.
 */
export async function eachFrame<F extends { readonly end: number }>(
  store: Pick<ObjectStore, 'range'>,
  path: string,
  range: { readonly start: number; readonly end: number },
  framer: () => Framer<F>,
  each: Each<F>,
): Promise<void> {
  let buffer: Uint8Array = new Uint8Array(0);
  const take = (last: boolean): void => {
    let at = 0;
    while (at < buffer.length) {
      const frame = framer()(buffer, at, last);
      if (frame === undefined) break;
      each(frame, buffer, at);
      at = frame.end;
    }
    buffer = buffer.subarray(at);
  };
  for await (const piece of store.range(path, range.start, range.end)) {
    if (buffer.length === 0) buffer = Uint8Array.from(piece);
    else {
      const joined = new Uint8Array(buffer.length + piece.length);
      joined.set(buffer);
      joined.set(piece, buffer.length);
      buffer = joined;
    }
    take(false);
  }
  take(true);
}
