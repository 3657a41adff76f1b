import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { csvRow } from '../../lib/batch/csv-rows.ts';
import type { Host, OpenCodes } from '../../lib/cli/host.ts';
import { main } from '../../lib/cli/main.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS, WAIVER_COLUMNS } from '../../lib/formats/tables.ts';
import { fakeHost, memoryStore } from '../cli/fake-host.ts';
import { emptyInFlight, fakeTime, MemoryLedger, SCENE, SECRETS } from './scene.ts';
import { SECRET, StandInAxis } from './stand-in.ts';

const table = (columns: readonly string[], rows: ReadonlyArray<Readonly<Record<string, string>>>): string =>
  [csvRow(columns), ...rows.map((row) => csvRow(columns.map((column) => row[column] ?? '')))].join('');

const YAML = `province: "86"
asOf: "2025-07-01"
registry: registry.csv
succession: succession.csv
waivers: waivers.csv
inFlight: in-flight.csv
axisList: [axis.json]
axis:
  endpoint: "http://127.0.0.1:9/axis"
  credentials: { systemId: "env:AXIS_ID", secret: "env:AXIS_SECRET" }
`;

let axis: StandInAxis;
let files: Record<string, string | Uint8Array>;
let place: OpenCodes;
let held: boolean;

beforeEach(() => {
  axis = new StandInAxis(SCENE.axis);
  files = {
    'c/codes.yaml': YAML,
    'c/registry.csv': table(REGISTRY_COLUMNS, SCENE.registry),
    'c/succession.csv': table(SUCCESSION_COLUMNS, SCENE.succession),
    'c/waivers.csv': table(WAIVER_COLUMNS, []),
    'c/in-flight.csv': emptyInFlight.bytes,
    'c/axis.json': axis.answer('getAgenciesList'),
  };
  held = false;
  place = {
    dir: 'out/codes/86',
    out: memoryStore(),
    ledger: new MemoryLedger(),
    lock: {
      acquire: async () => (held ? { heldBy: null } : { release: async () => undefined }),
      holder: async () => undefined,
    },
    close: async () => undefined,
  };
});

async function run(...argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  const over: Partial<Host> = {
    data: memoryStore({
      'province-agency-codes.csv': readFileSync(
        new URL('../../data/province-agency-codes.csv', import.meta.url),
      ),
    }),
    openCodes: async ({ outRoot, province }) => {
      expect([outRoot, province]).toEqual(['out', '86']);
      return place;
    },
    folder: async (path) => {
      const store = memoryStore();
      return {
        ...store,
        size: async (name) => (files[`${path}/${name}`] === undefined ? undefined : 1),
        get: async (name) => Buffer.from(files[`${path}/${name}`] ?? ''),
        put: async (name, content) => {
          files[`${path}/${name}`] = content as Uint8Array;
        },
      };
    },
    axis: { http: axis.http(), ...fakeTime(), secrets: { secret: (name) => SECRETS[name] } },
  };
  const host = fakeHost({ files, over });
  const exit = await main(argv, host);
  const [out, err] = [host.out.join(''), host.err.join('')];
  // Neither a secret nor a mail address is ever printed.
  for (const text of [out, err]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('@');
  }
  return { exit, out, err };
}

const lastPlan = (): string => Object.keys(files).find((path) => path.includes('/plan-')) ?? '';
const digestOf = (path: string): string => /plan-([0-9a-f]{12})/.exec(path)?.[1] ?? '';

async function planned(): Promise<string> {
  expect((await run('codes', 'plan', 'c/codes.yaml')).exit).toBe(0);
  return lastPlan();
}

/** As a person does who looked at that plan. */
const carriedOut = (path: string) =>
  run('codes', 'sync', 'c/codes.yaml', '--plan', path, '--confirm', digestOf(path));

describe('codes plan', () => {
  it('prints the calls and what to type next, in both languages', async () => {
    const { exit, out } = await run('codes', 'plan', 'c/codes.yaml');
    expect(exit).toBe(0);
    expect(out).toContain('5 to register or update, 5 to delete, 0 refused');
    expect(out).toMatch(/1 {2}update {2}H61\.05 {2}Sở Tư pháp {2}under H61 {2}\[10\/2025\/QĐ-UBND\]/);
    expect(out).toMatch(/delete {2}H59\.12 .* once H61\.12 is live/);
    expect(out).toContain(`codes sync c/codes.yaml --plan ${lastPlan()} --confirm ${digestOf(lastPlan())}`);
    const vi = await run('codes', 'plan', 'c/codes.yaml', '--lang', 'vi');
    expect(vi.out).toContain('đăng ký hoặc cập nhật 5, xóa 5');
    expect(vi.out).not.toMatch(/\{\w+\}/);
  });
  it('the same from the live axis, and --write does not write over another file', async () => {
    const saved = await run('codes', 'plan', 'c/codes.yaml', '--json');
    const live = await run('codes', 'plan', 'c/codes.yaml', '--live', '--json');
    expect(JSON.parse(live.out)).toEqual(JSON.parse(saved.out));
    files['p/plan.json'] = 'mine';
    const refused = await run('codes', 'plan', 'c/codes.yaml', '--write', 'p/plan.json');
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('is there already')]);
  });
  it('exit 1 with the refused and why; a difference that a person accepted is not planned', async () => {
    files['c/succession.csv'] = table(SUCCESSION_COLUMNS, SCENE.succession.slice(1));
    const { exit, out } = await run('codes', 'plan', 'c/codes.yaml');
    expect(exit).toBe(1);
    expect(out).toContain('no legal basis');
    expect(out).toContain('removed:H59.12');
    const accept = (key: string) => ({
      check: 'codes-on-axis',
      key,
      person: 'A',
      reason: 'R',
      date: '2025-06-01',
      expiry: '2025-12-31',
    });
    files['c/waivers.csv'] = table(WAIVER_COLUMNS, ['removed:H59.12', 'removed:H59'].map(accept));
    expect((await run('codes', 'plan', 'c/codes.yaml')).exit).toBe(0);
  });
  it('without any list says how to give one', async () => {
    files['c/codes.yaml'] = YAML.replace('axisList: [axis.json]\n', '');
    const { exit, err } = await run('codes', 'plan', 'c/codes.yaml');
    expect([exit, err]).toEqual([2, expect.stringContaining('--live')]);
    expect((await run('codes', 'plan', 'c/codes.yaml', 'c/axis.json')).exit).toBe(0);
  });
});

describe('codes sync', () => {
  it('refuses a list of documents in flight of another day, or of other lists', async () => {
    const path = await planned();
    const sync = () => run('codes', 'sync', 'c/codes.yaml', '--plan', path, '--json');
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(files[name] ?? '')
        .digest('hex');
    const lists = { registry: sha256('c/registry.csv'), succession: sha256('c/succession.csv') };
    const made = (over: object) =>
      JSON.stringify({ format: 'thong-suot-in-flight/1', day: '2025-07-01', lists, rows: [], ...over });
    files['c/in-flight.json'] = made({});
    expect((await sync()).exit).toBe(0);
    for (const [what, text] of [
      ['asOf', made({ day: '2025-06-30' })],
      ['registry', made({ lists: { ...lists, registry: '0' } })],
      ['succession', made({ lists: { ...lists, succession: '' } })],
      ['asOf, registry, succession', '{'],
    ] as const) {
      files['c/in-flight.json'] = text;
      const { exit, err } = await sync();
      expect([exit, JSON.parse(err).error.code]).toEqual([2, 'in-flight-stale']);
      expect(err).toContain(`since: ${what})`);
    }
  });
  it('is a dry run without --confirm, carries out with it, and is well the second time', async () => {
    const path = await planned();
    const dry = await run('codes', 'sync', 'c/codes.yaml', '--plan', path);
    expect(dry.exit).toBe(0);
    expect(dry.out).toContain('nothing was sent');
    expect(dry.out).toContain(`--confirm ${digestOf(path)}`);
    expect(axis.processed).toEqual([]);
    const real = await carriedOut(path);
    expect(real.exit).toBe(0);
    expect(real.out).toContain('Registry and axis are equal.');
    const again = await run(
      'codes',
      'sync',
      'c/codes.yaml',
      '--plan',
      path,
      '--confirm',
      digestOf(path),
      '--json',
    );
    expect(JSON.parse(again.out)).toMatchObject({ result: 'ended', sent: 0, differencesLeft: 0 });
  });
  it('confirms nothing but this plan’s digest, 12 characters at least', async () => {
    const path = await planned();
    for (const confirm of [
      '0'.repeat(12),
      digestOf(path).slice(0, 11),
      digestOf(path).toUpperCase(),
      '',
      'yes',
    ]) {
      const { exit, err } = await run('codes', 'sync', 'c/codes.yaml', '--plan', path, '--confirm', confirm);
      expect([confirm, exit]).toEqual([confirm, 2]);
      expect(err).toContain('--confirm');
    }
    expect(axis.processed).toEqual([]);
  });
  it('refuses a plan of other files, an edited one, none at all, and to run beside another', async () => {
    const path = await planned();
    const registry = files['c/registry.csv'];
    files['c/registry.csv'] = `${String(registry)}H61.900,,Mới,H61,,active,,,,1/QĐ\n`;
    const stale = await run('codes', 'sync', 'c/codes.yaml', '--plan', path);
    expect([stale.exit, stale.err]).toEqual([2, expect.stringContaining('changed since: registry')]);
    files['c/registry.csv'] = registry ?? '';
    expect((await run('codes', 'sync', 'c/codes.yaml')).err).toContain('--plan');
    held = true;
    const beside = await carriedOut(path);
    expect([beside.exit, beside.err]).toEqual([2, expect.stringContaining('another sync')]);
    files[path] = Buffer.from(files[path] as Uint8Array)
      .toString('utf8')
      .replace('Sở Tư pháp', 'Sở khác');
    expect((await run('codes', 'sync', 'c/codes.yaml', '--plan', path)).err).toContain('was edited');
    expect(axis.processed).toEqual([]);
  });
  it('refuses an axis that changed since the plan: exit 1, with what changed but no mail', async () => {
    const path = await planned();
    Object.assign(axis.agencies.get('H61.07') ?? {}, { name: 'Khác', mail: 'x@example.gov.vn' });
    const { exit, out } = await carriedOut(path);
    expect(exit).toBe(1);
    expect(out).toContain('H61.07  name: Cơ quan H61.07 → Khác');
    expect(out).toContain('H61.07  mail: (none) → (mail)');
    expect(axis.processed).toEqual([]);
  });
  it('stops where the axis changes under it: exit 1, with what was sent, what changed, and what to do', async () => {
    const path = await planned();
    const handle = axis.handle.bind(axis);
    axis.handle = (call, headers, body) => {
      const other = axis.agencies.get('H61.05');
      if (call.endsWith('registerAgency') && body.includes('H61.12') && other !== undefined)
        axis.agencies.set('H59.99', { ...other, code: 'H59.99', name: 'Ai đó mới thêm', id: 99 });
      return handle(call, headers, body);
    };
    const { exit, out } = await carriedOut(path);
    expect(exit).toBe(1);
    expect(out).toMatch(/requests sent [1-9]/);
    expect(out).toContain('Stopped: while the plan ran');
    expect(out).toContain('H59.99  entry: (none) → Ai đó mới thêm');
    expect(axis.processed.filter(({ call }) => call === 'delete')).toEqual([]);
  });
  it('says what an absent in-flight list holds back; and what a lock does', async () => {
    files['c/codes.yaml'] = YAML.replace('inFlight: in-flight.csv\n', '');
    const path = await planned();
    axis.locked.add('H61.300');
    const { exit, out } = await carriedOut(path);
    expect(exit).toBe(1);
    expect(out).toContain('nobody says what is in flight');
    expect(out).toMatch(/refused by the axis .*: 1\n {9,}3 {2}H61\.300 {2}error 23/);
    expect(out).toContain('Differences left between registry and axis: 7');
  });
});

describe('taking a plan back', () => {
  it('plans from what sync kept, and carried out leaves the axis as it was', async () => {
    const before = axis.answer('getAgenciesList');
    const path = await planned();
    await carriedOut(path);
    const unknown = await run('codes', 'plan', 'c/codes.yaml', '--reverse', '0'.repeat(12));
    expect([unknown.exit, unknown.err]).toEqual([2, expect.stringContaining('no plan that begins with')]);
    delete files[path];
    const reverse = await run(
      'codes',
      'plan',
      'c/codes.yaml',
      '--reverse',
      digestOf(path),
      '--write',
      'p/back.json',
    );
    expect(reverse.exit).toBe(0);
    expect(reverse.out).toContain(`takes ${digestOf(path)} back`);
    const back = JSON.parse(Buffer.from(files['p/back.json'] as Uint8Array).toString('utf8')) as {
      digest: string;
    };
    const done = await run(
      'codes',
      'sync',
      'c/codes.yaml',
      '--plan',
      'p/back.json',
      '--confirm',
      back.digest,
    );
    expect([done.exit, done.out]).toEqual([0, expect.stringContaining('taken back')]);
    const names = (text: string) =>
      (JSON.parse(text) as { data: Array<{ code: string; name: string; mail: string; pid: string }> }).data
        .map(({ code, name, mail, pid }) => [code, name, mail, pid].join())
        .sort();
    expect(names(axis.answer('getAgenciesList'))).toEqual(names(before));
  });
});

describe('codes watch', () => {
  it('asks for an approval, is quiet with it, tells drift, and minds its expiry', async () => {
    const first = await run('codes', 'watch', 'c/codes.yaml');
    expect(first.exit).toBe(1);
    const digest = /codes-watch,([0-9a-f]{64}),/.exec(first.out)?.[1] ?? '';
    expect(digest).not.toBe('');
    const approve = (key: string, expiry = '2025-12-31') => {
      files['c/waivers.csv'] = table(WAIVER_COLUMNS, [
        { check: 'codes-watch', key, person: 'A', reason: 'R', date: '2025-06-30', expiry },
      ]);
    };
    approve(digest);
    expect((await run('codes', 'watch', 'c/codes.yaml')).exit).toBe(0);
    // What other provinces do is counted and no drift.
    Object.assign(axis.agencies.get('H01.02') ?? {}, { name: 'Khác' });
    expect((await run('codes', 'watch', 'c/codes.yaml')).exit).toBe(0);
    Object.assign(axis.agencies.get('H61.07') ?? {}, { name: 'Ai đó đổi' });
    const drift = await run('codes', 'watch', 'c/codes.yaml', '--lang', 'vi');
    expect(drift.exit).toBe(1);
    expect(drift.out).toContain('H61.07  name: Cơ quan H61.07 → Ai đó đổi');
    approve(digest, '2025-06-30');
    expect((await run('codes', 'watch', 'c/codes.yaml')).out).toContain('No list is approved');
    approve('f'.repeat(64));
    const missing = await run('codes', 'watch', 'c/codes.yaml');
    expect([missing.exit, missing.err]).toEqual([2, expect.stringContaining('is not in out/codes/86/lists')]);
  });
  it('says what is wrong with the setting', async () => {
    files['c/codes.yaml'] = YAML.slice(0, YAML.indexOf('axis:\n'));
    expect((await run('codes', 'watch', 'c/codes.yaml')).err).toContain('has no axis: section');
    files['c/codes.yaml'] = YAML.replace('"env:AXIS_SECRET"', 'the-secret-itself');
    const plain = await run('codes', 'watch', 'c/codes.yaml');
    expect(plain.exit).toBe(2);
    expect(plain.err).not.toContain('the-secret-itself');
    files['c/codes.yaml'] = YAML.replace('127.0.0.1:9', 'axis.example.gov.vn');
    expect((await run('codes', 'watch', 'c/codes.yaml', '--lang', 'vi')).err).toContain('dùng https');
  });
});
