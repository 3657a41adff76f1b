import type { CheckResult } from '../formats/reconciliation.ts';
import type { Check } from './checks/parse.ts';
import { CHECKS } from './checks.ts';
import type { Database } from './engine/database.ts';
import { writeFindings } from './findings.ts';
import type { ReconcileInput } from './inputs.ts';
import { judge, type Setting } from './verdict.ts';

interface Counts {
  expected: number;
  seen: number;
  compared: number;
}

/** Runs the checks: their partition parts after each partition, their batch parts at the end. */
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
    const sums = this.counts.get(check.id)!;
    const row = (await this.database.rows(counts))[0] ?? {};
    sums.expected += Number(row.expected ?? 0);
    sums.seen += Number(row.seen ?? 0);
    sums.compared += Number(row.compared ?? 0);
  }

  /** Writes the findings files and gives each check's result. */
  async results(input: ReconcileInput, setting: Setting): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const check of CHECKS) {
      const [row = {}] = await this.database.rows(
        `SELECT count(*) AS findings,
           count(*) FILTER (f.check_id NOT IN (SELECT check_id FROM unwaivable)
             AND (f.check_id, f.key) IN (SELECT check_id, key FROM waiver, setting WHERE expiry >= as_of)) AS waived
         FROM finding f WHERE f.check_id = $check`,
        { check: check.id },
      );
      const counted = {
        ...this.counts.get(check.id)!,
        findings: Number(row.findings),
        waived: Number(row.waived),
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
