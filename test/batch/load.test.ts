import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { matchFiles } from '../../lib/batch/globs.ts';
import { loadBatch } from '../../lib/batch/load.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { ASSETS, open, smallBatch, temporaryFolder, write } from './support.ts';

test('globs: * and ? in the last part, sorted, no hidden files, no folders, and never nothing', async () => {
  const folder = temporaryFolder();
  for (const name of [
    'in/b1.csv',
    'in/a2.csv',
    'in/a10.csv',
    'in/.a3.csv',
    'in/a4.csv/x',
    'in/a+5.csv',
    'in/[a].csv',
  ])
    write(folder, name, 'x');
  const files = new LocalInputs(folder);
  expect(await matchFiles(files, 'in/a*.csv')).toEqual(['in/a+5.csv', 'in/a10.csv', 'in/a2.csv']);
  expect(await matchFiles(files, 'in/a?.csv')).toEqual(['in/a2.csv']);
  expect(await matchFiles(files, './in/[a]*')).toEqual(['in/[a].csv']);
  expect(await matchFiles(files, join(folder, 'in/b?.csv'))).toEqual(['in/b1.csv']);
  expect(await matchFiles(files, 'in/../in/b1.csv')).toEqual(['in/b1.csv']);
  await expect(matchFiles(files, 'in/z*.csv')).rejects.toMatchObject({ code: 'no-such-file' });
  await expect(matchFiles(files, 'in/none.csv')).rejects.toMatchObject({ code: 'no-such-file' });
  await expect(matchFiles(files, 'in')).rejects.toMatchObject({ code: 'no-such-file' });
  await expect(matchFiles(files, '*/b1.csv')).rejects.toMatchObject({ code: 'bad-glob' });
});

test('names sources by system and number, and takes profiles by name or path', async () => {
  const batch = smallBatch(4);
  write(batch.folder, 'own.yaml', readFileSync(resolve(ASSETS, 'profiles/civil-status.yaml')));
  write(batch.folder, 'ht/x.csv', 'x');
  writeFileSync(
    batch.batchFile,
    readFileSync(batch.batchFile, 'utf8').replace(
      'succession:',
      `  - system: ho-tich
    profile: ./own.yaml
    vintage: "2025-07-01"
    files: [ht/x.csv]
  - system: tthc
    profile: tthc-dossiers
    agencyVintage: "2025-07-01"
    files: [ht/../ht/x.csv, in/a.csv]
succession:`,
    ),
  );
  const ports = await open(batch);
  await expect(loadBatch(ports)).rejects.toMatchObject({ code: 'file-twice', params: { file: 'ht/x.csv' } });
  writeFileSync(
    batch.batchFile,
    readFileSync(batch.batchFile, 'utf8').replace('ht/../ht/x.csv, in/a.csv', 'own.yaml'),
  );
  const loaded = await loadBatch(ports);
  expect(
    loaded.sources.map(({ source, file, profile, vintage, agencyVintage }) => [
      source,
      file,
      profile.reference,
      vintage,
      agencyVintage,
    ]),
  ).toEqual([
    ['tthc-01', 'in/a.csv', 'tthc-dossiers', '2025-06-30', '2025-06-30'],
    ['tthc-02', 'in/b.csv', 'tthc-dossiers', '2025-06-30', '2025-06-30'],
    ['ho-tich-01', 'ht/x.csv', 'own.yaml', '2025-07-01', '2025-07-01'],
    ['tthc-03', 'own.yaml', 'tthc-dossiers', '2025-06-30', '2025-07-01'],
  ]);
});

test.each([
  ['profile: tthc-dossiers', 'profile: none', 'no-such-profile'],
  ['profile: tthc-dossiers', 'profile: ./none.yaml', 'no-such-profile'],
  ['succession: succession.csv', 'succession: none.csv', 'no-such-file'],
  ['succession: succession.csv', 'succession: succession.csv\nunknown: 1', 'bad-config'],
])('says what is wrong with %s -> %s', async (from, to, code) => {
  const batch = smallBatch(4);
  const ports = await open(batch);
  writeFileSync(batch.batchFile, readFileSync(batch.batchFile, 'utf8').replace(from, to));
  await expect(loadBatch(ports)).rejects.toMatchObject({ code, source: 'user' });
});
