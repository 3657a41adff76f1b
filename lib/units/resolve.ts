import type { Subject } from '../formats/profile.ts';
import { TARGET_VINTAGE, type Vintage } from '../formats/vintages.ts';
import type { Relation } from './compiled.ts';
import type { Edge, OldCommune, RetiredCommune, Units } from './units.ts';

/** What became of a commune code of the old vintage. Candidates are sorted, each once. */
export type Resolution =
  | { readonly kind: 'one'; readonly code: string; readonly rule: Relation | 'retired-high' }
  | { readonly kind: 'split'; readonly candidates: readonly string[] }
  | { readonly kind: 'retired'; readonly candidates: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * The successor of a commune code as of 2025-06-30 or retired before it (docs/rules.md 5.1, "C not blank").
 * A split is decided only by law: all the population went to one successor and the record is about a person or
 * a household. Nothing is picked because it is likely.
 */
export function resolveCommune(units: Units, code: string, subject: Subject): Resolution {
  const old = units.oldCommune(code);
  if (old !== undefined) {
    const edge = onlyEdge(old, subject);
    return edge === undefined
      ? { kind: 'split', candidates: codes(old.successors) }
      : { kind: 'one', code: edge.code, rule: edge.relation };
  }
  const retired = units.retiredCommune(code);
  return retired === undefined ? { kind: 'unknown' } : resolveRetired(units, retired, subject);
}

/** What the crosswalk does to a code of a vintage: at the target, nothing. */
export type Applied = Resolution | { readonly kind: 'at-target'; readonly code: string };

/** Applying the crosswalk twice would move or split 139 reused codes; so the caller states the vintage, always. */
export function applyCrosswalk(units: Units, vintage: Vintage, code: string, subject: Subject): Applied {
  if (vintage !== TARGET_VINTAGE) return resolveCommune(units, code, subject);
  return units.newCommune(code) === undefined ? { kind: 'unknown' } : { kind: 'at-target', code };
}

function onlyEdge(old: OldCommune, subject: Subject): Edge | undefined {
  if (old.successors.length === 1) return old.successors[0];
  if (subject !== 'person' && subject !== 'household') return undefined;
  return old.successors.find((edge) => edge.people === '1');
}

function resolveRetired(units: Units, retired: RetiredCommune, subject: Subject): Resolution {
  const [only, ...others] = retired.successorsOld;
  if (retired.confidence === 'high' && only !== undefined && others.length === 0) {
    // Three communes of Lý Sơn were retired into their district, an island that had no communes from then on.
    const then = units.oldUnit(only);
    const edge = then === undefined ? undefined : onlyEdge(then, subject);
    if (edge !== undefined) return { kind: 'one', code: edge.code, rule: 'retired-high' };
  }
  return { kind: 'retired', candidates: retiredCandidates(units, retired) };
}

/** Everywhere a retired code may have gone, by the table itself and by the crosswalk of its successors at 2025-06-30. */
export function retiredCandidates(units: Units, retired: RetiredCommune): string[] {
  const all = new Set(retired.successorsNew);
  for (const code of retired.successorsOld)
    for (const edge of units.oldUnit(code)?.successors ?? []) all.add(edge.code);
  return [...all].sort();
}

const codes = (edges: readonly Edge[]): string[] => edges.map((edge) => edge.code).sort();
