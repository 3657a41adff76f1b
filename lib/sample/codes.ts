import type { RegistryRow } from '../formats/registry-table.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { type AxisExpectation, makeAxisLists } from './axis-lists.ts';
import { CodeFaults, type ExpectedFinding } from './code-faults.ts';
import { naturalFindings } from './natural-findings.ts';
import type { Office } from './offices.ts';
import { Prng } from './prng.ts';
import { type Receivers, receiversOf } from './receivers.ts';
import type { Region } from './region.ts';
import { newRows, oldRows } from './registry-rows.ts';

/** What must come of the province's lists of codes. */
export interface CodesExpectation extends AxisExpectation {
  /** Codes and rows of `registry.csv`. */
  readonly registered: { readonly codes: number; readonly rows: number };
  /** All findings of `codes check`: what was planted, and what the law itself brings with it. Sorted. */
  readonly planted: readonly ExpectedFinding[];
  /** Findings of the reconciliation's checks of codes, without those of the axis list (`differences`). Sorted. */
  readonly reconciled: readonly ExpectedFinding[];
}

/** The lists of one province, and what must come of them. */
export interface MadeCodes {
  readonly registry: readonly RegistryRow[];
  readonly succession: readonly SuccessionRow[];
  /** Two saved answers of the axis: `getSynchronizeUnit`, `getAgenciesListQD20`. */
  readonly units: string;
  readonly qd20: string;
  readonly receivers: Receivers;
  readonly expected: CodesExpectation;
}

const sorted = (findings: readonly ExpectedFinding[]): ExpectedFinding[] => {
  const bytes = ({ check, key }: ExpectedFinding) => Buffer.from(`${check}\0${key}`);
  return [...findings].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
};

/** Makes the registry, the succession list and the axis's answers, out of step with each other as planned. */
export function makeCodes(
  region: Region,
  offices: readonly Office[],
  list: readonly SuccessionRow[],
  seed: number,
): MadeCodes {
  const faults = new CodeFaults(region, offices);
  const succession = [...list, ...faults.succession];
  const registry = [...oldRows(region, offices, list), ...newRows(region, offices, list), ...faults.registry];
  const faulty = new Set(faults.registry.map(({ code }) => code));
  const { units, qd20, expected } = makeAxisLists(
    region,
    registry,
    faulty,
    faults.unregistered,
    new Prng(seed, 'axis lists'),
  );
  return {
    registry,
    succession,
    units,
    qd20,
    receivers: receiversOf(region, offices, succession, registry, faults.odd),
    expected: {
      ...expected,
      registered: { codes: new Set(registry.map(({ code }) => code)).size, rows: registry.length },
      planted: sorted([...faults.planted, ...naturalFindings(region, registry)]),
      reconciled: sorted(faults.reconciled),
    },
  };
}
