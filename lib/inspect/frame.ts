const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Longer than this is no record (the default `maxRecordBytes` of a profile). */
const maxRecordBytes = 1024 * 1024;

type FrameKind = 'record' | 'blank' | 'ragged' | 'open-quote' | 'record-too-long';

export interface Frame {
  readonly kind: FrameKind;
  /** Where the next record starts. */
  readonly end: number;
  /** Where the content ends: before the line end. */
  readonly contentEnd: number;
  readonly lineEnd: 'lf' | 'crlf' | 'none';
  /** Pairs start, end of the fields, quotes included. */
  readonly fields: readonly number[];
  readonly quoted: number;
}

export interface Shape {
  readonly delimiter: number;
  /** Fields of the header; undefined while the header itself is framed. */
  readonly columns: number | undefined;
}

/** The first line alone, or undefined if its end is not in the buffer yet. */
export function frameLine(bytes: Uint8Array, start: number, last: boolean): Frame | undefined {
  const limit = Math.min(bytes.length, start + maxRecordBytes);
  const at = bytes.subarray(start, limit).indexOf(LF);
  const none = { fields: [], quoted: 0 };
  if (at >= 0) {
    const lf = start + at;
    const crlf = at > 0 && bytes[lf - 1] === CR;
    const contentEnd = crlf ? lf - 1 : lf;
    const kind = contentEnd === start ? 'blank' : 'record';
    return { ...none, kind, end: lf + 1, contentEnd, lineEnd: crlf ? 'crlf' : 'lf' };
  }
  if (limit === start + maxRecordBytes && limit < bytes.length)
    return { ...none, kind: 'record-too-long', end: limit, contentEnd: limit, lineEnd: 'none' };
  if (!last) return undefined;
  return { ...none, kind: 'record', end: bytes.length, contentEnd: bytes.length, lineEnd: 'none' };
}

/**
 * The CSV record at `start`, by docs/rules.md section 1; undefined if the buffer must grow first.
 * `last`: the buffer ends where the file ends.
 */
export function frameRecord(
  bytes: Uint8Array,
  start: number,
  last: boolean,
  shape: Shape,
): Frame | undefined {
  const line = frameLine(bytes, start, last);
  if (line === undefined || line.kind === 'blank') return line;
  const limit = Math.min(bytes.length, start + maxRecordBytes);
  const fields: number[] = [];
  let quoted = 0;
  let lines = 0;
  let at = start;
  const openQuote = (): Frame => ({
    ...line,
    kind: line.kind === 'record-too-long' ? line.kind : 'open-quote',
  });
  for (;;) {
    const from = at;
    if (bytes[at] === QUOTE && at < limit) {
      quoted += 1;
      at += 1;
      for (;;) {
        if (at >= limit) return last || limit < bytes.length ? openQuote() : undefined;
        const byte = bytes[at++];
        if (byte === LF) lines += 1;
        if (byte !== QUOTE) continue;
        if (at < limit && bytes[at] === QUOTE) at += 1;
        else break;
      }
      if (at >= limit && !(last && limit === bytes.length))
        return limit < bytes.length ? openQuote() : undefined;
      const after = bytes[at];
      const ends =
        at >= bytes.length ||
        after === shape.delimiter ||
        after === LF ||
        (after === CR && bytes[at + 1] === LF);
      if (!ends) return after === CR && at + 1 >= bytes.length && !last ? undefined : openQuote();
    } else {
      while (at < limit && bytes[at] !== shape.delimiter && bytes[at] !== LF) at += 1;
      if (at < limit && bytes[at] === LF && at > from && bytes[at - 1] === CR) at -= 1;
    }
    fields.push(from, at);
    if (at >= limit) {
      if (limit < bytes.length)
        return lines > 0
          ? openQuote()
          : { ...line, kind: 'record-too-long', end: limit, contentEnd: limit, lineEnd: 'none' };
      if (!last) return undefined;
      return finish(at, at, 'none');
    }
    if (bytes[at] === shape.delimiter) at += 1;
    else if (bytes[at] === CR) return finish(at, at + 2, 'crlf');
    else return finish(at, at + 1, 'lf');
  }

  function finish(contentEnd: number, end: number, lineEnd: Frame['lineEnd']): Frame {
    const wrong = shape.columns !== undefined && fields.length / 2 !== shape.columns;
    if (wrong && lines > 0) return openQuote();
    return { kind: wrong ? 'ragged' : 'record', end, contentEnd, lineEnd, fields, quoted };
  }
}
