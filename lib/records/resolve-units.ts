import { resolveCommune } from '../units/resolve.ts';
import type { Units } from '../units/units.ts';
import type { Facts, HoldReason, NewUnits, ReasonColumn, Setting } from './decide.ts';

/** Resolution 202/2025/QH15 of the National Assembly, which merged the provinces. */
const PROVINCES_CITATION = '202/2025/QH15';

type Resolved = NewUnits | { readonly reasons: readonly HoldReason[] };

const hold = (
  code: string,
  column: ReasonColumn,
  candidates: readonly string[],
): { reasons: HoldReason[] } => ({
  reasons: [{ code, column, candidates }],
});

/** Where a record whose old units are well-founded goes (docs/rules.md 5.1, from "If none of these fired"). */
export function resolveUnits(facts: Facts, setting: Setting, competent: boolean): Resolved {
  if (!setting.hasUnits) return { province: '', commune: '', communeName: '', rule: '' };
  const { units, targetProvince } = setting;
  if (facts.level === 'district') {
    const successors = units.oldDistrict(facts.district)?.successors ?? [];
    const only = successors.length === 1 ? successors[0] : undefined;
    if (only !== undefined) return settle(only, 'district', 'district-single', setting);
    if (!competent) return hold('district-undecided', 'district', successors);
    if (facts.commune !== '') return resolveFromCommune(facts, setting, 'competence');
    const province = provinceOfDistrict(facts.district, units);
    if (province !== targetProvince) return hold('outside-target', 'district', [province]);
    return { province, commune: '', communeName: '', rule: `competence@${PROVINCES_CITATION}` };
  }
  if (facts.level === 'province') {
    const province = units.oldProvince(facts.province)?.successor;
    // Known only from a retired commune's row (Hà Tây): no table says what became of it.
    if (province === undefined) return hold('unit-retired', 'province', []);
    const outside = province === targetProvince ? [] : hold('outside-target', 'province', [province]).reasons;
    if (facts.commune !== '') {
      const resolved = resolveFromCommune(facts, setting, 'province');
      if (!('reasons' in resolved)) return outside.length === 0 ? resolved : { reasons: outside };
      const saysOutside = resolved.reasons.some((reason) => reason.code === 'outside-target');
      return saysOutside ? resolved : { reasons: [...resolved.reasons, ...outside] };
    }
    if (outside.length > 0) return { reasons: outside };
    return { province, commune: '', communeName: '', rule: `province@${PROVINCES_CITATION}` };
  }
  return resolveFromCommune(facts, setting, undefined);
}

/** `rule` replaces the crosswalk's where something else than the commune decided. */
function resolveFromCommune(
  facts: Facts,
  setting: Setting,
  rule: 'competence' | 'province' | undefined,
): Resolved {
  const answer = resolveCommune(setting.units, facts.commune, facts.subject);
  switch (answer.kind) {
    case 'one':
      return settle(answer.code, 'commune', rule ?? answer.rule, setting);
    case 'split':
      return hold('split-undecided', 'commune', answer.candidates);
    case 'retired':
      return hold('unit-retired', 'commune', answer.candidates);
    case 'unknown':
      throw new RangeError('a commune code was checked but is in no table');
  }
}

function settle(code: string, column: ReasonColumn, rule: string, setting: Setting): Resolved {
  const { units, targetProvince, asOf } = setting;
  const commune = units.newCommune(code);
  const communeName = units.nameAt(code, asOf);
  if (commune === undefined || communeName === undefined)
    throw new RangeError('the crosswalk names a commune that is in no table');
  if (commune.province !== targetProvince) return hold('outside-target', column, [code]);
  const citation =
    rule === 'competence' || rule === 'province'
      ? PROVINCES_CITATION
      : `${commune.resolution}#${commune.clause}`;
  return {
    province: commune.province,
    commune: code,
    communeName,
    rule: `${rule}@${citation}`,
  };
}

function provinceOfDistrict(district: string, units: Units): string {
  const province = units.oldProvince(units.oldDistrict(district)?.province ?? '')?.successor;
  if (province === undefined)
    throw new RangeError('a district code was checked but its province has no successor');
  return province;
}
