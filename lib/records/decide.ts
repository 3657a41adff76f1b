import type { Decided, Succession } from '../agencies/succession.ts';
import type { Level, Subject } from '../formats/profile.ts';
import { HOLD_REASONS } from '../formats/reasons.ts';
import { OLD_VINTAGE, type Vintage } from '../formats/vintages.ts';
import type { Units } from '../units/units.ts';
import { checkUnits } from './check-units.ts';
import { mapAgency, ownAgencyReason } from './map-agency.ts';
import { resolveUnits } from './resolve-units.ts';

/** Everything of one record that its outcome depends on: values, never raw bytes. Absent columns are blank. */
export interface Facts {
  readonly province: string;
  readonly district: string;
  readonly commune: string;
  readonly communeName: string;
  readonly agency: string;
  readonly procedure: string;
  readonly level: Level | 'unknown';
  readonly subject: Subject;
  readonly finished: boolean;
  /** `unknown`: the stamp or the vintage column names no known vintage. */
  readonly unitVintage: Vintage | 'unknown';
  readonly agencyVintage: Vintage | 'unknown';
  /** The stamp says that an archive-only agency was left as it was. */
  readonly archivedByStamp: boolean;
  /** The first blank key column, or undefined. */
  readonly missingKey: string | undefined;
}

/** What is the same for all records of a source. A column is a header name or a JSON Pointer. */
export interface Setting {
  readonly units: Units;
  readonly succession: Succession;
  readonly targetProvince: string;
  readonly asOf: string;
  readonly hasUnits: boolean;
  readonly hasProvince: boolean;
  readonly hasAgency: boolean;
  readonly agencyOptional: boolean;
  readonly holdsConflicts: boolean;
}

/** The column that a reason names, by what it holds; `key` carries the column's own name. */
export type ReasonColumn =
  | 'province'
  | 'district'
  | 'commune'
  | 'communeName'
  | 'agency'
  | 'vintage'
  | 'level'
  | 'key';

export interface HoldReason {
  readonly code: string;
  readonly column: ReasonColumn;
  readonly candidates: readonly string[];
}

export interface NewUnits {
  readonly province: string;
  /** Blank where the record has no commune. */
  readonly commune: string;
  readonly communeName: string;
  readonly rule: string;
}

export interface NewAgency {
  readonly code: string;
  readonly rule: string;
}

/** Outcome of one readable record (docs/rules.md). `units` and `agency` are there for the dimensions to be rewritten. */
export type Decision =
  | { readonly outcome: 'held'; readonly reasons: readonly HoldReason[] }
  | { readonly outcome: 'already' }
  | {
      readonly outcome: 'migrated';
      readonly units: NewUnits | undefined;
      readonly agency: NewAgency | undefined;
    }
  | { readonly outcome: 'rejected'; readonly reason: 'leading-zeros-lost'; readonly column: ReasonColumn };

const ORDER = new Map(HOLD_REASONS.map((reason, index) => [reason.code, index]));
const LEVEL_UNKNOWN: HoldReason = { code: 'level-unknown', column: 'level', candidates: [] };
const LOST_ZEROS: ReadonlyArray<readonly ['commune' | 'district' | 'province', RegExp]> = [
  ['commune', /^\d{1,4}$/],
  ['district', /^\d{1,2}$/],
  ['province', /^\d$/],
];

/** Decides one record. Pure: the same facts and setting give the same decision. */
export function decide(facts: Facts, setting: Setting): Decision {
  for (const [column, pattern] of LOST_ZEROS)
    if (pattern.test(facts[column])) return { outcome: 'rejected', reason: 'leading-zeros-lost', column };

  const reasons: HoldReason[] = [];
  if (facts.missingKey !== undefined) reasons.push({ code: 'key-missing', column: 'key', candidates: [] });
  const unitsAreOld = setting.hasUnits && facts.unitVintage === OLD_VINTAGE;
  const agencyIsOld = setting.hasAgency && facts.agencyVintage === OLD_VINTAGE;
  if (
    (setting.hasUnits && facts.unitVintage === 'unknown') ||
    (setting.hasAgency && facts.agencyVintage === 'unknown')
  ) {
    reasons.push({ code: 'vintage-unknown', column: 'vintage', candidates: [] });
    return { outcome: 'held', reasons };
  }

  // The agency without a commune decides first: it may be the competence that a district-level record needs.
  const alone = agencyIsOld ? decideAgency(facts, setting, undefined) : undefined;
  const competent = alone?.kind === 'decided' && alone.competent;

  let units: NewUnits | undefined;
  const faults =
    setting.hasUnits && facts.level === 'unknown' ? [LEVEL_UNKNOWN] : checkUnits(facts, setting, unitsAreOld);
  if (faults.length === 0 && unitsAreOld) {
    const resolved = resolveUnits(facts, setting, competent);
    if ('reasons' in resolved) faults.push(...resolved.reasons);
    else units = resolved;
  }
  reasons.push(...faults);
  const unitIsHeld = faults.length > 0;

  let agency: NewAgency | undefined;
  const own = ownAgencyReason(facts, setting, agencyIsOld);
  if (own !== undefined) {
    // One reason stands once: a unit's wrong vintage already says it.
    if (!faults.some((fault) => fault.code === own.code)) reasons.push(own);
  } else if (agencyIsOld && facts.agency === '') agency = { code: '', rule: 'none@' };
  else if (agencyIsOld) {
    const commune = unitIsHeld ? undefined : (unitsAreOld ? units?.commune : facts.commune) || undefined;
    const answer = commune === undefined ? alone : decideAgency(facts, setting, commune);
    const mapped = mapAgency(answer as Decided, {
      unitIsHeld,
      commune,
      holdsConflicts: setting.holdsConflicts,
    });
    if ('reason' in mapped) {
      if (mapped.reason !== undefined) reasons.push(mapped.reason);
    } else agency = mapped;
  }

  if (reasons.length > 0) {
    reasons.sort((a, b) => (ORDER.get(a.code) as number) - (ORDER.get(b.code) as number));
    return { outcome: 'held', reasons };
  }
  if (!unitsAreOld && !agencyIsOld) return { outcome: 'already' };
  return { outcome: 'migrated', units, agency };
}

function decideAgency(facts: Facts, setting: Setting, commune: string | undefined): Decided | undefined {
  if (facts.agency === '') return undefined;
  const { procedure, finished } = facts;
  return setting.succession.decide(facts.agency, { commune, procedure, finished });
}
