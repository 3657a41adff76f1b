import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOf, scanFolder } from '../../lib/documents/scan.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';
import { withFolder } from './folder-support.ts';
import { documentXml, statusXml } from './packet-support.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('scanning a folder', () => {
  const letter = documentXml();
  const status = statusXml({ status: '03' });
  const files = {
    'outbox/b.edxml': letter,
    'sent/2025/a.EDXML': letter,
    'sent/status.xml': status,
    'sent.xml': letter,
    'received/broken.xml': letter.slice(0, 300),
    'received/note.txt': 'a note',
    'z.pdf': '%PDF',
  };

  it('indexes each packet with what it says, its size and its digest', () =>
    withFolder(files, async (folder) => {
      const index = await scanFolder(folder);
      expect(index.packets.map(({ path, place, kind }) => [path, place, kind])).toEqual([
        ['outbox/b.edxml', 'outbox', 'document'],
        ['sent.xml', 'archive', 'document'],
        ['sent/2025/a.EDXML', 'sent', 'document'],
        ['sent/status.xml', 'sent', 'status'],
      ]);
      expect(index.packets[0]).toMatchObject({
        bytes: Buffer.byteLength(letter),
        sha256: sha256(letter),
        receivers: ['H59.12.05', '000.00.07.H59'],
        signed: false,
      });
      expect(index.packets[3]).toMatchObject({ status: '03', sha256: sha256(status) });
      expect(index.unreadable).toEqual([
        { finding: 'unreadable', path: 'received/broken.xml', detail: 'truncated' },
      ]);
      expect(index.otherFiles).toBe(2);
    }));

  it('counts the places of each code', () =>
    withFolder({ 'a.xml': letter }, async (folder) => {
      const [packet] = (await scanFolder(folder)).packets;
      expect(packet?.organIds).toEqual([
        { place: 'From', organId: 'H59.12', count: 1 },
        { place: 'To', organId: 'H59.12.05', count: 1 },
        { place: 'To', organId: '000.00.07.H59', count: 1 },
        { place: 'DocumentId', organId: 'H59.12', count: 1 },
        { place: 'TraceHeader', organId: 'H59.12', count: 1 },
      ]);
    }));

  it('holds no text but what the tables need', () =>
    withFolder({ 'a.xml': letter }, async (folder) => {
      const text = JSON.stringify(await scanFolder(folder));
      for (const secret of ['bàn giao', 'Nguyễn Văn Mẫu', 'ubnd.a@', 'UBND xã', '0412.signed'])
        expect(text).not.toContain(secret);
    }));

  it('says how far it is', () =>
    withFolder(files, async (folder) => {
      const said: Array<[number, number]> = [];
      await scanFolder(folder, { onProgress: (done, total) => said.push([done, total]) });
      expect(said).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5]));
    }));

  it('of nothing is empty', () =>
    withFolder({}, async (folder) => {
      expect(await scanFolder(folder)).toEqual({ packets: [], unreadable: [], otherFiles: 0 });
    }));

  it('follows no link, and says that there is one', () =>
    withFolder({ 'a.xml': letter }, async (folder, root) => {
      symlinkSync('a.xml', join(root, 'inside.xml'));
      symlinkSync('/etc/hostname', join(root, 'outside.xml'));
      mkdirSync(join(root, 'sent'));
      symlinkSync('..', join(root, 'sent', 'loop'));
      const index = await scanFolder(folder);
      expect(index.packets).toHaveLength(1);
      expect(index.unreadable.map(({ path, detail }) => [path, detail])).toEqual([
        ['inside.xml', 'link-inside'],
        ['outside.xml', 'link-outside'],
        ['sent/loop', 'other'],
      ]);
    }));

  it.skipIf(process.getuid?.() === 0)('names a file and a folder that it may not read', () =>
    withFolder({ 'a.xml': letter, 'sent/b.xml': letter }, async (folder, root) => {
      chmodSync(join(root, 'a.xml'), 0);
      chmodSync(join(root, 'sent'), 0);
      const { unreadable } = await scanFolder(folder);
      chmodSync(join(root, 'sent'), 0o700);
      expect(unreadable.map(({ path, detail }) => [path, detail])).toEqual([
        ['a.xml', 'EACCES'],
        ['sent', 'folder'],
      ]);
    }),
  );

  it.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, ' ')],
    ['is written anew with as many bytes', (path) => writeFileSync(path, letter.replace('0412', '0413'))],
  ])('a file that %s while it is read is a finding', (_how, change) =>
    withFolder({ 'a.xml': letter, 'b.xml': letter }, async (folder, root) => {
      const changing = over(folder, {
        async read(path, start, end, target) {
          const filled = await folder.read(path, start, end, target);
          if (path === 'a.xml') change(join(root, path));
          return filled;
        },
      });
      const index = await scanFolder(changing);
      expect(index.unreadable).toEqual([{ finding: 'unreadable', path: 'a.xml', detail: 'changed' }]);
      expect(index.packets.map(({ path }) => path)).toEqual(['b.xml']);
    }),
  );

  it('a file that is cut while it is read is a finding', () =>
    withFolder({ 'a.xml': letter }, async (folder) => {
      const cut = over(folder, {
        read: async (path, start, _end, target) => (start > 0 ? 0 : folder.read(path, 0, 100, target)),
      });
      expect((await scanFolder(cut)).unreadable).toMatchObject([{ detail: 'changed' }]);
    }));

  it('reads each file from its own beginning, whatever was in the buffer', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `sent/${at}.xml`,
        documentXml({ documentId: `a,${at}`, attachment: 'QUJD'.repeat(at * 20_000) }),
      ]),
    );
    return withFolder(files, async (folder) => {
      const { packets } = await scanFolder(folder);
      for (const { path, sha256: digest, bytes } of packets) {
        expect(digest).toBe(sha256(files[path] ?? ''));
        expect(bytes).toBe(Buffer.byteLength(files[path] ?? ''));
      }
      expect(packets).toHaveLength(20);
    });
  });

  it('a file that goes away or can’t be read is a finding; a fault of ours is thrown', () =>
    withFolder({ 'a.xml': letter }, async (folder) => {
      const failing = (error: Error): InputFiles => over(folder, { read: () => Promise.reject(error) });
      const detail = async (store: InputFiles) => (await scanFolder(store)).unreadable[0]?.detail;
      expect(await detail(over(folder, { version: async () => undefined }))).toBe('gone');
      expect(await detail(failing(Object.assign(new Error('disk'), { code: 'EIO' })))).toBe('EIO');
      await expect(scanFolder(failing(new TypeError('ours')))).rejects.toThrow('ours');
    }));
});

/** A store with some of its calls replaced. */
function over(store: InputFiles, calls: Partial<InputFiles>): InputFiles {
  return new Proxy(store, {
    get(target, key) {
      const own = Reflect.get(calls, key) as unknown;
      if (own !== undefined) return own;
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('the place of a packet', () => {
  it.each([
    ['outbox/a.xml', 'outbox'],
    ['sent/b/a.xml', 'sent'],
    ['received/a.xml', 'received'],
    ['archive/a.xml', 'archive'],
    ['a.xml', 'archive'],
    ['2024/outbox/a.xml', 'archive'],
    ['Outbox/a.xml', 'archive'],
    ['outbox', 'archive'],
  ])('%s: %s', (path, place) => expect(placeOf(path)).toBe(place));
});
