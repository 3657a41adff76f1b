import { foldUnitName } from '../units/names.ts';
import type { NewCommune, OldCommune, RetiredCommune, Units } from '../units/units.ts';
import type { Facts, HoldReason, ReasonColumn, Setting } from './decide.ts';

/** Is what the record says of its units well-founded? All faults, each reason once (docs/rules.md 5.1 and 5.2, "checks"). */
export function checkUnits(facts: Facts, setting: Setting, unitsAreOld: boolean): HoldReason[] {
  if (!setting.hasUnits) return [];
  return unitsAreOld ? checkOldUnits(facts, setting.units) : checkNewUnits(facts, setting);
}

/** The first column of each reason, in the order C, D, P, N in which they are looked at. */
class Faults {
  readonly list: HoldReason[] = [];
  add(code: string, column: ReasonColumn, candidates: readonly string[] = []): void {
    if (!this.has(code)) this.list.push({ code, column, candidates });
  }
  has(code: string): boolean {
    return this.list.some((fault) => fault.code === code);
  }
}

function agrees(name: string, names: readonly string[]): boolean {
  const folded = foldUnitName(name);
  return names.some((other) => other !== '' && foldUnitName(other) === folded);
}

const oldNames = (commune: OldCommune | RetiredCommune): readonly string[] =>
  'variants' in commune ? [commune.name, ...commune.variants] : [commune.name];
const newNames = (commune: NewCommune): readonly string[] => [commune.name, commune.amendedName];

function checkOldUnits(facts: Facts, units: Units): HoldReason[] {
  const { province, district, commune, communeName, level } = facts;
  const faults = new Faults();
  const old = units.oldCommune(commune);
  const retired = units.retiredCommune(commune);
  const fresh = units.newCommune(commune);
  const known = old ?? retired;
  const districtIsKnown = units.oldDistrict(district) !== undefined || district === retired?.district;
  const provinceIsKnown = units.oldProvince(province) !== undefined || province === retired?.province;

  if (commune === '' && (level === 'commune' || communeName !== '')) faults.add('unit-missing', 'commune');
  if (level === 'district' && district === '') faults.add('unit-missing', 'district');
  if (level === 'province' && province === '') faults.add('unit-missing', 'province');

  if (commune !== '' && known === undefined)
    faults.add(fresh === undefined ? 'unit-unknown' : 'wrong-vintage', 'commune');
  if (district !== '' && !districtIsKnown) faults.add('unit-unknown', 'district');
  if (province !== '' && !provinceIsKnown) faults.add('unit-unknown', 'province');

  if (known !== undefined) {
    if (district !== '' && districtIsKnown && district !== known.district)
      faults.add('unit-codes-disagree', 'district');
    if (province !== '' && provinceIsKnown && province !== known.province)
      faults.add('unit-codes-disagree', 'province');
    if (communeName !== '' && !agrees(communeName, oldNames(known))) {
      const isNewName = old !== undefined && fresh !== undefined && agrees(communeName, newNames(fresh));
      faults.add(isNewName ? 'wrong-vintage' : 'code-name-mismatch', 'communeName');
    }
  } else {
    const own = units.oldDistrict(district)?.province;
    if (own !== undefined && units.oldProvince(province) !== undefined && own !== province)
      faults.add('unit-codes-disagree', 'province');
  }
  return faults.list;
}

function checkNewUnits(facts: Facts, setting: Setting): HoldReason[] {
  const { units, targetProvince } = setting;
  const { province, district, commune, communeName, level } = facts;
  const faults = new Faults();
  const fresh = units.newCommune(commune);
  const before = units.oldCommune(commune);
  const provinceIsNew = units.newProvince(province) !== undefined;

  if (commune !== '' && fresh === undefined) {
    const wasOne = before !== undefined || units.retiredCommune(commune) !== undefined;
    faults.add(wasOne ? 'wrong-vintage' : 'unit-unknown', 'commune');
  }
  if (district !== '') faults.add('wrong-vintage', 'district');
  if (province !== '' && !provinceIsNew) {
    const wasOne = units.oldProvince(province) !== undefined || units.isRetiredProvince(province);
    faults.add(wasOne ? 'wrong-vintage' : 'unit-unknown', 'province');
  }
  if (fresh !== undefined && communeName !== '' && !agrees(communeName, newNames(fresh))) {
    const isOldName = before !== undefined && agrees(communeName, oldNames(before));
    if (isOldName) faults.add('wrong-vintage', 'communeName');
    else faults.add('code-name-mismatch', 'communeName');
  }

  if (commune === '' && (level === 'commune' || communeName !== '')) faults.add('unit-missing', 'commune');
  if (level === 'province' && setting.hasProvince && province === '') faults.add('unit-missing', 'province');
  if (fresh !== undefined && provinceIsNew && fresh.province !== province)
    faults.add('unit-codes-disagree', 'province');

  if (faults.list.length === 0) {
    const own = fresh?.province ?? province;
    if (own !== '' && own !== targetProvince)
      faults.add('outside-target', commune !== '' ? 'commune' : 'province', [
        commune !== '' ? commune : province,
      ]);
  }
  return faults.list;
}
