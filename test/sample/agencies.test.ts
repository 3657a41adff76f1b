import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { codesConfigSchema } from '../../lib/formats/codes-config.ts';
import { type RegistryRow, registryRowSchema } from '../../lib/formats/registry-table.ts';
import { type Made, make, type Row, table } from './made.ts';
import { dataStore } from './support.ts';

const DAY = '2025-07-01';
const LIVE = ['planned', 'active', 'dual'];

interface AxisEntry {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly mail: string;
  readonly pid?: string;
  readonly version?: number;
  readonly deleted?: boolean;
  readonly code102?: string;
}

const validOn = (row: RegistryRow, day: string) =>
  (row.valid_from === '' || row.valid_from <= day) && (row.valid_to === '' || day <= row.valid_to);
const sorted = (keys: Iterable<string>) =>
  [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe.each(['86', '01', '46'])('the lists of codes of %s', (province) => {
  let made: Made;
  let rows: RegistryRow[];
  let succession: Row[];
  let units: AxisEntry[];
  let qd20: AxisEntry[];
  let live: Map<string, RegistryRow>;
  const keysOf = (check: string) =>
    made.manifest.codes.planted.filter((one) => one.check === check).map(({ key }) => key);

  beforeAll(async () => {
    made = await make(province, 12_000, 9);
    const { store } = made;
    rows = (await table(store, 'agencies/registry.csv')).map((row) => registryRowSchema.parse(row));
    succession = await table(store, 'agencies/succession.csv');
    const answer = async (path: string) => {
      const { ErrorCode, data } = JSON.parse((await store.get(path)).toString()) as {
        ErrorCode: string;
        data: AxisEntry[];
      };
      expect(ErrorCode).toBe('0');
      return data;
    };
    units = await answer('agencies/axis-list.json');
    qd20 = await answer('agencies/axis-qd20.json');
    live = new Map(
      rows.filter((row) => validOn(row, DAY) && LIVE.includes(row.state)).map((row) => [row.code, row]),
    );
  });

  test('codes.yaml fits its schema and every file that it names is there', async () => {
    const config = codesConfigSchema.parse(
      parseYaml((await made.store.get('agencies/codes.yaml')).toString()),
    );
    expect(config.province).toBe(province);
    for (const name of [config.registry, config.succession ?? '', ...(config.axisList ?? [])])
      expect(made.store.objects.has(`agencies/${name}`), name).toBe(true);
  });

  test('the registry holds all new communes once, with their sub-units, and as many codes as stated', async () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(made.manifest.codes.registered.codes);
    expect(rows.length).toBe(made.manifest.codes.registered.rows);
    if (province === '86') expect(made.manifest.codes.registered.codes).toBeGreaterThanOrEqual(3000);
    const communes = (await table(dataStore, 'communes-2025-07-01.csv'))
      .filter((row) => row.province === province)
      .map((row) => row.code);
    const seats = [...live.values()].filter(({ name }) => /^Ủy ban nhân dân (Xã|Phường|Đặc khu) /.test(name));
    const own = seats.filter(({ commune }) => commune !== '');
    expect(own.map(({ commune }) => commune).sort()).toEqual(communes.sort());
    for (const { code } of own)
      expect([...live.values()].filter(({ parent }) => parent === code).length).toBeGreaterThanOrEqual(9);
  });

  test('mail goes nowhere: every address is under a domain kept for examples', () => {
    for (const { mail } of rows) expect(mail).toMatch(/^[A-Za-z0-9-]+@[a-z0-9-]+\.gov\.example$/);
  });

  test('live codes have live parents, but for the planted orphans', () => {
    const orphans = [...live.values()]
      .filter(({ parent }) => parent !== '' && !live.has(parent))
      .map(({ code }) => code);
    expect(sorted(orphans)).toEqual(sorted([...keysOf('parent-missing'), ...keysOf('parent-dead')]));
  });

  test('every old code has a disposition but one, every successor is live but two', async () => {
    const listed = new Set(succession.map((row) => row.old_code));
    const level1 = new Set((await table(dataStore, 'province-agency-codes.csv')).map((row) => row.code));
    const left = rows
      .filter((row) => validOn(row, '2025-06-30') && !listed.has(row.code) && !level1.has(row.code))
      .map(({ code }) => code);
    expect(left).toEqual(keysOf('disposition-missing'));
    const inForce = succession.filter((row) => row.valid_to === '' && row.new_code !== '');
    const dead = new Set(inForce.map((row) => row.new_code ?? '').filter((code) => !live.has(code)));
    expect(sorted([...dead].map((code) => `dead:${code}`))).toEqual(
      made.manifest.codes.reconciled
        .filter(({ check }) => check === 'codes-successors-alive')
        .map(({ key }) => key),
    );
    for (const { code } of rows.filter((row) => row.state === 'dual'))
      expect(
        inForce.some((row) => row.old_code === code),
        code,
      ).toBe(true);
  });

  test('no live name or mail is there twice, but for the planted ones', () => {
    const twice = (textOf: (row: RegistryRow) => string) => {
      const codes = new Map<string, string[]>();
      for (const row of live.values()) codes.set(textOf(row), [...(codes.get(textOf(row)) ?? []), row.code]);
      return [...codes.values()].filter((group) => group.length > 1).map((group) => sorted(group).join('|'));
    };
    expect(sorted(twice(({ name }) => name))).toEqual(
      sorted([...keysOf('duplicate-name'), ...keysOf('office-coded-twice')]),
    );
    expect(twice(({ mail }) => mail.toLowerCase())).toEqual(keysOf('duplicate-mail'));
  });

  test('a departments’ name is that of every old province until the day of the switch', () => {
    const before = rows.filter((row) => row.name === 'Sở Tư pháp' && validOn(row, '2025-06-30'));
    expect(before.length).toBe(new Set(rows.map(({ code }) => code).filter((c) => /^H\d\d$/.test(c))).size);
    expect([...live.values()].filter(({ name }) => name === 'Sở Tư pháp').length).toBe(1);
  });

  test('every kind of fault is planted, and every code that a finding names is in one of the lists', () => {
    const known = new Set([
      ...rows.flatMap(({ code, code_102 }) => [code, code_102]),
      ...succession.map((row) => row.new_code ?? ''),
    ]);
    const checks = new Set(made.manifest.codes.planted.map(({ check }) => check));
    for (const check of ['duplicate-name', 'duplicate-mail', 'numeric-suspects', 'office-coded-twice', 'code-shared', 'parent-missing', 'parent-dead', 'parent-cycle', 'disposition-missing', 'successor-dead', 'successor-missing', 'interval-overlap', 'interval-day', 'no-legal-basis', 'live-but-ended', 'no-successor', 'merge-not-said']) // biome-ignore format: a list
      expect(checks.has(check), check).toBe(true);
    // Only where provinces were merged do their numbers meet, and does a closed root have children.
    for (const check of ['level2-collision', 'live-under-closed'])
      expect(checks.has(check), check).toBe(province === '86');
    for (const { check, key } of made.manifest.codes.planted) {
      if (check === 'level2-collision') continue;
      expect(
        key.split('|').some((code) => known.has(code)),
        `${check} ${key}`,
      ).toBe(true);
    }
  });

  test('a plain comparison with the axis’s answers gives the stated differences', () => {
    const last = new Map<string, AxisEntry>();
    for (const entry of units)
      if ((last.get(entry.code)?.version ?? -1) < (entry.version ?? 0)) last.set(entry.code, entry);
    // Some codes stand there in an earlier version too, which says something else.
    expect(units.length).toBeGreaterThan(last.size);
    const codeOf = new Map(units.map(({ id, code }) => [id, code]));
    const forms = new Map(qd20.map((entry) => [entry.code, entry]));
    const seen: Record<string, string[]> = {
      added: [],
      locked: [],
      removed: [],
      reparented: [],
      changed: [],
    };
    const wanted = new Map<string, RegistryRow>();
    for (const row of rows) if (validOn(row, DAY) && !wanted.has(row.code)) wanted.set(row.code, row);
    for (const [code, row] of wanted) {
      if (!LIVE.includes(row.state) && row.state !== 'forward-only') continue;
      const entry = last.get(code);
      if (entry === undefined) seen.added?.push(`added:${code}`);
      else if (entry.deleted) seen.locked?.push(`locked:${code}`);
      else {
        if (row.parent !== '' && row.parent !== (codeOf.get(entry.pid ?? '') ?? ''))
          seen.reparented?.push(`reparented:${code}`);
        const form = forms.get(code);
        if (form !== undefined && row.code_102 !== '' && form.code102 !== row.code_102)
          seen.changed?.push(`changed:${code}:code_102`);
        if (entry.mail !== row.mail) seen.changed?.push(`changed:${code}:mail`);
        if (entry.name !== row.name) seen.changed?.push(`changed:${code}:name`);
        expect(form?.name ?? entry.name).toBe(entry.name);
      }
    }
    const forms102 = new Set(
      [...wanted.values()]
        .filter(({ state }) => LIVE.includes(state) || state === 'forward-only')
        .map((row) => row.code_102),
    );
    const roots = new Set(rows.map(({ code }) => code.slice(0, 3)));
    const rootOf = (code: string) =>
      /^[A-Z]\d\d(?=\.|$)/.exec(code)?.[0] ?? /[A-Z]\d\d$/.exec(code)?.[0] ?? '';
    let others = 0;
    for (const [code, entry] of last) {
      const root = rootOf(code);
      if (root !== '' && !roots.has(root)) others++;
      else if (!entry.deleted && !forms102.has(code)) {
        const row = wanted.get(code);
        if (row === undefined || !(LIVE.includes(row.state) || row.state === 'forward-only'))
          seen.removed?.push(`removed:${code}`);
      }
    }
    for (const [category, keys] of Object.entries(made.manifest.codes.differences)) {
      expect(sorted(seen[category] ?? [])).toEqual(keys);
      expect(keys.length).toBeGreaterThan(3);
    }
    expect(others).toBe(made.manifest.codes.others);
  });
});
