import type { Decided } from '../agencies/succession.ts';
import type { Facts, HoldReason, NewAgency, Setting } from './decide.ts';

const held = (code: string, candidates: readonly string[] = []): { reason: HoldReason } => ({
  reason: { code, column: 'agency', candidates },
});

/** What is wrong with the agency before any mapping: blank though required, or not of the vintage it claims. */
export function ownAgencyReason(
  facts: Facts,
  setting: Setting,
  agencyIsOld: boolean,
): HoldReason | undefined {
  if (!setting.hasAgency) return undefined;
  if (facts.agency === '') return setting.agencyOptional ? undefined : held('agency-missing').reason;
  if (agencyIsOld) return undefined;
  // A stamp alone opens no door: the list must say that the office's finished records stay with it.
  if (facts.archivedByStamp && setting.succession.find(facts.agency)?.disposition === 'archive-only')
    return undefined;
  return setting.succession.wrongAtTarget(facts.agency) ? held('wrong-vintage').reason : undefined;
}

/**
 * The succession's answer as a new code or a hold (docs/rules.md section 6). A split that only a commune could decide
 * gives no reason of its own where the unit is held: one hold, not two.
 */
export function mapAgency(
  answer: Decided,
  context: { unitIsHeld: boolean; commune: string | undefined; holdsConflicts: boolean },
): NewAgency | { reason: HoldReason | undefined } {
  switch (answer.kind) {
    case 'unknown':
      return held('agency-unknown');
    case 'closed':
      return held('agency-closed');
    case 'archive-unfinished':
      return held('agency-archive-unfinished');
    case 'ambiguous':
      return context.unitIsHeld ? { reason: undefined } : held('agency-ambiguous', answer.candidates);
    case 'decided': {
      const { commune, unitIsHeld, holdsConflicts } = context;
      const { newCommune } = answer;
      const conflicts = commune !== undefined && newCommune !== '' && newCommune !== commune;
      if (conflicts && holdsConflicts && !unitIsHeld) return held('agency-unit-conflict', [newCommune]);
      return { code: answer.code, rule: `${answer.rule}@${answer.citation}` };
    }
  }
}
