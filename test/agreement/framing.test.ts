import { describe, expect, it } from 'vitest';
import { frameAll } from '../../lib/reconcile/framing/frame-all.ts';
import { Arena } from '../../lib/records/arena.ts';
import type { FrameFormat } from '../../lib/records/format.ts';
import { BLANK, END, Frames, OPEN_QUOTE, RAGGED, RECORD, TOO_LONG } from '../../lib/records/frames.ts';

// The migration and its check frame with code of different hands: on 100,000 hostile files they say the same.
const FILES = 100_000;
const KINDS: Record<number, string> = {
  [RECORD]: 'record',
  [BLANK]: 'blank',
  [OPEN_QUOTE]: 'open-quote',
  [TOO_LONG]: 'record-too-long',
  [RAGGED]: 'ragged',
};

/** Small, seeded, and good enough to meet every rule of framing with every other (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  'a',
  'b',
  ',',
  ',',
  '"',
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  '",',
  ',"',
  '"\n',
  '\n"',
  'ế',
  '\0',
  '\xff',
  'xxxxxxxxxxxxxxxx',
];

function hostile(next: (below: number) => number): Buffer {
  const parts: string[] = [];
  const favourites = 3 + next(PIECES.length - 3);
  for (let length = next(60); length > 0; length--)
    parts.push(PIECES[next(3) === 0 ? next(PIECES.length) : next(favourites)]!);
  return Buffer.from(parts.join(''), next(2) === 0 ? 'utf8' : 'latin1');
}

function scan(arena: Arena, base: number, bytes: Buffer, format: FrameFormat, fields: number): string {
  arena.u8.set(bytes, base);
  const frames = new Frames(arena, format, fields);
  frames.open(base, base + bytes.length, true);
  const lines: string[] = [];
  for (let kind = frames.next(); kind !== END; kind = frames.next()) {
    const bounds =
      kind === RECORD && format.format === 'csv'
        ? Array.from(
            { length: frames.fields },
            (_, i) => `${frames.fieldStart(i) - base}-${frames.fieldEnd(i) - base}`,
          )
        : [];
    lines.push(
      `${KINDS[kind]} ${frames.start - base} ${frames.contentEnd - base} ${frames.end - base} ${bounds.join(' ')}`,
    );
  }
  return lines.join('\n');
}

const check = (bytes: Buffer, format: FrameFormat, fields: number): string =>
  frameAll(bytes, format, format.format === 'csv' ? fields : undefined)
    .map(({ kind, start, contentEnd, end, fields: bounds }) => {
      const shown =
        kind === 'record' && format.format === 'csv' ? bounds.map(([from, to]) => `${from}-${to}`) : [];
      return `${kind} ${start} ${contentEnd} ${end} ${shown.join(' ')}`;
    })
    .join('\n');

describe('the reconciliation’s framing and the migration’s', () => {
  it(`agree on ${FILES} hostile files, CSV and NDJSON`, () => {
    const next = random(20250701);
    const seen = new Set<string>();
    let arena = new Arena();
    let base = arena.reserve(4096);
    for (let file = 0; file < FILES; file++) {
      if (file % 500 === 0) {
        arena = new Arena(); // areas are never given back: a fresh one now and then
        base = arena.reserve(4096);
      }
      const bytes = hostile(next);
      const format: FrameFormat = {
        format: next(8) === 0 ? 'ndjson' : 'csv',
        delimiter: next(4) === 0 ? 97 : 44,
        quote: next(8) === 0 ? 0 : 34,
        maxRecordBytes: [8, 16, 33, 64, 256][next(5)]!,
      };
      const fields = 1 + next(4);
      const theirs = check(bytes, format, fields);
      const ours = scan(arena, base, bytes, format, format.format === 'csv' ? fields : 0);
      if (ours !== theirs)
        expect({ file, bytes: bytes.toString('latin1'), format, fields, frames: ours }).toEqual({
          file,
          bytes: bytes.toString('latin1'),
          format,
          fields,
          frames: theirs,
        });
      for (const line of ours.split('\n')) seen.add(line.split(' ')[0]!);
    }
    // The files met every kind of frame, or they would prove little.
    expect([...seen].filter(Boolean).sort()).toEqual([
      'blank',
      'open-quote',
      'ragged',
      'record',
      'record-too-long',
    ]);
  });
});
