import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf } from '../../lib/agencies/cycles.ts';
import { overlapping } from '../../lib/agencies/intervals.ts';
import { foldOfficeName } from '../../lib/agencies/office-name.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import { compareText } from '../../lib/agencies/succession-rows.ts';
import { agency } from './registry-rows.ts';

describe('cyclesOf', () => {
  const graph = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 }).map((pairs) => {
    const edges = new Map<string, string[]>();
    for (const [from, to] of pairs) edges.set(`n${from}`, [...(edges.get(`n${from}`) ?? []), `n${to}`]);
    return edges;
  });
  /** Every node that can be reached in one step or more. */
  function reach(edges: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
    const seen = new Set<string>();
    const open = [...(edges.get(from) ?? [])];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      open.push(...(edges.get(node) ?? []));
    }
    return seen;
  }

  it('are the sets of nodes that reach each other', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const nodes = [...new Set([...edges.keys(), ...[...edges.values()].flat()])];
        const expected = new Set(
          nodes
            .filter((node) => reach(edges, node).has(node))
            .map((node) =>
              nodes
                .filter((other) => reach(edges, node).has(other) && reach(edges, other).has(node))
                .sort()
                .join(),
            ),
        );
        const found = cyclesOf(edges).map((cycle) => cycle.sort().join());
        expect(new Set(found)).toEqual(expected);
        expect(found).toHaveLength(expected.size);
      }),
    );
  });
  it('need no stack: a chain of 200,000', () => {
    const edges = new Map(Array.from({ length: 200_000 }, (_, at) => [`${at}`, [`${at + 1}`]]));
    expect(cyclesOf(edges)).toEqual([]);
    expect(cyclesOf(edges.set('200000', ['0']))[0]).toHaveLength(200_001);
  });
});

describe('overlapping', () => {
  const day = fc.constantFrom('', '2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04');
  it('names a row exactly if it shares a day with one that begins before it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(day, day), { maxLength: 6 }), (intervals) => {
        const { entries } = new Registry(
          intervals.map(([valid_from, valid_to]) => agency('H61', { valid_from, valid_to })),
        );
        const days = (at: number): string[] =>
          ['0', '2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04', '9'].filter((one) => {
            const [from, to] = intervals[at] as [string, string];
            return (from === '' || from <= one) && (to === '' || one <= to);
          });
        const before = (a: number, b: number): boolean => {
          const [x, y] = [intervals[a]?.[0] ?? '', intervals[b]?.[0] ?? ''];
          return x < y || (x === y && a < b);
        };
        const expected = intervals.flatMap((_, at) =>
          intervals.some(
            (__, other) => before(other, at) && days(other).some((one) => days(at).includes(one)),
          )
            ? [at + 2]
            : [],
        );
        const found = overlapping(entries);
        expect(found.map(({ later }) => later.number).sort((a, b) => a - b)).toEqual(expected);
        for (const { earlier, later } of found)
          expect(days(earlier.number - 2).some((one) => days(later.number - 2).includes(one))).toBe(true);
      }),
    );
  });
});

it('compareText is the order of the UTF-8 bytes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      },
    ),
    { numRuns: 2_000 },
  );
  expect(compareText('\u{1f600}', '\uffff')).toBeGreaterThan(0);
});

it('foldOfficeName takes writings of one name together, and nothing more', () => {
  const folded = foldOfficeName('UBND tỉnh Đồng Tháp');
  for (const name of [
    'Ủy ban nhân dân tỉnh Đồng Tháp',
    'Uỷ  ban nhân dân TỈNH Đồng Tháp ',
    'ubnd tỉnh đồng tháp'.normalize('NFD'),
  ])
    expect(foldOfficeName(name)).toBe(folded);
  expect(foldOfficeName('UBND tỉnh Đồng Thap')).not.toBe(folded);
});
