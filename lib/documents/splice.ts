import { createHash } from 'node:crypto';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Span } from './packet.ts';

/** Bytes [start, end) of a file give way to others; an empty span is a place to insert at. */
export interface Edit {
  readonly at: Span;
  readonly bytes: Uint8Array;
}

export type Ranges = Pick<ObjectStore, 'range'>;

/** Edits in the order of the file. Throws if two of them touch the same bytes: that would be a fault of ours. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  for (const [index, { at }] of sorted.entries()) {
    const next = sorted[index + 1];
    if (at.end < at.start || (next !== undefined && next.at.start < at.end))
      throw new RangeError('edits overlap');
  }
  return sorted;
}

/** The file with its edits made, in pieces: whatever its size, no more than a piece is in memory. */
export async function* spliced(
  store: Ranges,
  path: string,
  size: number,
  edits: readonly Edit[],
): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const { at, bytes } of inOrder(edits)) {
    yield* store.range(path, from, at.start);
    if (bytes.length > 0) yield bytes;
    from = at.end;
  }
  yield* store.range(path, from, size);
}

/** The spans of a spliced file that the edits wrote. */
export function writtenSpans(edits: readonly Edit[]): Span[] {
  let shift = 0;
  return inOrder(edits).map(({ at, bytes }) => {
    const start = at.start + shift;
    shift += bytes.length - (at.end - at.start);
    return { start, end: start + bytes.length };
  });
}

/** SHA-256 of a file without some of its spans, with the place and order of what is left. */
export async function digestWithout(
  store: Ranges,
  path: string,
  size: number,
  spans: readonly Span[],
): Promise<string> {
  const hash = createHash('sha256');
  let from = 0;
  for (const { start, end } of [...spans, { start: size, end: size }]) {
    for await (const piece of store.range(path, from, start)) hash.update(piece);
    // Where something was cut out counts too: bytes may not move from one side of it to the other.
    hash.update(`|${start - from}|`);
    from = end;
  }
  return hash.digest('hex');
}

export async function digestOf(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
