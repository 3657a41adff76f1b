import { frameCsv } from './csv.ts';
import { type FrameFormat, type FrameKind, newFrame } from './format.ts';
import { frameLine } from './ndjson.ts';

export interface FramedPiece {
  readonly start: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly kind: FrameKind;
  /** Raw bounds of each field, quotes included; empty for NDJSON and for what is no whole record. */
  readonly fields: ReadonlyArray<readonly [number, number]>;
}

/** Frames bytes that are all at hand: records and blank lines in order, from the first byte (no BOM, no header). */
export function frameAll(bytes: Uint8Array, format: FrameFormat, fields: number | undefined): FramedPiece[] {
  const pieces: FramedPiece[] = [];
  const frame = newFrame();
  for (let at = 0; at < bytes.length; at = frame.end) {
    const limit = Math.min(bytes.length, at + format.maxRecordBytes);
    const last = limit === bytes.length;
    const framed =
      format.format === 'csv'
        ? frameCsv(bytes, at, bytes.length, limit, last, format, fields ?? -1, frame)
        : frameLine(bytes, at, bytes.length, limit, last, frame);
    if (!framed) throw new Error('the framer asked for bytes beyond the end');
    pieces.push({
      start: frame.start,
      contentEnd: frame.contentEnd,
      end: frame.end,
      kind: frame.kind,
      fields: Array.from({ length: frame.fields }, (_, index) => [frame.starts[index]!, frame.ends[index]!]),
    });
  }
  return pieces;
}
