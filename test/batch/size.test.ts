import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_CHUNK_BYTES, type ReconcileRequest } from '../../lib/batch/run.ts';
import {
  ASSETS,
  dossierFile,
  fakeReconcile,
  open,
  runWith,
  smallBatch,
  write,
  writeBatchFile,
} from './support.ts';

test('appends one event for each chunk and a handful besides: a million records take fewer than 100', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  const { chunks } = await runWith(ports);
  const events = await ports.ledger.read('small');
  expect(chunks.total).toBeGreaterThan(10);
  // batch-frozen, mapping-fixed, assembled, reconciled: none for each source, record or part.
  const besides = 4;
  expect(events.length).toBe(chunks.total + besides);
  const sources = 3; // each ends with a chunk of its own
  expect(Math.ceil((1_000_000 * 350) / DEFAULT_CHUNK_BYTES) + sources + besides).toBeLessThan(100);
});

test('reckons with narrow records, and with the check when no chunk is left', async () => {
  const batch = smallBatch();
  let needed = 0;
  const ports = await open(batch);
  const run = async () => {
    await runWith({ ...ports, space: { freeBytes: async () => 1e12 } });
    needed = JSON.parse(readFileSync(join(ports.outDir, 'run.json'), 'utf8')).bytes.estimated;
    return needed;
  };
  const source = ['in/a.csv', 'in/b.csv'].reduce(
    (sum, path) => sum + statSync(join(batch.folder, path)).size,
    0,
  );
  const header = dossierFile([]).length * 2;
  const bytes = source - header;
  const scratch = 32 * 1024 * 1024; // of any batch, however small
  expect(await run()).toBe(bytes * 2 + 120 * (400 + 300 + 100) + scratch);
  const outputs = JSON.parse(readFileSync(join(ports.outDir, 'run.json'), 'utf8')).bytes.outputs;
  expect(needed).toBeGreaterThan(outputs);
  expect(await run()).toBe(120 * (300 + 100) + scratch);
  await expect(runWith({ ...ports, space: { freeBytes: async () => scratch } })).rejects.toMatchObject({
    code: 'disk-short',
  });
});

test('tells the reconciliation what batch.yaml and the profiles say now', async () => {
  const batch = smallBatch();
  const profile = readFileSync(join(ASSETS, 'profiles/tthc-dossiers.yaml'));
  write(batch.folder, 'own/p.yaml', profile);
  write(batch.folder, 'c.csv', dossierFile([{ number: 'H07-250101-7777' }]));
  writeBatchFile(batch.folder);
  const yaml = readFileSync(batch.batchFile, 'utf8').replace(
    'succession:',
    '  - {system: other, profile: ./own/p.yaml, vintage: "2025-07-01", expectEmpty: false, files: [c.csv]}\nsuccession:',
  );
  write(batch.folder, 'batch.yaml', yaml);
  const ports = await open(batch);
  let declared: ReconcileRequest['declared'] = null;
  const reconcile = (request: ReconcileRequest) => {
    declared = request.declared;
    return fakeReconcile(request);
  };
  await runWith(ports, { reconcile });
  const frozen = JSON.parse(readFileSync(join(ports.outDir, 'batch.json'), 'utf8'));
  const common = { vintage: '2025-06-30', agencyVintage: '2025-06-30', expectEmpty: false };
  expect(declared).toEqual({
    targetProvince: '86',
    sources: [
      { ...common, system: 'tthc', profile: 'tthc-dossiers', files: ['in/a.csv', 'in/b.csv'] },
      {
        ...{ system: 'other', profile: 'own/p.yaml', vintage: '2025-07-01', agencyVintage: '2025-07-01' },
        ...{ expectEmpty: false, files: ['c.csv'] },
      },
    ],
    profiles: expect.anything(),
  });
  const profiles = declared!.profiles as Record<string, Uint8Array>;
  expect(Object.keys(profiles).sort()).toEqual(Object.keys(frozen.profiles).sort());
  for (const [name, bytes] of Object.entries(profiles))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(frozen.profiles[name].sha256);
});
