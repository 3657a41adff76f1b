import type { Role } from '../../formats/profile.ts';
import type { Vintage } from '../../formats/vintages.ts';
import { OLD_VINTAGE, TARGET_VINTAGE } from '../../formats/vintages.ts';
import type { Units } from '../../units/units.ts';

type UnitRole = 'unit.province' | 'unit.district' | 'unit.commune';
const UNIT_ROLES: ReadonlySet<string> = new Set(['unit.province', 'unit.district', 'unit.commune']);

/** The name of a successor: a commune's on the batch's day, else a province's; blank for an agency. */
export function newName(units: Units, code: string, asOf: string): string {
  return units.nameAt(code, asOf) ?? units.provinceNameAt(code, asOf) ?? '';
}

/** The same with the province, where the record belongs to another one's batch. */
export function newNameAndProvince(units: Units, code: string, asOf: string): string {
  const province = units.newCommune(code)?.province;
  const name = newName(units, code, asOf);
  return province === undefined ? name : `${name}, ${newName(units, province, asOf)} (${province})`;
}

function oldName(units: Units, role: UnitRole, code: string): string | undefined {
  if (role === 'unit.province') return units.oldProvince(code)?.name;
  if (role === 'unit.district') return units.oldDistrict(code)?.name;
  return units.oldCommune(code)?.name;
}

function nameNow(units: Units, role: UnitRole, code: string): string | undefined {
  if (role === 'unit.province') return units.newProvince(code)?.name;
  return role === 'unit.commune' ? units.newCommune(code)?.name : undefined;
}

/** What a unit code is called, at the vintage that the record claims first: `name`, or `name, vintage` where it is another's. */
export function nameOfCode(
  units: Units,
  role: Role | undefined,
  code: string,
  claimed: Vintage | 'unknown',
): string | undefined {
  if (role === undefined || !UNIT_ROLES.has(role) || code === '') return undefined;
  const unit = role as UnitRole;
  const names = [
    { vintage: OLD_VINTAGE, name: oldName(units, unit, code) },
    { vintage: TARGET_VINTAGE, name: nameNow(units, unit, code) },
  ];
  const own = names.find(({ vintage }) => vintage === claimed)?.name;
  if (own !== undefined) return own;
  const others = names
    .filter(({ name }) => name !== undefined)
    .map(({ name, vintage }) => `${name}, ${vintage}`);
  const retired = unit === 'unit.commune' ? units.retiredCommune(code) : undefined;
  if (retired !== undefined) others.push(`${retired.name}, < ${OLD_VINTAGE}: ${retired.retiredOn}`);
  return others.join('; ');
}

/** Whether a column holds unit codes, so that a value without a name is worth a word. */
export const isUnitRole = (role: Role | undefined): boolean => role !== undefined && UNIT_ROLES.has(role);
