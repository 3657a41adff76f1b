import { REGISTRY_COLUMNS, type RegistryRow } from '../formats/registry-table.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { csvLine, pad2 } from './byte-string.ts';
import { agencyMail } from './mail.ts';
import { code102Of, newCodes } from './office-book.ts';
import type { Office } from './offices.ts';
import type { NewCommune, OldProvince, Region } from './region.ts';
import { type Fate, fatesOf } from './succession-facts.ts';

/** Under each new commune; the first four are where the offices of the old districts went. */
const COMMUNE_UNITS = [
  'Văn phòng HĐND và UBND',
  'Phòng Kinh tế',
  'Phòng Văn hóa - Xã hội',
  'Trung tâm Phục vụ hành chính công',
  'Trạm Y tế',
  'Trường Tiểu học',
  'Trường Trung học cơ sở',
  'Trường Mầm non',
  'Trung tâm Cung ứng dịch vụ công',
  'Trung tâm Văn hóa - Thể thao',
];

const OLD_BASIS = 'Quyết định 305/QĐ-UBND ngày 15/03/2021 (mẫu)';
const NEW_BASIS = 'Quyết định 1234/QĐ-UBND ngày 28/06/2025 (mẫu)';
const DUAL_BASIS = 'Quyết định 1240/QĐ-UBND ngày 29/06/2025 (mẫu)';
const LAST_OLD_DAY = '2025-06-30';
export const FIRST_NEW_DAY = '2025-07-01';

/** The code above, of a QĐ 20 form; blank at level 1. */
export const parentOf = (code: string): string => code.slice(0, Math.max(0, code.lastIndexOf('.')));

const inBrackets = / \((Tỉnh|Thành phố) [^)]*\)$/;

/** A new agency of the target province from the day of the switch on; both code forms where the old one has room. */
export function newRow(
  region: Region,
  code: string,
  name: string,
  over: Partial<RegistryRow> = {},
): RegistryRow {
  return {
    code,
    code_102: /^[A-Z]\d\d(\.\d\d){0,2}$/.test(code) ? code102Of(code) : '',
    name,
    parent: parentOf(code),
    mail: agencyMail(code, region.target.slug),
    state: 'active',
    commune: '',
    valid_from: FIRST_NEW_DAY,
    valid_to: '',
    legal_basis: NEW_BASIS,
    ...over,
  };
}

/** An agency of before the switch, to its last day. */
export function oldRow(
  province: OldProvince,
  code: string,
  name: string,
  over: Partial<RegistryRow> = {},
): RegistryRow {
  return {
    code,
    code_102: code102Of(code),
    name,
    parent: parentOf(code),
    mail: agencyMail(code, province.slug),
    state: 'active',
    commune: '',
    valid_from: '',
    valid_to: LAST_OLD_DAY,
    legal_basis: OLD_BASIS,
    ...over,
  };
}

/** Departments are called as people call them; what stands in every district bears its province's name too. */
function nameOf(office: Office, province: OldProvince): string {
  if (office.district === undefined) return office.name.replace(inBrackets, '');
  return `${office.name} (${province.name})`;
}

/** What the registry says of an office after the switch, beside the row that ended. */
function afterwards(
  row: RegistryRow,
  office: Office,
  fate: Fate | undefined,
  at: number,
  targetRoot: string,
): RegistryRow | undefined {
  const later = { ...row, valid_from: FIRST_NEW_DAY, parent: targetRoot, legal_basis: DUAL_BASIS };
  if (office.code.length === 3)
    return {
      ...later,
      state: 'forward-only',
      parent: '',
      valid_to: '2025-12-31',
      legal_basis: '09/2025/QĐ-TTg',
    };
  const single = fate?.newCodes.length === 1;
  if (single && office.commune !== undefined && at % 10 === 3)
    return { ...later, state: 'dual', valid_to: '2025-09-30' };
  if (single && at % 3 === 0) return { ...later, state: 'forward-only', valid_to: '2025-12-31' };
  if (at % 5 === 4) return { ...later, state: 'retired', valid_to: '' };
  return undefined;
}

/** All offices of before the switch: those that go on have one row, the others end, and some have a life after. */
export function oldRows(
  region: Region,
  offices: readonly Office[],
  succession: readonly SuccessionRow[],
): RegistryRow[] {
  const provinces = new Map(region.provinces.map((province) => [province.root, province]));
  const fates = fatesOf(succession);
  return offices.flatMap((office, at) => {
    const province = provinces.get(office.code.slice(0, 3));
    if (province === undefined) throw new Error(`the office ${office.code} is of no province`);
    const fate = fates.get(office.code);
    const row = oldRow(province, office.code, nameOf(office, province));
    if (office.code === region.target.root || fate?.disposition === 'keep') return [{ ...row, valid_to: '' }];
    const after = afterwards(row, office, fate, at, region.target.root);
    return after === undefined ? [row] : [row, after];
  });
}

/** What a successor that did not exist before is called, told from the first office that went into it. */
function successorName(
  region: Region,
  code: string,
  from: Office,
  departments: ReadonlyMap<string, string>,
): string {
  const groups = code.split('.');
  if (groups.length === 2) return from.name.replace(inBrackets, '').replace(/^Ban /, 'Sở ');
  const [, , number = ''] = groups;
  if (/^Chi nhánh Văn phòng đăng ký đất đai/.test(from.name))
    return `Chi nhánh Văn phòng đăng ký đất đai khu vực ${Number(number) - 220}, ${region.target.name}`;
  // Schools and hospitals keep the name of their old province: two districts may be called alike.
  if (Number(number) > 600) return from.name;
  return `${from.name.replace(inBrackets, '')} (chuyển về ${departments.get(parentOf(code)) ?? parentOf(code)})`;
}

function communeRows(region: Region, code: string, { code: commune, name }: NewCommune): RegistryRow[] {
  return [
    newRow(region, code, `Ủy ban nhân dân ${name}`, { commune }),
    ...COMMUNE_UNITS.map((unit, at) =>
      newRow(region, `${code}.${pad2(at + 1)}`, `${unit} ${name}`, {
        code_102: '',
        // Registered ahead of the day: it delivers from then on.
        state: at === 8 ? 'planned' : 'active',
      }),
    ),
  ];
}

/** All agencies that are new on the day of the switch. */
export function newRows(
  region: Region,
  offices: readonly Office[],
  succession: readonly SuccessionRow[],
): RegistryRow[] {
  const codes = newCodes(region);
  const communes = region.newCommunes.flatMap((commune) =>
    communeRows(region, codes.get(commune.code) ?? '', commune),
  );
  const known = new Set([...offices.map(({ code }) => code), ...communes.map(({ code }) => code)]);
  const byCode = new Map(offices.map((office) => [office.code, office]));
  const departments = new Map(offices.map(({ code, name }) => [code, name.replace(inBrackets, '')]));
  const rows: RegistryRow[] = [];
  for (const { old_code, new_code } of succession) {
    const from = byCode.get(old_code);
    if (new_code === '' || known.has(new_code) || from === undefined) continue;
    known.add(new_code);
    rows.push(newRow(region, new_code, successorName(region, new_code, from, departments)));
  }
  return [...communes, ...rows];
}

export function registryCsv(rows: readonly RegistryRow[]): string {
  return `${[
    REGISTRY_COLUMNS.join(','),
    ...rows.map((row) => csvLine(REGISTRY_COLUMNS.map((column) => row[column]))),
  ].join('\n')}\n`;
}
