import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { temporaryFolder } from './folder.ts';

test('follows no link: not for reading, writing, listing or through a folder', async () => {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'secret'), 'secret');
  const root = temporaryFolder();
  const store = new FolderStore(root);
  symlinkSync(join(outside, 'secret'), join(root, 'link'));
  symlinkSync(outside, join(root, 'folder'));
  await expect(store.get('link')).rejects.toMatchObject({ code: 'link-in-store' });
  await expect(store.get('folder/secret')).rejects.toMatchObject({ code: 'link-in-store' });
  await expect(store.put('folder/new', Buffer.from('x'))).rejects.toMatchObject({ code: 'link-in-store' });
  await expect(store.delete('folder/secret')).rejects.toMatchObject({ code: 'link-in-store' });
  expect(await store.size('link')).toBeUndefined();
  expect(await store.list('')).toEqual([]);
  await store.put('link', Buffer.from('own'));
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  expect(readdirSync(outside)).toEqual(['secret']);
  expect(Buffer.from(await store.get('link')).toString()).toBe('own');
});

test('makes no folder where a link leads', async () => {
  const outside = temporaryFolder();
  const root = temporaryFolder();
  const store = new FolderStore(root);
  mkdirSync(join(root, 'a'));
  symlinkSync(outside, join(root, 'a/link'));
  symlinkSync(join(outside, 'nowhere'), join(root, 'a/dangling'));
  for (const path of ['a/link/new/deep/x', 'a/link/x', 'a/dangling/x', 'a/dangling/new/x'])
    await expect(store.put(path, Buffer.from('x'))).rejects.toMatchObject({ code: 'link-in-store' });
  expect(readdirSync(outside)).toEqual([]);
  // At once, and each finds the folders that another made.
  await Promise.all(['p', 'q', 'r'].map((name) => store.put(`b/c/d/${name}`, Buffer.from('x'))));
  expect(await store.list('b/')).toEqual(['b/c/d/p', 'b/c/d/q', 'b/c/d/r']);
});

test('sweep removes what a killed writer left, and nothing else', async () => {
  const root = temporaryFolder();
  const store = new FolderStore(root);
  await store.put('a/b/c', Buffer.from('x'));
  writeFileSync(join(root, 'a/b/.tmp-1-0-0'), 'half');
  writeFileSync(join(root, '.tmp-1-0-1'), 'half');
  mkdirSync(join(root, '.other'));
  expect(await store.list('')).toEqual(['a/b/c']);
  await store.sweep();
  expect(existsSync(join(root, 'a/b/.tmp-1-0-0'))).toBe(false);
  expect(readdirSync(root).sort()).toEqual(['.other', 'a']);
  expect(await store.list('')).toEqual(['a/b/c']);
});

test('keeps what it writes to its owner', async () => {
  const root = temporaryFolder();
  const store = new FolderStore(root);
  await store.put('a/b', Buffer.from('x'));
  expect(statSync(join(root, 'a')).mode & 0o077).toBe(0);
  expect(statSync(join(root, 'a/b')).mode & 0o077).toBe(0);
});
