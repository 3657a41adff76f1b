import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { open, runWith, smallBatch, write } from './support.ts';

test('inventories everything under the root once, sorted by path, opening nothing outside it', async () => {
  const batch = smallBatch(4);
  const files: Record<string, string> = {
    'b.pdf': 'bb',
    'a/1.pdf': 'one',
    'a-1.pdf': 'two',
    'a/ộ.pdf': 'ba',
    empty: '',
    '=cmd.pdf': 'x',
    'with,comma "q".pdf': 'y',
  };
  for (const [path, content] of Object.entries(files)) write(batch.folder, `files/${path}`, content);
  mkdirSync(join(batch.folder, 'files/hollow'));
  symlinkSync('../succession.csv', join(batch.folder, 'files/out.pdf'));
  symlinkSync('b.pdf', join(batch.folder, 'files/in.pdf'));
  write(
    batch.folder,
    'batch.yaml',
    readFileSync(batch.batchFile, 'utf8').replace(
      '    files: ["in/*.csv"]\n',
      '    files: ["in/*.csv"]\n    attachments: { root: files }\n',
    ),
  );
  const ports = await open(batch);
  const units = new Set<string>();
  await runWith(ports, {
    onProgress: ({ stage, unit, done, total }) => {
      if (stage === 'attachments' && done === total) units.add(`${unit} ${total}`);
    },
  });
  expect([...units]).toEqual(['files 9']);
  const frozen = JSON.parse(readFileSync(join(ports.outDir, 'batch.json'), 'utf8')) as {
    sources: Array<{ attachments: { root: string; inventory: { path: string; sha256: string } } }>;
  };
  // Two sources, one root: one inventory.
  expect(new Set(frozen.sources.map(({ attachments }) => attachments.inventory.path)).size).toBe(1);
  const { inventory } = frozen.sources[0]!.attachments;
  const bytes = readFileSync(join(ports.outDir, inventory.path));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(inventory.sha256);
  const sha = (content: string) => createHash('sha256').update(content).digest('hex');
  const expected = Object.entries(files)
    .map(([path, content]) => ({
      path,
      kind: 'file',
      bytes: String(Buffer.byteLength(content)),
      sha256: sha(content),
    }))
    .concat([
      { path: 'in.pdf', kind: 'file', bytes: '2', sha256: sha('bb') },
      { path: 'out.pdf', kind: 'link-outside', bytes: '', sha256: '' },
    ])
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  expect(parse(bytes, { columns: true })).toEqual(expected);
  expect(await ports.out.list('frozen/tthc-01.attachments/')).toEqual([]);
});

test('a root that is not there stops the freeze', async () => {
  const batch = smallBatch(4);
  write(
    batch.folder,
    'batch.yaml',
    readFileSync(batch.batchFile, 'utf8').replace(
      '    files: ["in/*.csv"]\n',
      '    files: ["in/*.csv"]\n    attachments: { root: nowhere }\n',
    ),
  );
  await expect(runWith(await open(batch))).rejects.toMatchObject({ code: 'no-attachments', source: 'user' });
});
