import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisClient } from '../../lib/axis/client.ts';
import { batchOf, History } from '../../lib/axis/history.ts';
import { inFlightGate } from '../../lib/axis/in-flight-gate.ts';
import { type DigestedPlan, digestPlan, planBytes, readPlan } from '../../lib/axis/plan-file.ts';
import { reversePlan } from '../../lib/axis/reverse-plan.ts';
import { listBytes, readSavedList } from '../../lib/axis/saved-list.ts';
import { carryOut } from '../../lib/axis/sync.ts';
import type { RegistryRow } from '../../lib/formats/registry-table.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import { row } from '../agencies/rows.ts';
import { memoryStore } from '../cli/fake-host.ts';
import {
  agency,
  config,
  DAY,
  differencesOf,
  emptyInFlight,
  fakeTime,
  listOf,
  MemoryLedger,
  planOf,
  SECRETS,
} from './scene.ts';
import { type StandInAgency, StandInAxis } from './stand-in.ts';

const CODES = [
  'H61',
  ...Array.from({ length: 11 }, (_, at) => `H61.${at + 1}`),
  'H59',
  'H59.1',
  'H59.2',
  'H59.2.1',
];

interface Case {
  axis: StandInAgency[];
  rows: RegistryRow[];
  succession: SuccessionRow[];
}

/**
 * A random axis (its parents are a forest) and a random registry, whose parents may be missing, blank or in circles,
 * whose decisions may be missing, and whose succession list ends some codes and not others.
 */
const cases: fc.Arbitrary<Case> = fc
  .record({
    order: fc.shuffledSubarray(CODES, { minLength: 1 }),
    above: fc.array(fc.nat(20), { minLength: CODES.length, maxLength: CODES.length }),
    deleted: fc.array(fc.nat(12), { minLength: CODES.length, maxLength: CODES.length }),
    registry: fc.shuffledSubarray(CODES),
    parents: fc.array(fc.nat(30), { minLength: CODES.length, maxLength: CODES.length }),
    words: fc.array(fc.nat(5), { minLength: CODES.length, maxLength: CODES.length }),
    ends: fc.array(fc.nat(9), { minLength: CODES.length, maxLength: CODES.length }),
  })
  .map(({ order, above, deleted, registry, parents, words, ends }) => {
    const at = (list: readonly number[], index: number): number => list[index] ?? 0;
    const axis = order.map((code, index) => ({
      code,
      name: `Cơ quan ${code}`,
      mail: at(words, index) % 2 === 0 ? '' : `${index}@example.gov.vn`,
      parent: order[at(above, index) % (index + 1)] ?? '',
      code102: '',
      oldCode: '',
      deleted: false,
      id: index + 1,
      version: index + 1,
    }));
    for (const one of axis) if (one.parent === one.code) one.parent = '';
    // What is gone has nobody under it.
    for (const [index, one] of axis.entries())
      one.deleted = at(deleted, index) === 0 && !axis.some(({ parent }) => parent === one.code);
    const rows = registry.map((code, index) =>
      agency({
        code,
        name: at(words, index) === 1 ? `Tên mới ${code}` : `Cơ quan ${code}`,
        mail: at(words, index) === 2 ? `moi${index}@example.gov.vn` : '',
        parent: CODES[at(parents, index)] ?? (at(parents, index) > 25 ? 'H61.99' : ''),
        legal_basis: at(words, index) === 5 ? '' : '10/QĐ',
      }),
    );
    const succession = CODES.filter((code) => !registry.includes(code)).flatMap((code, index) => {
      const end = at(ends, index);
      if (end < 2) return [];
      if (end < 5) return [row({ old_code: code, disposition: 'close' })];
      const into = CODES[(end * 7 + index) % CODES.length] ?? '';
      return into === code ? [] : [row({ old_code: code, disposition: 'merge-into', new_code: into })];
    });
    return { axis, rows, succession };
  });

/** Makes the calls one after the other on an axis that minds what the law and the tree need at every step. */
function apply(axis: StandInAxis, { plan }: DigestedPlan): void {
  const headers = {
    'x-systemid': SECRETS['env:AXIS_ID'] ?? '',
    'x-secretkey': SECRETS['env:AXIS_SECRET'] ?? '',
  };
  const done = new Set<number>();
  for (const call of plan.calls) {
    for (const need of call.needs) expect(done).toContain(need);
    done.add(call.number);
    if (call.call === 'delete') {
      const left = [...axis.agencies.values()].filter((one) => !one.deleted && one.parent === call.code);
      expect(left.map(({ code }) => code)).toEqual([]);
      for (const successor of call.successors) expect(axis.live()).toContain(successor);
      axis.handle('/deleteAgency', { ...headers, agencycode: call.code }, '{}');
    } else axis.handle('/registerAgency', headers, JSON.stringify({ code: call.code, ...call.payload }));
    expect(axis.processed.at(-1)?.answer).toBe('0'); // the parent is there, the code is
    for (const code of axis.live()) expect(ancestorsEnd(axis, code)).toBe(true);
  }
}

function ancestorsEnd(axis: StandInAxis, code: string): boolean {
  const passed = new Set<string>();
  for (let at = code; at !== ''; at = axis.agencies.get(at)?.parent ?? '') {
    if (passed.has(at)) return false;
    passed.add(at);
  }
  return true;
}

const liveOf = (axis: StandInAxis) =>
  [...axis.agencies.values()]
    .filter(({ deleted }) => !deleted)
    .map(({ code, name, mail, parent }) => ({ code, name, mail, parent }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));

describe('a plan of any registry against any axis', () => {
  it('keeps every dependency at every step, and what it leaves is exactly what it refused', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(cases, ({ axis: agencies, rows, succession }) => {
        const axis = new StandInAxis(agencies);
        const plan = planOf(listOf(axis, 'getSynchronizeUnit'), rows, succession);
        apply(axis, plan);
        const left = differencesOf(rows, listOf(axis, 'getSynchronizeUnit')).map(({ key }) => key);
        expect(left.sort()).toEqual(plan.plan.refused.map(({ key }) => key).sort());
        for (const { reason } of plan.plan.refused) met.add(reason);
        if (plan.plan.calls.some(({ needs }) => needs.length > 1)) met.add('many needs');
        return true;
      }),
      { numRuns: 400, seed: 7 },
    );
    // The cases are not all the easy ones.
    for (const reason of [
      'no-legal-basis',
      'parent-missing',
      'parent-cycle',
      'locked',
      'successor-missing',
      'children-stay',
      'many needs',
    ])
      expect(met).toContain(reason);
  });

  it('is the same plan whatever the order of the inputs', () => {
    fc.assert(
      fc.property(cases, ({ axis: agencies, rows, succession }) => {
        const list = listOf(new StandInAxis(agencies), 'getSynchronizeUnit');
        const plan = planOf(list, rows, succession);
        expect(planOf(list, [...rows].reverse(), [...succession].reverse()).digest).toBe(plan.digest);
        expect(readPlan(planBytes(plan), 'plan.json')).toEqual(plan);
        expect(digestPlan(plan.plan).digest).toBe(plan.digest);
        const kept = listBytes(list);
        expect(listBytes(readSavedList(kept, list.digest))).toEqual(kept);
      }),
      { numRuns: 100, seed: 8 },
    );
  });

  it('carried out and taken back leaves the axis as it was', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ axis: agencies, rows, succession }) => {
        const axis = new StandInAxis(agencies);
        const before = liveOf(axis);
        const setting = config({ calls: { list: 'getSynchronizeUnit' } });
        const time = fakeTime();
        const secrets = { secret: (reference: string) => SECRETS[reference] };
        const client = axisClient(setting, { http: axis.http(), ...time, secrets });
        const ledger = new MemoryLedger();
        const common = {
          client,
          ledger,
          out: memoryStore(),
          clock: time.clock,
          gate: inFlightGate(emptyInFlight, [], DAY),
          retryRefused: false,
          attempts: 3,
        };
        const base = listOf(axis, 'getSynchronizeUnit');
        const plan = planOf(base, rows, succession);
        const report = await carryOut({ ...common, plan, base });
        expect([...report.states.values()].every(({ state }) => state === 'done')).toBe(true);
        const history = await History.read(ledger, batchOf(plan));
        const back = reversePlan(plan, history, report.list);
        expect(back.plan.refused).toEqual([]);
        const again = await carryOut({ ...common, plan: back, base: report.list });
        expect([...again.states.values()].every(({ state }) => state === 'done')).toBe(true);
        expect(liveOf(axis)).toEqual(before);
      }),
      { numRuns: 120, seed: 9 },
    );
  });
});
