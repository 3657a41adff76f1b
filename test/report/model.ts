import { REASONS } from '../../lib/formats/reasons.ts';
import type { CheckResult, Reconciliation } from '../../lib/formats/reconciliation.ts';
import { reconciliationSchema } from '../../lib/formats/reconciliation.ts';

const digest = (seed: number): string => seed.toString(16).padStart(64, '0');

export function check(over: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'outcome-equal',
    title: { vi: 'Kết quả bằng nhau', en: 'Outcomes equal' },
    why: { vi: 'Bất biến 6', en: 'Invariant 6' },
    severity: 'blocker',
    verdict: 'pass',
    note: { vi: '', en: '' },
    expected: 1234,
    seen: 1234,
    compared: 1234,
    findings: 0,
    waived: 0,
    findingsFile: null,
    ...over,
  };
}

/** A model as the reconciliation would give it; every string through `name`, so that a test can make all of them hostile. */
export function model(
  over: Partial<Reconciliation> = {},
  name: (s: string) => string = (s) => s,
): Reconciliation {
  const counts = { in: 1234, migrated: 1200, already: 4, held: 20, rejected: 10 };
  const two = (s: string) => ({ vi: name(s), en: name(`${s} (en)`) });
  return reconciliationSchema.parse({
    format: 'thong-suot/reconciliation/1',
    batch: name('vinh-long-2025-07'),
    kind: 'run',
    verdict: 'fail',
    rulesVersion: 1,
    mapping: digest(1),
    asOf: name('2025-07-01'),
    targetProvince: { code: name('86'), name: name('Tỉnh Vĩnh Long') },
    coverage: {
      records: 1234,
      compared: 1234,
      blanks: 2,
      bytes: 400000,
      sampled: false,
      attested: 2,
      sources: 2,
    },
    thresholds: { held: 0, rejected: 0 },
    totals: counts,
    sources: [1, 2].map((n) => ({
      source: name(`tthc-ben-tre-0${n}`),
      system: name('tthc-ben-tre'),
      profile: name('tthc-dossiers'),
      file: name(`ben-tre/dossiers-${n}.csv`),
      bytes: 200000,
      sha256: digest(n),
      attested: true,
      in: 617,
      migrated: 600,
      already: 2,
      held: 10,
      rejected: 5,
    })),
    districts: [
      { code: name('829'), name: name('Thành phố Bến Tre'), province: name('83'), ...counts },
      { code: '?', name: '', province: '', in: 0, migrated: 0, already: 0, held: 0, rejected: 0 },
    ],
    communes: [{ code: name('28756'), name: name('Phường An Hội'), migrated: 1200, already: 4 }],
    reasons: [
      ...REASONS.map((r, n) => ({ outcome: r.outcome, reason: r.code, records: n + 1 })),
      { outcome: 'held', reason: name('reason-of-a-later-version'), records: 1 },
    ],
    archiveOnly: 3,
    agencies: {
      registry: { path: name('agencies/registry.csv'), bytes: 5000, sha256: digest(4) },
      axisList: [1, 2].map((n) => ({ path: name(`axis/list-${n}.json`), bytes: 100, sha256: digest(n) })),
      documents: { path: name('packets'), files: 340, bytes: 9000, sha256: digest(5) },
      counts: {
        codes: 3012,
        wanted: 1500,
        entries: 4001,
        compared: 1490,
        documents: 300,
        statuses: 38,
        unreadable: 2,
        inFlight: { reissue: 11, 'accept-late': 4, recall: 0, ask: 3 },
      },
    },
    checks: [
      check({ title: two('a'), why: two('b'), note: two('c') }),
      check({
        id: name('results-linked'),
        verdict: 'fail',
        findings: 7,
        waived: 2,
        findingsFile: { path: name('findings/results-linked.csv'), bytes: 99, sha256: digest(9) },
      }),
      check({ id: 'sources-attested', verdict: 'inconclusive', findings: 0, compared: 0 }),
      check({ id: 'duplicate-keys', severity: 'listing', verdict: 'not-applicable' }),
    ],
    outputs: [{ path: name('migrated/tthc-ben-tre-01/00000.csv'), bytes: 5, sha256: digest(3) }],
    ...over,
  });
}
