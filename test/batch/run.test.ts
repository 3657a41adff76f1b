import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { explainRecord } from '../../lib/batch/explain.ts';
import { type AliasRow, lookupAlias } from '../../lib/batch/lookup-alias.ts';
import { reconcileBatch } from '../../lib/batch/run.ts';
import { readStatus } from '../../lib/batch/status.ts';
import { openLocalOutput } from '../../lib/local/host.ts';
import {
  COMMUNES,
  dossierFile,
  fakeReconcile,
  fakeRender,
  open,
  runWith,
  SUCCESSION,
  smallBatch,
  snapshot,
  write,
  writeBatchFile,
} from './support.ts';

const latin1 = (text: string | undefined): string => Buffer.from(text ?? '', 'latin1').toString('utf8');

test('gives every record exactly one outcome', async () => {
  const batch = smallBatch();
  const summary = await runWith(await open(batch));
  // By hand, for index 0..59 of each file: %11===6 is rejected first (6,17,28,39,50), then %7===5 is held.
  const rejected = [6, 17, 28, 39, 50];
  const held = Array.from({ length: 60 }, (_, i) => i).filter((i) => i % 7 === 5 && !rejected.includes(i));
  expect(summary.outcomes).toEqual({
    migrated: 2 * (60 - rejected.length - held.length),
    already: 0,
    held: 2 * held.length,
    rejected: 2 * rejected.length,
  });
  expect(summary.records).toBe(120);
  expect(summary.chunks.total).toBeGreaterThan(10);

  const found = await snapshot(batch);
  const rows = Object.entries(found)
    .filter(([path]) => path.startsWith('migrated/tthc-01/'))
    .flatMap(([, text]) => parse(latin1(text), { columns: true }) as Array<Record<string, string>>);
  expect(rows.map((row) => row.MaXa)).toEqual(
    Array.from({ length: 60 }, (_, i) => i)
      .filter((i) => !rejected.includes(i) && !held.includes(i))
      .map((i) => COMMUNES[i % COMMUNES.length]!.successor),
  );
  const tallies = parse(latin1(found['tallies.csv']), { columns: true }) as Array<Record<string, string>>;
  expect(tallies.reduce((sum, row) => sum + Number(row.count), 0)).toBe(120);
  expect(latin1(found['rejected/tthc-01.bin']).split('\n')).toHaveLength(rejected.length + 1);
  expect(parse(latin1(found['rejected/tthc-02.csv']), { columns: true })).toHaveLength(rejected.length);
});

test('numbers repeated keys over all sources of a system, in their order', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  await runWith(ports);
  const rows: AliasRow[] = [];
  for await (const row of lookupAlias({ out: ports.out, value: 'H07-250101-0003' })) rows.push(row);
  const expected = ['01', '02'].flatMap((nn) => [3, 13, 23, 33, 43, 53].map((i) => `tthc-${nn}:${i + 1}`));
  expect(rows.map((row) => row._record)).toEqual(expected);
  expect(rows.map((row) => row.canonical_id)).toEqual(
    expected.map((_, at) => `tthc:H07-250101-0003#${at + 1}`),
  );
  const once: AliasRow[] = [];
  for await (const row of lookupAlias({ out: ports.out, value: 'H07-250101-0004' })) once.push(row);
  expect(once.map((row) => row.canonical_id)).toEqual(['tthc:H07-250101-0004']);
});

test('twice is once: nothing is remapped, every byte stays', async () => {
  const batch = smallBatch();
  await runWith(await open(batch));
  const first = await snapshot(batch);
  const part = join(batch.outRoot, 'small/migrated/tthc-01/00000.csv');
  const before = statSync(part, { bigint: true }).mtimeNs;
  const events = await (await open(batch)).ledger.read('small');
  const second = await runWith(await open(batch));
  expect(second.chunks.done).toBe(0);
  expect(second.records).toBe(120);
  expect(await snapshot(batch)).toEqual(first);
  expect(statSync(part, { bigint: true }).mtimeNs).toBe(before);
  expect(await (await open(batch)).ledger.read('small')).toEqual(events);
});

test('worker threads leave the same bytes as one thread', async () => {
  const [inline, threads] = [smallBatch(), smallBatch()];
  await runWith(await open(inline));
  const progress: string[] = [];
  await runWith(await open(threads, { workers: 2 }), { onProgress: ({ stage }) => progress.push(stage) });
  expect(await snapshot(threads)).toEqual(await snapshot(inline));
  expect(new Set(progress)).toEqual(new Set(['freeze', 'remap', 'assemble', 'report']));
});

test('a source that changed since the freeze stops the run and is named', async () => {
  const batch = smallBatch();
  await runWith(await open(batch));
  const file = join(batch.folder, 'in/a.csv');
  const content = readFileSync(file, 'utf8');
  writeFileSync(file, content.replace('Nguyễn Văn A', 'Nguyễn Văn B'));
  await expect(runWith(await open(batch))).rejects.toMatchObject({
    code: 'source-changed',
    source: 'source',
    params: { source: 'tthc-01', file: 'in/a.csv' },
  });
  // The same bytes again, at another time: hashed once more, and taken.
  writeFileSync(file, content);
  utimesSync(file, 1, 1);
  expect((await runWith(await open(batch))).chunks.done).toBe(0);
});

test('a batch.yaml, profile or file list that differs from the freeze is refused, saying which', async () => {
  const batch = smallBatch();
  await runWith(await open(batch));
  write(batch.folder, 'in/c.csv', dossierFile([{ number: 'H07-250101-9999' }]));
  await expect(runWith(await open(batch))).rejects.toMatchObject({
    code: 'batch-differs',
    params: { what: 'in/c.csv' },
  });
  rmSync(join(batch.folder, 'in/c.csv'));
  writeBatchFile(batch.folder, 'thresholds: { held: 5 }\n');
  await runWith(await open(batch));
  const yaml = readFileSync(batch.batchFile, 'utf8');
  writeFileSync(batch.batchFile, yaml.replace('"86"', '"01"'));
  await expect(runWith(await open(batch))).rejects.toMatchObject({
    code: 'batch-differs',
    params: { what: 'targetProvince' },
  });
});

test('a changed succession list redoes every chunk and leaves no part of the old mapping', async () => {
  const batch = smallBatch();
  const first = await runWith(await open(batch));
  const before = await snapshot(batch);
  write(batch.folder, 'succession.csv', `${SUCCESSION}H07.9.9,,remap,H61.5.3,,,,,01/QĐ-UBND\n`);
  const second = await runWith(await open(batch));
  expect(second.mapping).not.toBe(first.mapping);
  expect(second.chunks.done).toBe(second.chunks.total);
  expect(second.outcomes.held).toBe(0);
  expect(Object.keys(await snapshot(batch)).filter((path) => path.startsWith('held/'))).toEqual([]);
  // And back: the first mapping's results are not taken for what stands there now.
  write(batch.folder, 'succession.csv', SUCCESSION);
  const third = await runWith(await open(batch));
  expect(third.mapping).toBe(first.mapping);
  expect(third.chunks.done).toBe(third.chunks.total);
  expect(await snapshot(batch)).toEqual(before);
});

test('a lost part is made again, and nothing else', async () => {
  const batch = smallBatch();
  await runWith(await open(batch));
  const before = await snapshot(batch);
  rmSync(join(batch.outRoot, 'small/aliases/tthc-01/00001.csv'));
  expect((await runWith(await open(batch))).chunks.done).toBe(1);
  expect(await snapshot(batch)).toEqual(before);
});

test('refuses a file matched twice, one export under two names, and decisions', async () => {
  const twice = smallBatch();
  writeFileSync(
    twice.batchFile,
    readFileSync(twice.batchFile, 'utf8').replace('"in/*.csv"', '"in/*.csv", "./in/a.csv"'),
  );
  await expect(runWith(await open(twice))).rejects.toMatchObject({ code: 'file-twice' });
  const twin = smallBatch();
  write(twin.folder, 'in/z.csv', readFileSync(join(twin.folder, 'in/a.csv')));
  await expect(runWith(await open(twin))).rejects.toMatchObject({
    code: 'source-twice',
    params: { first: 'in/a.csv', second: 'in/z.csv' },
  });
  const decided = smallBatch();
  writeBatchFile(decided.folder, 'decisions: d.csv\n');
  write(decided.folder, 'd.csv', 'group\n1\n');
  await expect(runWith(await open(decided))).rejects.toMatchObject({ code: 'decisions-unsupported' });
  write(decided.folder, 'd.csv', 'group\n');
  await runWith(await open(decided));
});

test('a second run is refused and told who holds the first', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  const lock = await ports.lock.acquire();
  await expect(runWith(await open(batch))).rejects.toMatchObject({
    code: 'run-in-progress',
    source: 'user',
    params: { pid: process.pid },
  });
  if ('release' in lock) await lock.release();
  await runWith(await open(batch));
});

test('says before it writes that the disk is too small, and what is missing', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  await expect(runWith({ ...ports, space: { freeBytes: async () => 10 } })).rejects.toMatchObject({
    code: 'disk-short',
    source: 'user',
  });
  expect(await ports.out.list('migrated/')).toEqual([]);
});

test('status folds the ledger, while the batch runs and after', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  const seen: string[] = [];
  const percents: number[] = [];
  await runWith(ports, {
    onProgress: () => undefined,
    reconcile: async (request) => {
      const output = (await openLocalOutput({ outDir: ports.outDir }))!;
      const status = await readStatus(output);
      seen.push(status.stage);
      percents.push(status.percent);
      expect(status.running).toMatchObject({ pid: process.pid });
      await output.close();
      return fakeReconcile(request);
    },
  });
  expect(seen).toEqual(['reconcile']);
  expect(percents).toEqual([100]);
  const output = (await openLocalOutput({ outDir: ports.outDir }))!;
  const status = await readStatus(output);
  await output.close();
  expect(status).toMatchObject({
    name: 'small',
    stage: 'done',
    records: { done: 120, total: 120 },
    verdict: 'inconclusive',
  });
  expect(status.running).toBeUndefined();
  expect(output.batchFile).toBe(batch.batchFile);
});

test('explains a record with its exact bytes', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  await runWith(ports);
  const lines = readFileSync(join(batch.folder, 'in/b.csv'), 'utf8').split('\n');
  const found = await explainRecord({ ports, record: 'tthc-02:42' });
  expect(Buffer.from(found.bytes).toString()).toBe(`${lines[42]}\n`);
  expect(found.file).toBe('in/b.csv');
  await expect(explainRecord({ ports, record: 'tthc-02:61' })).rejects.toMatchObject({
    code: 'no-such-record',
  });
  await expect(explainRecord({ ports, record: 'tthc-09:1' })).rejects.toMatchObject({
    code: 'no-such-source',
  });
  await expect(explainRecord({ ports, record: 'x' })).rejects.toMatchObject({ code: 'bad-record' });
});

test('reconciles again without running', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  const options = { kind: 'run', ports, reconcile: fakeReconcile, render: fakeRender } as const;
  await expect(reconcileBatch(options)).rejects.toMatchObject({ code: 'not-assembled' });
  await runWith(ports);
  const before = await snapshot(batch);
  await reconcileBatch(options);
  expect(await snapshot(batch)).toEqual(before);
});

test('no event of the ledger and no field of run.json holds a value of a source', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  await runWith(ports);
  const text =
    JSON.stringify(await ports.ledger.read('small')) + readFileSync(join(ports.outDir, 'run.json'), 'utf8');
  expect(text).not.toMatch(/Nguyễn|Trần|H07-250101/);
});
