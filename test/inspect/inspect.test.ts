import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { profileSchema } from '../../lib/formats/profile.ts';
import { readYaml } from '../../lib/formats/read.ts';
import { Distinct } from '../../lib/inspect/distinct.ts';
import { draftProfile } from '../../lib/inspect/draft.ts';
import { type Inspection, inspectFile } from '../../lib/inspect/inspect.ts';
import { Units } from '../../lib/units/units.ts';
import { fakeHost, memoryStore } from '../cli/fake-host.ts';

const units = Units.fromCompiled(readFileSync('data/compiled/units.json'));

function inspect(content: string | Uint8Array, piece = 7): Promise<Inspection> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return inspectFile({ store: memoryStore({ f: bytes }, piece), path: 'f', bytes: bytes.length, units });
}

// 00001 ended (its successor has another code), 28756 exists at both vintages, 829 is a district of Bến Tre (83).
const HEADER = 'MaHoSo,DonViXuLy,MaTinh,MaHuyen,MaXa,TenXa,ChuHoSo';
const ROW = 'H07.12-250601-0001,000.00.12.H07,83,829,28756,Phường An Hội,"Nguyễn Văn A, B"';

describe('what a file looks like', () => {
  it('says roles, counts and classes of a dossier export', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => ROW.replace('0001,', `${String(n).padStart(4, '0')},`));
    const found = await inspect(`\ufeff${[HEADER, ...rows].join('\r\n')}\r\n\r\n`);
    expect(found).toMatchObject({
      encoding: 'utf-8-bom',
      format: 'csv',
      delimiter: ',',
      lineEnds: { lf: 0, crlf: 52 },
      quotedFields: 50,
      records: 50,
      blanks: 1,
      headerIsData: false,
    });
    const classes = Object.fromEntries(found.columns.map((c) => [c.name, c.classes]));
    const kind = units.oldCommune('28756') && units.newCommune('28756') ? 'commune-both' : 'commune-old';
    expect(classes).toEqual({
      MaHoSo: { 'dossier-number': 50 },
      DonViXuLy: { 'agency-102': 50 },
      MaTinh: { province: 50 },
      MaHuyen: { 'district-old': 50 },
      MaXa: { [kind]: 50 },
      TenXa: {},
      ChuHoSo: {},
    });
    expect(found.columns[5]?.communeNames).toEqual({ named: 50, asked: 50 });
    expect(found.columns[0]?.distinct).toBe(50);
    const draft = draftProfile(found, 'dir/Hồ sơ Đất.csv') ?? '';
    const profile = readYaml(new TextEncoder().encode(draft), 'draft', profileSchema);
    expect(profile.profile).toBe('ho-so-dat');
    expect(profile.key).toEqual(['MaHoSo']);
    expect(
      Object.fromEntries(Object.entries(profile.columns).map(([name, { role }]) => [name, role])),
    ).toEqual({
      MaHoSo: 'dossier-number',
      DonViXuLy: 'agency',
      MaTinh: 'unit.province',
      MaHuyen: 'unit.district',
      MaXa: 'unit.commune',
      TenXa: 'unit.commune-name',
    });
    expect(draft).toContain('[U]');
  });

  it('tells the vintages of commune codes apart', async () => {
    const table = (file: string) =>
      (parse(readFileSync(file), { columns: true }) as Array<{ code: string }>).map(({ code }) => code);
    const old = table('data/communes-2025-06-30.csv').filter((code) => /^\d{5}$/.test(code));
    const now = table('data/communes-2025-07-01.csv');
    const found = await inspect(`a\n${[...old, ...now, '99999', '1', ''].join('\n')}\n`, 65536);
    const both = now.filter((code) => old.includes(code)).length;
    expect(found.columns[0]?.classes).toEqual({
      'commune-old': old.length - both,
      'commune-new': now.length - both,
      'commune-both': 2 * both,
      'commune-unknown': 1,
      'short-number': 1,
    });
    expect(found.columns[0]?.zerosLost).toBe(1);
  });

  it('names broken records', async () => {
    const found = await inspect(`${HEADER}\n${ROW}\nx,y\n"a"b,c,d,e,f,g,h\n${ROW}\n`);
    expect(found.faults).toMatchObject({ ragged: 1, openQuote: 1, badUtf8: 0 });
    expect(found.records).toBe(4);
    expect(found.columns[0]?.filled).toBe(2);
  });

  it('refuses encodings that are not UTF-8, and tells damage from another encoding', async () => {
    expect((await inspect(Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'))).encoding).toBe('utf-16');
    expect((await inspect(Buffer.from(HEADER.repeat(5), 'utf16le'))).encoding).toBe('utf-16');
    const legacy = Buffer.from(`a,b\n${'Nguy\u00ea\u00f4n,1\n'.repeat(20)}`, 'latin1');
    expect((await inspect(legacy)).encoding).toBe('legacy');
    const damaged = Buffer.concat([
      Buffer.from('a,b\nĐức,1\nĐức,2\n'),
      Buffer.from([0xff, 0x2c, 0x31, 0x0a]),
    ]);
    expect(await inspect(damaged)).toMatchObject({ encoding: 'mixed', faults: { badUtf8: 1 } });
    expect((await inspect('a,b\n1,2\n')).encoding).toBe('ascii');
    expect((await inspect('')).format).toBe('empty');
  });

  it('reads NDJSON by members', async () => {
    const found = await inspect('{"MaXa":"28756","n":null,"x":{"y":1}}\n{"MaXa":"1"}\nnot json\n\n[1]\n');
    expect(found).toMatchObject({ format: 'ndjson', records: 4, blanks: 1, faults: { badJson: 2 } });
    expect(found.columns.map(({ name, filled, blank }) => [name, filled, blank])).toEqual([
      ['/MaXa', 2, 0],
      ['/n', 0, 1],
    ]);
  });

  it('shows no name of a header that is data', async () => {
    const found = await inspect(`${ROW}\n${ROW}\n`);
    expect(found.headerIsData).toBe(true);
    expect(JSON.stringify(found)).not.toContain('Nguyễn');
    expect(found.columns[0]).toMatchObject({ name: '#1', filled: 2 });
    expect(draftProfile(found, 'x.csv')).toBeUndefined();
  });

  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const found = await inspect(`a${delimiter}b${delimiter}"c,;|d"\n1${delimiter}2${delimiter}3\n`);
    expect([found.delimiter, found.columns.length]).toEqual([delimiter, 3]);
  });

  it('frames as a strict CSV reader does, wherever the pieces end (property)', async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('a"b', 'x\ny', 'x\r\ny', 'p,q', '', 'Đ', '""'),
    );
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, piece, end) => {
          const header = (rows[0] ?? []).map((_, at) => `c${at}x`);
          const text = [header, ...rows]
            .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',') + end)
            .join('');
          const oracle = parse(text) as string[][];
          const found = await inspect(text, piece);
          expect(found.records).toBe(oracle.length - 1);
          expect(found.columns.map(({ filled }) => filled)).toEqual(
            header.map((_, at) => oracle.slice(1).filter((row) => row[at] !== '').length),
          );
          expect(found.faults).toMatchObject({ ragged: 0, openQuote: 0 });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('estimates how many values differ, within a few per cent', () => {
    for (const wanted of [1, 10, 1000, 20000, 200000]) {
      const distinct = new Distinct();
      for (let n = 0; n < wanted * 2; n++) distinct.add(`v${n % wanted}`);
      expect(Math.abs(distinct.estimate() / wanted - 1)).toBeLessThan(0.06);
    }
  });
});

describe('profile check', () => {
  const canary = 'Nguyễn Thị Canary';
  const content = `${HEADER}\n${ROW.replace('Nguyễn Văn A', canary)}\n${canary},${canary},${canary},=1,079201000123,x,y\n`;
  const engines = { units: async () => units };

  it('prints counts and a draft, never a value, in both languages and in JSON', async () => {
    for (const argv of [['--lang', 'vi'], ['--lang', 'en'], ['--json']]) {
      const host = fakeHost({ files: { 'd/x.csv': content }, engines });
      expect(await main(['profile', 'check', 'd/x.csv', ...argv], host)).toBe(0);
      const text = host.out.join('') + host.err.join('');
      expect(text).toContain('profile: ');
      for (const value of ['Canary', '079201000123', '28756', 'H07.12', 'An Hội', '=1'])
        expect(text).not.toContain(value);
    }
  });
  it('writes the draft beside the file, once', async () => {
    const host = fakeHost({ files: { 'd/x.csv': content }, engines });
    expect(await main(['profile', 'check', 'd/x.csv', '--write'], host)).toBe(0);
    expect(host.folders.get('d/')?.text('x.csv.profile.yaml')).toContain('profile: x');
    expect(await main(['profile', 'check', 'd/x.csv', '--write'], host)).toBe(2);
  });
  it('exits 3 for a file that no profile could read, 2 for none', async () => {
    const host = fakeHost({ files: { x: Buffer.from(HEADER.repeat(9), 'utf16le') }, engines });
    expect(await main(['profile', 'check', 'x'], host)).toBe(3);
    expect(await main(['profile', 'check', 'y'], host)).toBe(2);
  });
});
