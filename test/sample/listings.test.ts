import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SourceManifest } from '../../lib/sample/manifest.ts';
import { type Made, make, type Row, readSource, table } from './made.ts';

/** A dossier number that is right (DOMAIN section 7), with a day that exists. */
function isGoodNumber(value: string): boolean {
  const match =
    /^(?:\d{3}\.\d{2,3}\.\d{2,3}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})-(\d\d)(\d\d)(\d\d)-\d{4,7}$/.exec(
      value,
    );
  if (match === null) return false;
  const date = new Date(Date.UTC(2000 + Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return date.getUTCMonth() === Number(match[2]) - 1 && date.getUTCDate() === Number(match[3]);
}

describe('what the reconciliation must list', () => {
  let made: Made;
  const rows: { source: SourceManifest; record: number; row: Row; outcome: string }[] = [];
  beforeAll(async () => {
    made = await make('86', 20_000, 9);
    for (const source of made.manifest.sources) {
      const planted = new Map(
        made.manifest.planted
          .filter((row) => row.file === source.file)
          .map((row) => [row.record, row.outcome]),
      );
      (await readSource(made.store, source)).rows.forEach((row, at) => {
        if (row) rows.push({ source, record: at + 1, row, outcome: planted.get(at + 1) ?? 'clean' });
      });
    }
  });
  const of = (profile: string) => rows.filter(({ source }) => source.profile === profile);
  const counted = (values: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].filter(([, count]) => count > 1);
  };

  test('duplicate keys of a system', () => {
    const dossiers = of('tthc-dossiers')
      .filter(({ row }) => row.MaHoSo)
      .map(({ source, row }) => `${source.system} ${row.MaHoSo}`);
    const results = of('tthc-results')
      .filter(({ row }) => row.MaKetQua)
      .map(({ source, row }) => `${source.system} ${row.MaKetQua}`);
    const civil = of('civil-status')
      .filter(({ row }) => row.So)
      .map(({ source, row }) => [source.system, row.LoaiSo, row.NoiDangKy, row.QuyenSo, row.So].join('|'));
    const twice = [...counted(dossiers), ...counted(results), ...counted(civil)];
    expect(twice.length).toBe(made.manifest.listings.duplicateKeys);
    expect(twice.reduce((sum, [, count]) => sum + count, 0)).toBe(made.manifest.listings.duplicateKeyRecords);
  });

  test('numbers that two systems issued: dossier, result and licence numbers', () => {
    const across = (pairs: readonly [string, string][]) =>
      counted(
        [...new Set(pairs.map((pair) => pair.join(' ')))].map((pair) => pair.slice(pair.indexOf(' ') + 1)),
      ).length;
    const pairs = (profile: string, column: string) =>
      of(profile)
        .filter(({ row }) => row[column])
        .map(({ source, row }): [string, string] => [source.system, row[column] ?? '']);
    expect(across(pairs('tthc-dossiers', 'MaHoSo'))).toBe(made.manifest.listings.repeatedNumbers);
    expect(across(pairs('tthc-results', 'MaKetQua'))).toBe(0);
    expect(across(pairs('tthc-results', 'SoGiayPhep'))).toBe(0);
    expect(pairs('tthc-results', 'SoGiayPhep').length).toBeGreaterThan(100);
  });

  test('malformed dossier numbers', () => {
    const bad = of('tthc-dossiers').filter(({ row }) => row.MaHoSo && !isGoodNumber(row.MaHoSo));
    expect(bad.length).toBe(made.manifest.listings.numbersMalformed);
  });

  test('unfinished dossiers without a deadline', () => {
    const open = of('tthc-dossiers').filter(
      ({ row, outcome }) =>
        ['clean', 'migrated'].includes(outcome) &&
        !['9', '10'].includes(row.TrangThaiHoSo ?? '') &&
        row.NgayHenTra === '',
    );
    expect(open.length).toBe(made.manifest.listings.unfinishedWithoutDeadline);
  });

  test('results without a dossier', () => {
    const numbers = new Set(of('tthc-dossiers').map(({ row }) => row.MaHoSo));
    const lost = of('tthc-results').filter(
      ({ row, outcome }) => outcome !== 'rejected' && !numbers.has(row.MaHoSo ?? ''),
    );
    expect(lost.length).toBe(made.manifest.listings.resultsWithoutDossier);
  });

  test('agencies of another commune', async () => {
    const commune = new Map<string, string>();
    for (const row of await table(made.store, 'agencies/succession.csv'))
      if (row.disposition !== 'split' && row.new_commune)
        for (const code of [row.old_code, row.old_code_102]) commune.set(code ?? '', row.new_commune);
    const successors = new Map<string, string[]>();
    const { dataStore } = await import('./support.ts');
    for (const row of await table(dataStore, 'crosswalk-communes.csv'))
      successors.set(row.old_code ?? '', [...(successors.get(row.old_code ?? '') ?? []), row.new_code ?? '']);
    const conflicts = rows.filter(({ row, outcome }) => {
      if (!['clean', 'migrated'].includes(outcome)) return false;
      const own = commune.get(row.DonViXuLy ?? row.DonViQuanLy ?? '');
      const new_ = successors.get(row.MaXa ?? row.MaXaQuanLy ?? '') ?? [];
      return own !== undefined && new_.length === 1 && new_[0] !== own;
    });
    expect(conflicts.length).toBe(made.manifest.listings.agencyUnitConflicts);
  });

  test('files of valid district-level results, and the manifests beside the folders', async () => {
    const { listings, attachments } = made.manifest;
    const seen = { missing: 0, tampered: 0, unsafe: 0 };
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    for (const { source, row, outcome } of of('tthc-results')) {
      if (outcome === 'rejected' || !/huyện/i.test((row.CapThucHien ?? '').normalize('NFC'))) continue;
      if ((row.HieuLucDen ?? '') !== '' && (row.HieuLucDen ?? '') < '2025-07-01') continue;
      const path = row.TepTin ?? '';
      if (path.startsWith('/') || path.includes('..') || path.includes('\\') || path.includes('://')) {
        seen.unsafe++;
        continue;
      }
      const file = made.store.objects.get(`${source.system}/files/${path}`);
      if (file === undefined) seen.missing++;
      else if (sha(file) !== row.Sha256) seen.tampered++;
      expect(row.DaKySo).toBe('1');
    }
    expect(seen).toEqual({
      missing: listings.attachmentsMissing,
      tampered: listings.attachmentsTampered,
      unsafe: listings.attachmentsUnsafe,
    });

    const manifest = { missing: 0, differing: 0 };
    const listed = new Set<string>();
    for (const path of [...made.store.objects.keys()].filter((name) => name.endsWith('/files.csv')))
      for (const row of await table(made.store, path)) {
        const name = path.replace('files.csv', `files/${row.path}`);
        listed.add(name);
        const file = made.store.objects.get(name);
        if (file === undefined) manifest.missing++;
        else if (sha(file) !== row.sha256 || String(file.length) !== row.bytes) manifest.differing++;
      }
    const inFolders = [...made.store.objects.keys()].filter((name) => name.includes('/files/'));
    expect(inFolders.length).toBe(attachments);
    expect({ ...manifest, extra: inFolders.filter((name) => !listed.has(name)).length }).toEqual({
      missing: listings.manifestMissing,
      differing: listings.manifestDiffering,
      extra: listings.manifestExtra,
    });
  });
});
