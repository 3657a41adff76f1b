import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { reissue } from '../../lib/documents/reissue.ts';
import { scanFolder } from '../../lib/documents/scan.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { type FakeHost, fakeHost, memoryStore } from '../cli/fake-host.ts';
import { withFolder } from './folder-support.ts';
import { documentXml, statusXml } from './packet-support.ts';

const REGISTRY = `code,code_102,name,parent,mail,state,commune,valid_from,valid_to,legal_basis
H61,000.00.00.H61,UBND tỉnh Vĩnh Long,,,active,,,,
H61.101,,UBND xã Mẫu & Bạn,H61,,active,,2025-07-01,,QĐ 9/QĐ-UBND
H59.12.05,,UBND xã Mẫu B,H59,,retired,,,2025-06-30,
`;
const SUCCESSION = `old_code,old_code_102,disposition,new_code,new_commune,when,valid_from,valid_to,legal_basis
H59.12.05,,merge-into,H61.101,,,2025-07-01,,QĐ 9/QĐ-UBND
`;
const CODES = 'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\nsuccession: succession.csv\n';
const IDS = 'old_document_id,new_document_id,legal_basis\n';

const id = (number: number): string => `H59.12,2025/06/27,${number}/UBND`;
const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>';
const commune: ReadonlyArray<readonly [string, string]> = [['H59.12.05', 'UBND xã Mẫu B']];
const PACKETS = {
  'outbox/1.edxml': documentXml({ documentId: id(1), to: commune }),
  'outbox/2.edxml': documentXml({ documentId: id(2), to: commune, signature }),
  'sent/3.edxml': documentXml({ documentId: id(3), to: [...commune, ['H61', 'Tỉnh']] }),
  'sent/4.edxml': documentXml({ documentId: id(4), to: commune }),
  'received/s.xml': statusXml({ documentId: id(3), status: '01' }),
  'received/t.xml': statusXml({ documentId: id(4), status: '06' }),
};

function hostOf(root: string, files: Readonly<Record<string, string>> = {}): FakeHost {
  return fakeHost({
    files: { 'codes.yaml': CODES, './registry.csv': REGISTRY, './succession.csv': SUCCESSION, ...files },
    engines: {
      scanDocuments: ({ folder, ...options }) => scanFolder(folder, options),
      reissueDocuments: reissue,
    },
    over: {
      existingFolder: async (path) => (path === 'packets' ? new LocalInputs(root) : undefined),
      data: memoryStore({
        'province-agency-codes.csv': readFileSync('data/province-agency-codes.csv'),
      }),
    },
  });
}

async function run(
  root: string,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  host = hostOf(root, files),
) {
  const exit = await main([...args], host);
  return { exit, host, out: host.out.join(''), err: host.err.join('') };
}

const rows = (text: string | undefined): Array<Record<string, string>> =>
  parse(text ?? '', { columns: true });

describe('documents scan', () => {
  const scan = ['documents', 'scan', 'packets', '--write', 'scan'];

  it('writes what the packets say, sorted by path', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const { exit, host, out } = await run(root, scan);
      expect(exit).toBe(0);
      expect(out).toContain('4 documents and 2 status packets');
      const store = host.folders.get('scan');
      expect(await store?.list('')).toEqual([
        'aliases.csv',
        'findings.csv',
        'index.json',
        'organ-ids.csv',
        'packets.csv',
        'receivers.csv',
      ]);
      expect(rows(store?.text('packets.csv')).map((row) => [row.path, row.kind, row.signed])).toEqual([
        ['outbox/1.edxml', 'document', '0'],
        ['outbox/2.edxml', 'document', '1'],
        ['received/s.xml', 'status', '0'],
        ['received/t.xml', 'status', '0'],
        ['sent/3.edxml', 'document', '0'],
        ['sent/4.edxml', 'document', '0'],
      ]);
      expect(
        rows(store?.text('receivers.csv')).map((row) => [
          row.path,
          row.receiver,
          row.latest_status,
          row.statuses,
        ]),
      ).toEqual([
        ['outbox/1.edxml', 'H59.12.05', '', '0'],
        ['outbox/2.edxml', 'H59.12.05', '', '0'],
        ['sent/3.edxml', 'H59.12.05', '01', '1'],
        ['sent/3.edxml', 'H61', '', '0'],
        ['sent/4.edxml', 'H59.12.05', '06', '1'],
      ]);
      expect(rows(store?.text('aliases.csv'))[0]).toMatchObject({
        scheme: 'document-id',
        value: id(1),
        owner: 'H59.12',
        valid_from: '2025-06-27',
      });
      expect(store?.text('findings.csv')).toBe('key,path,finding,detail\n');
    }));

  it('the same twice, and says the digest of each table', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const first = (await run(root, scan)).host.folders.get('scan');
      const second = (await run(root, scan)).host.folders.get('scan');
      for (const name of (await first?.list('')) ?? []) expect(second?.text(name)).toBe(first?.text(name));
      expect(JSON.parse(first?.text('index.json') ?? '')).toMatchObject({
        format: 'thong-suot/documents/1',
        documents: 4,
        statuses: 2,
        places: { outbox: 2, sent: 2, received: 2, archive: 0 },
        files: [{ path: 'packets.csv' }, {}, {}, {}, {}],
      });
    }));

  it('names what is wrong and ends with 1; files of other kinds are counted, never opened or named', () =>
    withFolder(
      { ...PACKETS, 'received/bad.xml': '<!DOCTYPE a><a/>', 'private.txt': 'x' },
      async (_folder, root) => {
        const { exit, host, out } = await run(root, scan);
        expect(exit).toBe(1);
        expect(rows(host.folders.get('scan')?.text('findings.csv'))).toEqual([
          {
            key: 'unreadable:received/bad.xml',
            path: 'received/bad.xml',
            finding: 'unreadable',
            detail: 'doctype',
          },
          { key: 'not-a-packet:', path: '', finding: 'not-a-packet', detail: '1' },
        ]);
        expect(out).toContain('[unreadable] received/bad.xml: can’t be read as a packet (doctype)');
        expect(out).not.toContain('private');
      },
    ));

  it('in Vietnamese and as JSON', () =>
    withFolder(PACKETS, async (_folder, root) => {
      expect((await run(root, [...scan, '--lang', 'vi'])).out).toContain(
        'Đã đọc 4 văn bản và 2 gói tin trạng thái',
      );
      expect(JSON.parse((await run(root, [...scan, '--json'])).out)).toMatchObject({
        documents: 4,
        findingRows: [],
      });
    }));

  it('refuses a folder that is not there, and to write among the packets', () =>
    withFolder(PACKETS, async (_folder, root) => {
      expect(await run(root, ['documents', 'scan', 'nowhere'])).toMatchObject({ exit: 2 });
      const inside = await run(root, ['documents', 'scan', 'packets', '--write', 'packets/x']);
      expect(inside.exit).toBe(2);
      expect(inside.err).toContain('choose a folder outside of it');
    }));
});

describe('documents reissue', () => {
  const again = ['documents', 'reissue', 'packets', '--codes', 'codes.yaml', '--write', 'out'];

  it('writes what is in flight anew, and lists what a person must decide', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const { exit, host, out } = await run(root, again);
      const store = host.folders.get('out');
      expect(await store?.list('')).toEqual([
        'aliases.csv',
        'hold.csv',
        'new/sent/3.edxml',
        'outbox/1.edxml',
        'reissue.csv',
        'reissue.json',
      ]);
      expect(store?.text('outbox/1.edxml')).toBe(
        documentXml({ documentId: id(1), to: [['H61.101', 'UBND xã Mẫu &amp; Bạn']] }),
      );
      expect(
        rows(store?.text('reissue.csv')).map((row) => [
          row.path,
          row.new_path,
          row.receiver,
          row.new_receiver,
          row.new_document_id,
          row.legal_basis,
        ]),
      ).toEqual([
        ['outbox/1.edxml', 'outbox/1.edxml', 'H59.12.05', 'H61.101', id(1), 'QĐ 9/QĐ-UBND'],
        ['sent/3.edxml', 'new/sent/3.edxml', 'H59.12.05', 'H61.101', id(3), 'QĐ 9/QĐ-UBND'],
      ]);
      expect(rows(store?.text('hold.csv')).map((row) => [row.path, row.what, row.reason])).toEqual([
        ['outbox/2.edxml', 'ask', 'signed'],
      ]);
      expect(exit).toBe(1);
      expect(out).toContain('1 rewritten before sending, 1 new packets');
      for (const [path, content] of Object.entries(PACKETS))
        expect(readFileSync(join(root, path), 'utf8')).toBe(content);
    }));

  it('a second run changes nothing; other inputs need another folder', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const host = hostOf(root);
      const first = await run(root, again, {}, host);
      const before = await snapshot(host);
      expect((await run(root, again, {}, host)).exit).toBe(first.exit);
      expect(await snapshot(host)).toEqual(before);
      const other = await run(root, [...again, '--at', '2025-06-30'], {}, host);
      expect(other.exit).toBe(2);
      expect(other.err).toContain('choose another folder');
      expect(await snapshot(host)).toEqual(before);
    }));

  it.each(['hold.csv', 'outbox/1.edxml'])('never writes over %s that a person changed', (path) =>
    withFolder(PACKETS, async (_folder, root) => {
      const host = hostOf(root);
      await run(root, again, {}, host);
      await host.folders.get('out')?.put(path, Buffer.from('mine'));
      expect((await run(root, again, {}, host)).exit).toBe(2);
      expect(host.folders.get('out')?.text(path)).toBe('mine');
    }),
  );

  it('goes on where it was killed', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const whole = hostOf(root);
      await run(root, again, {}, whole);
      const killed = hostOf(root);
      await run(root, again, {}, killed);
      for (const path of ['reissue.csv', 'hold.csv', 'aliases.csv', 'outbox/1.edxml'])
        await killed.folders.get('out')?.delete(path);
      expect((await run(root, again, {}, killed)).exit).toBe(1);
      expect(await snapshot(killed)).toEqual(await snapshot(whole));
    }));

  it('takes no folder with something else in it', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const host = hostOf(root);
      await (await host.folder('out')).put('note.txt', Buffer.from('x'));
      expect((await run(root, again, {}, host)).exit).toBe(2);
      await run(root, again.with(-1, 'out2'), {}, host);
      await host.folders.get('out2')?.put('note.txt', Buffer.from('x'));
      expect((await run(root, again.with(-1, 'out2'), {}, host)).exit).toBe(2);
    }));

  it('gives the clerk’s numbers, with an alias for both', () =>
    withFolder(PACKETS, async (_folder, root) => {
      const ids = `${IDS}"${id(3)}","H61.9,2025/07/02,15/UBND",Sổ 2025\n"${id(1)}","H61.9,2025/07/02,16/UBND",Sổ 2025\n`;
      const { host, out } = await run(root, [...again, '--ids', 'ids.csv'], { 'ids.csv': ids });
      const store = host.folders.get('out');
      const old = rows(store?.text('aliases.csv')).find((row) => row.value === id(3));
      const given = rows(store?.text('aliases.csv')).find((row) => row.value === 'H61.9,2025/07/02,15/UBND');
      expect(given).toMatchObject({
        canonical_id: old?.canonical_id,
        legal_basis: 'Sổ 2025',
        _record: 'new/sent/3.edxml',
      });
      expect(store?.text('new/sent/3.edxml')).toContain('>H61.9,2025/07/02,15/UBND</edXML:DocumentId>');
      // A packet that was not sent yet keeps its number: the row is said to be of no use.
      expect(store?.text('outbox/1.edxml')).toContain(id(1));
      expect(out).toContain('1 rows of --ids name a document that was not issued anew');
    }));

  it.each([
    ['a new number that another document bears', `"${id(3)}","${id(4)}",Sổ\n`],
    ['a new number given twice', `"${id(3)}","H61,2025/07/02,1/A",Sổ\n"${id(4)}","H61,2025/07/02,1/A",Sổ\n`],
    ['an old number twice', `"${id(3)}","H61,2025/07/02,1/A",Sổ\n"${id(3)}","H61,2025/07/02,2/A",Sổ\n`],
    ['a new number of no form', `"${id(3)}",15,Sổ\n`],
    ['no legal basis', `"${id(3)}","H61,2025/07/02,1/A",\n`],
  ])('refuses %s', (_what, lines) =>
    withFolder(PACKETS, async (_folder, root) => {
      const { exit, err, host } = await run(root, [...again, '--ids', 'ids.csv'], { 'ids.csv': IDS + lines });
      expect(exit).toBe(2);
      expect(err).toMatch(/ids\.csv, row [23]/);
      expect(host.folders.size).toBe(0);
    }),
  );

  it('needs its two flags', () =>
    withFolder(PACKETS, async (_folder, root) => {
      expect((await run(root, again.slice(0, 5))).err).toContain('--write DIR');
      expect((await run(root, again.toSpliced(3, 2))).err).toContain('--codes CONFIG');
    }));
});

async function snapshot(host: FakeHost): Promise<Record<string, string>> {
  const store = host.folders.get('out');
  const paths = (await store?.list('')) ?? [];
  return Object.fromEntries(paths.map((path) => [path, store?.text(path) ?? '']));
}
