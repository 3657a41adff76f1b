import { type AttachmentFile, attachmentFile } from './attachment-files.ts';
import { type ByteString, pad4, pad6, toBytes } from './byte-string.ts';
import { LEVEL_BYTES, procedureCode } from './dossier-rows.ts';
import { ALL_PROCEDURES, type DossierDraw } from './draw.ts';
import { type JsonGap, jsonGap, jsonString } from './json-text.ts';
import { Prng } from './prng.ts';
import type { System } from './system.ts';
import { FAMILY, GIVEN_F, GIVEN_M } from './vietnamese.ts';

/** Writes the digitised results of drawn dossiers as NDJSON lines, and says which files they need. */
export class ResultRows {
  private readonly prng: Prng;
  private readonly gap: JsonGap;
  private readonly people: readonly ByteString[];
  private readonly procedures: readonly ByteString[];
  private readonly names = new Map<string, readonly ByteString[]>();
  private readonly serials: Uint32Array;
  private licences = 0;
  private filesLeft: number;
  private readonly system: System;
  private readonly onFile: (file: AttachmentFile) => void;

  constructor(system: System, seed: number, files: number, onFile: (file: AttachmentFile) => void) {
    this.system = system;
    this.filesLeft = files;
    this.onFile = onFile;
    this.prng = new Prng(seed, `results ${system.name}`);
    this.gap = jsonGap(system.style.looseJson);
    const { colon, comma } = this.gap;
    this.people = Array.from({ length: 1024 }, (_, at) =>
      jsonString(
        `${this.prng.pick(FAMILY)} ${this.prng.pick(at % 2 ? GIVEN_F : GIVEN_M)} ${this.prng.pick(GIVEN_F)}`,
        system.style.looseJson && at % 4 === 0,
      ),
    );
    this.procedures = ALL_PROCEDURES.map(
      ({ procedure }) =>
        `"MaTTHC"${colon}"${procedureCode(system, procedure)}"${comma}"TenGiayTo"${colon}${jsonString(`Kết quả: ${procedure.name}`)}${comma}` +
        `"MaLinhVuc"${colon}"${procedure.field}"`,
    );
    for (const { commune, names } of system.communes)
      this.names.set(
        commune.code,
        names.map((name, at) => jsonString(name, system.style.looseJson && at === 1)),
      );
    this.serials = new Uint32Array(system.offices.length);
  }

  row(draw: DossierDraw): ByteString {
    const { colon, comma } = this.gap;
    const a = this.prng.next();
    const { written, index } = draw.office;
    const serial = (this.serials[index] ?? 0) + 1;
    this.serials[index] = serial;
    const day = draw.days[draw.day]!;
    const number = `${written}_KQ_${pad6(serial)}_V1`;
    const issued = `${day.long.slice(0, 4)}-${day.long.slice(4, 6)}-${day.long.slice(6)}`;
    const m = (name: string, value: ByteString) => `"${name}"${colon}"${value}"${comma}`;
    const file = draw.level === 'district' ? this.fileFor(number, day.long) : undefined;
    // A district-level result without a file is one that is no longer valid; the others need none.
    const until = file ? '' : draw.level === 'district' || (a & 7) === 0 ? '2025-03-31' : '';
    const licence = (a & 0x30) === 0 ? m('SoGiayPhep', this.licence(day.long)) : '';
    return (
      `{${m('MaKetQua', number)}${m('MaHoSo', draw.number())}${this.procedures[draw.drawn.index]}${comma}` +
      `${m('LoaiDoiTuong', String(draw.party))}"ChuHoSo"${colon}${this.people[(a >>> 6) & 1023]}${comma}${licence}` +
      `${m('CapThucHien', LEVEL_BYTES[draw.level][(a >>> 16) & 3]!)}${this.units(draw, a)}` +
      `${m('DonViBanHanh', written)}${m('DonViQuanLy', written)}${m('NgayBanHanh', issued)}` +
      `"TaiLieu"${colon}[{"Loai"${colon}"PDF"${comma}"SoTrang"${colon}${1 + ((a >>> 20) & 7)}}]${comma}` +
      `${m('TepTin', file === undefined ? '' : toBytes(file.path))}${m('Sha256', file?.sha256 ?? '')}` +
      `${m('DaKySo', file || a & 1 ? '1' : '0')}"HieuLucDen"${colon}${until === '' && a & 2 ? 'null' : `"${until}"`}}${this.system.style.eol}`
    );
  }

  /** Unique in the country: the province stands in it. */
  private licence(day: string): string {
    return `${pad4(++this.licences)}/${day.slice(0, 4)}/GP-${this.system.province.root}`;
  }

  private fileFor(number: string, day: string): AttachmentFile | undefined {
    if (this.filesLeft === 0) return undefined;
    this.filesLeft--;
    const file = attachmentFile(`${day.slice(0, 4)}/${day.slice(4, 6)}/${number}_${day}.pdf`, number);
    this.onFile(file);
    return file;
  }

  private units(draw: DossierDraw, random: number): ByteString {
    const { colon, comma } = this.gap;
    const { commune } = draw;
    const province = this.system.province.code;
    const district =
      commune?.commune.district ??
      (draw.level === 'district' ? (draw.office.office.district?.code ?? '') : '');
    const names = commune === undefined ? undefined : this.names.get(commune.commune.code);
    const name = names === undefined ? '""' : names[random % names.length]!;
    return (
      `"MaTinh"${colon}"${province}"${comma}"MaHuyen"${colon}"${district}"${comma}` +
      `"MaXa"${colon}"${commune?.commune.code ?? ''}"${comma}"TenXa"${colon}${name}${comma}`
    );
  }
}
