import type { Profile } from '../../formats/profile.ts';

/** What the framer needs to know of a file. `delimiter` and `quote` are bytes; `quote` 0 means that no byte opens a quoted field. */
export interface FrameFormat {
  readonly format: 'csv' | 'ndjson';
  readonly delimiter: number;
  readonly quote: number;
  readonly maxRecordBytes: number;
}

export function frameFormatOf(profile: Profile): FrameFormat {
  return {
    format: profile.format,
    delimiter: profile.delimiter.charCodeAt(0),
    quote: profile.quote === 'none' ? 0 : profile.quote.charCodeAt(0),
    maxRecordBytes: profile.maxRecordBytes,
  };
}

export const FRAME_KINDS = ['record', 'blank', 'open-quote', 'record-too-long', 'ragged'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

/**
 * The bounds of one framed piece, as indices into the buffer that was framed; one object is used again for
 * every record. `starts` and `ends` hold `fields` field bounds, quotes included (CSV records only).
 */
export interface Frame {
  kind: FrameKind;
  start: number;
  contentEnd: number;
  end: number;
  fields: number;
  starts: Int32Array;
  ends: Int32Array;
}

export function newFrame(): Frame {
  return {
    kind: 'record',
    start: 0,
    contentEnd: 0,
    end: 0,
    fields: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
  };
}

/** Notes one more field of a frame, growing its bounds when they are full. */
export function addField(frame: Frame, start: number, end: number): void {
  if (frame.fields === frame.starts.length) {
    const starts = new Int32Array(frame.fields * 2);
    const ends = new Int32Array(frame.fields * 2);
    starts.set(frame.starts);
    ends.set(frame.ends);
    frame.starts = starts;
    frame.ends = ends;
  }
  frame.starts[frame.fields] = start;
  frame.ends[frame.fields] = end;
  frame.fields++;
}
