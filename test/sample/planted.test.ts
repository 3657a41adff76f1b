import { beforeAll, describe, expect, test } from 'vitest';
import { HOLD_REASONS, REJECT_REASONS } from '../../lib/formats/reasons.ts';
import type { Planted } from '../../lib/sample/manifest.ts';
import { AGENCY, type Made, make, type Read, type Row, readSource, table } from './made.ts';
import { dataStore } from './support.ts';

const UNITS: Record<string, [string, string, string, string]> = {
  'civil-status': ['MaTinhQuanLy', 'MaHuyenQuanLy', 'MaXaQuanLy', 'TenXaQuanLy'],
  'tthc-dossiers': ['MaTinh', 'MaHuyen', 'MaXa', 'TenXa'],
  'tthc-results': ['MaTinh', 'MaHuyen', 'MaXa', 'TenXa'],
};
const KEYS: Record<string, string[]> = {
  'civil-status': ['LoaiSo', 'NoiDangKy', 'QuyenSo', 'So'],
  'tthc-dossiers': ['MaHoSo'],
  'tthc-results': ['MaKetQua'],
};

interface Seen {
  readonly row: Row;
  readonly raw: string;
  readonly kind: string;
  readonly province: string;
  readonly district: string;
  readonly commune: string;
  readonly name: string;
  readonly agency: string;
  readonly key: string[];
}

describe('planted defects stand in the bytes where the manifest says', () => {
  let made: Made;
  const reads = new Map<string, Read>();
  const old = new Map<string, Row>();
  const fresh = new Map<string, Row>();
  const retired = new Map<string, Row>();
  const districts = new Set<string>();
  const provinces = new Set<string>();
  const dispositions = new Map<string, string>();
  const splits = new Map<string, number>();
  beforeAll(async () => {
    made = await make('86', 15_000, 42);
    for (const source of made.manifest.sources) reads.set(source.file, await readSource(made.store, source));
    const load = async (into: Map<string, Row>, name: string) => {
      for (const row of await table(dataStore, name)) into.set(row.code ?? '', row);
    };
    await load(old, 'communes-2025-06-30.csv');
    await load(fresh, 'communes-2025-07-01.csv');
    await load(retired, 'retired-communes.csv');
    for (const row of await table(dataStore, 'districts-2025-06-30.csv')) districts.add(row.code ?? '');
    for (const row of await table(dataStore, 'provinces-2025-06-30.csv')) provinces.add(row.code ?? '');
    for (const row of await table(dataStore, 'crosswalk-communes.csv'))
      splits.set(row.old_code ?? '', (splits.get(row.old_code ?? '') ?? 0) + 1);
    for (const { code = '', disposition = '' } of await table(dataStore, 'province-agency-codes.csv'))
      for (const form of [code, `000.00.00.${code}`])
        dispositions.set(form, disposition === 'keep' ? 'keep' : 'merge-into');
    for (const row of await table(made.store, 'agencies/succession.csv'))
      for (const code of [row.old_code ?? '', row.old_code_102 ?? ''])
        dispositions.set(
          code,
          row.new_code === '' && row.disposition === 'close' ? 'closed' : (row.disposition ?? ''),
        );
  });

  const profileOf = (file: string) =>
    made.manifest.sources.find((source) => source.file === file)?.profile ?? '';
  function seen(planted: Planted): Seen {
    const profile = profileOf(planted.file);
    const read = reads.get(planted.file);
    const row = read?.rows[planted.record - 1] ?? {};
    const [p = '', d = '', c = '', n = ''] = UNITS[profile] ?? [];
    return {
      row,
      raw: read?.raw[planted.record - 1] ?? '',
      kind: read?.kinds[planted.record - 1] ?? '',
      province: row[p] ?? '',
      district: row[d] ?? '',
      commune: row[c] ?? '',
      name: row[n] ?? '',
      agency: row[AGENCY[profile] ?? ''] ?? '',
      key: (KEYS[profile] ?? []).map((column) => row[column] ?? ''),
    };
  }

  const isStamped = (at: Seen) => at.row._vintage !== undefined;
  const PROOFS: Record<string, (at: Seen) => boolean> = {
    'open-quote': ({ kind }) => kind === 'open-quote',
    'record-too-long': ({ raw }) => raw.replace(/\r?\n$/, '').length === 1024 * 1024,
    ragged: ({ kind }) => kind === 'ragged',
    'bad-utf8': ({ raw }) =>
      !Buffer.from(Buffer.from(raw, 'latin1').toString('utf8')).equals(Buffer.from(raw, 'latin1')),
    'bad-json': ({ raw, kind }) => kind === 'bad-json' || raw.startsWith('[') || raw.includes('['.repeat(65)),
    'stray-stamp': ({ row }) => '_rule' in row || '_reason' in row,
    'duplicate-member': ({ raw }) => raw.split('"MaXa"').length === 3,
    'code-not-string': ({ row }) => typeof row.MaXa !== 'string' || typeof row.DaKySo !== 'string',
    'member-missing': ({ row }) => !('MaTinh' in row),
    'leading-zeros-lost': ({ commune, district, province }) =>
      /^\d{1,4}$/.test(commune) || /^\d{1,2}$/.test(district) || /^\d$/.test(province),
    'key-missing': ({ key }) => key.includes(''),
    'vintage-unknown': ({ row }) => !['2025-06-30', '2025-07-01'].includes(row._vintage ?? ''),
    'wrong-vintage': (at) =>
      isStamped(at)
        ? at.district !== '' ||
          !fresh.has(at.commune) ||
          at.name !== fresh.get(at.commune)?.name ||
          !['keep', undefined].includes(dispositions.get(at.agency))
        : (fresh.has(at.commune) && !old.has(at.commune)) ||
          (at.name === fresh.get(at.commune)?.name && at.name !== old.get(at.commune)?.name),
    'level-unknown': ({ row }) => row.CapThucHien === 'Trung ương',
    'unit-missing': ({ commune, district, province }) => commune === '' || district === '' || province === '',
    'unit-unknown': ({ commune, district, province }) =>
      !old.has(commune) || !districts.has(district) || !provinces.has(province),
    'unit-retired': ({ commune }) => retired.has(commune) && !old.has(commune),
    'unit-codes-disagree': ({ commune, district, province }) =>
      old.get(commune)?.district !== district || old.get(commune)?.province !== province,
    'code-name-mismatch': ({ name }) => name.includes('Không Có Thật'),
    'split-undecided': ({ commune }) => (splits.get(commune) ?? 0) > 1,
    'district-undecided': ({ row }) => row.CapThucHien === 'Huyện',
    'outside-target': ({ province }) => !['83', '84', '86'].includes(province),
    'agency-missing': ({ agency }) => agency === '',
    'agency-unknown': ({ agency }) => !dispositions.has(agency),
    'agency-ambiguous': ({ agency }) => dispositions.get(agency) === 'split',
    'agency-closed': ({ agency }) => dispositions.get(agency) === 'closed',
    'agency-archive-unfinished': ({ agency, row }) =>
      dispositions.get(agency) === 'archive-only' && row.TrangThaiHoSo === '4',
  };

  test('each one breaks the rule that it is said to break', () => {
    for (const planted of made.manifest.planted) {
      const where = `${planted.file} record ${planted.record} ${planted.kind}`;
      for (const reason of planted.reasons)
        expect(PROOFS[reason]?.(seen(planted)), `${where}: ${reason}`).toBe(true);
      expect(planted.column.split(';').length, where).toBe(Math.max(planted.reasons.length, 1));
    }
  });

  test('no clean record breaks any of these rules', () => {
    // Natural holds (splits, district level) are counted, not listed: outcomes.test.ts proves the counts.
    const natural = [
      'split-undecided',
      'district-undecided',
      'agency-ambiguous',
      'unit-missing',
      'unit-unknown',
    ];
    for (const source of made.manifest.sources) {
      const spoilt = new Set(
        made.manifest.planted.filter((row) => row.file === source.file).map((row) => row.record),
      );
      for (let record = 1; record <= source.records; record++) {
        if (spoilt.has(record) || source.file.endsWith('-migrated.csv')) continue;
        const at = seen({
          file: source.file,
          record,
          kind: '',
          outcome: 'migrated',
          reasons: [],
          column: '',
        });
        const level = at.commune === '' ? ['unit-codes-disagree', ...natural] : natural;
        for (const [reason, proof] of Object.entries(PROOFS))
          if (
            !level.includes(reason) &&
            !['vintage-unknown', 'member-missing', 'code-not-string', 'duplicate-member'].includes(reason)
          )
            expect(proof(at), `${source.file} record ${record}: ${reason}`).toBe(false);
      }
    }
  });

  test('every reason is shown; agency-unit-conflict is a finding of these profiles, not a hold', () => {
    const shown = new Set(made.manifest.planted.flatMap((row) => row.reasons));
    const all = [...HOLD_REASONS, ...REJECT_REASONS].map((reason) => reason.code);
    expect(all.filter((code) => !shown.has(code))).toEqual(['agency-unit-conflict']);
    expect(made.manifest.listings.agencyUnitConflicts).toBeGreaterThan(0);
  });

  test('reasons stand in their fixed order, and outcomes fit them', () => {
    const order = [...HOLD_REASONS, ...REJECT_REASONS].map((reason) => reason.code);
    for (const { reasons, outcome } of made.manifest.planted) {
      const places = reasons.map((reason) => order.indexOf(reason));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(reasons.length === 0).toBe(outcome === 'migrated' || outcome === 'already');
    }
  });

  test('planted records stand apart, with clean ones between', () => {
    for (const source of made.manifest.sources) {
      if (source.file.endsWith('-migrated.csv')) continue;
      const records = made.manifest.planted
        .filter((row) => row.file === source.file)
        .map((row) => row.record);
      expect(records).toEqual([...records].sort((a, b) => a - b));
      records.slice(1).forEach((record, at) => {
        expect(record - (records[at] ?? 0)).toBeGreaterThan(1);
      });
    }
  });

  test('every canary stands in an export, in code columns too, and in no file that is not the old systems’ or a packet', () => {
    const texts = [...made.store.objects].map(([path, bytes]) => [path, bytes.toString('utf8').replaceAll('""', '"').replaceAll('\\"', '"')] as const); // biome-ignore format: one line
    for (const canary of made.manifest.canaries) {
      const files = texts.filter(([, text]) => text.includes(canary)).map(([path]) => path);
      expect(
        files.some((path) => path.endsWith('.csv') || path.endsWith('.ndjson')),
        canary,
      ).toBe(true);
      const others = files.filter((path) => !path.startsWith('tthc-') && !path.startsWith('documents/'));
      expect(others).toEqual(['manifest.json']);
    }
    const codes = new Set(
      made.manifest.planted.map(seen).flatMap((at) => [at.commune, at.agency, at.district]),
    );
    expect(made.manifest.canaries.filter((canary) => codes.has(canary)).length).toBeGreaterThan(5);
  });
});
