import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scanFolder } from '../../lib/documents/scan.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { readPackets } from '../../lib/reconcile/agencies/packet-files.ts';
import { documentText } from './packets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packets-'));
  for (const part of ['packets/outbox', 'packets/sent/2025', 'packets/lưu'])
    mkdirSync(join(folder, part), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (path: string, text = documentText({ id: path })): void =>
  writeFileSync(join(folder, path), text);

it('finds every packet under the folder, tells its place, and follows no link out of it', async () => {
  for (const path of [
    'outbox/a.edxml',
    'sent/2025/b.XML',
    'lưu/c.xml',
    'd.xml',
    'sent/notes.txt',
    'sent.xml',
  ])
    put(`packets/${path}`);
  put('outside.xml');
  symlinkSync('../outside.xml', join(folder, 'packets/e.xml'));
  symlinkSync('d.xml', join(folder, 'packets/f.xml'));
  symlinkSync('sent', join(folder, 'packets/linked'));
  const read = await readPackets(new LocalInputs(folder), 'packets');
  expect(read.packets.map(({ path, place }) => [path, place])).toEqual([
    ['d.xml', 'archive'],
    ['f.xml', 'archive'],
    ['lưu/c.xml', 'archive'],
    ['outbox/a.edxml', 'outbox'],
    ['sent.xml', 'archive'],
    ['sent/2025/b.XML', 'sent'],
  ]);
  expect(read.unreadable.map(({ path }) => path).sort()).toEqual(['e.xml', 'linked']);
  expect(read.files).toBe(6);
});

it('takes the batch’s own folder, and an empty one', async () => {
  put('a.xml');
  expect((await readPackets(new LocalInputs(folder), '.')).packets.map(({ path }) => path)).toEqual([
    'a.xml',
  ]);
  expect(await readPackets(new LocalInputs(folder), 'packets')).toMatchObject({
    packets: [],
    unreadable: [],
    files: 0,
  });
});

it('names a folder that it can’t open as documents scan does', async () => {
  put('packets/sent/a.xml');
  class Closed extends LocalInputs {
    override async entries(path: string, within: string) {
      return path.endsWith('sent') ? undefined : super.entries(path, within);
    }
  }
  const closed = new Closed(folder);
  const read = await readPackets(closed, 'packets');
  const scanned = await scanFolder(new Closed(join(folder, 'packets')));
  expect(read.unreadable.map(({ path }) => path)).toEqual(['sent']);
  expect(scanned.unreadable.map(({ path }) => path)).toEqual(['sent']);
});

it('does not trust a packet that changes while it is read', async () => {
  put('packets/a.xml');
  class Changing extends LocalInputs {
    override async *range(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
      yield* super.range(path, start, end);
      appendFileSync(join(folder, path), '<!-- later -->');
    }
  }
  const read = await readPackets(new Changing(folder), 'packets');
  expect(read.packets).toEqual([]);
  expect(read.unreadable).toEqual([{ path: 'a.xml', fault: 'it changed while it was read' }]);
});
