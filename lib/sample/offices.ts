import type { SuccessionRow } from '../formats/tables.ts';
import { newCodes, OfficeBook } from './office-book.ts';
import { COMPETENT_PROCEDURES, FINANCE_PROCEDURES, type Procedure } from './procedures.ts';
import type { Commune, District, OldProvince, Region } from './region.ts';
import { addServiceUnits } from './service-units.ts';

/** How the sample's own succession list decides for an office (docs/rules.md section 6), as its generator knows it. */
export type OfficeRule =
  /** Always the same successor. `competent`: the work went to the province, so a district record needs no commune. */
  | { readonly kind: 'fixed'; readonly competent: boolean }
  /** Split by the record's new commune. */
  | { readonly kind: 'by-commune' }
  /** Listed procedures went to a department, the others follow the commune. */
  | { readonly kind: 'by-procedure-or-commune'; readonly procedures: ReadonlySet<string> }
  /** Split between departments by procedure alone: competent wherever the procedure is known. */
  | { readonly kind: 'by-procedure' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'archive-only' };

/** An agency of before 2025-07-01. */
export interface Office {
  readonly code: string;
  readonly code102: string;
  readonly name: string;
  readonly rule: OfficeRule;
  readonly district: District | undefined;
  /** Set for the People's Committee of a commune. */
  readonly commune: Commune | undefined;
}

/** Offices of one old province by what the sample uses them for. */
export interface ProvinceOffices {
  readonly communes: readonly Office[];
  /** People's Committees of districts. */
  readonly districts: readonly Office[];
  /** Divisions of districts, by their rule. */
  readonly byCommune: readonly Office[];
  readonly competent: readonly Office[];
  readonly byProcedure: readonly Office[];
  readonly departments: readonly Office[];
  readonly closed: readonly Office[];
  readonly archiveOnly: readonly Office[];
}

interface Department {
  readonly name: string;
  /** Number of the department that takes it over; its own number: it goes on; 0: see `fate`. */
  readonly into: number;
  readonly fate?: 'rename' | 'archive-only' | 'close';
}

const DEPARTMENTS: readonly Department[] = [
  { name: 'Văn phòng Ủy ban nhân dân tỉnh', into: 1 },
  { name: 'Sở Nội vụ', into: 2 },
  { name: 'Sở Tư pháp', into: 3 },
  { name: 'Sở Tài chính', into: 4 },
  { name: 'Sở Kế hoạch và Đầu tư', into: 4 },
  { name: 'Sở Công Thương', into: 6 },
  { name: 'Sở Nông nghiệp và Môi trường', into: 7 },
  { name: 'Sở Xây dựng', into: 8 },
  { name: 'Sở Giao thông vận tải', into: 8 },
  { name: 'Sở Giáo dục và Đào tạo', into: 10 },
  { name: 'Sở Y tế', into: 11 },
  { name: 'Sở Khoa học và Công nghệ', into: 12 },
  { name: 'Sở Thông tin và Truyền thông', into: 12 },
  { name: 'Sở Văn hóa, Thể thao và Du lịch', into: 14 },
  { name: 'Thanh tra tỉnh', into: 15 },
  { name: 'Sở Lao động - Thương binh và Xã hội', into: 2 },
  { name: 'Sở Tài nguyên và Môi trường', into: 7 },
  { name: 'Ban Dân tộc và Tôn giáo', into: 0, fate: 'rename' },
  { name: 'Ban Quản lý dự án đầu tư xây dựng (đã kết thúc)', into: 0, fate: 'archive-only' },
  { name: 'Ban Chỉ đạo chuyên ngành (đã giải thể)', into: 0, fate: 'close' },
];

const SUBUNITS = ['Văn phòng', 'Thanh tra', 'Phòng Tổ chức', 'Phòng Kế hoạch', 'Phòng Nghiệp vụ 1', 'Phòng Nghiệp vụ 2', 'Chi cục', 'Trung tâm Thông tin', 'Quỹ', 'Ban Quản lý']; // biome-ignore format: a list

const codes = (list: readonly Procedure[]) => list.map((procedure) => procedure.code);

function addDepartments(book: OfficeBook, province: OldProvince, targetRoot: string): Office[] {
  const { root } = province;
  const departments: Office[] = [];
  const list = (n: number) => `${targetRoot}.${String(n).padStart(2, '0')}`;
  DEPARTMENTS.forEach((department, index) => {
    const number = index + 1;
    const code = `${root}.${String(number).padStart(2, '0')}`;
    const stays = root === targetRoot && department.into === number;
    const rule: OfficeRule =
      department.fate === 'archive-only'
        ? { kind: 'archive-only' }
        : department.fate === 'close'
          ? { kind: 'closed' }
          : { kind: 'fixed', competent: !stays && !(department.fate === 'rename' && root === targetRoot) };
    const office = book.add({ code, name: `${department.name} (${province.name})`, rule });
    if (stays) {
      // An expired row of the same code: only `valid_from` and `valid_to` tell which one is in force.
      if (number === 6)
        book.row(office, { disposition: 'archive-only', valid_from: '2016-01-01', valid_to: '2020-12-31' });
      book.row(office, { disposition: 'keep' });
    } else if (department.fate === 'rename') {
      book.row(office, {
        disposition: root === targetRoot ? 'rename' : 'merge-into',
        new_code: `${targetRoot}.60`,
      });
    } else if (department.into > 0) {
      book.row(office, { disposition: 'merge-into', new_code: list(department.into) });
    } else {
      book.row(office, { disposition: rule.kind === 'closed' ? 'close' : 'archive-only' });
    }
    if (department.into === 0) return;
    departments.push(office);
    SUBUNITS.slice(0, 7 + (number % 4)).forEach((unit, at) => {
      const subCode = `${code}.${String(at + 1).padStart(2, '0')}`;
      const sub = book.add({
        code: subCode,
        name: `${unit}, ${department.name} (${province.name})`,
        rule: { kind: 'fixed', competent: !stays },
      });
      if (stays) book.row(sub, { disposition: 'keep' });
      else if (department.into === number)
        book.row(sub, {
          disposition: 'merge-into',
          new_code: `${list(number)}.${String(at + 1).padStart(2, '0')}`,
        });
      else
        book.row(sub, {
          disposition: 'remap',
          new_code: `${list(department.into)}.${101 + number * 20 + at}`,
        });
    });
  });
  return departments;
}

/** Offices of one district and its communes; the codes are `Hxx.YY`, `Hxx.YY.ZZ`. */
function addDistrict(
  book: OfficeBook,
  district: District,
  root: string,
  number: number,
  targetRoot: string,
  newCode: ReadonlyMap<string, string>,
) {
  const base = `${root}.${String(number).padStart(2, '0')}`;
  const department = (n: number) => `${targetRoot}.${String(n).padStart(2, '0')}`;
  const successor = (commune: string): string => {
    const code = newCode.get(commune);
    if (code === undefined) throw new Error(`the new commune ${commune} is outside the target province`);
    return code;
  };
  const add = (zz: number, name: string, rule: OfficeRule) =>
    book.add({
      code: zz === 0 ? base : `${base}.${String(zz).padStart(2, '0')}`,
      name: `${name}, ${district.name}`,
      rule,
      district,
    });
  const splitByCommune = (office: Office, suffix: string, condition = '') => {
    for (const commune of district.successors)
      book.row(office, {
        disposition: 'split',
        new_code: successor(commune) + suffix,
        new_commune: commune,
        when: `commune=${commune}${condition}`,
      });
  };

  const competent = codes(COMPETENT_PROCEDURES);
  const committee = add(0, 'Ủy ban nhân dân', {
    kind: 'by-procedure-or-commune',
    procedures: new Set(competent),
  });
  competent.forEach((procedure, index) => {
    book.row(committee, {
      disposition: 'split',
      new_code: department([4, 8, 10][index] ?? 1),
      when: `procedure=${procedure}`,
    });
  });
  splitByCommune(committee, '', `&procedure!=${competent.join('|')}`);

  const byCommune = [
    [1, 'Văn phòng HĐND và UBND', '.01'],
    [3, 'Phòng Tư pháp', '.01'],
    [6, 'Phòng Nông nghiệp và Môi trường', '.02'],
    [8, 'Phòng Văn hóa, Khoa học và Thông tin', '.03'],
    [13, 'Bộ phận Tiếp nhận và Trả kết quả', '.04'],
  ].map(([zz, name, suffix]) => {
    const office = add(Number(zz), String(name), { kind: 'by-commune' });
    splitByCommune(office, String(suffix));
    return office;
  });

  const finance = add(4, 'Phòng Tài chính - Kế hoạch', { kind: 'by-procedure' });
  const listed = codes(FINANCE_PROCEDURES).slice(0, 2).join('|');
  book.row(finance, { disposition: 'split', new_code: `${department(4)}.01`, when: `procedure=${listed}` });
  book.row(finance, { disposition: 'split', new_code: department(4), when: `procedure!=${listed}` });

  const fixed: Office[] = [];
  const single = (zz: number, name: string, row: Partial<SuccessionRow>, competentRule = true) => {
    const office = add(zz, name, { kind: 'fixed', competent: competentRule });
    book.row(office, row);
    fixed.push(office);
  };
  single(2, 'Phòng Nội vụ', { disposition: 'merge-into', new_code: department(2) });
  single(7, 'Phòng Giáo dục và Đào tạo', { disposition: 'merge-into', new_code: department(10) });
  single(10, 'Thanh tra huyện', { disposition: 'close', new_code: department(15) });
  single(12, 'Chi nhánh Văn phòng đăng ký đất đai', {
    disposition: 'remap',
    new_code: `${department(7)}.${200 + number}`,
  });
  const archive = add(9, 'Phòng Y tế', { kind: 'archive-only' });
  book.row(archive, { disposition: 'archive-only' });
  const closed = add(11, 'Ban Quản lý chợ huyện', { kind: 'closed' });
  book.row(closed, { disposition: 'close' });

  const communes = district.communes.map((commune, index) => {
    const split = commune.successors.length > 1;
    const office = book.add({
      code: `${base}.${String(21 + index).padStart(2, '0')}`,
      name: `Ủy ban nhân dân ${commune.name}, ${district.name}`,
      rule: split ? { kind: 'by-commune' } : { kind: 'fixed', competent: false },
      district,
      commune,
    });
    for (const to of commune.successors)
      book.row(
        office,
        split
          ? { disposition: 'split', new_code: successor(to), new_commune: to, when: `commune=${to}` }
          : {
              disposition: index % 5 === 0 ? 'close' : index % 5 === 1 ? 'remap' : 'merge-into',
              new_code: successor(to),
              new_commune: to,
            },
      );
    return office;
  });
  return { committee, byCommune, finance, fixed, archive, closed, communes };
}

/** Several offices that go on under one code are a merger: only `merge-into` says so. */
function mergersSaid(rows: readonly SuccessionRow[]): SuccessionRow[] {
  const from = new Map<string, Set<string>>();
  for (const { disposition, old_code, new_code } of rows)
    if (disposition === 'remap') from.set(new_code, (from.get(new_code) ?? new Set()).add(old_code));
  return rows.map((row) =>
    row.disposition === 'remap' && (from.get(row.new_code)?.size ?? 0) > 1
      ? { ...row, disposition: 'merge-into' }
      : row,
  );
}

/**
 * All offices of the region with the succession list that says what became of them. `offices` also holds those that no
 * record of a source names: they are in the lists of agencies alone.
 */
export function buildOffices(region: Region): {
  byProvince: Map<string, ProvinceOffices>;
  offices: readonly Office[];
  rows: readonly SuccessionRow[];
} {
  const targetRoot = region.target.root;
  const newCode = newCodes(region);
  const book = new OfficeBook();
  const byProvince = new Map<string, ProvinceOffices>();
  for (const province of region.provinces) {
    const departments = addDepartments(book, province, targetRoot);
    const districts = province.districts.map((district, index) =>
      addDistrict(book, district, province.root, 21 + index, targetRoot, newCode),
    );
    // The level-1 code itself is settled by QĐ 09/2025, not by the province's list.
    const levelOne = book.add({
      code: province.root,
      name: `Ủy ban nhân dân ${province.name}`,
      rule: { kind: 'fixed', competent: false },
    });
    byProvince.set(province.code, {
      communes: districts.flatMap((entry) => entry.communes),
      districts: districts.map((entry) => entry.committee),
      byCommune: districts.filter((entry) => entry.communes.length > 0).flatMap((entry) => entry.byCommune),
      competent: districts.flatMap((entry) => entry.fixed),
      byProcedure: districts.map((entry) => entry.finance),
      departments: [...departments, levelOne],
      closed: districts.map((entry) => entry.closed),
      archiveOnly: districts.map((entry) => entry.archive),
    });
  }
  addServiceUnits(book, region);
  return { byProvince, offices: book.offices, rows: mergersSaid(book.rows) };
}
