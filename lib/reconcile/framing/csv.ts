import { addField, type Frame, type FrameFormat } from './format.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Frames the CSV record at index `start` (docs/rules.md section 1). `have` is the end of the bytes at hand,
 * `limit` = min(end of file, start + maxRecordBytes) and may lie beyond it; `last` tells that `limit` is the
 * end of the file. `fields` is the header's number of fields, -1 where there is no such rule.
 * Returns false if it needs bytes beyond `have`: the caller reads on and tries again.
 */
export function frameCsv(
  bytes: Uint8Array,
  start: number,
  have: number,
  limit: number,
  last: boolean,
  format: FrameFormat,
  fields: number,
  frame: Frame,
): boolean {
  const stop = Math.min(have, limit);
  const short = have < limit;
  const { delimiter, quote } = format;
  frame.start = start;
  frame.fields = 0;
  if (start >= stop) return false;
  const first = bytes[start]!;
  if (first === LF) return line(frame, 'blank', start, start + 1);
  if (first === CR) {
    if (start + 1 >= stop && short) return false;
    if (start + 1 < stop && bytes[start + 1] === LF) return line(frame, 'blank', start, start + 2);
  }
  let at = start;
  let lines = false;
  for (;;) {
    const from = at;
    if (quote !== 0 && at < stop && bytes[at] === quote) {
      at++;
      for (;;) {
        if (at >= stop) return short ? false : openQuote(bytes, start, have, limit, last, frame);
        const byte = bytes[at]!;
        if (byte === quote) {
          if (at + 1 >= stop) {
            if (short) return false;
            at++;
            break;
          }
          if (bytes[at + 1] !== quote) {
            at++;
            break;
          }
          at += 2;
          continue;
        }
        if (byte === LF) lines = true;
        at++;
      }
      if (at >= stop) {
        if (short) return false;
        if (!last) return openQuote(bytes, start, have, limit, last, frame);
      } else {
        const byte = bytes[at]!;
        if (byte === CR && at + 1 >= stop && short) return false;
        const lineEnd = byte === LF || (byte === CR && at + 1 < stop && bytes[at + 1] === LF);
        if (byte !== delimiter && !lineEnd) return openQuote(bytes, start, have, limit, last, frame);
      }
    } else {
      for (; at < stop; at++) {
        const byte = bytes[at]!;
        if (byte === delimiter || byte === LF) break;
        if (byte === CR) {
          if (at + 1 >= stop) {
            if (short) return false;
          } else if (bytes[at + 1] === LF) break;
        }
      }
      if (at >= stop) {
        if (short) return false;
        if (!last)
          return lines ? openQuote(bytes, start, have, limit, last, frame) : tooLong(frame, start, limit);
      }
    }
    addField(frame, from, at);
    // More fields than wanted and an LF among them: open-quote however it goes on. To read on would cost up to
    // `maxRecordBytes` for each line of a hostile file.
    if (lines && fields >= 0 && frame.fields > fields)
      return openQuote(bytes, start, have, limit, last, frame);
    if (at >= stop) return ended(bytes, have, limit, last, frame, at, at, lines, fields);
    const byte = bytes[at]!;
    if (byte === delimiter) {
      at++;
      continue;
    }
    const end = byte === LF ? at + 1 : at + 2;
    return ended(bytes, have, limit, last, frame, at, end, lines, fields);
  }
}

function ended(
  bytes: Uint8Array,
  have: number,
  limit: number,
  last: boolean,
  frame: Frame,
  contentEnd: number,
  end: number,
  lines: boolean,
  fields: number,
): boolean {
  if (fields >= 0 && frame.fields !== fields) {
    if (lines) return openQuote(bytes, frame.start, have, limit, last, frame);
    return line(frame, 'ragged', contentEnd, end);
  }
  return line(frame, 'record', contentEnd, end);
}

function line(frame: Frame, kind: Frame['kind'], contentEnd: number, end: number): boolean {
  frame.kind = kind;
  frame.contentEnd = contentEnd;
  frame.end = end;
  if (kind !== 'record') frame.fields = 0;
  return true;
}

function tooLong(frame: Frame, start: number, limit: number): boolean {
  frame.start = start;
  return line(frame, 'record-too-long', limit, limit);
}

/** Rule 5: the first line alone; without a line end inside the limit, the rest of the file or a cut piece. */
function openQuote(
  bytes: Uint8Array,
  start: number,
  have: number,
  limit: number,
  last: boolean,
  frame: Frame,
): boolean {
  const stop = Math.min(have, limit);
  const at = bytes.indexOf(LF, start);
  if (at !== -1 && at < stop)
    return line(frame, 'open-quote', at > start && bytes[at - 1] === CR ? at - 1 : at, at + 1);
  if (have < limit) return false;
  return last ? line(frame, 'open-quote', limit, limit) : tooLong(frame, start, limit);
}
