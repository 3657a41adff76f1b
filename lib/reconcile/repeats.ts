import type { Database } from './engine/database.ts';
import { derivation } from './engine/derivation.ts';
import type { CheckRun } from './run-checks.ts';

/** Digests that are grouped at a time when repeats are looked for. */
const bucketRows = 1_000_000;

/** Looks for repeated keys and numbers and for links without a dossier among the digests at hand. */
export async function checkRepeats(database: Database, checks: CheckRun): Promise<void> {
  await checks.digests();
  const [row = {}] = await database.rows(
    'SELECT (SELECT count(*) FROM key_seen) + (SELECT count(*) FROM number_seen) AS n',
  );
  const buckets = Math.max(1, Math.ceil(Number(row.n ?? 0) / 2 / bucketRows));
  for (let bucket = 0; bucket < buckets; bucket++) {
    await database.run(
      'CREATE OR REPLACE TEMP TABLE bucket AS SELECT $n::UBIGINT AS n, $buckets::UBIGINT AS buckets',
      { n: bucket, buckets },
    );
    await database.script(derivation('95-repeated'));
    await checks.bucket();
  }
}
