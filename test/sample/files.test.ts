import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { batchSchema } from '../../lib/formats/batch.ts';
import { AGENCY, type Made, make, type Read, readSource, table } from './made.ts';

const digest = (made: Made) => {
  const hash = createHash('sha256');
  for (const [path, bytes] of [...made.store.objects].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
};

describe('the sample of Vĩnh Long', () => {
  let made: Made;
  const reads = new Map<string, Read>();
  beforeAll(async () => {
    made = await make('86', 15_000, 42);
    for (const source of made.manifest.sources) reads.set(source.file, await readSource(made.store, source));
  });

  test('the same seed gives the same bytes, another seed others', async () => {
    expect(digest(await make('86', 15_000, 42))).toBe(digest(made));
    expect(digest(await make('86', 15_000, 43))).not.toBe(digest(made));
  });

  test('holds as many records as asked for, each counted once', () => {
    expect(made.manifest.sources.reduce((sum, source) => sum + source.records, 0)).toBe(15_000);
    for (const { records, outcomes, reasons } of made.manifest.sources) {
      expect(outcomes.migrated + outcomes.already + outcomes.held + outcomes.rejected).toBe(records);
      expect(Object.values(reasons).reduce((a, b) => a + b, 0)).toBe(outcomes.held + outcomes.rejected);
    }
  });

  test('an independent reader counts the records and blanks that the manifest states', () => {
    for (const source of made.manifest.sources) {
      const read = reads.get(source.file);
      expect([source.file, read?.raw.length, read?.blanks]).toEqual([
        source.file,
        source.records,
        source.blanks,
      ]);
      const bytes = made.store.objects.get(source.file) ?? Buffer.alloc(0);
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
        source.bytes,
        source.sha256,
      ]);
    }
  });

  test('csv-parse in strict mode reads every CSV record but those planted as unreadable', () => {
    for (const source of made.manifest.sources) {
      if (source.profile === 'tthc-results') continue;
      const read = reads.get(source.file) as Read;
      const bad = new Set(
        made.manifest.planted
          .filter((row) => row.file === source.file)
          .filter((row) =>
            ['open-quote', 'ragged', 'record-too-long', 'bad-utf8'].includes(row.reasons[0] ?? ''),
          )
          .map((row) => row.record),
      );
      const good = read.raw.filter((_, at) => !bad.has(at + 1)).join('');
      const rows = parse(Buffer.from(good, 'latin1'), {
        delimiter: source.profile === 'civil-status' ? ';' : ',',
      }) as string[][];
      expect(rows.length).toBe(source.records - bad.size);
      for (const [at, kind] of read.kinds.entries())
        if (kind !== 'good') expect(bad.has(at + 1), `${source.file} record ${at + 1} is ${kind}`).toBe(true);
    }
  });

  test('every NDJSON line but the planted ones is one JSON object', () => {
    for (const source of made.manifest.sources.filter(({ profile }) => profile === 'tthc-results')) {
      const bad = made.manifest.planted
        .filter(
          (row) => row.file === source.file && ['bad-json', 'record-too-long'].includes(row.reasons[0] ?? ''),
        )
        .map((row) => row.record);
      reads.get(source.file)?.rows.forEach((row, at) => {
        if (!bad.includes(at + 1)) expect(row).toBeTypeOf('object');
      });
    }
  });

  test('the styles differ: BOM, CRLF, quoting, and a last record without a line end', () => {
    const bytes = (file: string) => made.store.objects.get(file) ?? Buffer.alloc(0);
    expect(bytes('tthc-ben-tre/dossiers-2024.csv').subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(bytes('tthc-ben-tre/dossiers-2025.csv').at(-1)).not.toBe(0x0a);
    expect(bytes('tthc-tra-vinh/dossiers-2024.csv').subarray(-2).toString()).toBe('\r\n');
    const quotes = (file: string) => bytes(file).toString('latin1').split('"').length / bytes(file).length;
    expect(quotes('tthc-vinh-long/civil-status.csv')).toBeGreaterThan(
      5 * quotes('tthc-ben-tre/civil-status.csv'),
    );
  });

  test('batch.yaml fits its schema and every file that it names is there', async () => {
    const batch = batchSchema.parse(parseYaml((await made.store.get('batch.yaml')).toString()));
    const named = batch.sources.flatMap((source) => [
      source.handover ?? '',
      source.attachments?.manifest ?? '',
    ]);
    for (const path of named.filter((name) => name !== ''))
      expect(made.store.objects.has(path), path).toBe(true);
    const exports = [...made.store.objects.keys()].filter((path) =>
      batch.sources.some(({ files }) => new RegExp(`^${(files[0] ?? '').replace('*', '[^/]*')}$`).test(path)),
    );
    expect(exports.sort()).toEqual(made.manifest.sources.map((source) => source.file).sort());
  });

  test('handovers add up, and readable records never exceed them', async () => {
    const seen = new Set<string>();
    const paths = [...made.store.objects.keys()].filter((path) => path.includes('/handover-'));
    for (const path of paths) {
      const rows = await table(made.store, path);
      for (const file of new Set(rows.map((row) => row.file ?? ''))) {
        const source = made.manifest.sources.find((entry) => entry.file === file);
        const own = rows.filter((row) => row.file === file);
        const [whole, ...more] = own.filter((row) => row.records !== '');
        expect(more).toEqual([]);
        expect([whole?.bytes, whole?.sha256, whole?.records]).toEqual([
          String(source?.bytes),
          source?.sha256,
          String(source?.records),
        ]);
        const counts = new Map(
          own
            .filter((row) => row.count !== '')
            .map((row) => [`${row.agency}\0${row.status}`, Number(row.count)]),
        );
        expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(source?.records);
        const rejected = new Set(
          made.manifest.planted
            .filter((row) => row.file === file && row.outcome === 'rejected')
            .map((row) => row.record),
        );
        let short = source?.records ?? 0;
        reads.get(file)?.rows.forEach((row, at) => {
          if (row === undefined || rejected.has(at + 1)) return;
          const status = source?.profile === 'tthc-dossiers' ? row.TrangThaiHoSo : '';
          const key = `${row[AGENCY[source?.profile ?? ''] ?? ''] ?? ''}\0${status}`;
          counts.set(key, (counts.get(key) ?? 0) - 1);
          short--;
        });
        expect([...counts.values()].every((left) => left >= 0)).toBe(true);
        expect(short).toBe(rejected.size);
        seen.add(file);
      }
    }
    expect([...seen].sort()).toEqual(made.manifest.sources.map((source) => source.file).sort());
  });
});
