import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predecessorsIn } from '../../lib/agencies/routing-predecessors.ts';
import {
  agency,
  anyContext,
  anyLists,
  DAYS,
  type Lists,
  POOL,
  routerOf,
  sourcesOf,
} from './routing-support.ts';
import { level1, row } from './rows.ts';

const of = (lists: Lists) => predecessorsIn(sourcesOf(lists), routerOf(lists));

describe('predecessors', () => {
  const lists = {
    registry: [
      agency({ code: 'H61.7', code_102: '000.00.07.H61', state: 'active', valid_from: '2025-07-01' }),
    ],
    succession: [
      row({ old_code: 'H07.9', disposition: 'rename', new_code: '000.00.07.H59' }),
      row({
        old_code: 'H59.7',
        old_code_102: '000.00.07.H59',
        disposition: 'remap',
        new_code: '000.00.07.H61',
        valid_from: '2025-07-01',
      }),
      row({ old_code: 'H59.8', disposition: 'merge-into', new_code: 'H61.7', valid_from: '2026-01-01' }),
    ],
  };
  it('are found through every reorganisation, whichever form the lists name', () => {
    for (const code of ['H61.7', '000.00.07.H61'])
      expect(of(lists)(code, '2025-07-01')).toEqual(['H07.9', 'H59.7']);
    expect(of(lists)('H61.7', '2026-01-01')).toEqual(['H07.9', 'H59.7', 'H59.8']);
    expect(of(lists)('H59.7', '2025-06-30')).toEqual(['H07.9']);
    expect(of(lists)('H59.7', '2025-07-01')).toEqual([]);
    expect(of({})('H61', '2025-07-01')).toEqual(['H07', 'H59']);
    expect(of({})('H61', '2025-06-30')).toEqual([]);
  });
  it('are exactly the old codes that are forwarded here', () => {
    fc.assert(
      fc.property(anyLists, fc.constantFrom(...DAYS), anyContext, (lists, day, context) => {
        const router = routerOf(lists);
        const found = of(lists);
        const olds = [
          ...new Set([
            ...(lists.succession ?? []).map((one) => one.old_code),
            ...level1.filter((one) => one.disposition === 'closed').map((one) => one.code),
          ]),
        ];
        const ends = olds.map((old) => router.route(old, day, context));
        for (const code of POOL) {
          const named = found(code, day, context);
          for (const old of named) expect(router.route(old, day, context).action).toBe('forward');
          for (const end of ends)
            if (end.action === 'forward' && end.to === code) expect(named).toContain(end.code);
        }
      }),
      { numRuns: 300 },
    );
  });
});
