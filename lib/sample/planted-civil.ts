import { type ByteString, csvLine, pad3, toBytes } from './byte-string.ts';
import { CANARY_FORMULAS, CANARY_IDS, CANARY_PEOPLE } from './canaries.ts';
import { CIVIL_COLUMNS, type CivilColumn, registeredAt } from './civil-rows.ts';
import type { Kit } from './kit.ts';
import { type Expectation, held, migrated, type PlantedRow, rejected } from './plan.ts';
import type { LocalCommune, LocalOffice } from './system.ts';

type CivilValues = Record<CivilColumn, string>;

interface Defect {
  readonly change?: Partial<CivilValues>;
  readonly spoil?: (row: ByteString) => ByteString;
  readonly expect: Expectation;
}

/** A clean registration of 1985: clean rows begin in 1990, so that no key meets another by chance. */
function cleanValues(kit: Kit, commune: LocalCommune, office: LocalOffice, number: number): CivilValues {
  const values = Object.fromEntries(CIVIL_COLUMNS.map((column) => [column, ''])) as CivilValues;
  const district = kit.system.province.districts.find((entry) => entry.code === commune.commune.district);
  const place = registeredAt(commune, district?.name ?? '');
  return Object.assign(values, {
    LoaiSo: 'KS',
    NoiDangKy: place,
    QuyenSo: '01/1985',
    So: pad3(number),
    TrangSo: String(number),
    NgayDangKy: '12/05/1985',
    HoTen: 'Nguyễn Văn Mẫu',
    GioiTinh: '1',
    NgaySinh: '01/05/1985',
    NoiSinh: place,
    DanToc: 'Kinh',
    QuocTich: 'VN',
    LoaiDangKy: '1',
    DonViQuanLy: office.written,
    MaTinhQuanLy: commune.commune.province,
    MaHuyenQuanLy: commune.commune.district,
    MaXaQuanLy: commune.commune.code,
    TenXaQuanLy: commune.commune.name,
  } satisfies Partial<CivilValues>);
}

function defects(kit: Kit): Record<string, Defect | undefined> {
  const reused = kit.reused();
  const outside = kit.outside();
  const broken = toBytes('MARK');
  return {
    ragged: { spoil: (row) => `${row};`, expect: rejected('ragged') },
    'open-quote': { change: { GhiChu: 'MARK' }, spoil: (row) => row.replace(broken, toBytes('"sổ gốc')), expect: rejected('open-quote') },
    'bad-utf8': { change: { HoTen: 'MARK' }, spoil: (row) => row.replace(broken, 'Nguy\xeanV\xe3n'), expect: rejected('bad-utf8', 'HoTen') },
    'leading-zeros-lost': { change: { MaTinhQuanLy: '1', MaHuyenQuanLy: '1', MaXaQuanLy: '7', TenXaQuanLy: '' }, expect: rejected('leading-zeros-lost', 'MaXaQuanLy') },
    'key-missing': { change: { So: '' }, expect: held('key-missing', 'So') },
    'unit-missing': { change: { MaXaQuanLy: '', TenXaQuanLy: '' }, expect: held('unit-missing', 'MaXaQuanLy') },
    'unit-unknown': { change: { MaXaQuanLy: '99997', TenXaQuanLy: '' }, expect: held('unit-unknown', 'MaXaQuanLy') },
    'code-name-mismatch': { change: { TenXaQuanLy: 'Phường Không Có Thật' }, expect: held('code-name-mismatch', 'TenXaQuanLy') },
    'agency-unknown': { change: { DonViQuanLy: '000.97.97.H97' }, expect: held('agency-unknown', 'DonViQuanLy') },
    'wrong-vintage-new-name': reused && {
      change: { MaTinhQuanLy: reused.commune.commune.province, MaHuyenQuanLy: reused.commune.commune.district, MaXaQuanLy: reused.commune.commune.code, TenXaQuanLy: reused.newName },
      expect: held('wrong-vintage', 'TenXaQuanLy'),
    },
    'outside-target': outside && {
      change: { DonViQuanLy: kit.department().written, MaTinhQuanLy: outside.province, MaHuyenQuanLy: outside.district, MaXaQuanLy: outside.code, TenXaQuanLy: outside.name },
      expect: held('outside-target', 'MaXaQuanLy'),
    },
    'canary-text': { change: { HoTen: CANARY_PEOPLE[2], SoDinhDanh: CANARY_IDS[0], GhiChu: CANARY_FORMULAS[1] }, expect: migrated },
    'canary-in-codes': { change: { MaTinhQuanLy: CANARY_IDS[1], MaXaQuanLy: CANARY_PEOPLE[1], TenXaQuanLy: CANARY_PEOPLE[1], DonViQuanLy: CANARY_IDS[0] }, expect: held('unit-unknown;agency-unknown', 'MaXaQuanLy;DonViQuanLy') },
  }; // biome-ignore format: a table
}

/** All defects of one system's civil-status books. */
export function plantCivil(kit: Kit): PlantedRow[] {
  const eol = kit.system.style.eol;
  const rows: PlantedRow[] = [];
  let number = 0;
  const add = (kind: string, values: CivilValues, { spoil = (row) => row, expect }: Defect) => {
    const text = csvLine(
      CIVIL_COLUMNS.map((column) => toBytes(values[column])),
      ';',
    );
    rows.push({ kind, ...expect, agency: values.DonViQuanLy, status: '', render: () => spoil(text) + eol });
  };
  for (let round = 0; round < 2; round++) {
    for (const [kind, defect] of Object.entries(defects(kit))) {
      const { commune, office } = kit.whole();
      if (defect !== undefined)
        add(kind, { ...cleanValues(kit, commune, office, ++number), ...defect.change }, defect);
    }
  }
  const { commune, office } = kit.whole();
  const twin = cleanValues(kit, commune, office, ++number);
  for (const note of ['bản chính', 'bản sao'])
    add('duplicate-key', { ...twin, GhiChu: note }, { expect: migrated });
  return rows;
}
