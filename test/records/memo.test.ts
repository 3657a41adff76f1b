import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../lib/records/arena.ts';
import { DecimalCounter } from '../../lib/records/decimal-counter.ts';
import { SpanMemo, spansOf } from '../../lib/records/memo.ts';

describe('SpanMemo', () => {
  it('answers as a map of the fields’ bytes would, through growth and collisions of length', () => {
    const fields = fc.array(fc.stringMatching(/^[ab,]{0,3}$/), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fields, fc.integer({ min: 0, max: 2 })), { maxLength: 400 }),
        (lookups) => {
          const arena = new Arena();
          const starts: number[] = [];
          const ends: number[] = [];
          const record = {
            fieldStart: (field: number) => starts[field]!,
            fieldEnd: (field: number) => ends[field]!,
          };
          const memo = new SpanMemo(arena, record, spansOf([0, 2]));
          const plain = new Map<string, number>();
          const at = arena.reserve(64);
          for (const [values, extra] of lookups) {
            let to = at;
            values.forEach((value, index) => {
              starts[index] = to;
              arena.u8.set(Buffer.from(value), to);
              to += value.length;
              ends[index] = to;
              to += 1;
            });
            const key = JSON.stringify([values[0], values[2], extra]);
            expect(memo.find(extra)).toBe(plain.get(key) ?? -1);
            if (!plain.has(key)) {
              memo.put(extra, plain.size);
              plain.set(key, plain.size);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('forgets everything when cleared', () => {
    const arena = new Arena();
    const at = arena.reserve(16);
    const memo = new SpanMemo(arena, { fieldStart: () => at, fieldEnd: () => at + 4 }, [[0, 0]]);
    expect(memo.find(7)).toBe(-1);
    memo.put(7, 42);
    expect(memo.find(7)).toBe(42);
    expect(memo.find(8)).toBe(-1);
    memo.clear();
    expect(memo.find(7)).toBe(-1);
  });
});

describe('spansOf', () => {
  it('joins neighbours', () => {
    expect(spansOf([5, 1, 2, 9, 10, 11, 2])).toEqual([
      [1, 2],
      [5, 5],
      [9, 11],
    ]);
  });
});

describe('DecimalCounter', () => {
  it('counts as numbers do', () => {
    const arena = new Arena();
    const counter = new DecimalCounter(arena);
    for (const start of [0, 8, 98, 9_999_998]) {
      counter.set(start);
      for (let step = 1; step <= 12; step++) {
        counter.increment();
        expect(Buffer.from(arena.u8.subarray(counter.at, counter.at + counter.length)).toString()).toBe(
          String(start + step),
        );
      }
    }
  });
});
