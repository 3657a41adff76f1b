import { describe, expect, it } from 'vitest';
import { axisClient } from '../../lib/axis/client.ts';
import { carryOut, type SyncOptions } from '../../lib/axis/sync.ts';
import type { Http } from '../../lib/ports/http.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { again, type Bench, bench, config, differencesOf, listOf, SCENE, SECRETS } from './scene.ts';
import type { Fault } from './stand-in.ts';

const FAULTS: readonly Fault[] = [
  'drop-before',
  'drop-after',
  '500-before',
  '500-after',
  'timeout-before',
  'timeout-after',
  'malformed-before',
  'malformed-after',
  'duplicate',
];

/** What must hold however a run went: nothing registered or deleted twice by us, nothing deleted too early. */
function expectHarmless({ axis, plan }: Bench): void {
  const done = new Set<string>();
  for (const { call, code, answer, live, byGateway } of axis.processed) {
    if (byGateway || answer !== '0') continue;
    expect([call, code, done.has(code)]).toEqual([call, code, false]);
    done.add(code);
    const planned = plan.plan.calls.find((one) => one.code === code);
    expect(planned?.call).toBe(call);
    if (call === 'delete')
      for (const successor of planned?.successors ?? []) expect(live).toContain(successor);
  }
}

const leftOf = ({ axis }: Bench) => differencesOf(SCENE.registry, listOf(axis)).map(({ key }) => key);

describe('sync without faults', () => {
  it('makes the lists equal, sends each call once and reads the list once a wave', async () => {
    const scene = bench();
    const report = await carryOut(scene.options);
    expect(report.result).toBe('ended');
    expect([...report.states.values()].map(({ state }) => state)).toEqual(Array(10).fill('done'));
    expect(leftOf(scene)).toEqual([]);
    expect(scene.axis.processed.map(({ call, code }) => `${call} ${code}`)).toEqual(
      [
        'register H61.05',
        'register H61.12',
        'register H61.300',
        'register H61.07',
        'register H61.300.1',
        'delete H07.12',
        'delete H59.12.05',
        'delete H07',
        'delete H59.12',
        'delete H59',
      ].sort((a, b) => order(scene, a) - order(scene, b)),
    );
    expectHarmless(scene);
    const lists = scene.axis.requests.filter(({ path }) => path.endsWith('getAgenciesList')).length;
    expect(lists).toBeLessThanOrEqual(5);
  });
  it('sends nothing the second time', async () => {
    const scene = bench();
    await carryOut(scene.options);
    const before = scene.axis.processed.length;
    const report = await carryOut(again(scene));
    expect(report.sent).toBe(0);
    expect(scene.axis.processed.length).toBe(before);
    expect([...report.states.values()].every(({ state }) => state === 'done')).toBe(true);
  });
});

/** By the order in which the axis did them: the list above is of what was done, not of when. */
function order({ axis }: Bench, key: string): number {
  return axis.processed.findIndex(({ call, code }) => `${call} ${code}` === key);
}

describe('a fault at every request', () => {
  const requests = 15;
  for (const fault of FAULTS)
    it(`${fault}: the lists are equal in the end, and nothing was done twice`, async () => {
      for (let at = 1; at <= requests; at++) {
        const scene = bench();
        scene.axis.faults.set(at, fault);
        const report = await carryOut(scene.options);
        expect([at, report.result, leftOf(scene)]).toEqual([at, 'ended', []]);
        expectHarmless(scene);
      }
    });

  it('two faults in a row, of every pair, with a second run after them', async () => {
    for (const first of FAULTS)
      for (const second of FAULTS)
        for (let at = 2; at <= requests; at += 3) {
          const scene = bench();
          scene.axis.faults.set(at, first).set(at + 1, second);
          await carryOut(scene.options);
          const report = await carryOut(again(scene));
          expect([first, second, at, report.result, leftOf(scene)]).toEqual([first, second, at, 'ended', []]);
          expectHarmless(scene);
        }
  });

  it('a lock: that call and what waits for it remain, the rest is done', async () => {
    for (let at = 2; at <= requests; at++) {
      const scene = bench();
      scene.axis.faults.set(at, 'lock');
      const report = await carryOut(scene.options);
      expect(report.result).toBe('ended');
      const remaining = scene.plan.plan.calls.filter(
        ({ number }) => report.states.get(number)?.state !== 'done',
      );
      const states = remaining.map(({ number }) => report.states.get(number)?.state);
      const [locked] = scene.axis.locked;
      expect(states.filter((state) => state === 'refused')).toHaveLength(locked === undefined ? 0 : 1);
      for (const { number, needs } of remaining)
        if (report.states.get(number)?.state === 'waits')
          expect(needs.some((need) => report.states.get(need)?.state !== 'done')).toBe(true);
        else expect(report.states.get(number)).toEqual({ state: 'refused', code: '23' });
      // Exactly the differences of the calls that remain.
      expect(leftOf(scene).sort()).toEqual(remaining.flatMap(({ why }) => why).sort());
      expectHarmless(scene);
      // Never again by itself; once it is unlocked and asked for, to the end.
      const quiet = await carryOut(again(scene));
      expect([at, quiet.sent]).toEqual([at, 0]);
      scene.axis.locked.clear();
      await carryOut(again(scene, { retryRefused: true }));
      expect(leftOf(scene)).toEqual([]);
      expectHarmless(scene);
    }
  });
});

class Killed extends Error {}

/** Counts every use of ledger and network and dies at the n-th: before it has an effect, or after. */
function killer(at: number, when: 'before' | 'after') {
  let count = 0;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    count++;
    if (count > at || (count === at && when === 'before')) throw new Killed();
    const result = await work();
    if (count === at) throw new Killed();
    return result;
  };
  const ledger = (inner: Ledger): Ledger => ({
    append: (...args) => guard(() => inner.append(...args)),
    read: (...args) => guard(() => inner.read(...args)),
  });
  const http = (inner: Http): Http => ({ send: (request) => guard(() => inner.send(request)) });
  return { ledger, http, died: () => count >= at };
}

describe('killed at every use of a port', () => {
  for (const when of ['before', 'after'] as const)
    it(`${when} it has an effect: the next run goes on`, async () => {
      for (let at = 1; ; at++) {
        const scene = bench();
        const { ledger, http, died } = killer(at, when);
        const secrets = { secret: (reference: string) => SECRETS[reference] };
        const options: SyncOptions = {
          ...scene.options,
          ledger: ledger(scene.ledger),
          client: axisClient(config(), { http: http(scene.axis.http()), ...scene.time, secrets }),
        };
        const first = await carryOut(options).catch((error: unknown) => error);
        if (died()) expect(first).toBeInstanceOf(Killed);
        const report = await carryOut(again(scene));
        expect([at, report.result, leftOf(scene)]).toEqual([at, 'ended', []]);
        expectHarmless(scene);
        if (!died()) {
          expect(at).toBeGreaterThan(40); // it did die on the way
          break;
        }
      }
    });

  it('killed again and again, at every third use, it still arrives', async () => {
    const scene = bench();
    for (let run = 0; run < 200; run++) {
      const { ledger, http } = killer(3 + (run % 5), run % 2 === 0 ? 'before' : 'after');
      const secrets = { secret: (reference: string) => SECRETS[reference] };
      const client = axisClient(config(), { http: http(scene.axis.http()), ...scene.time, secrets });
      await carryOut({ ...scene.options, ledger: ledger(scene.ledger), client }).catch(() => undefined);
      if (leftOf(scene).length === 0) break;
    }
    expect(leftOf(scene)).toEqual([]);
    expectHarmless(scene);
  });
});
