import { type ByteString, csvField, pad2, pad3, pad6, toBytes } from './byte-string.ts';
import { EXPECTED, type Expected, expectClean } from './expect.ts';
import type { Office } from './offices.ts';
import { Prng } from './prng.ts';
import type { LocalCommune, LocalOffice, System } from './system.ts';
import { buildTexts, type TextPool } from './texts.ts';
import { ETHNIC } from './vietnamese.ts';

export const CIVIL_COLUMNS = [
  'LoaiSo',
  'NoiDangKy',
  'QuyenSo',
  'So',
  'TrangSo',
  'NgayDangKy',
  'HoTen',
  'GioiTinh',
  'NgaySinh',
  'NoiSinh',
  'QueQuan',
  'DanToc',
  'QuocTich',
  'SoDinhDanh',
  'HoTenCha',
  'SoDinhDanhCha',
  'HoTenMe',
  'SoDinhDanhMe',
  'NguoiYeuCau',
  'LoaiDangKy',
  'NguoiKy',
  'ChucVuNguoiKy',
  'GhiChu',
  'DonViQuanLy',
  'MaTinhQuanLy',
  'MaHuyenQuanLy',
  'MaXaQuanLy',
  'TenXaQuanLy',
] as const;
export type CivilColumn = (typeof CIVIL_COLUMNS)[number];

/** Birth, marriage, death. */
export const BOOKS = ['KS', 'KH', 'KT'] as const;
const pagesPerBook = 200;
const firstYear = 1990;

/** Where a registration was made, with the names of its time: evidence, never rewritten. The code keeps homonyms apart. */
export function registeredAt(commune: LocalCommune, district: string): string {
  return `UBND ${commune.commune.name}, ${district} (${commune.commune.code})`;
}

/** The office that keeps the books of a commune: its own, or now and then the district's judicial division. */
export class CivilRows {
  private readonly prng: Prng;
  private readonly texts: TextPool;
  private readonly places: readonly ByteString[];
  private readonly counters: Uint32Array;
  private readonly judicial: ReadonlyMap<string, LocalOffice>;
  private readonly expected = new Map<string, Expected>();
  private readonly births: readonly string[];
  private readonly ethnic: readonly ByteString[];
  private readonly system: System;
  /** Facts of the last row, for the tally. */
  office!: LocalOffice;
  expectedIndex = 0;

  constructor(system: System, seed: number) {
    this.system = system;
    this.prng = new Prng(seed, `civil ${system.name}`);
    this.texts = buildTexts(this.prng, ';', system.style.quoteTexts, system.style.eol);
    const names = new Map(system.province.districts.map((district) => [district.code, district.name]));
    this.places = system.communes.map((commune) =>
      csvField(toBytes(registeredAt(commune, names.get(commune.commune.district) ?? '')), ';'),
    );
    this.counters = new Uint32Array(system.communes.length * BOOKS.length);
    this.judicial = new Map(
      system.by.byCommune
        .filter(({ office }) => office.code.endsWith('.03'))
        .map((local) => [local.office.district?.code ?? '', local]),
    );
    this.births = Array.from(
      { length: 256 },
      (_, at) => `${pad2(1 + (at % 28))}/${pad2(1 + (at % 12))}/${1950 + (at % 75)}`,
    );
    this.ethnic = ETHNIC.map(toBytes);
  }

  row(): ByteString {
    const { prng, system, texts } = this;
    const at = Math.min(prng.below(system.communes.length), prng.below(system.communes.length));
    const a = prng.next();
    const b = prng.next();
    const commune = system.communes[at] as LocalCommune;
    const book = a % 8 < 5 ? 0 : a % 8 === 5 ? 1 : 2;
    const counter = at * BOOKS.length + book;
    const count = this.counters[counter] ?? 0;
    this.counters[counter] = count + 1;
    const volume = Math.floor(count / pagesPerBook);
    const number = 1 + (count % pagesPerBook);
    const year = firstYear + (volume % 35);
    const own = system.by.communes[at] as LocalOffice;
    const judge = ((a >>> 3) & 31) === 0 ? this.judicial.get(commune.commune.district) : undefined;
    this.office = judge ?? own;
    this.expectedIndex = EXPECTED.indexOf(this.expect(this.office.office, commune));
    const id = `0${system.province.code}${(a >>> 8) & 3}${pad2((a >>> 10) % 100)}`;
    const person = (shift: number) => texts.people[(b >>> shift) & 4095]!;
    const awkward = ((a >>> 17) & 63) === 0 ? texts.awkward[b % texts.awkward.length]! : '';
    return (
      `${BOOKS[book]};${this.places[at]};${pad2(1 + Math.floor(volume / 35))}/${year};${pad3(number)};${number};` +
      `${this.births[a & 255]!.slice(0, 6)}${year};${person(0)};${a & 1};${this.births[b & 255]};${this.places[at]};` +
      `${this.places[(at * 7) % this.places.length]};${this.ethnic[(b >>> 5) % 6]};VN;${id}${pad6(b % 1_000_000)};` +
      `${person(7)};${id}${pad6((b >>> 3) % 1_000_000)};${person(14)};${id}${pad6((b >>> 6) % 1_000_000)};` +
      `${person(18)};1;${person(11)};CT;${awkward};${this.office.written};` +
      `${commune.semicolon[(a >>> 20) % commune.semicolon.length]}${system.style.eol}`
    );
  }

  /** A registration is a person's, at commune level, and names no procedure. */
  private expect(office: Office, commune: LocalCommune): Expected {
    const key = `${office.code} ${commune.commune.code}`;
    const known = this.expected.get(key);
    if (known !== undefined) return known;
    const expected = expectClean({
      level: 'commune',
      subject: 'person',
      district: office.district,
      commune: commune.commune,
      office,
      procedure: '',
    });
    this.expected.set(key, expected);
    return expected;
  }
}
