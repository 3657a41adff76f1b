import { type AttachmentFile, type AttachmentFolder, attachmentFile } from './attachment-files.ts';
import { type ByteString, toBytes } from './byte-string.ts';
import { CANARY_FORMULAS, CANARY_IDS, CANARY_PEOPLE } from './canaries.ts';
import { procedureCode } from './dossier-rows.ts';
import { jsonGap, jsonObject } from './json-text.ts';
import type { Kit } from './kit.ts';
import { type Expectation, held, migrated, type PlantedRow, rejected } from './plan.ts';
import { COMMUNE_PROCEDURES, DISTRICT_PROCEDURES, type Procedure } from './procedures.ts';
import type { LocalCommune, LocalOffice } from './system.ts';

type Members = Map<string, string | null>;

interface Defect {
  readonly change?: Readonly<Record<string, string | null | undefined>>;
  readonly spoil?: (row: ByteString) => ByteString;
  readonly expect: Expectation;
  readonly blanksAfter?: number;
}

const maxRecordBytes = 1024 * 1024;

function cleanMembers(
  kit: Kit,
  commune: LocalCommune,
  office: LocalOffice,
  procedure: Procedure,
  serial: number,
): Members {
  return new Map<string, string | null>([
    ['MaKetQua', `${office.written}_KQM_${String(serial).padStart(6, '0')}_V1`],
    ['MaHoSo', null],
    ['MaTTHC', procedureCode(kit.system, procedure)],
    ['TenGiayTo', 'Kết quả mẫu'],
    ['MaLinhVuc', procedure.field],
    ['LoaiDoiTuong', '1'],
    ['ChuHoSo', 'Nguyễn Văn Mẫu'],
    ['CapThucHien', 'Xã'],
    ['MaTinh', commune.commune.province],
    ['MaHuyen', commune.commune.district],
    ['MaXa', commune.commune.code],
    ['TenXa', commune.commune.name],
    ['DonViBanHanh', office.written],
    ['DonViQuanLy', office.written],
    ['NgayBanHanh', '2023-02-01'],
    ['TepTin', ''],
    ['Sha256', ''],
    ['DaKySo', '1'],
    ['HieuLucDen', ''],
  ]);
}

/** All defects of one system's results; `folder` gets the files that belong to them. */
export function plantResults(kit: Kit, folder: AttachmentFolder): PlantedRow[] {
  const { system } = kit;
  const { eol, looseJson } = system.style;
  const gap = jsonGap(looseJson);
  const rows: PlantedRow[] = [];
  let serial = 0;

  const add = (
    kind: string,
    commune: LocalCommune,
    office: LocalOffice,
    procedure: Procedure,
    defect: Defect,
  ) => {
    const members = cleanMembers(kit, commune, office, procedure, ++serial);
    for (const [name, value] of Object.entries(defect.change ?? {}))
      if (value === undefined) members.delete(name);
      else members.set(name, value);
    const spoil = defect.spoil ?? ((row) => row);
    rows.push({
      kind,
      ...defect.expect,
      agency: members.get('DonViQuanLy') ?? '',
      status: '',
      blanksAfter: defect.blanksAfter ?? 0,
      render: (link) => {
        if (members.get('MaHoSo') === null) members.set('MaHoSo', link);
        return spoil(jsonObject(members, gap)) + eol;
      },
    });
  };
  const member = (name: string, value: string) => `"${name}"${gap.colon}"${value}"`;

  for (let round = 0; round < 2; round++) {
    const { commune, office } = kit.whole();
    const code = commune.commune.code;
    const end = (row: ByteString) => row.slice(0, -1);
    const table: Record<string, Defect> = {
      'bad-json': { spoil: (row) => row.slice(0, row.indexOf('"TepTin"')), expect: rejected('bad-json') },
      'bad-json-deep': { spoil: (row) => `${end(row)}${gap.comma}"Sau"${gap.colon}${'['.repeat(70)}${']'.repeat(70)}}`, expect: rejected('bad-json') },
      'bad-json-array': { spoil: (row) => `[${row}]`, expect: rejected('bad-json') },
      'bad-utf8': { spoil: (row) => row.replace(toBytes('Nguyễn'), 'Nguy\xe1\xbbn'), expect: rejected('bad-utf8') },
      'stray-stamp': { spoil: (row) => `${end(row)}${gap.comma}${member('_rule', 'x')}}`, expect: rejected('stray-stamp') },
      'stray-reason': { spoil: (row) => `{${member('_reason', 'x')}${gap.comma}${row.slice(1)}`, expect: rejected('stray-stamp') },
      'duplicate-member': { spoil: (row) => `${end(row)}${gap.comma}${member('MaXa', code)}}`, expect: rejected('duplicate-member', '/MaXa') },
      'code-not-string': { spoil: (row) => row.replace(member('MaXa', code), `"MaXa"${gap.colon}${Number(code)}`), expect: rejected('code-not-string', '/MaXa') },
      'code-not-string-status': { spoil: (row) => row.replace(member('DaKySo', '1'), `"DaKySo"${gap.colon}true`), expect: rejected('code-not-string', '/DaKySo') },
      'member-missing': { change: { MaTinh: undefined }, expect: rejected('member-missing', '/MaTinh') },
      'leading-zeros-lost': { change: { MaTinh: '1', MaHuyen: '1', MaXa: '4', TenXa: 'Phường Trúc Bạch' }, expect: rejected('leading-zeros-lost', '/MaXa') },
      'key-missing': { change: { MaKetQua: '' }, expect: held('key-missing', '/MaKetQua') },
      'unit-missing-null': { change: { MaXa: null, TenXa: null }, expect: held('unit-missing', '/MaXa') },
      'unit-unknown': { change: { MaXa: '99999', TenXa: '' }, expect: held('unit-unknown', '/MaXa') },
      'code-name-mismatch': { change: { TenXa: 'Xã Không Có Thật' }, expect: held('code-name-mismatch', '/TenXa') },
      'agency-missing': { change: { DonViQuanLy: null }, expect: held('agency-missing', '/DonViQuanLy') },
      'agency-unknown': { change: { DonViQuanLy: `${system.province.root}.98.98` }, expect: held('agency-unknown', '/DonViQuanLy') },
      'canary-text': { change: { ChuHoSo: CANARY_PEOPLE[0], TenGiayTo: CANARY_FORMULAS[0] }, expect: migrated },
      'canary-in-codes': { change: { MaXa: CANARY_PEOPLE[2], MaHuyen: CANARY_IDS[1], DonViQuanLy: CANARY_FORMULAS[1], TenXa: '' }, expect: held('unit-unknown;agency-unknown', '/MaXa;/DonViQuanLy') },
      'result-without-dossier': { change: { MaHoSo: `${office.written}-220101-${9000 + round}` }, expect: migrated },
    }; // biome-ignore format: a table
    for (const [kind, defect] of Object.entries(table))
      add(kind, commune, office, COMMUNE_PROCEDURES[0] as Procedure, defect);
    plantAttachments(kit, folder, round, (kind, at, change) =>
      add(kind, at.commune, at.office, DISTRICT_PROCEDURES[0] as Procedure, {
        change: { CapThucHien: 'Huyện', ...change },
        expect: migrated,
      }),
    );
  }
  return rows;
}

/** Valid district-level results whose file is not there, is not what it was, or must never be opened. */
function plantAttachments(
  kit: Kit,
  folder: AttachmentFolder,
  round: number,
  add: (
    kind: string,
    at: { commune: LocalCommune; office: LocalOffice },
    change: Record<string, string>,
  ) => void,
): void {
  const at = kit.inDistrict('competent');
  if (at === undefined) return;
  const make = (name: string): AttachmentFile =>
    attachmentFile(`2023/${name}-${round}.pdf`, `${kit.system.name} ${name} ${round}`);
  const withFile = (kind: string, file: AttachmentFile) =>
    add(kind, at, { TepTin: file.path, Sha256: file.sha256 });

  const missing = make('mat-tep');
  folder.add(missing, 'manifest-only');
  withFile('attachment-missing', missing);
  const tampered = make('bi-sua');
  folder.addTampered(tampered);
  withFile('attachment-tampered', tampered);
  folder.add(make('thua'), 'folder-only');

  const safe = make('an-toan');
  folder.add(safe);
  withFile('attachment-present', safe);
  const unsafe = {
    'attachment-unsafe-parent': `../${safe.path}`,
    'attachment-unsafe-absolute': `/etc/${safe.path}`,
    'attachment-unsafe-url': `https://files.example/${safe.path}`,
    'attachment-unsafe-backslash': safe.path.replaceAll('/', '\\'),
  };
  for (const [kind, path] of Object.entries(unsafe)) add(kind, at, { TepTin: path, Sha256: safe.sha256 });
}

/** An over-long line: exactly `maxRecordBytes` of content, its line end then stands alone. */
export function overLongResult(kit: Kit): PlantedRow {
  const { office } = kit.whole();
  const start = `{"MaKetQua":"${office.written}_KQM_999999_V1","GhiChu":"`;
  return {
    kind: 'record-too-long',
    ...rejected('record-too-long'),
    agency: office.written,
    status: '',
    blanksAfter: 1,
    render: () => `${start}${'x'.repeat(maxRecordBytes - start.length - 2)}"}${kit.system.style.eol}`,
  };
}
