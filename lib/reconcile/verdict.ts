import type { FrozenBatch, FrozenSource } from '../formats/frozen.ts';
import { NUMBER_ROLES, type Profile, ROLES, type Role } from '../formats/profile.ts';
import type { CheckResult, Verdict } from '../formats/reconciliation.ts';
import type { AgencyFiles } from './agencies/load.ts';
import type { Check } from './checks/parse.ts';
import { hasRole } from './engine/source-tables.ts';

export interface Setting {
  readonly batch: FrozenBatch;
  /** Rows of the waivers file. */
  readonly waivers: number;
  /** Whether the reconciliation was told what batch.yaml and the profiles say. */
  readonly declared: boolean;
  /** The lists and packets that batch.yaml names. */
  readonly agencies: AgencyFiles | null;
  /** Whether there is a succession list. */
  readonly succession: boolean;
}

/** Whole files beside the sources: no sample cuts them short, and no source's emptiness excuses theirs. */
const LISTS: Readonly<Record<string, (setting: Setting) => boolean>> = {
  registry: ({ agencies }) => (agencies?.registry ?? null) !== null,
  succession: ({ succession }) => succession,
  'axis-list': ({ agencies }) => (agencies?.axisList.length ?? 0) > 0,
  documents: ({ agencies }) => (agencies?.documents ?? null) !== null,
};
const isAboutLists = (check: Check): boolean => check.needs.every((need) => Object.hasOwn(LISTS, need));

function meets(need: string, source: FrozenSource, profile: Profile, setting: Setting): boolean {
  if (need === 'records') return true;
  const list = Object.hasOwn(LISTS, need) ? LISTS[need] : undefined;
  if (list !== undefined) return list(setting);
  if (need === 'waivers') return setting.waivers > 0;
  if (need === 'manifest') return source.attachments?.manifest !== undefined;
  if (need === 'unit') return Object.values(profile.columns).some(({ role }) => role.startsWith('unit.'));
  if (need === 'number') return NUMBER_ROLES.some((role) => hasRole(profile, role));
  const role = ROLES.find((each): each is Role => each === need);
  if (role === undefined) throw new Error(`a check needs ${need}, which is no role`);
  return hasRole(profile, role);
}

/** Sources to which a check applies; null if it applies to none by configuration. */
export function sourcesOf(check: Check, setting: Setting): FrozenSource[] | null {
  const { sources, profiles } = setting.batch;
  const perNeed = check.needs.map((need) =>
    sources.filter((source) => meets(need, source, profiles[source.profile]!.profile, setting)),
  );
  return perNeed.some((found) => found.length === 0) ? null : perNeed[0]!;
}

export interface Counted {
  readonly expected: number;
  readonly seen: number;
  readonly compared: number;
  readonly findings: number;
  readonly waived: number;
}

const NOTE = {
  sampled: { vi: 'Chỉ một phần bản ghi được lấy', en: 'Only a sample of the records was taken' },
  nothing: { vi: 'Không có gì để so sánh', en: 'Nothing was compared' },
  empty: { vi: 'Nguồn được khai báo là rỗng', en: 'The sources are declared empty' },
  notApplicable: {
    vi: 'Không hồ sơ mô tả nào có cột mà kiểm tra này cần',
    en: 'No profile or setting of the batch has what this check needs',
  },
  unattested: {
    vi: 'Số liệu vào là do chúng tôi tự đếm: thiếu bản bàn giao của',
    en: '"In" is our own count: no handover for',
  },
  undeclared: {
    vi: 'Không có batch.yaml để so với batch.json',
    en: 'There was no batch.yaml to compare batch.json with',
  },
  listing: { vi: 'Danh sách đầy đủ trong tệp', en: 'The complete list is in the file' },
  none: { vi: '', en: '' },
};

/** Invariant 5: what a verdict may say, from what was compared. */
export function judge(
  check: Check,
  counted: Counted,
  setting: Setting,
): { verdict: Verdict; note: CheckResult['note'] } {
  const applies = sourcesOf(check, setting);
  if (applies === null) return { verdict: 'not-applicable', note: NOTE.notApplicable };
  // A sample proves nothing, not even a fault: what a result links to may lie outside it.
  const aboutLists = isAboutLists(check);
  if (setting.batch.sample !== null && !aboutLists) return { verdict: 'inconclusive', note: NOTE.sampled };
  if (check.severity === 'blocker' && counted.findings > counted.waived)
    return { verdict: 'fail', note: NOTE.none };
  if (check.id === 'batch-as-declared' && !setting.declared)
    return { verdict: 'inconclusive', note: NOTE.undeclared };
  if (counted.compared === 0)
    return !aboutLists && applies.every((source) => source.expectEmpty)
      ? { verdict: 'pass', note: NOTE.empty }
      : { verdict: 'inconclusive', note: NOTE.nothing };
  if (check.id === 'sources-attested') {
    const without = setting.batch.sources
      .filter((source) => source.handover === undefined)
      .map((s) => s.source);
    if (without.length > 0)
      return {
        verdict: 'inconclusive',
        note: {
          vi: `${NOTE.unattested.vi} ${without.join(', ')}`,
          en: `${NOTE.unattested.en} ${without.join(', ')}`,
        },
      };
  }
  return {
    verdict: 'pass',
    note: check.severity === 'listing' && counted.findings > 0 ? NOTE.listing : NOTE.none,
  };
}

export function overall(results: readonly CheckResult[]): 'pass' | 'fail' | 'inconclusive' {
  const blockers = results.filter((result) => result.severity === 'blocker');
  if (blockers.some((result) => result.verdict === 'fail')) return 'fail';
  return blockers.some((result) => result.verdict === 'inconclusive') ? 'inconclusive' : 'pass';
}
