import type { CheckResult } from '../formats/reconciliation.ts';
import type { Check } from './checks/parse.ts';
import { CHECKS } from './checks.ts';
import type { Database } from './engine/database.ts';
import { writeFindings } from './findings.ts';
import type { ReconcileInput } from './inputs.ts';
import { judge, type Setting } from './verdict.ts';

export interface Counts {
  expected: number;
  seen: number;
  compared: number;
}

/**
 * Runs the checks: what they ask of a partition after each partition, of repeats for each bucket of digests, and the
 * rest at the end. What they counted can be carried from one process to another, as the table `finding` can.
 */
export class CheckRun {
  private readonly counts = new Map<string, Counts>(
    CHECKS.map((check) => [check.id, { expected: 0, seen: 0, compared: 0 }]),
  );
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async partition(): Promise<void> {
    for (const check of CHECKS) await this.one(check, check.partitionFindings, check.partitionCounts);
  }

  /** For the bucket of digests that 95-repeated.sql took last. */
  async bucket(): Promise<void> {
    for (const check of CHECKS) await this.one(check, check.bucketFindings, undefined);
  }

  /** Once for all digests at hand. */
  async digests(): Promise<void> {
    for (const check of CHECKS) await this.one(check, undefined, check.bucketCounts);
  }

  async batch(): Promise<void> {
    for (const check of CHECKS) await this.one(check, check.batchFindings, check.batchCounts);
  }

  private async one(check: Check, findings: string | undefined, counts: string | undefined): Promise<void> {
    if (findings !== undefined)
      await this.database.run(
        `INSERT INTO finding SELECT $check, key, source, record, col, detail FROM (${findings})`,
        { check: check.id },
      );
    if (counts === undefined) return;
    const row = (await this.database.rows(counts))[0] ?? {};
    this.add(check.id, {
      expected: Number(row.expected ?? 0),
      seen: Number(row.seen ?? 0),
      compared: Number(row.compared ?? 0),
    });
  }

  private add(check: string, { expected, seen, compared }: Counts): void {
    const sums = this.counts.get(check);
    if (sums === undefined) throw new Error(`there is no check ${check}`);
    sums.expected += expected;
    sums.seen += seen;
    sums.compared += compared;
  }

  /** What was counted so far, by check. */
  get counted(): Readonly<Record<string, Counts>> {
    return Object.fromEntries(this.counts);
  }

  /** Adds what other processes counted. */
  addCounted(counted: Readonly<Record<string, Counts>>): void {
    for (const [check, counts] of Object.entries(counted)) this.add(check, counts);
  }

  /** Findings of each check that has some, and how many of them are waived. */
  private async found(): Promise<Map<string, { findings: number; waived: number }>> {
    const rows = await this.database.rows(
      `SELECT f.check_id, count(*) AS findings,
         count(*) FILTER (f.check_id NOT IN (SELECT check_id FROM unwaivable)
           AND (f.check_id, f.key) IN (SELECT check_id, key FROM waiver, setting WHERE expiry >= as_of)) AS waived
       FROM finding f GROUP BY f.check_id`,
    );
    return new Map(
      rows.map((row) => [
        String(row.check_id),
        { findings: Number(row.findings), waived: Number(row.waived) },
      ]),
    );
  }

  /** Writes the findings files and gives each check's result. */
  async results(input: ReconcileInput, setting: Setting): Promise<CheckResult[]> {
    const found = await this.found();
    const results: CheckResult[] = [];
    for (const check of CHECKS) {
      const counted = {
        ...this.counts.get(check.id)!,
        ...(found.get(check.id) ?? { findings: 0, waived: 0 }),
      };
      results.push({
        id: check.id,
        title: check.title,
        why: check.why,
        severity: check.severity,
        ...judge(check, counted, setting),
        ...counted,
        findingsFile: await writeFindings(this.database, input.out, check.id, counted.findings),
      });
    }
    return results;
  }
}
