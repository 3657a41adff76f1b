import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import type { Units } from '../../lib/units/units.ts';
import { fakeHost, memoryStore } from './fake-host.ts';

const data = memoryStore({
  'province-agency-codes.csv': readFileSync(new URL('../../data/province-agency-codes.csv', import.meta.url)),
});
const units = { newCommune: (code: string) => (code === '28756' ? {} : undefined) } as unknown as Units;

const HEADER = 'code,code_102,name,parent,mail,state,commune,valid_from,valid_to,legal_basis';
const registry = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const GOOD = [
  'H61,,UBND tỉnh Vĩnh Long,,vl@example.gov.vn,active,,2025-07-01,,09/2025/QĐ-TTg',
  'H61.5,,Sở Tư pháp,H61,stp@example.gov.vn,active,,2025-07-01,,1/QĐ-UBND',
];
const TWIN = 'H61.05,,Sở Tư pháp,H61,stp@example.gov.vn,active,,2025-07-01,,1/QĐ-UBND';
const CONFIG = 'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\n';
const answer = (...entries: unknown[]) => JSON.stringify({ status: 'OK', ErrorCode: '0', data: entries });
const AXIS = answer(
  { id: 1, code: 'H61', name: 'UBND tỉnh Vĩnh Long', mail: 'old@example.gov.vn', pid: null },
  { id: 2, code: 'H61.5', name: 'Sở Tư pháp', pid: 1 },
  { id: 3, code: 'G09', name: 'Bộ' },
);
const waivers = (...rows: string[]) => `check,key,person,reason,date,expiry\n${rows.join('\n')}\n`;

async function call(files: Record<string, string>, ...argv: string[]) {
  const host = fakeHost({ files, engines: { units: async () => units }, over: { data } });
  const exit = await main(argv, host);
  return { exit, out: host.out.join(''), err: host.err.join(''), host };
}
const json = (text: string) =>
  JSON.parse(text) as Record<string, unknown> & { findings: Array<{ rule: string }> };

describe('codes check', () => {
  it('passes a clean registry, and says which rules a registry alone can’t answer', async () => {
    const { exit, out } = await call({ 'r.csv': registry(...GOOD) }, 'codes', 'check', 'r.csv');
    expect(exit).toBe(0);
    expect(out).toMatch(/rows 2, rules run 22/);
    expect(out).toMatch(/not run.*: 11/);
  });

  it.each([
    ['registry-empty', 'r.csv', CONFIG, []],
    ['registry-empty', 'vl/codes.yaml', CONFIG, []],
    ['registry-elsewhere', 'vl/codes.yaml', CONFIG.replace('86', '82'), GOOD],
    ['unknown-province', 'vl/codes.yaml', CONFIG.replace('86', '99'), GOOD],
  ])('refuses %s: nothing of it would be a check (%s)', async (code, file, yaml, rows) => {
    const files = { 'r.csv': registry(...rows), 'vl/registry.csv': registry(...rows), 'vl/codes.yaml': yaml };
    for (const argv of [['codes', 'check', file], ...(file === 'r.csv' ? [] : [['codes', 'plan', file]])]) {
      const { exit, err } = await call(files, ...argv, '--json');
      expect([exit, JSON.parse(err).error.code]).toEqual([2, code]);
    }
  });

  it('exits 1 on a blocker, 0 once a named person accepted it, 1 again when that has expired', async () => {
    const files = {
      'vl/codes.yaml': `${CONFIG}waivers: waivers.csv\n`,
      'vl/registry.csv': registry(...GOOD, TWIN),
      'vl/waivers.csv': waivers(
        'duplicate-name,H61.05|H61.5,A,b,2025-06-01,2025-07-01',
        'duplicate-mail,H61.05|H61.5,A,b,2025-06-01,2025-07-01',
        'duplicate-mail,H61.05,A,b,2025-06-01,2025-07-01',
      ),
    };
    const accepted = await call(files, 'codes', 'check', 'vl/codes.yaml');
    expect(accepted.exit).toBe(0);
    expect(accepted.out).toMatch(/\[waived\]/);
    const later = await call(files, 'codes', 'check', 'vl/codes.yaml', '--as-of', '2025-07-02');
    expect(later.exit).toBe(1);
    expect(later.out).toMatch(/expired and don’t count: 2\n/);
    const { 'vl/waivers.csv': _, ...without } = files;
    const none = await call({ ...without, 'vl/codes.yaml': CONFIG }, 'codes', 'check', 'vl/codes.yaml');
    expect(none.exit).toBe(1);
  });

  it('says the same in both languages and as JSON, CSV and a file, without a mail address', async () => {
    const files = { 'r.csv': registry(...GOOD, TWIN) };
    const vi = await call(files, 'codes', 'check', 'r.csv', '--lang', 'vi');
    expect(vi.out).toMatch(/CHẶN duplicate-mail: 1\./);
    const rules = ['numeric-suspects', 'duplicate-name', 'duplicate-mail'];
    const one = await call(files, 'codes', 'check', 'r.csv', '--json');
    expect(json(one.out).findings.map(({ rule }) => rule)).toEqual(rules);
    const csv = await call(files, 'codes', 'check', 'r.csv', '--csv', '--write', 'out');
    expect(csv.out).toBe(csv.host.folders.get('out')?.text('check.csv'));
    expect(
      csv.out
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(rules);
    for (const { out } of [vi, one, csv]) expect(out).not.toContain('@');
  });

  it('cuts a long list on the terminal and says how much more there is', async () => {
    const rows = Array.from({ length: 14 }, (_, at) => `H61.${at + 100},,Cơ quan ${at},H61,,active,,,,`);
    const { out } = await call({ 'r.csv': registry(GOOD[0] ?? '', ...rows) }, 'codes', 'check', 'r.csv');
    expect(out).toMatch(/no-legal-basis: 14\..*\n(?: {4}H61\.\d+.*\n){10} {4}and 4 more: .*--csv/);
  });

  it('keeps a line a line, whatever stands in the registry', async () => {
    const { out } = await call(
      { 'r.csv': registry(...GOOD, '"H61.7\nfake line\u001b[2J",,X,H61,,active,,2025-07-01,,1') },
      'codes',
      'check',
      'r.csv',
    );
    expect(out).toMatch(/H61\.7 fake line\[U\+001B\]\[2J/);
    expect(out).not.toMatch(/^fake line/m);
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    ['a missing file', {}, ['no.yaml'], /there is no file no\.yaml/],
    [
      'a day that is none',
      { 'r.csv': registry() },
      ['r.csv', '--as-of', '2025-06-31'],
      /--as-of takes a day/,
    ],
    ['a wrong header', { 'r.csv': 'code,name\n' }, ['r.csv'], /the header must be code,code_102/],
    ['a state that is none', { 'r.csv': registry('H61,,X,,,alive,,,,') }, ['r.csv'], /r\.csv, row 2: state/],
  ])('refuses %s', async (_what, files, argv, expected) => {
    const { exit, err } = await call(files, 'codes', 'check', ...argv);
    expect(exit).toBe(2);
    expect(err).toMatch(expected);
  });
});

describe('codes diff', () => {
  it('says so where two names differ in their Unicode form alone', async () => {
    const files = {
      'r.csv': registry('H61,,Ủy ban,,,active,,2025-07-01,,1/QĐ'.normalize('NFD')),
      'a.json': answer({ id: 1, code: 'H61', name: 'Ủy ban' }),
    };
    const { exit, out } = await call(files, 'codes', 'diff', 'r.csv', 'a.json');
    expect(exit).toBe(1);
    expect(out).toContain('(the same letters to the eye, in another Unicode form)');
  });

  const files = { 'r.csv': registry(...GOOD, TWIN), 'axis.json': AXIS };

  it('lists each category with its count, and exits 1 while a difference is open', async () => {
    const { exit, out } = await call(files, 'codes', 'diff', 'r.csv', 'axis.json');
    expect(exit).toBe(1);
    expect(out).toMatch(/compared on 2025-07-01: 2; of other provinces and ministries: 1\./);
    expect(out).toMatch(/\[added\]: 1\n {4}H61\.05 {2}Sở Tư pháp\n/);
    expect(out).toMatch(/\[changed\]: 1\n {4}H61 {2}mail: \(mail\) → \(mail\)\n/);
    expect(out).toMatch(/\[locked\]: 0\n/);
  });

  it('prints no mail address in any form, but writes them into its files', async () => {
    for (const form of ['--csv', '--json', '--lang=vi']) {
      const { out } = await call(files, 'codes', 'diff', 'r.csv', 'axis.json', form);
      expect(out).toContain('H61');
      expect(out).not.toContain('@');
    }
    const { host } = await call(files, 'codes', 'diff', 'r.csv', 'axis.json', '--write', 'out/');
    const folder = host.folders.get('out/');
    expect(folder?.text('diff.csv')).toBe(
      'key,category,code,field,local,axis,waived\n' +
        'added:H61.05,added,H61.05,,Sở Tư pháp,,0\n' +
        'changed:H61:mail,changed,H61,mail,vl@example.gov.vn,old@example.gov.vn,0\n',
    );
    expect(JSON.parse(folder?.text('diff.json') ?? '')).toMatchObject({ compared: 2, others: 1, open: 2 });
  });

  it('takes the lists and the waivers that codes.yaml names', async () => {
    const named = {
      ...files,
      'vl/axis.json': AXIS,
      'vl/registry.csv': files['r.csv'],
      'vl/codes.yaml': `${CONFIG}waivers: waivers.csv\naxisList: [axis.json]\n`,
      'vl/waivers.csv': waivers(
        'codes-on-axis,added:H61.05,A,b,2025-06-01,2025-12-31',
        'codes-on-axis,changed:H61:mail,A,b,2025-06-01,2025-12-31',
      ),
    };
    const { exit, out } = await call(named, 'codes', 'diff', 'vl/codes.yaml');
    expect(exit).toBe(0);
    expect(out).toMatch(/No difference is open \(waived: 2\)/);
    // A list that is named on the line is taken instead.
    const other = await call({ ...named, 'b.json': answer() }, 'codes', 'diff', 'vl/codes.yaml', 'b.json');
    expect(other.exit).toBe(1);
  });

  it('says in both languages what it needs', async () => {
    const { err } = await call({}, 'codes', 'diff', '--lang', 'vi');
    expect(err).toMatch(/codes diff cần LOCAL \[AXIS…\]/);
  });

  it.each<[string, Record<string, string>, string[], number, RegExp]>([
    ['no axis list', files, ['r.csv'], 2, /no axis list to compare with/],
    [
      'an answer that is an error',
      { ...files, 'e.json': '{"ErrorCode":"15"}' },
      ['r.csv', 'e.json'],
      3,
      /ErrorCode 15/,
    ],
    [
      'what is no answer',
      { ...files, 'e.json': '[]' },
      ['r.csv', 'e.json'],
      3,
      /e\.json: \(top\).*getSynchronizeUnit/,
    ],
  ])('refuses %s', async (_what, given, argv, code, expected) => {
    const { exit, err } = await call(given, 'codes', 'diff', ...argv);
    expect(exit).toBe(code);
    expect(err).toMatch(expected);
  });
});
