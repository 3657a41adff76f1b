import type { Frame } from './format.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Frames the NDJSON line at `start`; arguments and answer as `frameCsv`. */
export function frameLine(
  bytes: Uint8Array,
  start: number,
  have: number,
  limit: number,
  last: boolean,
  frame: Frame,
): boolean {
  const stop = Math.min(have, limit);
  if (start >= stop) return false;
  frame.start = start;
  frame.fields = 0;
  const at = bytes.indexOf(LF, start);
  if (at !== -1 && at < stop) {
    frame.contentEnd = at > start && bytes[at - 1] === CR ? at - 1 : at;
    frame.end = at + 1;
    frame.kind = frame.contentEnd === start ? 'blank' : 'record';
    return true;
  }
  if (have < limit) return false;
  frame.contentEnd = limit;
  frame.end = limit;
  frame.kind = last ? 'record' : 'record-too-long';
  return true;
}
