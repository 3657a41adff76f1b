import { type ByteString, csvLine, toBytes } from './byte-string.ts';
import { CANARY_FORMULAS, CANARY_IDS, CANARY_PEOPLE } from './canaries.ts';
import { DOSSIER_COLUMNS, type DossierColumn, procedureCode } from './dossier-rows.ts';
import type { Kit } from './kit.ts';
import { type Expectation, held, migrated, type PlantedRow, rejected } from './plan.ts';
import {
  COMMUNE_PROCEDURES,
  COMPETENT_PROCEDURES,
  DISTRICT_PROCEDURES,
  type Procedure,
} from './procedures.ts';
import type { Commune } from './region.ts';
import type { LocalCommune, LocalOffice } from './system.ts';

/** The values of one dossier by column, as text. */
export type DossierValues = Record<DossierColumn, string>;

/** A defect on top of a clean row: which values change, how the bytes are spoilt, and what must come of it. */
interface Defect {
  readonly change?: Partial<DossierValues>;
  /** Applied to the row's bytes without the line end. */
  readonly spoil?: (row: ByteString) => ByteString;
  readonly expect: Expectation;
  readonly blanksAfter?: number;
  /** What the owner's database holds, where the row does not show it. */
  readonly agency?: string;
}

const maxRecordBytes = 1024 * 1024;
const MARK = 'SPOILTHIS';

export function unitValues(commune: Commune, name = commune.name): Partial<DossierValues> {
  return { MaTinh: commune.province, MaHuyen: commune.district, MaXa: commune.code, TenXa: name };
}

/** A clean commune-level dossier of a person, finished. */
export function cleanValues(
  kit: Kit,
  commune: LocalCommune,
  office: LocalOffice,
  procedure: Procedure = COMMUNE_PROCEDURES[0] as Procedure,
): DossierValues {
  const values = Object.fromEntries(DOSSIER_COLUMNS.map((column) => [column, ''])) as DossierValues;
  return Object.assign(values, {
    MaHoSo: kit.number(office),
    MaTTHC: procedureCode(kit.system, procedure),
    TenTTHC: procedure.name,
    MaLinhVuc: procedure.field,
    TenLinhVuc: procedure.fieldName,
    KenhThucHien: '2',
    SoBienNhan: `${office.written}.BN0000001`,
    ChuHoSo: 'Nguyễn Văn Mẫu',
    LoaiDoiTuong: '1',
    SoGiayToChuHoSo: `0${kit.system.province.code}090000001`,
    SoDienThoai: '0900000001',
    TrichYeuHoSo: 'Hồ sơ mẫu',
    NgayNopHoSo: '20230105080000',
    NgayTiepNhan: '20230105080000',
    NgayHenTra: '20230115170000',
    NgayTra: '20230114100000',
    NgayKetThucXuLy: '20230114100000',
    TrangThaiHoSo: '9',
    HinhThuc: '1',
    DonViXuLy: office.written,
    NoiNopHoSo: office.written,
    HoSoCoThanhPhanSoHoa: '1',
    DuocThanhToanTrucTuyen: '0',
    TaiKhoanDuocXacThucVoiVNeID: '1',
    CapThucHien: 'Xã',
    ...unitValues(commune.commune),
  } satisfies Partial<DossierValues>);
}

export function dossierRow(
  kit: Kit,
  kind: string,
  values: DossierValues,
  defect: Omit<Defect, 'change'>,
): PlantedRow {
  const { spoil = (row) => row, expect, blanksAfter = 0 } = defect;
  const eol = kit.system.style.eol;
  const text = csvLine(DOSSIER_COLUMNS.map((column) => toBytes(values[column])));
  return {
    kind,
    ...expect,
    agency: defect.agency ?? values.DonViXuLy,
    status: values.TrangThaiHoSo,
    blanksAfter,
    render: () => spoil(text) + eol,
  };
}

const swap = (by: ByteString) => (row: ByteString) => row.replace(MARK, by);
const blankUnits = { MaTinh: '', MaHuyen: '', MaXa: '', TenXa: '' };

/** Defects on a commune's own row with its own People's Committee, which decides whatever happens to the units. */
function onCommune(kit: Kit, commune: LocalCommune, office: LocalOffice): Record<string, Defect | undefined> {
  const { system } = kit;
  const reused = kit.reused();
  const other = kit.elsewhere(commune);
  const otherDistrict = kit.otherDistrict(commune.commune.district);
  const newOnly = kit.maybe(kit.newOnly);
  const base = office.written;
  return {
    'open-quote': { change: { TrichYeuHoSo: MARK }, spoil: swap(toBytes('"Đơn đề nghị')), expect: rejected('open-quote') },
    'open-quote-tail': { change: { TrichYeuHoSo: MARK }, spoil: swap(toBytes('"Đơn"đề nghị')), expect: rejected('open-quote') },
    'ragged-more': { change: { TrichYeuHoSo: MARK }, spoil: swap('Don de nghi, ban sao'), expect: rejected('ragged') },
    'ragged-less': { spoil: (row) => row.slice(0, row.lastIndexOf(',')), expect: rejected('ragged') },
    'bad-utf8': { change: { ChuHoSo: MARK }, spoil: swap('Nguy\xe1\xbb V\xe3n Kh\xf4ng'), expect: rejected('bad-utf8', 'ChuHoSo') },
    'bad-utf8-code': { change: { MaXa: MARK }, spoil: swap('28\xff07'), expect: rejected('bad-utf8', 'MaXa') },
    'leading-zeros-lost': { change: { MaTinh: '1', MaHuyen: '1', MaXa: '1', TenXa: 'Phường Phúc Xá' }, expect: rejected('leading-zeros-lost', 'MaXa') },
    'leading-zeros-lost-district': { change: { ...blankUnits, MaTinh: '1', MaHuyen: '2', CapThucHien: 'Huyện' }, expect: rejected('leading-zeros-lost', 'MaHuyen') },
    'leading-zeros-lost-province': { change: { ...blankUnits, MaTinh: '1', CapThucHien: 'Tỉnh' }, expect: rejected('leading-zeros-lost', 'MaTinh') },
    'shifted-row': {
      change: { ChuHoSo: CANARY_PEOPLE[0], SoGiayToChuHoSo: CANARY_IDS[0], MaHuyen: commune.commune.district },
      // One field too many after the name, the last one cut off: every later value stands a column to the right.
      spoil: (row) => row.replace(toBytes(CANARY_PEOPLE[0]), `${toBytes(CANARY_PEOPLE[0])},`).slice(0, row.lastIndexOf(',') + 1),
      expect: rejected('leading-zeros-lost', 'MaXa'),
      agency: base,
    },
    'key-missing': { change: { MaHoSo: '' }, expect: held('key-missing', 'MaHoSo') },
    'level-unknown': { change: { CapThucHien: 'Trung ương' }, expect: held('level-unknown', 'CapThucHien') },
    'wrong-vintage-new-only': newOnly && { change: { MaXa: newOnly.code, TenXa: newOnly.name }, expect: held('wrong-vintage', 'MaXa') },
    'wrong-vintage-new-name': reused && { change: unitValues(reused.commune.commune, reused.newName), expect: held('wrong-vintage', 'TenXa') },
    'unit-missing-commune': { change: { MaXa: '', TenXa: '' }, expect: held('unit-missing', 'MaXa') },
    'unit-missing-beside-name': { change: { MaXa: '' }, expect: held('unit-missing', 'MaXa') },
    'unit-missing-district': { change: { CapThucHien: 'Huyện', MaHuyen: '', MaXa: '', TenXa: '' }, expect: held('unit-missing', 'MaHuyen') },
    'unit-missing-province': { change: { CapThucHien: 'Tỉnh', ...blankUnits }, expect: held('unit-missing', 'MaTinh') },
    'unit-unknown-commune': { change: { MaXa: '99999', TenXa: '' }, expect: held('unit-unknown', 'MaXa') },
    'unit-unknown-district': { change: { MaHuyen: '999' }, expect: held('unit-unknown', 'MaHuyen') },
    'unit-unknown-province': { change: { MaTinh: '99' }, expect: held('unit-unknown', 'MaTinh') },
    'unit-codes-disagree-district': otherDistrict === undefined ? undefined : { change: { MaHuyen: otherDistrict }, expect: held('unit-codes-disagree', 'MaHuyen') },
    'unit-codes-disagree-province': { change: { MaTinh: kit.otherProvince() }, expect: held('unit-codes-disagree', 'MaTinh') },
    'code-name-mismatch': { change: { TenXa: 'Xã Không Có Thật' }, expect: held('code-name-mismatch', 'TenXa') },
    'agency-missing': { change: { DonViXuLy: '' }, expect: held('agency-missing', 'DonViXuLy') },
    'agency-unknown': { change: { DonViXuLy: `${system.province.root}.99.99` }, expect: held('agency-unknown', 'DonViXuLy') },
    'agency-spelling': { change: { DonViXuLy: ` ${base}` }, expect: held('agency-unknown', 'DonViXuLy') },
    'two-reasons': { change: { MaXa: '99998', TenXa: '', DonViXuLy: '000.00.98.H99' }, expect: held('unit-unknown;agency-unknown', 'MaXa;DonViXuLy') },
    'two-reasons-name': { change: { TenXa: 'Phường Không Có Thật', DonViXuLy: '' }, expect: held('code-name-mismatch;agency-missing', 'TenXa;DonViXuLy') },
    'agency-unit-conflict': other && { change: { DonViXuLy: other.office.written }, expect: migrated },
    'number-malformed-long-date': { change: { MaHoSo: `${base}-20230615-${kit.number(office).slice(-4)}` }, expect: migrated },
    'number-malformed-underscore': { change: { MaHoSo: kit.number(office).replaceAll('-', '_') }, expect: migrated },
    'number-malformed-serial': { change: { MaHoSo: kit.number(office).replace(/\d(\d{3})$/, '$1') }, expect: migrated },
    'number-malformed-no-province': { change: { MaHoSo: `000.00.12-230615-${kit.number(office).slice(-4)}${system.province.code}` }, expect: migrated },
    'number-impossible-date': { change: { MaHoSo: `${base}-230631-${kit.number(office).slice(-4)}` }, expect: migrated },
    'unfinished-without-deadline': { change: { TrangThaiHoSo: '4', NgayHenTra: '', NgayTra: '', NgayKetThucXuLy: '' }, expect: migrated },
    'canary-text': { change: { ChuHoSo: CANARY_PEOPLE[1], SoGiayToChuHoSo: CANARY_IDS[1], TrichYeuHoSo: CANARY_FORMULAS[2] }, expect: migrated },
    'formula-text': { change: { ChuHoSo: CANARY_FORMULAS[0], TrichYeuHoSo: CANARY_FORMULAS[1] }, expect: migrated },
    'canary-in-units': { change: { MaTinh: CANARY_FORMULAS[1], MaHuyen: CANARY_IDS[0], MaXa: CANARY_PEOPLE[0], TenXa: CANARY_FORMULAS[2] }, expect: held('unit-unknown', 'MaXa') },
    'canary-in-agency': { change: { DonViXuLy: CANARY_PEOPLE[2] }, expect: held('agency-unknown', 'DonViXuLy') },
    'formula-in-agency': { change: { DonViXuLy: CANARY_FORMULAS[0], MaXa: CANARY_FORMULAS[0], TenXa: '' }, expect: held('unit-unknown;agency-unknown', 'MaXa;DonViXuLy') },
    'canary-in-status': { change: { TrangThaiHoSo: CANARY_IDS[1], MaTTHC: CANARY_PEOPLE[2], MaXa: CANARY_IDS[1], TenXa: CANARY_PEOPLE[1] }, expect: held('unit-unknown', 'MaXa') },
  }; // biome-ignore format: a table
}

/** Defects that need a certain office or unit. */
function elsewhere(kit: Kit): PlantedRow[] {
  const rows: PlantedRow[] = [];
  const add = (kind: string, commune: LocalCommune, office: LocalOffice, procedure: Procedure | undefined, change: Partial<DossierValues>, expect: Expectation) => {
    rows.push(dossierRow(kit, kind, { ...cleanValues(kit, commune, office, procedure), ...change }, { expect }));
  };
  const { commune } = kit.whole();
  const land = COMMUNE_PROCEDURES.find((procedure) => procedure.field === 'G13-DD');

  for (const acts of [true, false]) {
    const retired = kit.maybe(kit.retired.filter((entry) => entry.acts === acts));
    if (retired === undefined) continue;
    const change = { MaTinh: retired.province, MaHuyen: retired.district, MaXa: retired.code, TenXa: retired.name };
    add(acts ? 'retired-high' : 'retired-undecided', commune, kit.department(), undefined, change, acts ? migrated : held('unit-retired', 'MaXa'));
  }
  const outside = kit.outside();
  if (outside !== undefined)
    add('outside-target', commune, kit.department(), undefined, unitValues(outside), held('outside-target', 'MaXa'));

  const split = kit.split();
  const committee = split && kit.committeeOf(split.commune.district);
  if (split && committee) // One hold, not two: the agency waits for the commune as well.
    add('split-land', split, committee, land, {}, held('split-undecided', 'MaXa'));

  const many = kit.manyWays();
  if (many) {
    add('district-undecided', many.commune, many.office, DISTRICT_PROCEDURES[0], { CapThucHien: 'Huyện' }, held('district-undecided', 'MaHuyen'));
    add('district-competence', many.commune, many.office, COMPETENT_PROCEDURES[0], { CapThucHien: 'Cấp huyện', MaXa: '', TenXa: '' }, migrated);
    const successors = new Set(many.office.office.district?.successors);
    const away = kit.maybe(kit.system.communes.filter((entry) => entry.commune.successors.length === 1 && !successors.has(entry.commune.successors[0] ?? '')));
    if (away) add('agency-ambiguous-commune', away, many.office, undefined, {}, held('agency-ambiguous', 'DonViXuLy'));
  }
  const finance = kit.inDistrict('byProcedure');
  if (finance) add('agency-ambiguous-procedure', finance.commune, finance.office, undefined, { MaTTHC: '' }, held('agency-ambiguous', 'DonViXuLy'));
  const closed = kit.inDistrict('closed');
  if (closed) add('agency-closed', closed.commune, closed.office, undefined, {}, held('agency-closed', 'DonViXuLy'));
  const archive = kit.inDistrict('archiveOnly');
  if (archive) {
    add('archive-only-finished', archive.commune, archive.office, undefined, {}, migrated);
    add('archive-only-unfinished', archive.commune, archive.office, undefined, { TrangThaiHoSo: '4', NgayTra: '', NgayKetThucXuLy: '' }, held('agency-archive-unfinished', 'DonViXuLy'));
  }
  const twin = kit.whole();
  const key = kit.number(twin.office);
  for (const kind of ['duplicate-key', 'duplicate-key'])
    add(kind, twin.commune, twin.office, undefined, { MaHoSo: key }, migrated);
  return rows;
} // biome-ignore format: a table

/** An over-long record: exactly `maxRecordBytes` of content, so that its line end is left alone as a blank line. */
function overLong(kit: Kit): PlantedRow {
  const { commune, office } = kit.whole();
  return dossierRow(
    kit,
    'record-too-long',
    { ...cleanValues(kit, commune, office), TrichYeuHoSo: MARK },
    {
      spoil: (row) => row.replace(MARK, 'x'.repeat(maxRecordBytes - row.length + MARK.length)),
      expect: rejected('record-too-long'),
      blanksAfter: 1,
    },
  );
}

/** All defects of one system's dossiers. `repeated` are numbers that another system issued too. */
export function plantDossiers(kit: Kit, repeated: readonly string[], first: boolean): PlantedRow[] {
  const rows: PlantedRow[] = [];
  for (let round = 0; round < 2; round++) {
    const { commune, office } = kit.whole();
    for (const [kind, defect] of Object.entries(onCommune(kit, commune, office)))
      if (defect !== undefined)
        rows.push(dossierRow(kit, kind, { ...cleanValues(kit, commune, office), ...defect.change }, defect));
    rows.push(...elsewhere(kit));
  }
  for (const number of repeated) {
    const { commune, office } = kit.whole();
    rows.push(
      dossierRow(
        kit,
        'repeated-number',
        { ...cleanValues(kit, commune, office), MaHoSo: number },
        { expect: migrated },
      ),
    );
  }
  if (first) rows.push(overLong(kit));
  return rows;
}
