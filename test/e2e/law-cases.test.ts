import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../lib/formats/reconciliation.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { generateLawCases, type LawCasesManifest } from '../../lib/sample/law-cases.ts';
import { thongSuot } from './command.ts';

// What Vĩnh Long's law can't show: splits that the population decides, districts with one successor, islands.
const PROVINCES = ['01', '11', '22', '31', '44', '48', '51', '56', '68', '79', '91'];
const folder = mkdtempSync(join(tmpdir(), 'thong-suot-law-'));
let manifests: readonly LawCasesManifest[];

beforeAll(async () => {
  manifests = await generateLawCases({
    data: new FolderStore(resolve('data')),
    target: new FolderStore(folder),
    seed: 3,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the law’s own cases', () => {
  it.each(PROVINCES)('of province %s end as the manifest says, and the reconciliation agrees', (province) => {
    const manifest = manifests.find((one) => one.province === province)!;
    const ran = thongSuot([
      'run',
      join(folder, 'law-cases', province, 'batch.yaml'),
      '--out',
      join(folder, 'out'),
      '--json',
    ]);
    expect([0, 1]).toContain(ran.status);
    const { name } = JSON.parse(
      readFileSync(join(folder, 'out', batchName(province), 'run.json'), 'utf8'),
    ) as { name: string };
    const out = join(folder, 'out', name);
    const model = JSON.parse(readFileSync(join(out, 'reconciliation.json'), 'utf8')) as Reconciliation;
    const failed = model.checks.filter((check) => check.verdict === 'fail').map((check) => check.id);
    expect(failed.filter((id) => id !== 'held-within-threshold')).toEqual([]);

    const seen = new Map<string, { outcome: string; reasons: string; column: string; newCommune: string }>();
    for (const { source, file, migrated, held } of model.sources)
      for (const [outcome, records] of [
        ['migrated', migrated],
        ['held', held],
      ] as const) {
        if (records === 0) continue;
        for (const row of parse(readFileSync(join(out, outcome, source, '00000.csv')), {
          columns: true,
          bom: true,
        }) as Array<Record<string, string>>)
          seen.set(`${file}:${row._record!.split(':')[1]}`, {
            outcome,
            reasons: row._reason ?? '',
            column: row._column ?? '',
            newCommune: outcome === 'migrated' ? row.MaXa! : '',
          });
      }
    expect(seen.size).toBe(manifest.cases.length);
    for (const { file, record, kind, outcome, reasons, column, newCommune } of manifest.cases)
      expect({ kind, ...seen.get(`${file}:${record}`) }).toEqual({
        kind,
        outcome,
        reasons: reasons.join(';'),
        column,
        newCommune,
      });
  });

  it('show what they are there for', () => {
    const all = manifests.flatMap((manifest) => manifest.cases);
    const of = (outcome: string, pattern: RegExp) =>
      all.filter((one) => one.outcome === outcome && pattern.test(one.kind)).length;
    expect(of('migrated', /^district-(single|island)/)).toBeGreaterThanOrEqual(14);
    expect(of('held', /^(split-no-rule|population-not-asked)/)).toBeGreaterThan(100);
    expect(of('migrated', /^population-decided/)).toBeGreaterThan(10);
  });
});

function batchName(province: string): string {
  const yaml = readFileSync(join(folder, 'law-cases', province, 'batch.yaml'), 'utf8');
  return /^name: (\S+)$/m.exec(yaml)![1]!;
}
