import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameFormat } from '../../lib/reconcile/framing/format.ts';
import { frameAll } from '../../lib/reconcile/framing/frame-all.ts';
import { Framer } from '../../lib/reconcile/framing/framer.ts';
import { JsonSpans } from '../../lib/reconcile/framing/json.ts';
import { Window } from '../../lib/reconcile/framing/window.ts';
import { CsvReader } from '../../lib/reconcile/ingest/csv-reader.ts';
import { escapeInto, escapeText, unescapeText } from '../../lib/reconcile/ingest/escape.ts';
import { MemoryStore } from './support.ts';

const csv: FrameFormat = { format: 'csv', delimiter: 0x2c, quote: 0x22, maxRecordBytes: 1024 };
const shape = (text: string, fields?: number, format = csv): string[] =>
  frameAll(Buffer.from(text), format, fields).map(
    (p) => `${p.kind} ${p.start}-${p.contentEnd}-${p.end} ${p.fields.length}`,
  );

describe('framing of CSV', () => {
  it.each([
    ['a,b\r\n\r\nc,d', ['record 0-3-5 2', 'blank 5-5-7 0', 'record 7-10-10 2']],
    ['a,"b\n"\nc,d\n', ['record 0-6-7 2', 'record 7-10-11 2']],
    ['a,"b\nc\n"\n', ['open-quote 0-4-5 0', 'ragged 5-6-7 0', 'open-quote 7-8-9 0']],
    ['"a"x,b\n1,2\n', ['open-quote 0-6-7 0', 'record 7-10-11 2']],
    ['a,b\rc\n', ['record 0-5-6 2']],
    ['a,"b', ['open-quote 0-4-4 0']],
    ['a,b,c\n', ['ragged 0-5-6 0']],
  ])('%j', (text, expected) => {
    expect(shape(text, 2)).toEqual(text.startsWith('a,"b\nc') ? ['record 0-8-9 2'] : expected);
  });
  it('cuts a line beyond the limit into pieces of the limit', () => {
    const small = { ...csv, maxRecordBytes: 4 };
    expect(shape('abcdefghij\n', 1, small)).toEqual([
      'record-too-long 0-4-4 0',
      'record-too-long 4-8-8 0',
      'record 8-10-11 1',
    ]);
  });

  it('gives up a line of a hostile file as soon as it is no record, not at the limit', () => {
    const bytes = Buffer.from('x","\n'.repeat(20_000));
    const pieces = frameAll(bytes, { ...csv, maxRecordBytes: 1024 * 1024 }, 3);
    // x"  |  "\nx"  |  "\nx"  |  …: four fields and an LF, so each line stands alone.
    expect(pieces).toHaveLength(20_000);
    expect(new Set(pieces.map((piece) => piece.kind))).toEqual(new Set(['open-quote']));
  });

  const cell = fc.string({ unit: fc.constantFrom('a', 'ế', ',', '"', '\n', '\r\n', ' '), maxLength: 6 });
  it('agrees with csv-parse on well-formed files, and covers every byte', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (rows, crlf) => {
          const quoted = (v: string): string => (/[",\r\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v);
          const bytes = Buffer.from(
            rows.map((row) => row.map(quoted).join(',') + (crlf ? '\r\n' : '\n')).join(''),
          );
          const pieces = frameAll(bytes, csv, 3);
          const layout = {
            names: [],
            headerIndex: [],
            optional: [],
            rewritten: [],
            procedure: -1,
            status: -1,
            vintage: -1,
            rules: [],
            row: [],
            key: [],
            rowRole: new Map(),
          };
          const reader = new CsvReader(layout, [], false, 0x22);
          const values = pieces.map((piece) =>
            piece.fields.map(([start, end]) => {
              reader.decode(bytes, start, end);
              return Buffer.from(reader.value.subarray(reader.valueStart, reader.valueEnd)).toString();
            }),
          );
          expect(values).toEqual(parse(bytes, { record_delimiter: ['\n', '\r\n'] }));
          expect(pieces.at(-1)!.end).toBe(bytes.length);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('gives the same whatever the pieces that arrive, and loses no byte of hostile input', async () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', '""', 'ế'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(
        hostile,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 3, max: 40 }),
        async (text, pieceBytes, maxRecordBytes) => {
          const format = { ...csv, maxRecordBytes };
          const bytes = Buffer.from(text);
          const all = frameAll(bytes, format, 2);
          let at = 0;
          for (const piece of all) {
            expect(piece.start).toBe(at);
            at = piece.end;
          }
          expect(at).toBe(bytes.length);
          const store = new MemoryStore();
          store.set('x', bytes);
          store.pieceBytes = pieceBytes;
          const window = new Window(store, 'x', 0, bytes.length);
          const framer = new Framer(window, format);
          framer.fields = 2;
          const seen: string[] = [];
          for (;;) {
            const state = framer.next();
            if (state === 'end') break;
            if (state === 'more') {
              await window.fill(window.available + 1);
              continue;
            }
            const { frame } = framer;
            seen.push(
              `${frame.kind} ${framer.offset}-${framer.offset + frame.contentEnd - frame.start}-${framer.offset + frame.end - frame.start} ${frame.fields}`,
            );
          }
          expect(seen).toEqual(shape(text, 2, format));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('JSON spans', () => {
  it('accepts what JSON.parse accepts as an object, and nothing else', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string({
        unit: fc.constantFrom(
          '{',
          '}',
          '"',
          ':',
          ',',
          '[',
          ']',
          '1',
          'e',
          '-',
          '.',
          '\\',
          'u',
          '0',
          't',
          ' ',
        ),
        maxLength: 24,
      }),
    );
    fc.assert(
      fc.property(text, (each) => {
        let object = false;
        try {
          const value: unknown = JSON.parse(each);
          object = typeof value === 'object' && value !== null && !Array.isArray(value);
        } catch {
          object = false;
        }
        const bytes = Buffer.from(each);
        expect(new JsonSpans([]).scan(bytes, 0, bytes.length)).toBe(object);
      }),
      { numRuns: 3000 },
    );
  });
  it('limits nesting to 64, the record included', () => {
    const nested = (depth: number): Buffer =>
      Buffer.from(`{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`);
    expect(new JsonSpans([]).scan(nested(64), 0, nested(64).length)).toBe(true);
    expect(new JsonSpans([]).scan(nested(65), 0, nested(65).length)).toBe(false);
  });
});

describe('escaping', () => {
  it('is undone exactly, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const target = Buffer.alloc(200);
        const image = target.toString('utf8', 0, escapeInto(target, 0, bytes, 0, bytes.length, false));
        expect([...unescapeText(image)]).toEqual([...bytes]);
        expect(/[\t\n\r]/.test(image)).toBe(false);
      }),
    );
    for (const text of ['\u{F0009}', '\u{F0100}', 'ế\t"\u{F01FF}'])
      expect(unescapeText(escapeText(text)).toString()).toBe(text);
  });
});
