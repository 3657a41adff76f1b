import type { Profile } from '../formats/profile.ts';

/** How bytes are cut into records: docs/rules.md section 1. */
export interface FrameFormat {
  readonly format: 'csv' | 'ndjson';
  /** One byte. */
  readonly delimiter: number;
  /** One byte, or 0 where the profile says `quote: none`. */
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
