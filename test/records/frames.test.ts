import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../lib/records/arena.ts';
import type { FrameFormat } from '../../lib/records/format.ts';
import { BLANK, END, Frames, OPEN_QUOTE, RAGGED, RECORD, TOO_LONG } from '../../lib/records/frames.ts';
import { FreezeScanner } from '../../lib/records/freeze-scan.ts';
import { compileArena } from '../../scripts/compile-arena.ts';
import { profileOf } from '../support/province.ts';

const NAMES: Record<number, string> = {
  [RECORD]: 'record',
  [BLANK]: 'blank',
  [OPEN_QUOTE]: 'open-quote',
  [TOO_LONG]: 'too-long',
  [RAGGED]: 'ragged',
};
const FORMAT = { format: 'csv', delimiter: 44, quote: 34, maxRecordBytes: 64 } as const;

interface Frame {
  kind: string;
  bytes: string;
  fields: string[];
}

/** Frames text as one piece; the bytes are shown as latin1, one character a byte. */
function frame(text: string, fields: number, format: Partial<FrameFormat> = FORMAT): Frame[] {
  const bytes = Buffer.from(text, 'latin1');
  const arena = new Arena();
  const base = arena.reserve(bytes.length);
  arena.u8.set(bytes, base);
  const frames = new Frames(arena, { ...FORMAT, ...format }, fields);
  frames.open(base, base + bytes.length, true);
  const found: Frame[] = [];
  for (let kind = frames.next(); kind !== END; kind = frames.next())
    found.push({
      kind: NAMES[kind] as string,
      bytes: text.slice(frames.start - base, frames.end - base),
      fields:
        kind === RECORD
          ? Array.from({ length: frames.fields }, (_, i) =>
              text.slice(frames.fieldStart(i) - base, frames.fieldEnd(i) - base),
            )
          : [],
    });
  return found;
}
const short = (text: string, fields: number, format: Partial<FrameFormat> = {}) =>
  frame(text, fields, format).map(({ kind, bytes }) => [kind, bytes]);

describe('framing by hand (docs/rules.md section 1)', () => {
  it.each<[string, string, number, Array<[string, string]>]>([
    [
      'LF and CR LF, mixed',
      'a,b\nc,d\r\ne,f',
      2,
      [
        ['record', 'a,b\n'],
        ['record', 'c,d\r\n'],
        ['record', 'e,f'],
      ],
    ],
    [
      'blank lines are counted and hold no record',
      '\n\r\na,b\n\n',
      2,
      [
        ['blank', '\n'],
        ['blank', '\r\n'],
        ['record', 'a,b\n'],
        ['blank', '\n'],
      ],
    ],
    [
      'a CR alone is an ordinary byte',
      'a\rb,c\n\r',
      2,
      [
        ['record', 'a\rb,c\n'],
        ['ragged', '\r'],
      ],
    ],
    [
      'a quoted line end belongs to the field',
      '"a\nb",c\n"d\r\ne",f\n',
      2,
      [
        ['record', '"a\nb",c\n'],
        ['record', '"d\r\ne",f\n'],
      ],
    ],
    [
      'a doubled quote is a quote inside',
      '"a""b",c\n"""",""\n',
      2,
      [
        ['record', '"a""b",c\n'],
        ['record', '"""",""\n'],
      ],
    ],
    ['a quote inside an unquoted field is an ordinary byte', 'a"b,c"\n', 2, [['record', 'a"b,c"\n']]],
    [
      'too few and too many fields',
      'a\na,b,c\na,b\n',
      2,
      [
        ['ragged', 'a\n'],
        ['ragged', 'a,b,c\n'],
        ['record', 'a,b\n'],
      ],
    ],
    [
      'a quoted field that closes before another byte',
      '"a"b,c\nd,e\n',
      2,
      [
        ['open-quote', '"a"b,c\n'],
        ['record', 'd,e\n'],
      ],
    ],
    [
      'a quote that never closes takes its line alone',
      'a,"b\nc,d\ne,f\n',
      2,
      [
        ['open-quote', 'a,"b\n'],
        ['record', 'c,d\n'],
        ['record', 'e,f\n'],
      ],
    ],
    [
      'the same on the last line',
      'a,b\nc,"d',
      2,
      [
        ['record', 'a,b\n'],
        ['open-quote', 'c,"d'],
      ],
    ],
    [
      'several lines with the wrong number of fields',
      'a,"b\nc,d\ne",f,g\n',
      2,
      [
        ['open-quote', 'a,"b\n'],
        ['record', 'c,d\n'],
        ['ragged', 'e",f,g\n'],
      ],
    ],
    [
      'several lines that do add up can’t be told from legal text',
      'a,"b\nc,d\ne"\n',
      2,
      [['record', 'a,"b\nc,d\ne"\n']],
    ],
    ['an empty last field at the end', 'a,', 2, [['record', 'a,']]],
    [
      'a closing quote, CR, then no LF',
      '"a",b\n"c","d"\rx\ne,f\n',
      2,
      [
        ['record', '"a",b\n'],
        ['open-quote', '"c","d"\rx\n'],
        ['record', 'e,f\n'],
      ],
    ],
  ])('%s', (_what, text, fields, expected) => {
    expect(short(text, fields)).toEqual(expected);
  });

  it('cuts what is longer than the limit, with no byte lost', () => {
    const long = `${'x'.repeat(100)},y\n`;
    expect(short(`${long}a,b\n`, 2)).toEqual([
      ['too-long', 'x'.repeat(64)],
      ['record', `${'x'.repeat(36)},y\n`],
      ['record', 'a,b\n'],
    ]);
    // The line end, both bytes of it, must lie inside the limit.
    expect(short(`${'x'.repeat(61)},y\n`, 2)).toEqual([['record', `${'x'.repeat(61)},y\n`]]);
    expect(short(`${'x'.repeat(61)},y\r\n`, 2)).toEqual([
      ['too-long', `${'x'.repeat(61)},y\r`],
      ['blank', '\n'],
    ]);
    // A quote that does not close within the limit takes its first line alone, or, without one, is cut.
    expect(short(`"ab\n${'y'.repeat(80)}",c\n`, 2)[0]).toEqual(['open-quote', '"ab\n']);
    expect(short(`"${'y'.repeat(80)}",c\n`, 2)[0]).toEqual(['too-long', `"${'y'.repeat(63)}`]);
    // What holds a quoted line end and then runs on is an open quote, not a long record.
    expect(short(`"a\nb",${'z'.repeat(90)}\n`, 2)[0]).toEqual(['open-quote', '"a\n']);
  });

  it('knows no quotes where the profile says so, not even NUL', () => {
    expect(short('"a,b\n\0c,d"\n', 2, { quote: 0 })).toEqual([
      ['record', '"a,b\n'],
      ['record', '\0c,d"\n'],
    ]);
  });

  it('frames NDJSON by lines', () => {
    const ndjson = { format: 'ndjson' } as const;
    expect(short('{"a":"\\n"}\r\n\n{}', 0, ndjson)).toEqual([
      ['record', '{"a":"\\n"}\r\n'],
      ['blank', '\n'],
      ['record', '{}'],
    ]);
    expect(short(`${'x'.repeat(70)}\n`, 0, ndjson)).toEqual([
      ['too-long', 'x'.repeat(64)],
      ['record', `${'x'.repeat(6)}\n`],
    ]);
  });
});

/** Text of few different bytes, so that every rule of framing meets every other. */
const hostile = fc.string({
  unit: fc.constantFrom('a', ',', '"', '\n', '\r', '"\n', '",', '""', 'á', '\0'),
  maxLength: 200,
});
const field = fc.oneof(
  fc
    .string({ unit: fc.constantFrom('a', 'b', ' ', 'ế'), maxLength: 6 })
    .map((value) => ({ raw: value, value })),
  fc
    .string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', 'Đ'), maxLength: 6 })
    .map((value) => ({ raw: `"${value.replaceAll('"', '""')}"`, value })),
);

describe('framing by property', () => {
  it('tiles any bytes: nothing lost, nothing read twice', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 4 }), (text, fields) => {
        const bytes = Buffer.from(text).toString('latin1');
        expect(
          frame(bytes, fields)
            .map((found) => found.bytes)
            .join(''),
        ).toBe(bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with a strict CSV library on well-formed text', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) =>
            fc.tuple(
              fc.constant(width),
              fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 12 }),
              fc.constantFrom('\n', '\r\n'),
            ),
          ),
        ([width, rows, eol]) => {
          const text = rows.map((row) => row.map(({ raw }) => raw).join(',') + eol).join('');
          const theirs = parse(text, {
            record_delimiter: eol,
            relax_column_count: true,
            skip_empty_lines: false,
          }) as string[][];
          const latin1 = Buffer.from(text).toString('latin1');
          const ours = frame(latin1, width, { maxRecordBytes: 4096 }).map(({ kind, fields }) => {
            expect(kind).toBe('record');
            return fields.map((raw) => {
              const value = Buffer.from(raw, 'latin1').toString('utf8');
              return value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
            });
          });
          expect(ours).toEqual(theirs);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('finds the structural bytes that a plain loop finds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 40 }), (bytes, from) => {
        const arena = new Arena();
        const base = arena.reserve(bytes.length + 64);
        const out = arena.reserve(bytes.length * 4 + 64);
        arena.u8.set(bytes, base);
        const start = Math.min(from, bytes.length);
        const count = arena.index(base + start, base + bytes.length, out, 44, 34);
        const plain = [...bytes.keys()].filter(
          (at) => at >= start && [10, 34, 44].includes(bytes[at] as number),
        );
        expect([...arena.i32.subarray(out >> 2, (out >> 2) + count)].map((at) => at - base)).toEqual(plain);
      }),
    );
  });

  it('hashes and compares by content alone, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.integer({ min: 0, max: 7 }),
        (a, b, shift) => {
          const arena = new Arena();
          const [atA, atB, out] = [arena.reserve(64), arena.reserve(64) + shift, arena.reserve(32)];
          arena.u8.fill(0xaa, atB - shift, atB + 56);
          arena.u8.set(a, atA);
          arena.u8.set(b, atB);
          arena.hash(atA, a.length, out);
          arena.hash(atB, b.length, out + 8);
          const same = a.length === b.length && Buffer.from(a).equals(Buffer.from(b));
          const sameHash =
            arena.u32[out >> 2] === arena.u32[(out + 8) >> 2] &&
            arena.u32[(out + 4) >> 2] === arena.u32[(out + 12) >> 2];
          expect(sameHash).toBe(same);
          if (a.length === b.length) expect(arena.equal(atA, atB, a.length)).toBe(same ? 1 : 0);
        },
      ),
    );
  });
});

describe('the freeze scan', () => {
  const profile = profileOf({
    format: 'csv',
    key: ['a'],
    level: 'commune',
    subject: 'unknown',
    maxRecordBytes: 256,
    columns: { a: 'agency' },
  });
  const scan = (bytes: Uint8Array, pieces: readonly number[], chunkBytes = 100) => {
    const scanner = new FreezeScanner(profile, { chunkBytes, sample: null, file: 'f' });
    let at = 0;
    for (const piece of pieces) {
      scanner.push(bytes.subarray(at, at + piece));
      at = Math.min(bytes.length, at + piece);
    }
    scanner.push(bytes.subarray(at));
    return scanner.end();
  };

  it('finds the same whatever pieces the file comes in, and its chunks tile the records', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 12 }),
        fc.boolean(),
        (text, pieces, bom) => {
          fc.pre(!text.includes('\0')); // many of them are taken for UTF-16, which is refused
          const body = Buffer.from(`${bom ? '\ufeff' : ''}a,b\n${text}`);
          const whole = scan(body, []);
          expect(scan(body, pieces)).toEqual(whole);
          expect(whole.bomBytes + whole.headerBytes + whole.recordBytes + whole.blankBytes).toBe(body.length);
          let at = whole.headerOffset + whole.headerBytes;
          let number = 1;
          for (const chunk of whole.chunks) {
            expect(chunk.start).toBe(at);
            expect(chunk.firstNumber).toBe(number);
            at = chunk.end;
            number += chunk.records;
          }
          expect(at).toBe(body.length);
          expect(number).toBe(whole.records + 1);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('works through a file larger than its window with records across every bound', () => {
    const row = (index: number) => `k${index},"${'x'.repeat(index % 200)}\n"\n`;
    const rows = Array.from({ length: 40_000 }, (_, index) => row(index));
    const bytes = Buffer.from(`a,b\n${rows.join('')}`);
    const found = scan(bytes, [], 1 << 20);
    expect(found.records).toBe(40_000);
    expect(found.chunks.length).toBeGreaterThan(3);
    for (const chunk of found.chunks)
      expect(bytes.toString('latin1', chunk.start, chunk.end)).toBe(
        rows.slice(chunk.firstNumber - 1, chunk.firstNumber - 1 + chunk.records).join(''),
      );
  });

  it.each<[string, Uint8Array | string, string]>([
    ['UTF-16 with a BOM', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'utf-16'],
    ['UTF-16 without one', Buffer.from('a,b\n1,2\n', 'utf16le'), 'utf-16'],
    ['a legacy encoding', Buffer.from(`a,b\n${'1,Ph\xf6\xeang\n'.repeat(30)}`, 'latin1'), 'legacy-encoding'],
    ['a legacy header', Buffer.from('a,b\xea\n', 'latin1'), 'legacy-encoding'],
    ['an empty file', '', 'no-header'],
    ['only blank lines', '\n\n', 'no-header'],
    ['a header that never closes', 'a,"b\n1,2\n', 'bad-header-line'],
    ['a name twice', 'a,b,a\n', 'duplicate-column'],
    ['a column missing', 'x,b\n', 'missing-columns'],
    ['a stray stamp column', 'a,_rule\n', 'stray-stamp-columns'],
    ['the stamp not last', 'a,_record,_rule,_was,_vintage,b\n', 'stray-stamp-columns'],
    ['a held part as a source', 'a,_record,_reason,_column,_candidates\n', 'stray-stamp-columns'],
  ])('refuses %s, by name', (_what, content, code) => {
    expect(() => scan(Buffer.from(content), [])).toThrow(expect.objectContaining({ code, source: 'source' }));
  });

  it('takes a file with a few bad bytes: the records are rejected, not the file', () => {
    const bytes = Buffer.from(`a,b\n${'1,Phường\n'.repeat(30)}2,Ph\xf6\n`, 'utf8');
    bytes[bytes.length - 2] = 0xf6;
    expect(scan(bytes, []).records).toBe(31);
  });

  it('knows our stamp, and takes a sample', () => {
    const stamped = scan(Buffer.from('a,_record,_rule,_was,_vintage\n1,2,3,4,5\n'), []);
    expect(stamped.stamped).toBe(true);
    const scanner = new FreezeScanner(profile, { chunkBytes: 1000, sample: 2, file: 'f' });
    scanner.push(Buffer.from('a,b\n1,2\n\n3,4\n5,6\n7,8\n'));
    const sampled = scanner.end();
    expect(sampled.records).toBe(2);
    expect(sampled.chunks).toEqual([{ chunk: 0, start: 4, end: 13, firstNumber: 1, records: 2, blanks: 1 }]);
  });
});

describe('arena-wasm.ts', () => {
  it('is what arena.wat compiles to', async () => {
    const committed = readFileSync('lib/records/arena-wasm.ts', 'utf8');
    const digest = (text: string) => createHash('sha256').update(text.replace(/\s+/g, '')).digest('hex');
    expect(digest(committed)).toBe(digest(await compileArena()));
  });
});
