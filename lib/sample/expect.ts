import type { Level, Subject } from '../formats/profile.ts';
import type { Office } from './offices.ts';
import type { Commune, District } from './region.ts';

/** What the sample expects of a record without a defect: its outcome and, if held, its first reason. */
export const EXPECTED = ['migrated', 'split-undecided', 'district-undecided', 'agency-ambiguous'] as const;
export type Expected = (typeof EXPECTED)[number];

/** The new commune of a record in `commune`, or undefined where the law leaves it to a person. */
export function newCommuneOf(commune: Commune, subject: Subject): string | undefined {
  if (commune.successors.length === 1) return commune.successors[0];
  return subject === 'person' || subject === 'household' ? commune.forPeople : undefined;
}

/** Does the office decide without a commune, for the whole province? (docs/rules.md section 6, *Competent*) */
function isCompetent(office: Office, procedure: string): boolean {
  const { rule } = office;
  if (rule.kind === 'fixed') return rule.competent;
  if (rule.kind === 'by-procedure') return procedure !== '';
  return rule.kind === 'by-procedure-or-commune' && rule.procedures.has(procedure);
}

function agencyDecides(office: Office, procedure: string, newCommune: string | undefined): boolean {
  const { rule } = office;
  if (rule.kind === 'fixed') return true;
  if (rule.kind === 'by-procedure') return procedure !== '';
  if (rule.kind === 'by-procedure-or-commune') {
    if (procedure === '') return false;
    if (rule.procedures.has(procedure)) return true;
  } else if (rule.kind !== 'by-commune') return false;
  const of = office.commune?.successors ?? office.district?.successors ?? [];
  return newCommune !== undefined && of.includes(newCommune);
}

/**
 * Decides a record whose codes are all right, for what the sample draws: any commune, a district-level record with
 * a commune that was not split or with none, a provincial record of an office that needs no commune.
 */
export function expectClean(record: {
  level: Level;
  subject: Subject;
  district: District | undefined;
  commune: Commune | undefined;
  office: Office;
  procedure: string;
}): Expected {
  const { level, subject, district, commune, office, procedure } = record;
  let newCommune = commune === undefined ? undefined : newCommuneOf(commune, subject);
  if (level === 'district' && district?.successors.length === 1) newCommune = district.successors[0];
  else if (level === 'district' && !isCompetent(office, procedure)) return 'district-undecided';
  else if (commune !== undefined && newCommune === undefined) return 'split-undecided';
  return agencyDecides(office, procedure, newCommune) ? 'migrated' : 'agency-ambiguous';
}
