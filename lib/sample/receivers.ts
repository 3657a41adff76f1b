import type { RegistryRow } from '../formats/registry-table.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import type { OddCodes } from './code-faults.ts';
import { newCodes } from './office-book.ts';
import type { Office } from './offices.ts';
import type { Party } from './packet-text.ts';
import type { Region } from './region.ts';
import { FIRST_NEW_DAY } from './registry-rows.ts';
import { fatesOf } from './succession-facts.ts';

/** What becomes of a letter to an agency on the day of the switch, as the sample's own lists have it. */
export type Situation =
  | 'live'
  | 'forward'
  | 'split'
  | 'closed'
  | 'archive-only'
  | 'annulled'
  | 'no-disposition'
  | 'not-yet'
  | 'foreign'
  | 'unknown';

/** Agencies to write letters to, by what becomes of them. */
export type Receivers = Readonly<Record<Situation, readonly Party[]>>;

/** Of a ministry: none of the province's lists speak of it, and nothing became of it. */
export const CENTRAL: Party = { code: 'G20', name: 'Cơ quan trung ương 20 (mẫu)' };

export function receiversOf(
  region: Region,
  offices: readonly Office[],
  succession: readonly SuccessionRow[],
  registry: readonly RegistryRow[],
  odd: OddCodes,
): Receivers {
  const fates = fatesOf(succession);
  const dual = new Set(
    registry
      .filter(({ state, valid_from }) => state === 'dual' && valid_from === FIRST_NEW_DAY)
      .map(({ code }) => code),
  );
  const pools: Record<Situation, Party[]> = {
    live: [],
    forward: [],
    split: [],
    closed: [],
    'archive-only': [],
    annulled: [{ code: odd.annulled, name: 'Trung tâm Dịch vụ việc làm' }],
    'no-disposition': [{ code: odd.undisposed, name: 'Hội đồng tư vấn' }],
    'not-yet': [{ code: odd.notYet, name: 'Trung tâm Dữ liệu' }],
    foreign: [CENTRAL],
    unknown: [{ code: `${region.target.root}.996`, name: 'Cơ quan không có trong danh mục nào' }],
  };
  const codes = newCodes(region);
  for (const { code, name } of region.newCommunes)
    pools.live.push({ code: codes.get(code) ?? '', name: `Ủy ban nhân dân ${name}` });
  offices.forEach((office, at) => {
    const { code, code102, name } = office;
    const closedRoot = region.provinces.find(({ root }) => root === code)?.closed;
    const fate = fates.get(code);
    const situation: Situation =
      closedRoot === true
        ? 'forward'
        : closedRoot === false || fate?.disposition === 'keep' || dual.has(code)
          ? 'live'
          : fate?.disposition === 'archive-only'
            ? 'archive-only'
            : fate === undefined || fate.newCodes.length === 0
              ? 'closed'
              : fate.newCodes.length === 1
                ? 'forward'
                : 'split';
    // Every third packet still names its receiver in the older form.
    pools[situation].push({ code: at % 3 === 1 ? code102 : code, name });
  });
  return pools;
}
