import { describe, expect, test } from 'vitest';
import type { BatchFacts } from '../../lib/progress/facts.ts';
import { makeProgress } from '../../lib/progress/make.ts';
import type { Progress } from '../../lib/progress/progress.ts';

const RUN1 = { started: '2025-07-01T08:00:00.000Z', ended: '2025-07-01T09:00:00.000Z', mapping: 'm1' };
const RUN2 = { started: '2025-07-10T08:00:00.000Z', ended: '2025-07-10T09:00:00.000Z', mapping: 'm2' };
const RUN3 = { started: '2025-07-20T08:00:00.000Z', ended: '2025-07-20T09:00:00.000Z', mapping: 'm3' };
const JULY_5 = '2025-07-05T00:00:00.000Z';
const JULY_15 = '2025-07-15T00:00:00.000Z';
const JULY_30 = '2025-07-30T00:00:00.000Z';

/** Each round as `system: held records`, null where it was not ended; `held` as `system reason: records`, of the last that was. */
function facts(
  rounds: ReadonlyArray<Record<string, number> | null>,
  held: Record<string, number>,
  run: BatchFacts['run'],
  batch = 'b',
): BatchFacts {
  return {
    batch,
    state: 'done',
    error: '',
    verdict: 'fail',
    edited: false,
    run,
    sources: [],
    rounds: rounds.map((each, at) => ({
      mapping: `m${at + 1}`,
      complete: each !== null,
      held: new Map(Object.entries(each ?? {})),
    })),
    tallied: {
      round: rounds.findLastIndex((each) => each !== null),
      held: Object.entries(held).map(([key, records]) => {
        const [system = '', reason = ''] = key.split(' ');
        return { system, reason, records };
      }),
    },
  };
}

const rows = ({ held }: Progress) =>
  held.map(({ system, reason, records, since, round }) => [`${system} ${reason}`, records, since, round]);

describe('what is held, and since when', () => {
  test('by the end of the run that shows it', () => {
    const report = makeProgress([facts([{ a: 3 }], { 'a split': 3, 'a gone': 0 }, RUN1)], undefined, JULY_15);
    expect(rows(report)).toEqual([['a split', 3, RUN1.ended, 1]]);
  });

  test('as an earlier report remembers it, however often the batch was run since', () => {
    const first = makeProgress([facts([{ a: 3 }], { 'a split': 3 }, RUN1)], undefined, JULY_5);
    const two = [{ a: 3 }, { a: 2, b: 1 }];
    const second = makeProgress([facts(two, { 'b unit': 1, 'a split': 2 }, RUN2)], first, JULY_15);
    expect(rows(second)).toEqual([
      ['a split', 2, RUN1.ended, 2],
      ['b unit', 1, RUN2.ended, 2],
    ]);
    const later = { ...RUN3, mapping: 'm2' };
    const again = makeProgress([facts(two, { 'b unit': 1, 'a split': 2 }, later)], second, JULY_30);
    expect(rows(again)).toEqual(rows(second));
  });

  test('anew, where it was released in between', () => {
    const first = makeProgress(
      [facts([{ a: 3, b: 1 }], { 'a split': 3, 'b unit': 1 }, RUN1)],
      undefined,
      JULY_5,
    );
    const three = [{ a: 3, b: 1 }, { b: 1 }, { a: 1, b: 1 }];
    const third = makeProgress([facts(three, { 'a split': 1, 'b unit': 1 }, RUN3)], first, JULY_30);
    expect(rows(third)).toEqual([
      ['a split', 1, RUN3.ended, 3],
      ['b unit', 1, RUN1.ended, 3],
    ]);
    // A run that was broken off released nothing.
    const broken = makeProgress([facts([{ a: 3 }, null, { a: 1 }], { 'a split': 1 }, RUN3)], first, JULY_30);
    expect(rows(broken)).toEqual([['a split', 1, RUN1.ended, 3]]);
  });

  test('as the last assembled version has it, while the batch is done anew', () => {
    const running = { started: RUN2.started, ended: null, mapping: '' };
    const fact = facts([{ a: 3 }, null], { 'a split': 3 }, running);
    // Nobody noted since when: at the time of the report it is so.
    expect(rows(makeProgress([fact], undefined, JULY_15))).toEqual([['a split', 3, JULY_15, 1]]);
    const remembered = makeProgress([facts([{ a: 3 }], { 'a split': 3 }, RUN1)], undefined, JULY_5);
    expect(rows(makeProgress([fact], remembered, JULY_15))).toEqual([['a split', 3, RUN1.ended, 1]]);
  });

  test('a batch does not inherit the memory of another', () => {
    const first = makeProgress([facts([{ a: 3 }], { 'a split': 3 }, RUN1, 'one')], undefined, JULY_5);
    const fact = facts([{ a: 3 }], { 'a split': 3 }, { ...RUN2, mapping: 'm1' }, 'two');
    expect(rows(makeProgress([fact], first, JULY_15))).toEqual([['a split', 3, RUN2.ended, 1]]);
  });

  test.each([
    [[{ a: 1 }], 1],
    [[{ a: 1 }, { a: 0 }, { a: 2 }, { a: 1 }], 3],
    [[{ a: 1 }, {}], 0],
    [[{ a: 1 }, null, { a: 1 }], 1],
    [[], 0],
  ])('a system that had %j held in its rounds has them from round %i on', (rounds, from) => {
    const outcomes = { migrated: 0, already: 0, held: 1, rejected: 0 };
    const sources = [{ source: 'a-01', system: 'a', records: 1, outcomes }];
    const report = makeProgress([{ ...facts(rounds, {}, RUN1), sources }], undefined, JULY_5);
    expect(report.systems.map(({ heldFrom }) => heldFrom)).toEqual([from]);
  });
});

test('systems add up their sources, and keep batches and systems in the order of their bytes', () => {
  const outcomes = { migrated: 5, already: 1, held: 2, rejected: 1 };
  const source = (name: string, system: string, records: number) => ({
    source: name,
    system,
    records,
    outcomes,
  });
  const one = facts([], {}, RUN1, 'b-two');
  const two = facts([], {}, RUN1, 'a-one');
  const report = makeProgress(
    [
      { ...one, sources: [source('z-01', 'z', 10), source('b-01', 'b', 20), source('z-02', 'z', 9)] },
      { ...two, sources: [source('z-01', 'z', 9)] },
    ],
    undefined,
    JULY_5,
  );
  expect(
    report.systems.map(({ batch, system, sources, records, done, held }) => [
      batch,
      system,
      sources,
      records,
      done,
      held,
    ]),
  ).toEqual([
    ['a-one', 'z', 1, 9, 9, 2],
    ['b-two', 'b', 1, 20, 9, 2],
    ['b-two', 'z', 2, 19, 18, 4],
  ]);
  expect(report.batches.map(({ batch }) => batch)).toEqual(['a-one', 'b-two']);
});
