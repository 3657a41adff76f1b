import type { AgencyEvidence, CheckResult, Reconciliation } from '../formats/reconciliation.ts';
import { rulesVersion } from '../formats/rules-version.ts';
import type { Database, Row } from './engine/database.ts';
import { unescapeText } from './ingest/escape.ts';
import type { Inputs, ReconcileInput } from './inputs.ts';
import { overall } from './verdict.ts';

type Outcomes = { in: number; migrated: number; already: number; held: number; rejected: number };
const OUTCOMES = ['migrated', 'already', 'held', 'rejected'] as const;

const text = (row: Row, name: string): string => unescapeText(String(row[name] ?? '')).toString('utf8');
const count = (row: Row, name: string): number => Number(row[name] ?? 0);
const outcomes = (row: Row): Outcomes => ({
  in: count(row, 'n_in'),
  migrated: count(row, 'migrated'),
  already: count(row, 'already'),
  held: count(row, 'held'),
  rejected: count(row, 'rejected'),
});
const perOutcome = OUTCOMES.map(
  (name) => `CAST(coalesce(sum(n) FILTER (outcome = '${name}'), 0) AS BIGINT) AS ${name}`,
).join(', ');

/** The model of the report: everything that `reconciliation.json` says. No time, host or path of a machine. */
export async function buildModel(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  results: {
    readonly agencies: AgencyEvidence | null;
    readonly checks: CheckResult[];
    readonly outputs: Reconciliation['outputs'];
  },
): Promise<Reconciliation> {
  const { batch } = inputs;
  const sources = await database.rows(
    `SELECT s.source, p.n_in, p.compared, p.archive_only, s.seen_bytes, s.seen_sha256, s.seen_blanks,
       s.handover AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.check_id = 'sources-attested' AND f.source = s.source) AS attested,
       coalesce(o.migrated, 0) AS migrated, coalesce(o.already, 0) AS already, coalesce(o.held, 0) AS held, coalesce(o.rejected, 0) AS rejected
     FROM source s
     LEFT JOIN (SELECT source, sum(records)::BIGINT AS n_in, sum(compared)::BIGINT AS compared, sum(archive_only)::BIGINT AS archive_only FROM source_part GROUP BY source) p USING (source)
     LEFT JOIN (SELECT source, ${perOutcome} FROM located_part GROUP BY source) o USING (source)
     ORDER BY s.source_no`,
  );
  const bySource = new Map(sources.map((row) => [text(row, 'source'), row]));
  const districts = await database.rows(
    `SELECT p.code, coalesce(d.name, r.name, '') AS name, coalesce(d.province, r.province, '') AS province, CAST(sum(n) AS BIGINT) AS n_in, ${perOutcome}
     FROM district_part p LEFT JOIN old_district d ON d.code = p.code
     LEFT JOIN (SELECT district AS code, min(district_name) AS name, min(province) AS province FROM retired_commune GROUP BY district) r ON r.code = p.code
     GROUP BY ALL ORDER BY p.code`,
  );
  const communes = await database.rows(
    `SELECT p.code, c.name, ${perOutcome} FROM commune_part p JOIN commune_now c ON c.code = p.code GROUP BY ALL ORDER BY p.code`,
  );
  const reasons = await database.rows(
    `SELECT outcome, reason, CAST(sum(n) AS BIGINT) AS n FROM tally_part WHERE outcome IN ('held', 'rejected') GROUP BY ALL ORDER BY outcome, n DESC, reason`,
  );
  const target = await database.rows(
    `SELECT CASE WHEN amended_name <> '' AND amended_from <= as_of THEN amended_name ELSE name END AS name
     FROM new_province, setting WHERE code = target_province`,
  );
  const list = batch.sources.map((source) => {
    const row = bySource.get(source.source) ?? {};
    return {
      source: source.source,
      system: source.system,
      profile: source.profile,
      file: source.file,
      bytes: count(row, 'seen_bytes'),
      sha256: text(row, 'seen_sha256'),
      attested: row.attested === true,
      ...outcomes(row),
    };
  });
  const total = (name: keyof Outcomes): number => list.reduce((sum, source) => sum + source[name], 0);
  const sumOf = (name: string): number => sources.reduce((sum, row) => sum + count(row, name), 0);
  return {
    format: 'thong-suot/reconciliation/1',
    batch: batch.name,
    kind: input.kind,
    verdict: overall(results.checks),
    rulesVersion,
    mapping: inputs.mappingSha256,
    asOf: input.asOf,
    targetProvince: {
      code: batch.targetProvince,
      name: target[0] === undefined ? '' : text(target[0], 'name'),
    },
    coverage: {
      records: total('in'),
      compared: sumOf('compared'),
      blanks: sumOf('seen_blanks'),
      bytes: list.reduce((sum, source) => sum + source.bytes, 0),
      sampled: batch.sample !== null,
      attested: list.filter((source) => source.attested).length,
      sources: list.length,
    },
    thresholds: { held: input.thresholds.held, rejected: input.thresholds.rejected },
    totals: {
      in: total('in'),
      migrated: total('migrated'),
      already: total('already'),
      held: total('held'),
      rejected: total('rejected'),
    },
    sources: list,
    districts: districts.map((row) => ({
      code: text(row, 'code'),
      name: text(row, 'name'),
      province: text(row, 'province'),
      ...outcomes(row),
    })),
    communes: communes.map((row) => ({
      code: text(row, 'code'),
      name: text(row, 'name'),
      migrated: count(row, 'migrated'),
      already: count(row, 'already'),
    })),
    reasons: reasons.map((row) => ({
      outcome: text(row, 'outcome') === 'held' ? ('held' as const) : ('rejected' as const),
      reason: text(row, 'reason'),
      records: count(row, 'n'),
    })),
    archiveOnly: sumOf('archive_only'),
    ...results,
  };
}
