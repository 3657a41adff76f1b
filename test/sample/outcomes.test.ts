import { describe, expect, test } from 'vitest';
import { make, type Read, type Row, readSource, table } from './made.ts';
import { Oracle } from './oracle.ts';
import { dataStore } from './support.ts';

const fold = (text: string) => text.normalize('NFC').toLowerCase().replace(/^cấp /, '');
const LEVELS: Record<string, string> = { xã: 'commune', huyện: 'district', tỉnh: 'province' };

function subjectOf(row: Row): string {
  if (row.MaLinhVuc === 'G13-DD') return 'land';
  if (row.MaLinhVuc === '') return 'unknown';
  return row.LoaiDoiTuong === '1' ? 'person' : 'other';
}

/** The facts of one record by its profile. */
function factsOf(profile: string, row: Row) {
  if (profile === 'civil-status')
    return {
      level: 'commune',
      subject: 'person',
      district: row.MaHuyenQuanLy ?? '',
      commune: row.MaXaQuanLy ?? '',
      agency: row.DonViQuanLy ?? '',
      procedure: '',
      finished: false,
    };
  return {
    level: LEVELS[fold(row.CapThucHien ?? '')] ?? 'unknown',
    subject: subjectOf(row),
    district: row.MaHuyen ?? '',
    commune: row.MaXa ?? '',
    agency: row.DonViXuLy ?? row.DonViQuanLy ?? '',
    procedure: row.MaTTHC ?? '',
    finished: ['9', '10'].includes(row.TrangThaiHoSo ?? ''),
  };
}

describe.each(['86', '01', '79'])('outcomes in the sample of %s', (province) => {
  test('every clean record has the outcome that the manifest counts, and the planted ones make up the rest', async () => {
    const { manifest, store } = await make(province, 20_000, 11);
    const oracle = new Oracle({
      communes: await table(dataStore, 'communes-2025-06-30.csv'),
      crosswalk: await table(dataStore, 'crosswalk-communes.csv'),
      level1: await table(dataStore, 'province-agency-codes.csv'),
      succession: await table(store, 'agencies/succession.csv'),
    });
    for (const source of manifest.sources) {
      if (source.file.endsWith('-migrated.csv')) continue;
      const planted = new Map(
        manifest.planted.filter((row) => row.file === source.file).map((row) => [row.record, row]),
      );
      const read: Read = await readSource(store, source);
      const reasons: Record<string, number> = {};
      read.rows.forEach((row, at) => {
        const defect = planted.get(at + 1);
        const reason = defect
          ? (defect.reasons[0] ?? '')
          : oracle.firstReason(factsOf(source.profile, row as Row));
        if (reason !== '') reasons[reason] = (reasons[reason] ?? 0) + 1;
      });
      expect([source.file, reasons]).toEqual([source.file, source.reasons]);
    }
  });
});

test('names beside codes are forms of the old name', async () => {
  const { manifest, store } = await make('86', 12_000, 2);
  const names = new Map(
    (await table(dataStore, 'communes-2025-06-30.csv')).map((row) => [row.code, row.name ?? '']),
  );
  const plain = (name: string) =>
    name
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replaceAll('ð', 'đ')
      .replace(/^(xa|phuong|thi tran|x\.|p\.|tt\.) ?/, '')
      .replace(/^0(\d)$/, '$1');
  const forms = new Set<string>();
  for (const source of manifest.sources) {
    if (source.file.endsWith('-migrated.csv')) continue;
    const planted = new Set(
      manifest.planted.filter((row) => row.file === source.file).map((row) => row.record),
    );
    (await readSource(store, source)).rows.forEach((row, at) => {
      const name = row?.TenXa ?? row?.TenXaQuanLy ?? '';
      const code = row?.MaXa ?? row?.MaXaQuanLy ?? '';
      if (planted.has(at + 1) || code === '') return;
      const old = names.get(code) ?? '';
      expect(plain(name)).toBe(plain(old));
      if (name !== old) forms.add(name);
    });
  }
  expect(forms.size).toBeGreaterThan(300);
});
