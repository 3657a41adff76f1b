import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { ObjectNotFound } from '../../lib/ports/object-store.ts';
import { temporaryFolder } from './folder.ts';

test('knows every path as one relative to the batch, whatever way it was written', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'batch'));
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'exports/a.csv'), 'abc');
  const files = new LocalInputs(join(folder, 'batch'));
  expect(files.locate('../exports/./a.csv')).toBe('../exports/a.csv');
  expect(files.locate(join(folder, 'exports/a.csv'))).toBe('../exports/a.csv');
  expect(files.locate('x/../y')).toBe('y');
  expect(files.locate('.')).toBe('.');
  expect(Buffer.from(await files.get('../exports/a.csv')).toString()).toBe('abc');
  expect(await files.size('../exports/a.csv')).toBe(3);
  await expect(files.get('../exports')).rejects.toBeInstanceOf(ObjectNotFound);
  await expect(files.get('none')).rejects.toBeInstanceOf(ObjectNotFound);
  expect(await files.version('none')).toBeUndefined();
  expect(await files.version('../exports')).toBeUndefined();
});

test('never writes', async () => {
  const files = new LocalInputs(temporaryFolder());
  await expect(files.put('x')).rejects.toMatchObject({ code: 'read-only' });
  await expect(files.delete('x')).rejects.toMatchObject({ code: 'read-only' });
});

test('a version changes with any write, also one that keeps size and time', async () => {
  const folder = temporaryFolder();
  const files = new LocalInputs(folder);
  writeFileSync(join(folder, 'f'), 'one');
  utimesSync(join(folder, 'f'), 1000, 1000);
  const first = await files.version('f');
  expect(await files.version('f')).toBe(first);
  await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync(join(folder, 'f'), 'two');
  utimesSync(join(folder, 'f'), 1000, 1000);
  expect(await files.version('f')).not.toBe(first);
});

test('tells links that lead out of a folder from those that stay, and opens neither pipe nor device', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'root/sub'), { recursive: true });
  writeFileSync(join(folder, 'outside'), 'x');
  writeFileSync(join(folder, 'root/file'), 'x');
  symlinkSync('file', join(folder, 'root/inside'));
  symlinkSync('../outside', join(folder, 'root/out'));
  symlinkSync('/etc/passwd', join(folder, 'root/absolute'));
  symlinkSync('inside', join(folder, 'root/chain-inside'));
  symlinkSync('out', join(folder, 'root/chain-out'));
  symlinkSync('sub', join(folder, 'root/to-folder'));
  symlinkSync('nowhere', join(folder, 'root/dangling'));
  symlinkSync('loop', join(folder, 'root/loop'));
  execFileSync('mkfifo', [join(folder, 'root/pipe')]);
  const files = new LocalInputs(folder);
  const entries = await files.entries('root', 'root');
  expect(Object.fromEntries(entries!.map(({ name, kind }) => [name, kind]))).toEqual({
    absolute: 'link-outside',
    'chain-inside': 'link-inside',
    'chain-out': 'link-outside',
    dangling: 'unreadable',
    file: 'file',
    inside: 'link-inside',
    loop: 'unreadable',
    out: 'link-outside',
    pipe: 'other',
    sub: 'folder',
    'to-folder': 'other',
  });
  await expect(files.get('root/pipe')).rejects.toBeInstanceOf(ObjectNotFound);
  expect(await files.entries('none', 'root')).toBeUndefined();
  expect(await files.entries('outside', 'root')).toBeUndefined();
});
