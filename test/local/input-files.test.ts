import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import type { InputLeaf } from '../../lib/ports/input-files.ts';
import { inputFilesContract } from '../ports/input-files.contract.ts';
import { temporaryFolder } from './folder.ts';

inputFilesContract('a folder', async (files) => {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return new LocalInputs(folder);
});

test('a link is a leaf that leads out of the root or not, wherever it stands; it is not followed', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'root/sub'), { recursive: true });
  writeFileSync(join(folder, 'root/file'), 'x');
  symlinkSync('../file', join(folder, 'root/sub/in'));
  symlinkSync('../../root', join(folder, 'root/sub/loop'));
  symlinkSync('../../..', join(folder, 'root/sub/out'));
  mkdirSync(join(folder, 'root/void'));
  const leaves: InputLeaf[] = [];
  for await (const leaf of (await new LocalInputs(folder).leaves('root')) ?? []) leaves.push(leaf);
  expect(leaves).toEqual([
    { path: 'file', kind: 'file' },
    { path: 'sub/in', kind: 'link-inside' },
    { path: 'sub/loop', kind: 'other' },
    { path: 'sub/out', kind: 'link-outside' },
  ]);
});

test('an empty folder has no leaves, and is there', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'root'));
  expect(await new LocalInputs(folder).leaves('root')).toBeDefined();
});
