import { describe, expect, it } from 'vitest';
import { approvedList } from '../../lib/axis/approved.ts';
import { batchOf, History } from '../../lib/axis/history.ts';
import { inFlightGate } from '../../lib/axis/in-flight-gate.ts';
import { judgeCall } from '../../lib/axis/judge.ts';
import { reversePlan } from '../../lib/axis/reverse-plan.ts';
import { beforePath, carryOut, previewSync } from '../../lib/axis/sync.ts';
import { IN_FLIGHT_COLUMNS } from '../../lib/formats/document-tables.ts';
import type { Waiver } from '../../lib/formats/tables.ts';
import { again, bench, DAY, differencesOf, listOf, SCENE } from './scene.ts';
import { SECRET, SYSTEM_ID } from './stand-in.ts';

const waiver = (part: Partial<Waiver>): Waiver => ({
  check: 'documents-in-flight',
  key: '',
  person: 'A',
  reason: 'R',
  date: '2025-06-30',
  expiry: '2025-07-31',
  ...part,
});

function inFlight(...rows: Array<[documentId: string, receiver: string]>) {
  const lines = rows.map(([id, receiver]) =>
    IN_FLIGHT_COLUMNS.map((column) =>
      column === 'key'
        ? `"${id}|${receiver}"`
        : column === 'document_id'
          ? `"${id}"`
          : column === 'receiver'
            ? receiver
            : '',
    ).join(','),
  );
  return {
    name: 'in-flight.csv',
    bytes: new TextEncoder().encode([IN_FLIGHT_COLUMNS.join(','), ...lines, ''].join('\n')),
  };
}

const stateOf = (
  scene: ReturnType<typeof bench>,
  report: Awaited<ReturnType<typeof carryOut>>,
  code: string,
) => report.states.get(scene.plan.plan.calls.find((one) => one.code === code)?.number ?? 0);

describe('the axis is not what it was', () => {
  it('a change by somebody else is refused, and nothing is sent', async () => {
    const scene = bench();
    const changed = scene.axis.agencies.get('H61.07');
    if (changed !== undefined) changed.name = 'Ai đó đã đổi';
    const report = await carryOut(scene.options);
    expect(report.result).toBe('drift');
    expect(report.drift).toEqual([
      { code: 'H61.07', field: 'name', was: 'Cơ quan H61.07', is: 'Ai đó đã đổi' },
    ]);
    expect(scene.axis.processed).toEqual([]);
    expect(scene.ledger.events.size).toBe(0);
  });
  it('another province’s changes are no reason', async () => {
    const scene = bench();
    const other = scene.axis.agencies.get('H01.02');
    if (other !== undefined) other.name = 'Tên mới';
    expect((await carryOut(scene.options)).result).toBe('ended');
  });
  it('what the plan itself did before it was broken off is none; what was done to that since is', async () => {
    const scene = bench();
    for (let at = 8; at <= 60; at++) scene.axis.faults.set(at, 'drop-before');
    expect((await carryOut(scene.options)).result).toBe('unreachable');
    scene.axis.faults.clear();
    const done = scene.axis.agencies.get('H61.12');
    if (done !== undefined) done.mail = 'khac@example.gov.vn';
    const report = await carryOut(again(scene));
    expect(report.result).toBe('drift');
    expect(report.drift.map(({ code, field }) => `${code} ${field}`)).toEqual(['H61.12 mail']);
  });
});

describe('documents in flight', () => {
  it('hold back a delete, by either form of the code, until they are waived by name', async () => {
    // H59.12.05 is 000.05.12.H59 in its other form.
    const file = inFlight(['H01,2025/06/27,04/UBND', '000.05.12.H59'], ['X', 'H01.02']);
    const scene = bench({ gate: inFlightGate(file, [], DAY) });
    const report = await carryOut(scene.options);
    expect(stateOf(scene, report, 'H59.12.05')).toEqual({ state: 'in-flight', documents: 1 });
    expect(stateOf(scene, report, 'H59.12')).toEqual({ state: 'waits' });
    expect(stateOf(scene, report, 'H07.12')).toMatchObject({ state: 'done' });
    const key = 'H01,2025/06/27,04/UBND|000.05.12.H59';
    for (const useless of [
      waiver({ key, expiry: '2025-06-30' }),
      waiver({ key, check: 'codes-on-axis' }),
      waiver({ key: 'H01,2025/06/27,04/UBND|H59.12.05' }),
    ]) {
      const still = await carryOut(again(scene, { gate: inFlightGate(file, [useless], DAY) }));
      expect([still.sent, stateOf(scene, still, 'H59.12.05')?.state]).toEqual([0, 'in-flight']);
    }
    const end = await carryOut(again(scene, { gate: inFlightGate(file, [waiver({ key })], DAY) }));
    expect([...end.states.values()].every(({ state }) => state === 'done')).toBe(true);
  });
  it('blanks around a code, or lower case, hide no document', async () => {
    for (const receiver of [' H07.12  ', 'h07.12']) {
      const scene = bench({ gate: inFlightGate(inFlight(['X', receiver]), [], DAY) });
      const report = await carryOut(scene.options);
      expect(stateOf(scene, report, 'H07.12')).toEqual({ state: 'in-flight', documents: 1 });
      expect(stateOf(scene, report, 'H59.12')).toMatchObject({ state: 'done' });
    }
  });
  it('a packet that can’t be read holds back every delete, until it is waived by name', async () => {
    const unreadable = {
      name: 'in-flight.csv',
      bytes: new TextEncoder().encode(
        `${IN_FLIGHT_COLUMNS.join(',')}\nunreadable:sent/x.xml,sent/x.xml,,,,,,,,ask,unreadable,\n`,
      ),
    };
    const scene = bench({ gate: inFlightGate(unreadable, [], DAY) });
    const report = await carryOut(scene.options);
    expect(scene.axis.processed.filter(({ call }) => call === 'delete')).toEqual([]);
    expect(stateOf(scene, report, 'H07.12')).toEqual({ state: 'in-flight', documents: 1 });
    const accepted = inFlightGate(unreadable, [waiver({ key: 'unreadable:sent/x.xml' })], DAY);
    const end = await carryOut(again(scene, { gate: accepted }));
    expect([...end.states.values()].every(({ state }) => state === 'done')).toBe(true);
  });
  it('without a list nothing is deleted: it is not taken for empty', async () => {
    const scene = bench({ gate: inFlightGate(undefined, [], DAY) });
    const report = await carryOut(scene.options);
    expect(scene.axis.processed.filter(({ call }) => call === 'delete')).toEqual([]);
    expect(stateOf(scene, report, 'H07.12')).toEqual({ state: 'in-flight', documents: undefined });
    expect(stateOf(scene, report, 'H61.12')).toMatchObject({ state: 'done' });
  });
});

describe('a successor that goes away', () => {
  it('while the plan runs: what it succeeds stays', async () => {
    const scene = bench();
    const handle = scene.axis.handle.bind(scene.axis);
    scene.axis.handle = (path, headers, body) => {
      // Somebody else deletes H61 after the first deletes: it succeeds the two closed level-1 codes.
      if (path.endsWith('deleteAgency')) {
        const root = scene.axis.agencies.get('H61');
        if (root !== undefined) root.deleted = true;
      }
      return handle(path, headers, body);
    };
    const report = await carryOut(scene.options);
    expect(report.result).toBe('changed');
    expect(report.drift.map(({ code, field }) => `${code} ${field}`)).toContain('H61 there');
    expect(stateOf(scene, report, 'H59')?.state).not.toBe('done');
    expect(scene.axis.live()).toContain('H59');
    expect(scene.axis.live()).toContain('H07');
  });
  it('is asked of the list that was read last, call by call', async () => {
    const scene = bench();
    const call = scene.plan.plan.calls.find(({ code }) => code === 'H07');
    if (call === undefined) return expect.unreachable();
    const root = scene.axis.agencies.get('H61');
    if (root !== undefined) root.deleted = true;
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const { gate, retryRefused, attempts } = scene.options;
    const judging = { history, list: listOf(scene.axis), gate, retryRefused, attempts, tries: new Map() };
    expect(judgeCall({ ...call, needs: [] }, judging)).toEqual({ state: 'successor', codes: ['H61'] });
  });
});

describe('a list that comes back in part while the plan runs', () => {
  for (const kept of [0, 3, 6])
    it(`(${kept} entries): nothing is taken for done by it; the next run goes on`, async () => {
      const scene = bench();
      const handle = scene.axis.handle.bind(scene.axis);
      let lists = 0;
      scene.axis.handle = (path, headers, body) => {
        const answer = handle(path, headers, body);
        if (!path.includes('List') || ++lists !== 2 || typeof answer === 'string') return answer;
        const whole = JSON.parse(answer.body) as { data: unknown[] };
        return { ...answer, body: JSON.stringify({ ...whole, data: whole.data.slice(0, kept) }) };
      };
      const report = await carryOut(scene.options);
      expect(report.result).toBe('changed');
      expect(report.drift.length).toBeGreaterThan(0);
      const keys = [...(scene.ledger.events.values().next().value ?? new Map<string, string>()).keys()];
      expect(keys.filter((key) => key.endsWith('verified'))).toEqual([]);
      expect(scene.axis.processed.filter(({ call }) => call === 'delete')).toEqual([]);
      const next = await carryOut(again(scene));
      expect([next.result, differencesOf(SCENE.registry, listOf(scene.axis))]).toEqual(['ended', []]);
      const done = scene.axis.processed.map(({ call, code }) => `${call} ${code}`);
      expect(new Set(done).size).toBe(done.length);
      expect(done).toHaveLength(10);
    });
});

describe('two syncs of one plan at once', () => {
  it('that got past the lock, at one instant: no call is sent by both', async () => {
    const scene = bench();
    const ends = await Promise.allSettled([carryOut(scene.options), carryOut(again(scene))]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ends.find((end) => end.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'sync-in-progress', params: { province: '86' } });
    const done = scene.axis.processed.map(({ call, code }) => `${call} ${code}`);
    expect(new Set(done).size).toBe(done.length);
  });
});

describe('errors of the axis', () => {
  it('an insert-only axis says duplicate: not sent again, the rest goes on', async () => {
    const scene = bench();
    scene.axis.insertOnly = true;
    const report = await carryOut(scene.options);
    expect(stateOf(scene, report, 'H61.05')).toEqual({ state: 'refused', code: 'duplicate' });
    expect(stateOf(scene, report, 'H61.07')).toEqual({ state: 'refused', code: 'duplicate' });
    expect(differencesOf(SCENE.registry, listOf(scene.axis)).map(({ key }) => key)).toEqual([
      'reparented:H61.07',
      'changed:H61.05:mail',
      'changed:H61.05:name',
    ]);
    expect((await carryOut(again(scene))).sent).toBe(0);
  });
  it('an error whose read-back is as wanted is done, and said so', async () => {
    const scene = bench();
    scene.axis.insertOnly = true;
    scene.axis.faults.set(3, 'duplicate'); // H61.12 is inserted, and inserted again: the second answer counts
    const report = await carryOut(scene.options);
    expect(stateOf(scene, report, 'H61.12')).toEqual({ state: 'done', although: 'duplicate' });
  });
  it('what was acknowledged and did not come about is not sent again by itself', async () => {
    const scene = bench();
    const handle = scene.axis.handle.bind(scene.axis);
    let lazy = true;
    scene.axis.handle = (path, headers, body) =>
      lazy && body.includes('"H61.12"') && path.endsWith('registerAgency') && !body.includes('"H61.07"')
        ? { status: 200, body: '{"ErrorCode":"0"}' }
        : handle(path, headers, body);
    const report = await carryOut(scene.options);
    expect(stateOf(scene, report, 'H61.12')).toEqual({ state: 'differs', fields: ['there'] });
    expect(stateOf(scene, report, 'H59.12')).toEqual({ state: 'waits' });
    expect((await carryOut(again(scene))).sent).toBe(0);
    lazy = false;
    expect((await carryOut(again(scene))).sent).toBe(0);
    await carryOut(again(scene, { retryRefused: true }));
    expect(differencesOf(SCENE.registry, listOf(scene.axis))).toEqual([]);
  });
  it('an axis that makes something else of it: neither what was nor what should be, so nothing more is sent', async () => {
    for (const fault of [undefined, 'drop-after'] as const) {
      const scene = bench();
      const handle = scene.axis.handle.bind(scene.axis);
      scene.axis.handle = (path, headers, body) =>
        handle(path, headers, body.replace('Sở Tư pháp', 'So Tu phap'));
      if (fault !== undefined) scene.axis.faults.set(2, fault);
      const report = await carryOut(scene.options);
      expect(stateOf(scene, report, 'H61.05')).toEqual({ state: 'differs', fields: ['name'] });
      expect((await carryOut(again(scene))).sent).toBe(0);
      expect((await carryOut(again(scene, { retryRefused: true }))).sent).toBe(0);
    }
  });
  it('an axis that lists and carries nothing out: three calls have their attempts, then it stops', async () => {
    const scene = bench();
    for (let at = 2; at <= 200; at++) scene.axis.faults.set(at, '500-before');
    const handle = scene.axis.handle.bind(scene.axis);
    scene.axis.handle = (path, headers, body) => {
      const next = scene.axis.requests.length + 1;
      if (path.includes('List')) scene.axis.faults.delete(next);
      return handle(path, headers, body);
    };
    const report = await carryOut(scene.options);
    expect(report.result).toBe('failing');
    expect(report.sent).toBe(3 * 4);
    expect(scene.axis.processed).toEqual([]);
  });
  it('waits longer after each failure, and no less than the rate asks between requests', async () => {
    const scene = bench();
    for (const at of [2, 4, 6]) scene.axis.faults.set(at, '500-before');
    await carryOut(scene.options);
    // 1, 2, 4 seconds, times 3/4 with the middle jitter.
    expect(scene.time.waits.filter((wait) => wait > 100)).toEqual([750, 1500, 3000]);
  });
});

describe('what is kept', () => {
  it('neither ledger nor plan holds a secret, the ledger no mail and no name; events precede what they announce', async () => {
    const scene = bench();
    await carryOut(scene.options);
    const ledger = [...(scene.ledger.events.values().next().value ?? new Map<string, string>())];
    const text = JSON.stringify(ledger);
    for (const secret of [SECRET, SYSTEM_ID, '@', 'Sở', 'example']) expect(text).not.toContain(secret);
    expect(scene.ledger.events.has(`codes/86/${scene.plan.digest}`)).toBe(true);
    const keys = ledger.map(([key]) => key);
    expect(keys.filter((key) => key.endsWith('begun'))).toHaveLength(10);
    expect(keys.filter((key) => key.endsWith('verified'))).toHaveLength(10);
    for (const path of await scene.options.out.list('')) {
      const kept = new TextDecoder().decode(await scene.options.out.get(path));
      expect(kept).not.toContain(SECRET);
    }
    expect(await scene.options.out.size(beforePath(scene.plan.digest))).toBeGreaterThan(0);
  });
  it('a dry run sends nothing and writes nothing', async () => {
    const scene = bench();
    const report = await previewSync(scene.options);
    expect(scene.axis.processed).toEqual([]);
    expect(scene.ledger.events.size).toBe(0);
    expect(await scene.options.out.list('')).toEqual([]);
    expect([...report.states.values()].map(({ state }) => state).sort()).toEqual([
      ...Array(3).fill('to-send'),
      ...Array(7).fill('waits'),
    ]);
  });
  it('an id that the axis gave is sent with an update, none with a new agency', async () => {
    const scene = bench();
    await carryOut(scene.options);
    const sent = scene.axis.requests
      .filter(({ path }) => path.endsWith('registerAgency'))
      .map(({ body }) => JSON.parse(body) as { code: string; id: string });
    expect(sent.find(({ code }) => code === 'H61.05')?.id).toBe('2');
    expect(sent.find(({ code }) => code === 'H61.12')?.id).toBe('');
  });
});

describe('taking back', () => {
  it('refuses what was changed since, and what rests on it', async () => {
    const scene = bench();
    await carryOut(scene.options);
    const moved = scene.axis.agencies.get('H61.07');
    if (moved !== undefined) moved.parent = 'H61.05';
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const back = reversePlan(scene.plan, history, listOf(scene.axis));
    // H61.07 was under H61.12, which therefore can't go; everything else can.
    expect(back.plan.refused.map(({ code, reason }) => `${code} ${reason}`)).toEqual([
      'H61.07 changed-since',
      'H61.12 depends',
    ]);
    expect(back.plan.calls.map(({ call, code }) => `${call} ${code}`)).toEqual([
      'register H59',
      'register H59.12',
      'register H07',
      'register H59.12.05',
      'register H07.12',
      'delete H61.300.1',
      'delete H61.300',
      'register H61.05',
    ]);
  });
  it('takes back only what was done', async () => {
    const scene = bench({ gate: inFlightGate(undefined, [], DAY) });
    await carryOut(scene.options);
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const back = reversePlan(scene.plan, history, listOf(scene.axis));
    expect(back.plan.calls.map(({ call, code }) => `${call} ${code}`)).toEqual([
      'delete H61.300.1',
      'register H61.07',
      'delete H61.300',
      'delete H61.12',
      'register H61.05',
    ]);
    // Children go before their parents, and who was moved away comes back before where it was goes.
    expect(back.plan.calls.map(({ needs }) => needs)).toEqual([[], [], [1], [2], []]);
    expect(back.plan).toMatchObject({ kind: 'reverse', reverses: scene.plan.digest, refused: [] });
  });
});

describe('taking back beside what is not the plan’s', () => {
  it('a call that the gateway refused, and that changed nothing, stands in nobody’s way', async () => {
    const scene = bench({ gate: inFlightGate(undefined, [], DAY) });
    scene.axis.locked.add('H61.300.1');
    await carryOut(scene.options);
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const back = reversePlan(scene.plan, history, listOf(scene.axis));
    expect(back.plan.refused).toEqual([]);
    expect(back.plan.calls.map(({ call, code }) => `${call} ${code}`)).toEqual([
      'register H61.07',
      'delete H61.300',
      'delete H61.12',
      'register H61.05',
    ]);
  });
  it('but one that the gateway refused and carried out all the same does', async () => {
    const scene = bench({ gate: inFlightGate(undefined, [], DAY) });
    scene.axis.locked.add('H61.300.1');
    await carryOut(scene.options);
    scene.axis.locked.clear();
    const late = scene.plan.plan.calls.find(({ code }) => code === 'H61.300.1');
    const headers = { 'x-systemid': SYSTEM_ID, 'x-secretkey': SECRET };
    scene.axis.handle('/registerAgency', headers, JSON.stringify({ code: late?.code, ...late?.payload }));
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const back = reversePlan(scene.plan, history, listOf(scene.axis));
    expect(back.plan.refused.map(({ code, reason }) => `${code} ${reason}`)).toEqual([
      'H61.300.1 not-settled',
      'H61.300 depends',
    ]);
  });
  it('refuses to delete what others have put agencies under, and to register under what others deleted', async () => {
    const scene = bench();
    await carryOut(scene.options);
    const headers = { 'x-systemid': SYSTEM_ID, 'x-secretkey': SECRET };
    const late = { code: 'H61.300.9', pcode: 'H61.300', name: 'Mới', mail: '' };
    scene.axis.handle('/registerAgency', headers, JSON.stringify(late));
    const history = await History.read(scene.ledger, batchOf(scene.plan));
    const refusedNow = () =>
      reversePlan(scene.plan, history, listOf(scene.axis)).plan.refused.map(({ code, reason, about }) => [
        code,
        reason,
        about,
      ]);
    expect(refusedNow()).toEqual([['H61.300', 'children-stay', ['H61.300.9']]]);
    const root = scene.axis.agencies.get('H61');
    if (root !== undefined) root.deleted = true;
    expect(refusedNow()).toContainEqual(['H61.07', 'parent-missing', ['H61']]);
  });
});

describe('the approved list', () => {
  it('is that of the latest row that has not expired', () => {
    const rows = [
      waiver({ check: 'codes-watch', key: 'a', date: '2025-06-01' }),
      waiver({ check: 'codes-watch', key: 'b', date: '2025-06-20' }),
      waiver({ check: 'codes-watch', key: 'c', date: '2025-06-25', expiry: '2025-06-30' }),
      waiver({ key: 'd', date: '2025-06-28' }),
    ];
    expect(approvedList(rows, DAY)).toBe('b');
    expect(approvedList(rows, '2025-06-30')).toBe('c');
    expect(approvedList([], DAY)).toBeUndefined();
  });
});
