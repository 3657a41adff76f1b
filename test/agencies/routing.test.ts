import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Route } from '../../lib/agencies/routing.ts';
import { oracle } from './routing-oracle.ts';
import { agency, anyContext, anyLists, DAYS, POOL, routerOf } from './routing-support.ts';
import { row } from './rows.ts';

const OLD = '2025-06-30';
const NEW = '2025-07-01';
const B1 = '01/2025/QĐ-UBND';
const LAW = '09/2025/QĐ-TTg';

/** What a test says of a route; what it leaves out is blank. */
const is = (part: Partial<Route> & Pick<Route, 'action' | 'reason'>) => ({
  to: '',
  candidates: [],
  until: '',
  ...part,
});
const told = ({ action, reason, to, candidates, until }: Route) => ({
  action,
  reason,
  to,
  candidates,
  until,
});

describe('a code of the registry', () => {
  const router = routerOf({
    registry: [
      agency({ code: 'H61.1', code_102: '000.00.01.H61', state: 'active', legal_basis: B1 }),
      agency({ code: 'H61.2', state: 'planned', valid_from: NEW }),
      agency({ code: 'H59.1', state: 'dual', valid_from: NEW, valid_to: '2025-09-30' }),
      agency({ code: 'H59.2', state: 'annulled', legal_basis: B1 }),
      agency({ code: 'H59.3', state: 'retired', legal_basis: B1 }),
      agency({ code: 'H59.4', state: 'forward-only' }),
      agency({ code: 'H59.5', state: 'active', valid_to: OLD }),
      agency({ code: 'H59.6', state: 'active', valid_to: OLD }),
      agency({ code: 'H59.6', state: 'active', valid_from: '2026-01-01' }),
    ],
    succession: [
      row({ old_code: 'H59.1', disposition: 'merge-into', new_code: 'H61.1' }),
      row({ old_code: 'H59.4', disposition: 'remap', new_code: 'H61.1', valid_from: NEW }),
      row({ old_code: 'H59.7', disposition: 'remap', new_code: 'H61.77' }),
      row({ old_code: 'H59.8', disposition: 'remap', new_code: 'G05.7' }),
    ],
  });
  it.each([
    ['active', 'H61.1', NEW, is({ action: 'deliver', reason: 'active', to: 'H61.1' })],
    ['a successor that is not registered', 'H59.7', NEW, is({ action: 'hold', reason: 'not-registered' })],
    ['that successor itself', 'H61.77', NEW, is({ action: 'hold', reason: 'not-registered' })],
    ['a successor elsewhere', 'H59.8', NEW, is({ action: 'forward', reason: 'succeeded', to: 'G05.7' })],
    [
      'in its other form',
      '000.00.01.H61',
      NEW,
      is({ action: 'deliver', reason: 'active', to: '000.00.01.H61' }),
    ],
    ['planned, from its day on', 'H61.2', NEW, is({ action: 'deliver', reason: 'active', to: 'H61.2' })],
    ['planned, before', 'H61.2', OLD, is({ action: 'bounce', reason: 'not-yet' })],
    ['dual', 'H59.1', NEW, is({ action: 'deliver', reason: 'dual', to: 'H59.1', until: '2025-09-30' })],
    [
      'dual, last day',
      'H59.1',
      '2025-09-30',
      is({ action: 'deliver', reason: 'dual', to: 'H59.1', until: '2025-09-30' }),
    ],
    ['dual, after', 'H59.1', '2025-10-01', is({ action: 'forward', reason: 'succeeded', to: 'H61.1' })],
    ['annulled', 'H59.2', OLD, is({ action: 'hold', reason: 'annulled' })],
    ['retired without a disposition', 'H59.3', OLD, is({ action: 'hold', reason: 'no-disposition' })],
    ['forward-only', 'H59.4', NEW, is({ action: 'forward', reason: 'succeeded', to: 'H61.1' })],
    ['forward-only before its disposition', 'H59.4', OLD, is({ action: 'hold', reason: 'no-disposition' })],
    ['ended', 'H59.5', NEW, is({ action: 'hold', reason: 'no-disposition' })],
    ['ended, and to begin again', 'H59.6', NEW, is({ action: 'hold', reason: 'no-disposition' })],
    ['unknown', 'H61.9', NEW, is({ action: 'bounce', reason: 'unknown' })],
    ['malformed', 'h61.1', NEW, is({ action: 'bounce', reason: 'unknown' })],
    ['under a closed root', '000.00.77.H59', NEW, is({ action: 'hold', reason: 'no-disposition' })],
    ['under that root before it closed', '000.00.77.H59', OLD, is({ action: 'bounce', reason: 'unknown' })],
  ])('%s', (_title, code, day, expected) => {
    expect(told(router.route(code, day))).toEqual(expected);
  });
  it('counts the first of several rows of a day, in both forms', () => {
    const twice = routerOf({
      registry: [
        agency({ code: 'H61.1', state: 'retired', valid_to: NEW }),
        agency({ code: 'H61.1', code_102: '000.00.01.H61', state: 'active' }),
      ],
    });
    expect(twice.route('H61.1', NEW).reason).toBe('no-disposition');
    expect(twice.route('H61.1', '2025-07-02').action).toBe('deliver');
    expect(twice.route('000.00.01.H61', '2025-07-02').action).toBe('deliver');
    expect(twice.route('000.00.01.H61', NEW).action).not.toBe('deliver');
  });
});

describe('level 1', () => {
  const router = routerOf({});
  it.each([
    ['H61', OLD, is({ action: 'deliver', reason: 'active', to: 'H61' })],
    ['H61', NEW, is({ action: 'deliver', reason: 'active', to: 'H61' })],
    ['000.00.00.H61', NEW, is({ action: 'deliver', reason: 'active', to: '000.00.00.H61' })],
    ['H07', OLD, is({ action: 'deliver', reason: 'active', to: 'H07' })],
    ['H07', NEW, is({ action: 'forward', reason: 'succeeded', to: 'H61' })],
    ['000.00.00.H07', NEW, is({ action: 'forward', reason: 'succeeded', to: 'H61' })],
    ['H99', NEW, is({ action: 'bounce', reason: 'unknown' })],
  ])('%s on %s', (code, day, expected) => {
    expect(told(router.route(code, day))).toEqual(expected);
  });
  it('cites the law, and stands behind the registry, which knows a code in both forms', () => {
    expect(router.route('H07', NEW)).toMatchObject({ passed: ['H07'], citations: [LAW] });
    const dual = agency({ code: 'H07', state: 'dual', valid_to: '2025-08-31' });
    const known = routerOf({ registry: [dual, agency({ code: 'H61', state: 'active', legal_basis: B1 })] });
    for (const code of ['H07', '000.00.00.H07']) {
      expect(known.route(code, NEW)).toMatchObject({
        action: 'deliver',
        reason: 'dual',
        until: '2025-08-31',
      });
      expect(known.route(code, '2025-09-01')).toMatchObject({ to: 'H61', citations: [LAW, B1] });
    }
  });
});

describe('the succession list', () => {
  const split = { old_code: 'H59.12', disposition: 'split' } as const;
  const router = routerOf({
    succession: [
      row({ old_code: 'H59.1', disposition: 'keep' }),
      row({ old_code: 'H59.2', disposition: 'rename', new_code: 'H61.2' }),
      row({ old_code: 'H59.3', old_code_102: '000.00.03.H59', disposition: 'remap', new_code: 'H61.3' }),
      row({ old_code: 'H59.4', disposition: 'close', new_code: 'H61.4' }),
      row({ old_code: 'H59.5', disposition: 'close' }),
      row({ old_code: 'H59.6', disposition: 'archive-only' }),
      row({ old_code: 'H59.7', disposition: 'merge-into', new_code: 'H61.7', valid_from: NEW }),
      row({ old_code: 'H59.8', disposition: 'merge-into', new_code: 'H61.1' }),
      row({ old_code: 'H59.8', disposition: 'merge-into', new_code: 'H61.2' }),
      row({ old_code: 'H59.9', disposition: 'merge-into', new_code: 'H61.1' }),
      row({ old_code: 'H59.9', disposition: 'close' }),
      row({ old_code: 'H59.10', disposition: 'merge-into' }),
      row({ ...split, new_code: 'H61.31', when: 'commune=28756', legal_basis: 'QĐ 31' }),
      row({ ...split, new_code: 'H61.30', when: 'commune=28810&procedure=1.011442', legal_basis: 'QĐ 30' }),
      row({ old_code: 'H59.13', disposition: 'split', new_code: 'H61.2' }),
      row({ old_code: 'H59.13', disposition: 'split', new_code: 'H61.1' }),
      row({ old_code: 'H59.15', disposition: 'split', new_code: 'H61.1' }),
      row({ old_code: 'H59.15', disposition: 'split', new_code: 'H61.2', when: 'commune=28756' }),
      row({ old_code: 'H59.14', disposition: 'split', new_code: 'H61.2', when: 'commune=28756' }),
      row({ old_code: 'H59.14', disposition: 'split', new_code: 'H61.2', when: 'commune=28810' }),
    ],
  });
  it.each([
    ['keep', 'H59.1', is({ action: 'deliver', reason: 'active', to: 'H59.1' })],
    ['rename', 'H59.2', is({ action: 'forward', reason: 'succeeded', to: 'H61.2' })],
    ['remap', 'H59.3', is({ action: 'forward', reason: 'succeeded', to: 'H61.3' })],
    ['the other form', '000.00.03.H59', is({ action: 'forward', reason: 'succeeded', to: 'H61.3' })],
    ['a form that is not listed', '000.00.02.H59', is({ action: 'hold', reason: 'no-disposition' })],
    ['close with a successor', 'H59.4', is({ action: 'forward', reason: 'succeeded', to: 'H61.4' })],
    ['close without one', 'H59.5', is({ action: 'bounce', reason: 'closed' })],
    ['archive-only', 'H59.6', is({ action: 'hold', reason: 'archive-only' })],
    [
      'two successors',
      'H59.8',
      is({ action: 'hold', reason: 'split-no-rule', candidates: ['H61.1', 'H61.2'] }),
    ],
    ['two dispositions', 'H59.9', is({ action: 'hold', reason: 'split-no-rule', candidates: ['H61.1'] })],
    ['a merger into nothing', 'H59.10', is({ action: 'hold', reason: 'no-disposition' })],
    [
      'a split by rules',
      'H59.12',
      is({ action: 'bounce', reason: 'split', candidates: ['H61.30', 'H61.31'] }),
    ],
    [
      'a split without rules',
      'H59.13',
      is({ action: 'hold', reason: 'split-no-rule', candidates: ['H61.1', 'H61.2'] }),
    ],
    ['a split with one end', 'H59.14', is({ action: 'forward', reason: 'succeeded', to: 'H61.2' })],
    ['a new code', 'H61.31', is({ action: 'deliver', reason: 'active', to: 'H61.31' })],
    ['a code of nobody', 'H61.99', is({ action: 'bounce', reason: 'unknown' })],
    ['of a ministry', 'G05.7', is({ action: 'deliver', reason: 'foreign', to: 'G05.7' })],
    [
      'of a ministry, in the other form',
      '000.00.07.G05',
      is({ action: 'deliver', reason: 'foreign', to: '000.00.07.G05' }),
    ],
    ['of another province', 'H26.107', is({ action: 'deliver', reason: 'foreign', to: 'H26.107' })],
    ['of another province that was closed', 'H54.1', is({ action: 'hold', reason: 'no-disposition' })],
    ['of a province that never was', 'H99.1', is({ action: 'bounce', reason: 'unknown' })],
    [
      'a split with a row for everybody',
      'H59.15',
      is({ action: 'hold', reason: 'split-no-rule', candidates: ['H61.1', 'H61.2'] }),
    ],
  ])('%s', (_title, code, expected) => {
    expect(told(router.route(code, NEW))).toEqual(expected);
  });
  it('begins on its day', () => {
    expect(told(router.route('H59.7', OLD))).toEqual(
      is({ action: 'deliver', reason: 'active', to: 'H59.7' }),
    );
    expect(router.route('H59.7', NEW)).toMatchObject({ to: 'H61.7' });
  });
  it('settles a split by commune and procedure, citing the row that held', () => {
    expect(router.route('H59.12', NEW, { commune: '28756' })).toMatchObject({
      to: 'H61.31',
      citations: ['QĐ 31'],
    });
    expect(router.route('H59.12', NEW, { commune: '28810' })).toMatchObject({ action: 'bounce' });
    expect(
      router.route('H59.12', NEW, { commune: '28810', procedure: '1.011442.000.00.00.H61' }),
    ).toMatchObject({ to: 'H61.30', citations: ['QĐ 30'] });
    expect(router.route('H59.12', NEW, { commune: '99999' })).toMatchObject({
      reason: 'split',
      citations: ['QĐ 31', 'QĐ 30'],
    });
  });
  it('refuses a list with a condition that nobody can read, naming its row', () => {
    const bad = row({ ...split, new_code: 'H61.1', when: 'xã=1' });
    expect(() => routerOf({ succession: [bad] })).toThrow(/row 2: when/);
  });
});

describe('several reorganisations', () => {
  const router = routerOf({
    registry: [
      agency({ code: 'H59.1', state: 'active', valid_to: '2024-12-31' }),
      agency({
        code: 'H59.2',
        code_102: '000.00.02.H59',
        state: 'active',
        valid_from: '2025-01-01',
        valid_to: OLD,
      }),
      agency({
        code: 'H61.3',
        state: 'active',
        valid_from: NEW,
        valid_to: '2025-12-31',
        legal_basis: 'QĐ C',
      }),
      agency({ code: 'H61.4', state: 'active', valid_from: '2026-01-01', legal_basis: 'QĐ D' }),
    ],
    succession: [
      row({
        old_code: 'H59.1',
        disposition: 'rename',
        new_code: '000.00.02.H59',
        valid_from: '2025-01-01',
        legal_basis: 'QĐ A',
      }),
      row({
        old_code: 'H59.2',
        old_code_102: '000.00.02.H59',
        disposition: 'merge-into',
        new_code: 'H61.3',
        valid_from: NEW,
        legal_basis: 'QĐ B',
      }),
      row({
        old_code: 'H61.3',
        disposition: 'remap',
        new_code: 'H61.4',
        valid_from: '2026-01-01',
        valid_to: '2026-06-30',
        legal_basis: 'QĐ D',
      }),
    ],
  });
  it('are followed as far as they have happened', () => {
    expect(router.route('H59.1', '2024-12-31')).toMatchObject({ action: 'deliver', to: 'H59.1' });
    // To the code that the registry writes, not to the form in which the list names it.
    expect(router.route('H59.1', '2025-01-01')).toMatchObject({
      action: 'forward',
      to: 'H59.2',
      passed: ['H59.1'],
    });
    expect(router.route('H59.1', NEW)).toMatchObject({
      to: 'H61.3',
      passed: ['H59.1', '000.00.02.H59'],
      citations: ['QĐ A', 'QĐ B', 'QĐ C'],
    });
    expect(router.route('H59.1', '2026-01-01')).toMatchObject({
      to: 'H61.4',
      passed: ['H59.1', '000.00.02.H59', 'H61.3'],
      citations: ['QĐ A', 'QĐ B', 'QĐ D'],
    });
  });
  it('stay happened after their rows end', () => {
    expect(router.route('H61.3', '2027-01-01')).toMatchObject({ to: 'H61.4' });
  });
  it('take the latest of the rows that ended', () => {
    const ended = routerOf({
      succession: [
        row({ old_code: 'H59.1', disposition: 'rename', new_code: 'H61.1', valid_to: '2025-07-31' }),
        row({
          old_code: 'H59.1',
          disposition: 'rename',
          new_code: 'H61.2',
          valid_from: NEW,
          valid_to: '2025-07-02',
        }),
      ],
    });
    expect(ended.route('H59.1', '2025-07-02')).toMatchObject({ reason: 'split-no-rule' });
    expect(ended.route('H59.1', '2025-07-03')).toMatchObject({ to: 'H61.1' });
    expect(ended.route('H59.1', '2025-08-01')).toMatchObject({ to: 'H61.2' });
  });
  it('end in a hold where they turn in a circle, or are too many', () => {
    const circle = routerOf({
      succession: [
        row({ old_code: 'H61.1', disposition: 'remap', new_code: 'H61.2' }),
        row({ old_code: 'H61.2', disposition: 'remap', new_code: 'H61.1' }),
        row({ old_code: 'H61.3', disposition: 'remap', new_code: 'H61.3' }),
      ],
    });
    for (const code of ['H61.1', 'H61.3'])
      expect(told(circle.route(code, NEW))).toEqual(is({ action: 'hold', reason: 'loop' }));
    const chain = Array.from({ length: 40 }, (_, at) =>
      row({ old_code: `H61.${100 + at}`, disposition: 'remap', new_code: `H61.${101 + at}` }),
    );
    const long = routerOf({ succession: chain });
    // The last code is H61.140: from H61.109 it is the 32nd, from H61.108 the 33rd.
    expect(long.route('H61.109', NEW)).toMatchObject({ action: 'forward', to: 'H61.140' });
    expect(long.route('H61.108', NEW)).toMatchObject({ action: 'hold', reason: 'loop' });
  });
  it('carry candidates to where they forward, each once', () => {
    const later = routerOf({
      succession: [
        row({ old_code: 'H59.1', disposition: 'split', new_code: 'H61.1', when: 'commune=28756' }),
        row({ old_code: 'H59.1', disposition: 'split', new_code: 'H61.2', when: 'commune=28810' }),
        row({ old_code: 'H59.1', disposition: 'split', new_code: 'H61.5', when: 'commune=28811' }),
        row({ old_code: 'H61.1', disposition: 'merge-into', new_code: 'H61.9', valid_from: '2026-01-01' }),
        row({ old_code: 'H61.2', disposition: 'merge-into', new_code: 'H61.9', valid_from: '2026-01-01' }),
        row({ old_code: 'H61.5', disposition: 'close', valid_from: '2026-01-01' }),
      ],
    });
    expect(later.route('H59.1', NEW).candidates).toEqual(['H61.1', 'H61.2', 'H61.5']);
    expect(later.route('H59.1', '2026-01-01').candidates).toEqual(['H61.5', 'H61.9']);
  });
});

describe('on any lists, with every contradiction that a table can hold', () => {
  const codes = fc.constantFrom(...POOL);
  const days = fc.constantFrom(...DAYS);
  it('it ends, and answers as a second implementation does', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyLists, codes, days, anyContext, (lists, code, day, context) => {
        const answer = routerOf(lists).route(code, day, context);
        expect(told(answer)).toEqual(oracle(lists, code, day, context));
        seen.add(answer.reason);
      }),
      { numRuns: 4000 },
    );
    // Every reason has come up, so none was compared with nothing.
    expect([...seen].sort()).toEqual(
      [
        'active',
        'annulled',
        'archive-only',
        'closed',
        'dual',
        'foreign',
        'loop',
        'no-disposition',
        'not-registered',
        'not-yet',
        'split',
        'split-no-rule',
        'succeeded',
        'unknown',
      ].sort(),
    );
  });
  it('where it forwards to delivers on that day, and only deliver and forward name a place', () => {
    fc.assert(
      fc.property(anyLists, codes, days, anyContext, (lists, code, day, context) => {
        const router = routerOf(lists);
        const { action, to, candidates, until, reason } = router.route(code, day, context);
        if (action === 'deliver') expect(to).toBe(code);
        else if (action === 'forward') expect(router.route(to, day, context).action).toBe('deliver');
        else expect(to).toBe('');
        if (action === 'deliver' || action === 'forward') expect(candidates).toEqual([]);
        if (until !== '') expect(reason).toBe('dual');
        for (const one of candidates) expect(router.route(one, day, context).action).not.toBe('forward');
      }),
      { numRuns: 2000 },
    );
  });
  it('with a registry, a code that no list moves delivers exactly while a row of it is live', () => {
    fc.assert(
      fc.property(anyLists, codes, days, ({ registry = [] }, code, day) => {
        const own = registry.find(
          (one) =>
            one.code === code &&
            (one.valid_from === '' || one.valid_from <= day) &&
            (one.valid_to === '' || one.valid_to >= day),
        );
        fc.pre(own !== undefined && !/^(000\.00\.00\.)?H\d\d$/.test(code));
        const live = ['planned', 'active', 'dual'].includes(own?.state ?? '');
        expect(routerOf({ registry }).route(code, day).action).toBe(live ? 'deliver' : 'hold');
      }),
      { numRuns: 1000 },
    );
  });
});
