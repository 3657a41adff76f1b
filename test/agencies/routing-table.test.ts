import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayBefore, firstDayAfter, firstDayFrom, isRealDay } from '../../lib/agencies/routing-days.ts';
import { type RouteInterval, routingTable } from '../../lib/agencies/routing-table.ts';
import { agency, anyLists, type Lists, POOL, routerOf, sourcesOf } from './routing-support.ts';
import { level1, row } from './rows.ts';

const FROM = '2025-06-30';
const tableOf = (lists: Lists, from = FROM) => [...routingTable(sourcesOf(lists), from)];
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const DAY = 86_400_000;

/** Each end of an interval that `anyLists` may draw, with the days beside it, and days far from all. */
const TURNS = ['2025-06-30', '2025-07-01', '2025-07-02', '2025-12-31']
  .flatMap((day) => [-1, 0, 1].map((step) => iso(Date.parse(day) + step * DAY)))
  .concat('2025-09-09', '2026-01-02', '2040-02-29')
  .filter((day) => day >= FROM);

const shown = ({ code, from, through, action, reason, to }: RouteInterval) =>
  `${code} ${from}..${through} ${action} ${reason} ${to}`.trim();

describe('the routing table', () => {
  it('says on every day what the router says', () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const router = routerOf(lists);
        const table = tableOf(lists);
        for (const code of POOL) {
          const rows = table.filter((one) => one.code === code);
          if (rows.length === 0) continue; // no list names it
          for (const day of TURNS) {
            const on = rows.filter((one) => one.from <= day && (one.through === '' || day <= one.through));
            expect(on).toHaveLength(1);
            const { from: _from, through: _through, ...said } = on[0] as RouteInterval;
            const { day: _day, passed: _passed, ...answer } = router.route(code, day);
            expect(said).toEqual(answer);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
  it('has no two rows in a row that say the same, and is the same in any order of the files', () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const table = tableOf(lists);
        for (const [at, one] of table.entries()) {
          if (!POOL.includes(one.code)) continue;
          const next = table[at + 1];
          if (next === undefined || next.code !== one.code) expect(one.through).toBe('');
          else {
            expect(iso(Date.parse(one.through) + DAY)).toBe(next.from);
            expect({ ...next, from: '', through: '' }).not.toEqual({ ...one, from: '', through: '' });
          }
        }
        // Citations come in the order of the files, and everything else does not.
        const bare = (rows: RouteInterval[]) => rows.map((one) => ({ ...one, citations: [] }));
        const distinct =
          new Set(lists.registry?.map(({ code }) => code)).size === (lists.registry?.length ?? 0);
        fc.pre(distinct);
        const plain = (succession: Lists['succession']) =>
          succession?.map((one) => ({ ...one, legal_basis: 'QĐ 1' })) ?? [];
        const turned = { ...lists, succession: plain(lists.succession).reverse() };
        expect(bare(tableOf(turned))).toEqual(
          bare(tableOf({ ...lists, succession: plain(lists.succession) })),
        );
      }),
      { numRuns: 60 },
    );
  });
  it('names every code in every form that the lists write, sorted by bytes', () => {
    const table = tableOf({
      registry: [agency({ code: 'H61.1', code_102: '000.00.01.H61', state: 'active' })],
      succession: [row({ old_code: 'H59.1', old_code_102: '000.00.01.H59', disposition: 'close' })],
    });
    const codes = [...new Set(table.map((one) => one.code))];
    expect(codes).toEqual(
      [
        'H61.1',
        '000.00.01.H61',
        'H59.1',
        '000.00.01.H59',
        ...level1.flatMap(({ code }) => [code, `000.00.00.${code}`]),
      ].sort(),
    );
    expect(table.filter((one) => one.code === 'H07').map(shown)).toEqual([
      'H07 2025-06-30..2025-06-30 deliver active H07',
      'H07 2025-07-01.. forward succeeded H61',
    ]);
  });
  it('cuts where a successor changes, on the way and at its end', () => {
    const lists = {
      registry: [
        agency({ code: 'H59.1', state: 'dual', valid_from: '2025-07-01', valid_to: '2025-08-31' }),
        agency({ code: 'H59.1', state: 'active', valid_to: FROM }),
        agency({ code: 'H61.1', state: 'planned', valid_from: '2025-07-01', valid_to: '2026-02-28' }),
        agency({ code: 'H61.2', state: 'planned', valid_from: '2026-03-01' }),
      ],
      succession: [
        row({ old_code: 'H59.1', disposition: 'merge-into', new_code: 'H61.1', valid_from: '2025-07-01' }),
        row({ old_code: 'H61.1', disposition: 'remap', new_code: 'H61.2', valid_from: '2026-03-01' }),
      ],
    };
    const rows = (from: string) => tableOf(lists, from).filter(({ code }) => code === 'H59.1');
    expect(rows(FROM).map(shown)).toEqual([
      'H59.1 2025-06-30..2025-06-30 deliver active H59.1',
      'H59.1 2025-07-01..2025-08-31 deliver dual H59.1',
      'H59.1 2025-09-01..2026-02-28 forward succeeded H61.1',
      'H59.1 2026-03-01.. forward succeeded H61.2',
    ]);
    expect(rows('2025-12-24').map(shown)).toEqual([
      'H59.1 2025-12-24..2026-02-28 forward succeeded H61.1',
      'H59.1 2026-03-01.. forward succeeded H61.2',
    ]);
  });
  it('takes a day that no calendar has for the time between its neighbours', () => {
    const succession = [
      row({
        old_code: 'X',
        disposition: 'remap',
        new_code: 'Y',
        valid_from: '2025-06-31',
        valid_to: '2025-13-45',
      }),
      row({ old_code: 'X', disposition: 'remap', new_code: 'Z', valid_from: '2026-01-00' }),
    ];
    expect(
      tableOf({ succession })
        .filter(({ code }) => code === 'X')
        .map(shown),
    ).toEqual([
      'X 2025-06-30..2025-06-30 deliver active X',
      'X 2025-07-01..2025-12-31 forward succeeded Y',
      'X 2026-01-01.. forward succeeded Z',
    ]);
  });
});

describe('days', () => {
  it('go as the calendar goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('0001-01-02') / DAY, max: 2_932_895 }), (number) => {
        const day = iso(number * DAY);
        expect(isRealDay(day)).toBe(true);
        expect(firstDayFrom(day)).toBe(day);
        expect(dayBefore(day)).toBe(iso((number - 1) * DAY));
        expect(firstDayAfter(day)).toBe(iso((number + 1) * DAY));
      }),
    );
    expect(firstDayAfter('9999-12-31')).toBeUndefined();
  });
  it.each(['2025-02-29', '2100-02-29', '2025-06-31', '2025-00-10', '2025-13-01', '2025-10-00', '2025-12-32'])(
    '%s is none, and stands before the next in the order of strings',
    (text) => {
      expect(isRealDay(text)).toBe(false);
      const next = firstDayFrom(text) ?? '';
      expect(isRealDay(next)).toBe(true);
      expect(next > text).toBe(true);
      expect(dayBefore(next) < text).toBe(true);
      expect(firstDayAfter(text)).toBe(next);
    },
  );
  it.each(['', '2025-7-1', '2025-07-01 ', '20250701', '10000-01-01'])('"%s" is no day', (text) =>
    expect(isRealDay(text)).toBe(false),
  );
});
