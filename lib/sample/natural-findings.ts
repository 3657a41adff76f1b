import type { RegistryRow } from '../formats/registry-table.ts';
import type { ExpectedFinding } from './code-faults.ts';
import type { Region } from './region.ts';
import { FIRST_NEW_DAY, parentOf } from './registry-rows.ts';

/** Findings that the whole registry makes without any fault: what the law itself brings with it. */
export function naturalFindings(region: Region, registry: readonly RegistryRow[]): ExpectedFinding[] {
  const { root } = region.target;
  const findings: ExpectedFinding[] = [];
  const roots = new Map<string, Set<string>>();
  for (const { code, valid_from, valid_to } of registry) {
    const [own = '', number, below] = code.split('.');
    if (number === undefined || below !== undefined) continue;
    if (valid_from > '2025-06-30' || (valid_to !== '' && valid_to < '2025-06-30')) continue;
    roots.set(number, (roots.get(number) ?? new Set()).add(own));
  }
  // Each province counted its departments and districts from 01.
  for (const [number, own] of roots)
    if (own.size > 1) findings.push({ check: 'level2-collision', key: `${root}.${number}` });
  // In its dual-run window an old code hangs under the new province: its own district is gone.
  for (const { code, state, valid_from, parent } of registry)
    if (state === 'dual' && valid_from === FIRST_NEW_DAY && parent !== parentOf(code))
      findings.push({ check: 'parent-unexpected', key: code });
  return findings;
}
