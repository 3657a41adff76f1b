import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS } from '../../lib/formats/tables.ts';
import { fakeHost, memoryStore } from './fake-host.ts';

const level1 = readFileSync('data/province-agency-codes.csv');
const files = {
  'v/codes.yaml': 'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\nsuccession: succession.csv\n',
  'v/registry.csv': [
    REGISTRY_COLUMNS.join(','),
    'H61.07,000.00.07.H61,Sở Mẫu,H61,b@example.gov.vn,active,,2025-07-01,,"QĐ 1, mục ""a"""',
    'H59.07,,Sở Mẫu cũ,H59,d@example.gov.vn,dual,,,2025-07-31,QĐ 2',
    '',
  ].join('\n'),
  'v/succession.csv': [
    SUCCESSION_COLUMNS.join(','),
    'H59.07,,merge-into,H61.07,,,2025-07-01,,QĐ 4',
    'H59.12,,split,H61.9,,commune=28870,,,QĐ 5',
    'H59.12,,split,H61.07,,commune=28756,,,QĐ 6',
    '',
  ].join('\n'),
};

async function call(...argv: string[]) {
  const host = fakeHost({
    over: { data: memoryStore({ 'province-agency-codes.csv': level1 }, 4096) },
    files,
  });
  const exit = await main(['codes', 'routes', 'v/codes.yaml', ...argv], host);
  return { exit, host, out: host.out.join(''), err: host.err.join('') };
}

/** By hand, from the lists above. */
const H59_07 = [
  ['2025-06-30', '2025-07-31', 'deliver', 'dual', 'H59.07', '', '2025-07-31', 'QĐ 2'],
  ['2025-08-01', '', 'forward', 'succeeded', 'H61.07', '', '', 'QĐ 4|QĐ 1, mục "a"'],
];
const H59_12 = [['2025-06-30', '', 'bounce', 'split', '', 'H61.07|H61.9', '', 'QĐ 5|QĐ 6']];

describe('codes routes', () => {
  const cellsOf = (text: string, code: string) =>
    (parse(text) as string[][]).filter(([first]) => first === code).map(([, ...cells]) => cells);
  it('prints the table as CSV that another reader reads back', async () => {
    const { exit, out, host } = await call();
    expect(exit).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'code,valid_from,valid_to,action,reason,to_code,candidates,until,legal_basis',
    );
    expect(cellsOf(out, 'H59.07')).toEqual(H59_07);
    expect(cellsOf(out, 'H59.12')).toEqual(H59_12);
    expect(host.folders.size).toBe(0);
  });
  it('writes CSV and JSON that say the same, the same bytes each time', async () => {
    const csv = await call('--write', 'o/r.csv');
    const json = await call('--write', 'o/r.JSON');
    const again = await call('--write', 'o/r.JSON', '--lang', 'vi');
    const table = parse(csv.host.folders.get('o')?.text('r.csv') ?? '', { columns: true }) as Array<
      Record<string, string>
    >;
    const text = json.host.folders.get('o')?.text('r.JSON') ?? '';
    expect(again.host.folders.get('o')?.text('r.JSON')).toBe(text);
    const document = JSON.parse(text) as { rows: Array<Record<string, string | string[]>> };
    expect(document).toMatchObject({ format: 'thong-suot-routes/1', province: '86', from: '2025-06-30' });
    const flat = document.rows.map((one) =>
      Object.fromEntries(
        Object.entries(one).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : value.join('|'),
        ]),
      ),
    );
    expect(flat).toEqual(table);
    expect(table.length).toBeGreaterThan(63 * 2);
    expect(csv.out).toContain('On 2025-07-01:');
    expect(again.out).toContain('Vào ngày 2025-07-01:');
    expect(again.out).not.toMatch(/\{\w+\}/);
  });
  it('gives the document to --json, and begins on the day that is asked for', async () => {
    const { out } = await call('--json', '--from', '2025-08-01');
    const document = JSON.parse(out) as { from: string; rows: Array<Record<string, unknown>> };
    expect(document.from).toBe('2025-08-01');
    expect(new Set(document.rows.map((one) => one.valid_from))).toEqual(new Set(['2025-08-01']));
    const written = await call('--json', '--write', 'r.csv');
    expect(JSON.parse(written.out)).toMatchObject({ written: 'r.csv', answers: { bounce: 1 } });
  });
  it.each([
    ['routes-form', ['--write', 'o/r.txt'], 'phải có đuôi .csv hoặc .json'],
    ['bad-day', ['--from', '2025-02-29'], 'ghi một ngày có thật'],
  ])('refuses %s, in both languages', async (_code, flags, vietnamese) => {
    const english = await call(...flags);
    expect([english.exit, english.out]).toEqual([2, '']);
    expect((await call(...flags, '--lang', 'vi')).err).toContain(vietnamese);
  });
});
