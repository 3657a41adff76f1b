import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Dictionary } from '../../lib/reconcile/ingest/dictionary.ts';
import { planPartitions } from '../../lib/reconcile/plan.ts';

const chunk = (records: number, bytes: number) => ({
  chunk: 0,
  start: 100,
  end: 100 + bytes,
  firstNumber: 1,
  records,
  blanks: 0,
});

it('ends a partition at its records or at its bytes, whichever comes first', () => {
  const limits = { records: 10, bytes: 100 };
  const plan = (...chunks: Array<readonly [number, number]>) =>
    planPartitions(
      chunks.map(([records, bytes]) => chunk(records, bytes)),
      limits,
    );
  expect(plan()).toEqual([[0, 0]]);
  expect(plan([5, 10], [5, 10], [1, 10])).toEqual([
    [0, 2],
    [2, 3],
  ]);
  expect(plan([1, 60], [1, 60], [1, 400], [1, 1])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
});

it('numbers keys alike whatever of them it keeps whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'ế'), maxLength: 5 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 40 }),
      (keys, limit) => {
        const numbers = (dictionary: Dictionary): Array<[number, boolean]> =>
          keys.map((key) => {
            const bytes = Buffer.from(key);
            dictionary.begin();
            dictionary.add(bytes, 0, bytes.length);
            const { id, fresh } = dictionary.find();
            return [id, fresh];
          });
        expect(numbers(new Dictionary(limit))).toEqual(numbers(new Dictionary()));
      },
    ),
  );
});
