import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import type { DocumentIndex } from '../../lib/documents/document-index.ts';
import { IN_FLIGHT_COLUMNS } from '../../lib/formats/document-tables.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS, WAIVER_COLUMNS } from '../../lib/formats/tables.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';
import { document, indexOf, status } from '../documents/in-flight-support.ts';
import { fakeHost, memoryStore, untouchable } from './fake-host.ts';

const level1 = readFileSync('data/province-agency-codes.csv');
const ID = 'H61.07,2025/06/27,1/A';
const KEY = `${ID}|H59.07`;
const waiver = (key: string, expiry: string) =>
  `documents-in-flight,"${key}",Người duyệt,lý do,2025-07-01,${expiry}`;

async function call(index: DocumentIndex, waivers: string[], ...argv: string[]) {
  const host = fakeHost({
    engines: { scanDocuments: async () => index },
    over: {
      data: memoryStore({ 'province-agency-codes.csv': level1 }, 4096),
      existingFolder: async (path) => (path === 'p' ? untouchable<InputFiles>('folder') : undefined),
    },
    files: {
      'v/codes.yaml':
        'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\nsuccession: succession.csv\nwaivers: waivers.csv\n',
      'v/registry.csv': `${REGISTRY_COLUMNS.join(',')}\nH61.07,,Sở Mẫu,H61,,active,,,,\n`,
      'v/succession.csv': `${SUCCESSION_COLUMNS.join(',')}\nH59.07,,merge-into,H61.07,,,2025-07-01,,QĐ 4\n`,
      'v/waivers.csv': `${[WAIVER_COLUMNS.join(','), ...waivers].join('\n')}\n`,
    },
  });
  const exit = await main(['documents', 'in-flight', ...argv], host);
  return { exit, host, out: host.out.join(''), err: host.err.join('') };
}
const CALL = ['p', '--codes', 'v/codes.yaml'];
const waiting = indexOf(document({ path: 'sent/a', documentId: ID, receivers: ['H59.07', 'H61.07'] }));

describe('documents in-flight', () => {
  it('writes its tables, says what to do and exits 1', async () => {
    for (const lang of ['vi', 'en']) {
      const { exit, host, out } = await call(waiting, [], ...CALL, '--write', 'o', '--lang', lang);
      expect(exit).toBe(1);
      expect(out).toContain(`${ID} `);
      expect(out).toContain('[reissue]: H61.07');
      expect(out).not.toMatch(/\{\w+\}/);
      const rows = parse(host.folders.get('o')?.text('in-flight.csv') ?? '') as string[][];
      expect(rows).toEqual([
        [...IN_FLIGHT_COLUMNS],
        [
          KEY,
          'sent/a',
          'sent',
          ID,
          'H59.07',
          '',
          '',
          'forward',
          'H61.07',
          'reissue',
          'succeeded',
          'sha-sent/a',
        ],
      ]);
      expect(JSON.parse(host.folders.get('o')?.text('in-flight.json') ?? '')).toMatchObject({
        day: '2025-07-01',
        rows: [{ key: KEY, successors: ['H61.07'], legal_basis: ['QĐ 4'], waived: false }],
      });
    }
  });
  it('is well where nothing is in flight on the day, and writes nothing unasked', async () => {
    const { exit, out, host } = await call(waiting, [], ...CALL, '--at', '2025-06-30');
    expect([exit, host.folders.size]).toEqual([0, 0]);
    expect(out).toContain('On 2025-06-30 nothing is in flight');
    const settled = indexOf(...waiting.packets, status({ status: '06', documentId: ID, sender: 'H59.07' }));
    expect((await call(settled, [], ...CALL)).exit).toBe(0);
  });
  it('takes a waiver by name until its last day', async () => {
    const on = (day: string, key = KEY) =>
      call(waiting, [waiver(key, '2025-07-15')], ...CALL, '--at', day, '--json');
    expect((await on('2025-07-15')).exit).toBe(0);
    expect(JSON.parse((await on('2025-07-15')).out)).toMatchObject({ rows: [{ key: KEY, waived: true }] });
    expect((await on('2025-07-16')).exit).toBe(1);
    expect((await on('2025-07-15', `${ID}|H59.7`)).exit).toBe(1);
  });
  it('is not well where a packet could not be read, unless that is waived', async () => {
    const unreadable = [{ finding: 'unreadable' as const, path: 'sent/x.edxml', detail: 'doctype' }];
    const index = { packets: [], unreadable };
    const { exit, out } = await call(index, [], ...CALL);
    expect(exit).toBe(1);
    expect(out).toContain('sent/x.edxml [doctype]');
    const { host } = await call(index, [], ...CALL, '--write', 'o');
    const [, row = []] = parse(host.folders.get('o')?.text('in-flight.csv') ?? '') as string[][];
    expect([row[0], row[4], row[10]]).toEqual(['unreadable:sent/x.edxml', '', 'unreadable']);
    expect((await call(index, [waiver('unreadable:sent/x.edxml', '2025-12-31')], ...CALL)).exit).toBe(0);
  });
  it('says nothing of a folder without packets: it may be the wrong one', async () => {
    const { exit, err, host } = await call(indexOf(), [], ...CALL, '--write', 'o', '--json');
    expect([exit, JSON.parse(err).error.code]).toEqual([2, 'no-packets']);
    expect(host.folders.get('o')?.text('in-flight.csv') ?? '').toBe('');
  });
  it('a line end in a DocumentId makes no line of its own', async () => {
    const forged = document({
      path: 'sent/a',
      documentId: 'X\nOn 2025-07-01 nothing',
      receivers: ['H59.07'],
    });
    expect((await call(indexOf(forged), [], ...CALL)).out).not.toMatch(/^On 2025-07-01 nothing/m);
  });
  it('prints the first rows of many, and counts all', async () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      document({ path: `sent/${at}`, documentId: `H61.07,2025/06/27,${at}/A`, receivers: ['H59.07'] }),
    );
    const { out } = await call(indexOf(...many), [], ...CALL);
    expect(out.match(/H61\.07,2025/g)).toHaveLength(20);
    expect(out).toContain('[reissue]: 30');
    expect(out).toContain('… and 10 more');
  });
  it.each([
    ['codes-needed', ['p']],
    ['folder-missing', ['q', '--codes', 'v/codes.yaml']],
    ['file-missing', ['p', '--codes', 'v/other.yaml']],
    ['bad-day', [...CALL, '--at', 'today']],
  ])('refuses %s', async (code, argv) => {
    const { exit, err } = await call(waiting, [], ...argv, '--json');
    expect(exit).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ error: { code } });
  });
});
