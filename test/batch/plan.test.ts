import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { open, runWith, smallBatch, write } from './support.ts';

test('a plan lists the agency codes without a disposition, the commonest first, and no other value', async () => {
  const batch = smallBatch();
  const file = join(batch.folder, 'in/a.csv');
  const lines = readFileSync(file, 'utf8').split('\n');
  // Three records get a person's name in the agency column, one another unknown code.
  for (const at of [1, 2, 3]) lines[at] = lines[at]!.replace('H07.1.1', 'Lê Thị Hồng');
  lines[5] = lines[5]!.replace('H07.1.1', 'H07.8.8');
  writeFileSync(file, lines.join('\n'));
  const ports = await open(batch, { kind: 'plan' });
  const summary = await runWith(ports, { kind: 'plan' });
  expect(ports.outDir).toBe(join(batch.outRoot, 'small.plan'));
  expect(summary.missing).toMatchObject({ codes: 2, malformed: 3 });
  const table = readFileSync(join(ports.outDir, 'succession-missing.csv'), 'utf8');
  expect(
    (parse(table, { columns: true }) as Array<Record<string, string>>).map((row) => row.old_code),
  ).toEqual(['H07.9.9', 'H07.8.8']);
  expect(table).not.toContain('Lê');
  expect(readFileSync(join(ports.outDir, 'succession-missing-counts.csv'), 'utf8')).toBe(
    `old_code,records\nH07.9.9,${summary.missing!.records - 1}\nH07.8.8,1\n`,
  );
  expect(summary.estimate).toMatchObject({ records: 120, measuredRecords: 120 });
});

test('reads agency codes back from NDJSON too', async () => {
  const batch = smallBatch();
  write(
    batch.folder,
    'in/r.ndjson',
    `${JSON.stringify({ MaKetQua: 'K1', MaHoSo: 'H', MaTTHC: '1.1', CapThucHien: 'Xã', MaLinhVuc: 'G', LoaiDoiTuong: '1', DonViQuanLy: 'H07.7.7', MaTinh: '83', MaHuyen: '829', MaXa: '28756', TenXa: '', TepTin: '', Sha256: '', DaKySo: '', HieuLucDen: '' })}\n`,
  );
  writeFileSync(
    batch.batchFile,
    readFileSync(batch.batchFile, 'utf8')
      .replace('profile: tthc-dossiers', 'profile: tthc-results')
      .replace('in/*.csv', 'in/r.ndjson'),
  );
  const summary = await runWith(await open(batch, { kind: 'plan' }), { kind: 'plan' });
  expect(summary.outcomes).toEqual({ migrated: 0, already: 0, held: 1, rejected: 0 });
  expect(summary.missing).toMatchObject({ codes: 1, records: 1 });
});

test('a sampled plan takes the first records of each source and estimates the rest; another sample begins anew', async () => {
  const batch = smallBatch();
  const first = await runWith(await open(batch, { kind: 'plan' }), { kind: 'plan', sample: 10 });
  expect(first.records).toBe(20);
  expect(first.estimate!.records).toBeGreaterThan(100);
  expect(first.estimate!.records).toBeLessThan(140);
  const second = await runWith(await open(batch, { kind: 'plan' }), { kind: 'plan', sample: 30 });
  expect(second.records).toBe(60);
  // A plan is no run: the batch itself is untouched.
  const run = await runWith(await open(batch));
  expect(run).toMatchObject({ records: 120, kind: 'run' });
  expect(run.estimate).toBeUndefined();
});
