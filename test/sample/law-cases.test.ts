import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { batchSchema } from '../../lib/formats/batch.ts';
import { generateLawCases, type LawCasesManifest, SINGLE_DISTRICTS } from '../../lib/sample/law-cases.ts';
import { type Row, table } from './made.ts';
import { dataStore, MemoryStore } from './support.ts';

describe('law cases', () => {
  const store = new MemoryStore();
  let manifests: readonly LawCasesManifest[];
  let edges: Map<string, Row[]>;
  const districtOf = new Map<string, string>();
  beforeAll(async () => {
    manifests = await generateLawCases({ data: dataStore, target: store, seed: 4 });
    edges = new Map();
    for (const row of await table(dataStore, 'crosswalk-communes.csv'))
      edges.set(row.old_code ?? '', [...(edges.get(row.old_code ?? '') ?? []), row]);
    for (const row of await table(dataStore, 'communes-2025-06-30.csv'))
      districtOf.set(row.code ?? '', row.district ?? '');
  });
  const parsed = new Map<string, Row[]>();
  const rowsOf = ({ province }: LawCasesManifest, file: string) => {
    const path = `law-cases/${province}/${file}`;
    const rows = parsed.get(path) ?? (parse(store.objects.get(path) ?? '', { columns: true }) as Row[]);
    parsed.set(path, rows);
    return rows;
  };
  const all = () =>
    manifests.flatMap((manifest) =>
      manifest.cases.map((entry) => ({ entry, row: rowsOf(manifest, entry.file)[entry.record - 1] as Row })),
    );

  test('one batch for each target province, every file in place', async () => {
    expect(manifests.map(({ province }) => province)).toEqual([
      '01',
      '11',
      '22',
      '31',
      '44',
      '48',
      '51',
      '56',
      '68',
      '79',
      '91',
    ]);
    for (const manifest of manifests) {
      const root = `law-cases/${manifest.province}`;
      const batch = batchSchema.parse(parseYaml((await store.get(`${root}/batch.yaml`)).toString()));
      expect(batch.targetProvince).toBe(manifest.province);
      expect(batch.sources.map((source) => source.files[0])).toEqual(
        manifest.sources.map((source) => source.file),
      );
      for (const source of manifest.sources) {
        const bytes = await store.get(`${root}/${source.file}`);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(source.sha256);
        expect(rowsOf(manifest, source.file).length).toBe(source.records);
        expect(manifest.cases.filter((entry) => entry.file === source.file).length).toBe(source.records);
      }
    }
  });

  test('communes: decided exactly where there is one successor, or a person in one that took all the people', () => {
    const communes = all().filter(({ row }) => row.CapThucHien === 'Xã' && edges.has(row.MaXa ?? ''));
    for (const { entry, row } of communes) {
      const to = edges.get(row.MaXa ?? '') ?? [];
      const person = row.MaLinhVuc === 'G15-HT' && row.LoaiDoiTuong === '1';
      const people = to.filter((edge) => edge.people === '1').map((edge) => edge.new_code);
      const expected = to.length === 1 ? to[0]?.new_code : person && people.length === 1 ? people[0] : '';
      expect([row.MaXa, entry.newCommune]).toEqual([row.MaXa, expected]);
      expect(entry.outcome).toBe(expected === '' ? 'held' : 'migrated');
      expect(entry.reasons).toEqual(expected === '' ? ['split-undecided'] : []);
    }
    const decided = communes.filter(({ entry }) => entry.kind === 'population-decided-person');
    expect(new Set(decided.map(({ row }) => row.MaXa)).size).toBe(55); // 41 in Hà Nội, 14 in Hải Phòng, 5 elsewhere
    const one = communes
      .filter(({ row }) => row.MaXa === '00112')
      .map(({ entry }) => [entry.kind, entry.outcome]);
    expect(one.sort()).toEqual([
      ['population-decided-person', 'migrated'],
      ['population-not-asked-land', 'held'],
      ['population-not-asked-organisation', 'held'],
      ['population-not-asked-unknown', 'held'],
    ]);
  });

  test('districts: the 14 with one successor, islands too, are decided; others are held', () => {
    const successors = new Map<string, Set<string>>();
    for (const [code, list] of edges) {
      const district = districtOf.get(code) ?? '';
      for (const edge of list)
        successors.set(district, (successors.get(district) ?? new Set()).add(edge.new_code ?? ''));
    }
    const single = [...successors].filter(([, to]) => to.size === 1).map(([district]) => district);
    expect(single.sort()).toEqual([...SINGLE_DISTRICTS].sort());
    const shown = new Set<string>();
    for (const { entry, row } of all().filter(({ row: { CapThucHien } }) => CapThucHien === 'Huyện')) {
      const to = [...(successors.get(row.MaHuyen ?? '') ?? [])];
      expect(entry.newCommune).toBe(to.length === 1 ? to[0] : '');
      expect(entry.outcome).toBe(to.length === 1 ? 'migrated' : 'held');
      if (to.length === 1) shown.add(row.MaHuyen ?? '');
    }
    expect([...shown].sort()).toEqual([...SINGLE_DISTRICTS].sort());
    expect(all().filter(({ entry }) => entry.kind === 'district-island').length).toBe(5);
  });

  test('retired communes: alone only if high and certain', async () => {
    const retired = new Map((await table(dataStore, 'retired-communes.csv')).map((row) => [row.code, row]));
    const cases = all().filter(({ entry }) => entry.kind.startsWith('retired-'));
    expect(cases.length).toBeGreaterThan(500);
    for (const { entry, row } of cases) {
      const known = retired.get(row.MaXa ?? '');
      if (entry.outcome === 'held') expect(entry.reasons).toEqual(['unit-retired']);
      else {
        expect(known?.confidence).toBe('high');
        expect(known?.successor_2025_07_01?.split('|')).toContain(entry.newCommune);
      }
    }
  });

  test('the same seed gives the same bytes, another seed another order', async () => {
    const again = new MemoryStore();
    await generateLawCases({ data: dataStore, target: again, seed: 4 });
    for (const [path, bytes] of store.objects)
      expect(again.objects.get(path)?.equals(bytes), path).toBe(true);
    const other = new MemoryStore();
    await generateLawCases({ data: dataStore, target: other, seed: 5 });
    const path = 'law-cases/01/tthc-ha-noi/dossiers.csv';
    expect(other.objects.get(path)?.equals(store.objects.get(path) ?? Buffer.alloc(0))).toBe(false);
  });
});
