import type { Setting } from './decide.ts';
import { columnOf, isOptional } from './layout.ts';
import type { RemapSetting } from './remap-chunk.ts';

/** What a profile and a batch mean for a source's decisions. A dimension without a column is not the migration's. */
export function settingOf(remap: RemapSetting): Setting {
  const { units, succession, targetProvince, asOf, profile } = remap;
  const agency = columnOf(profile, 'agency');
  return {
    units,
    succession,
    targetProvince,
    asOf,
    hasUnits: Object.values(profile.columns).some(({ role }) => role.startsWith('unit.')),
    hasProvince: columnOf(profile, 'unit.province') !== undefined,
    hasAgency: agency !== undefined,
    agencyOptional: agency !== undefined && isOptional(profile, agency),
    holdsConflicts: profile.agencyUnitConflict === 'hold',
  };
}
