import { type ByteString, csvField, pad2, pad3, pad4, pad6, toBytes } from './byte-string.ts';
import { ALL_PROCEDURES, type DossierDraw } from './draw.ts';
import { Prng } from './prng.ts';
import type { System } from './system.ts';
import { buildTexts, type TextPool } from './texts.ts';

/** Field names of the exchange with the National Public Service Portal, then the units. */
export const DOSSIER_COLUMNS = [
  'MaHoSo',
  'MaTTHC',
  'TenTTHC',
  'MaLinhVuc',
  'TenLinhVuc',
  'KenhThucHien',
  'SoBienNhan',
  'ChuHoSo',
  'LoaiDoiTuong',
  'MaDoiTuong',
  'SoGiayToChuHoSo',
  'Email',
  'SoDienThoai',
  'TrichYeuHoSo',
  'NgayNopHoSo',
  'NgayTiepNhan',
  'NgayHenTra',
  'NgayTra',
  'NgayKetThucXuLy',
  'TrangThaiHoSo',
  'HinhThuc',
  'DonViXuLy',
  'NoiNopHoSo',
  'HoSoCoThanhPhanSoHoa',
  'DuocThanhToanTrucTuyen',
  'TaiKhoanDuocXacThucVoiVNeID',
  'CapThucHien',
  'MaTinh',
  'MaHuyen',
  'MaXa',
  'TenXa',
] as const;
export type DossierColumn = (typeof DOSSIER_COLUMNS)[number];

const LEVEL_FORMS = {
  commune: ['Xã', 'Cấp xã', 'CẤP XÃ', 'Cấp xã'.normalize('NFD')],
  district: ['Huyện', 'Cấp huyện', 'CẤP HUYỆN', 'Huyện'.normalize('NFD')],
  province: ['Tỉnh', 'Cấp tỉnh', 'CẤP TỈNH', 'Tỉnh'.normalize('NFD')],
} as const;

/** Four ways to write each level, as bytes. */
export const LEVEL_BYTES = {
  commune: LEVEL_FORMS.commune.map(toBytes),
  district: LEVEL_FORMS.district.map(toBytes),
  province: LEVEL_FORMS.province.map(toBytes),
} as const;

/** The procedure's code as the system writes it: local ones bear the old province's code (DOMAIN 3.7). */
export function procedureCode(system: System, procedure: { code: string; local: boolean }): string {
  return procedure.local ? `${procedure.code}.000.00.00.${system.province.root}` : procedure.code;
}

/** Writes drawn dossiers as CSV rows, line end included. */
export class DossierRows {
  private readonly prng: Prng;
  private readonly texts: TextPool;
  private readonly procedures: readonly ByteString[];
  private readonly citizens: readonly string[];
  private readonly provinceOnly: ByteString;
  private readonly tail: readonly ByteString[];
  private readonly system: System;

  constructor(system: System, seed: number, file: string) {
    this.system = system;
    this.prng = new Prng(seed, `text ${file}`);
    const { quoteTexts, eol } = system.style;
    this.texts = buildTexts(this.prng, ',', quoteTexts, eol);
    this.procedures = ALL_PROCEDURES.map(({ procedure }) =>
      [
        procedureCode(system, procedure),
        csvField(toBytes(procedure.name), ',', quoteTexts),
        procedure.field,
        toBytes(procedure.fieldName),
      ].join(','),
    );
    // A citizen's number: province of birth, century and sex, year of birth; six digits follow.
    this.citizens = Array.from(
      { length: 512 },
      (_, at) => `0${system.province.code}${at % 2}${pad2(50 + this.prng.below(50))}`,
    );
    this.provinceOnly = `${system.province.code},`;
    this.tail = Array.from({ length: 8 }, (_, at) => `${at & 1},${(at >> 1) & 1},${at >> 2}`);
  }

  row(draw: DossierDraw): ByteString {
    const { prng, texts, system } = this;
    const day = draw.days[draw.day]!;
    const a = prng.next();
    const b = prng.next();
    const c = prng.next();
    const minute = `${pad2(7 + (a & 7))}${pad2((a >>> 3) % 60)}${pad2((a >>> 9) % 60)}`;
    const due = draw.days[Math.min(draw.day + 3 + ((a >>> 15) & 15), draw.days.length - 1)]!;
    const citizen = this.citizens[b & 511] + pad6((b >>> 9) % 1_000_000);
    const person = draw.party === 1 ? texts.people[c & 4095]! : texts.companies[c & 255]!;
    const phone = `09${pad4((c >>> 12) % 10_000)}${pad4((b >>> 4) % 10_000)}`;
    const line =
      a >>> 27 === 0 ? texts.awkward[(c >>> 26) % texts.awkward.length]! : texts.lines[(c >>> 27) & 7]!;
    const returned = draw.finished ? `${due.long}${minute},` : ',';
    const written = draw.office.written;
    return (
      `${written}-${day.short}-${pad4(draw.serial)},${this.procedures[draw.drawn.index]},` +
      `${1 + (a & 1)},BN${pad3((a >>> 4) % 1000)}${pad4((c >>> 3) % 10_000)},${person},${draw.party},` +
      `${draw.party === 1 ? '' : `MST${pad4((b >>> 7) % 10_000)}`},${citizen},` +
      `${(b >>> 28) === 0 ? `u${pad4((b >>> 3) % 10_000)}@example.vn` : ''},${phone},${line},` +
      `${day.long}${minute},${day.long}${minute},${due.long}170000,${returned},${draw.status},${1 + (b & 1)},` +
      `${written},${b & 2 ? written : ''},${this.tail[(a >>> 20) & 7]},${LEVEL_BYTES[draw.level][(c >>> 30) & 3]},` +
      `${this.units(draw, b)}${system.style.eol}`
    );
  }

  private units(draw: DossierDraw, random: number): ByteString {
    const { commune } = draw;
    if (commune !== undefined) return commune.comma[random % commune.comma.length]!;
    if (draw.level === 'district') return `${this.provinceOnly}${draw.office.office.district?.code ?? ''},,`;
    return `${this.provinceOnly},,`;
  }
}
