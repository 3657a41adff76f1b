import type { AgencyEvidence } from '../../formats/reconciliation.ts';
import type { Database } from '../engine/database.ts';
import { derivation } from '../engine/derivation.ts';
import type { AgencyFiles, AgencyInputs } from './load.ts';

const STEPS = ['06-codes', '07-routes', '08-documents'] as const;

/** Derives differences, routes and documents in flight from the tables that `loadAgencies` made. */
export async function deriveAgencies(database: Database): Promise<void> {
  await database.run(
    'CREATE OR REPLACE TABLE asked_code AS SELECT DISTINCT receiver AS code FROM packet_receiver',
  );
  for (const step of STEPS) await database.script(derivation(step));
}

/** What the report says of codes and documents; null where the batch names none. */
export async function agencyEvidence(
  database: Database,
  given: AgencyFiles | null,
  inputs: AgencyInputs,
): Promise<AgencyEvidence | null> {
  if (given === null) return null;
  const [row = {}] = await database.rows(
    `SELECT (SELECT count(DISTINCT code) FROM registry) AS codes, (SELECT count(*) FROM wanted) AS wanted,
       (SELECT count(*) FROM axis_agency) AS entries, (SELECT count(*) FROM axis_ours) AS compared,
       (SELECT count(*) FROM packet WHERE kind = 'document') AS documents,
       (SELECT count(*) FROM packet WHERE kind = 'status') AS statuses,
       (SELECT count(*) FROM unreadable_packet) AS unreadable`,
  );
  const flights = await database.rows('SELECT what, count(*) AS n FROM in_flight GROUP BY what');
  const count = (name: string): number => Number(row[name] ?? 0);
  const flying = (what: string): number => Number(flights.find((each) => each.what === what)?.n ?? 0);
  return {
    ...inputs,
    counts: {
      codes: count('codes'),
      wanted: count('wanted'),
      entries: count('entries'),
      compared: count('compared'),
      documents: count('documents'),
      statuses: count('statuses'),
      unreadable: count('unreadable'),
      inFlight: {
        reissue: flying('reissue'),
        'accept-late': flying('accept-late'),
        recall: flying('recall'),
        ask: flying('ask'),
      },
    },
  };
}
