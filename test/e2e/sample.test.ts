import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../lib/formats/reconciliation.ts';
import type { SampleManifest } from '../../lib/sample/manifest.ts';
import { type Ended, thongSuot } from './command.ts';

/** Checks that a sample with planted defects must fail; all others must pass. */
const FAILING = [
  'attachments-manifest',
  'codes-disposed',
  'codes-none-closed',
  'codes-on-axis',
  'codes-successors-alive',
  'district-results-digitised',
  'documents-in-flight',
  'held-within-threshold',
  'rejected-within-threshold',
  'results-linked',
  'unfinished-owned',
];
/** What may differ between two runs of the same input: times and machine, the ledger's file, scratch. */
const OF_THE_RUN = /^(run\.json|ledger\.sqlite.*|\.run-lock\..*)$/;
/** Folders that hold records or findings, where full values belong (invariant 9). */
const FULL_VALUES = /^(migrated|already|held|rejected|aliases|findings|chunks)\//;

const folder = mkdtempSync(join(tmpdir(), 'thong-suot-e2e-'));
const batch = join(folder, 'sample', 'batch.yaml');
let manifest: SampleManifest;
let ran: Ended;
let model: Reconciliation;
let out: string;

const files = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
const digests = (root: string): Record<string, string> =>
  Object.fromEntries(
    files(root)
      .filter((file) => !OF_THE_RUN.test(file))
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(root, file)))
          .digest('hex'),
      ]),
  );
const rows = (file: string): Array<Record<string, string>> =>
  parse(readFileSync(join(out, file)), { columns: true }) as Array<Record<string, string>>;
const check = (id: string) => model.checks.find((one) => one.id === id)!;
const findings = (id: string) => (check(id).findingsFile === null ? [] : rows(check(id).findingsFile!.path));

beforeAll(() => {
  expect(thongSuot(['sample', join(folder, 'sample'), '--records', '6000', '--seed', '7'])).toMatchObject({
    status: 0,
  });
  manifest = JSON.parse(readFileSync(join(folder, 'sample', 'manifest.json'), 'utf8')) as SampleManifest;
  ran = thongSuot(['run', batch, '--out', join(folder, 'out')]);
  out = join(folder, 'out', 'vinh-long-2025-07');
  model = JSON.parse(readFileSync(join(out, 'reconciliation.json'), 'utf8')) as Reconciliation;
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a batch of Vĩnh Long', () => {
  it('ends with exit 1, explained: holds are left to decide', () => {
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('report.html');
    expect(ran.stdout).toMatch(/held/);
  });

  it('fails exactly the checks for what was planted', () => {
    const failed = model.checks.filter((one) => one.verdict === 'fail').map((one) => one.id);
    expect(failed.sort()).toEqual(FAILING);
    expect(model.checks.filter((one) => one.verdict === 'inconclusive').map((one) => one.id)).toEqual([]);
    expect(model.coverage).toMatchObject({
      attested: manifest.sources.length,
      sources: manifest.sources.length,
      sampled: false,
    });
    expect(model.coverage.compared).toBe(model.coverage.records);
  });

  it('has the outcomes and the reasons of the manifest, source by source: all of it and nothing else', () => {
    const frozen = JSON.parse(readFileSync(join(out, 'batch.json'), 'utf8')) as {
      sources: Array<{ source: string; file: string }>;
    };
    const nameOf = new Map(frozen.sources.map(({ source, file }) => [file, source]));
    const seen = Object.fromEntries(
      manifest.sources.map(({ file }) => [
        file,
        {
          outcomes: { migrated: 0, already: 0, held: 0, rejected: 0 } as Record<string, number>,
          reasons: {} as Record<string, number>,
        },
      ]),
    );
    const fileOf = new Map([...nameOf].map(([file, source]) => [source, file]));
    for (const { source, outcome, reason, count } of rows('tallies.csv')) {
      const found = seen[fileOf.get(source!)!]!;
      found.outcomes[outcome!]! += Number(count);
      if (reason !== '') found.reasons[reason!] = (found.reasons[reason!] ?? 0) + Number(count);
    }
    for (const { file, outcomes, reasons } of manifest.sources)
      expect({ file, ...seen[file] }).toEqual({ file, outcomes, reasons });
    for (const { source, file, sha256, ...counts } of model.sources) {
      expect(nameOf.get(file)).toBe(source);
      const expected = manifest.sources.find((one) => one.file === file)!;
      expect({
        sha256,
        in: counts.in,
        migrated: counts.migrated,
        already: counts.already,
        held: counts.held,
        rejected: counts.rejected,
      }).toEqual({ sha256: expected.sha256, in: expected.records, ...expected.outcomes });
    }
  });

  it('finds each planted defect at its record, with its reasons and columns', () => {
    const frozen = JSON.parse(readFileSync(join(out, 'batch.json'), 'utf8')) as {
      sources: Array<{ source: string; file: string }>;
    };
    const fileOf = new Map(frozen.sources.map(({ source, file }) => [source, file]));
    const seen = new Map<string, { outcome: string; reasons: string; column: string }>();
    for (const path of files(out)) {
      const [outcome, source] = path.split('/') as [string, string];
      if (outcome === 'rejected' && path.endsWith('.csv'))
        for (const row of rows(path))
          seen.set(`${fileOf.get(row._record!.split(':')[0]!)}:${row._record!.split(':')[1]}`, {
            outcome,
            reasons: row._reason!,
            column: row._column!,
          });
      else if (outcome === 'held' || outcome === 'migrated') {
        const text = readFileSync(join(out, path), 'utf8');
        const matched = path.endsWith('.ndjson')
          ? text
              .split('\n')
              .filter(Boolean)
              .map((line) => JSON.parse(line.replace(/^\ufeff/, '')) as Record<string, string>)
          : (parse(text, {
              columns: true,
              bom: true,
              delimiter: text.slice(0, text.indexOf('\n')).includes(';') ? ';' : ',',
              relax_quotes: true,
            }) as Array<Record<string, string>>);
        for (const row of matched)
          seen.set(`${fileOf.get(source)}:${row._record!.split(':')[1]}`, {
            outcome,
            reasons: row._reason ?? '',
            column: row._column ?? '',
          });
      }
    }
    for (const { file, record, kind, outcome, reasons, column } of manifest.planted) {
      if (outcome === 'already') continue; // written byte for byte: it bears its first run's number
      expect({ kind, file, record, ...seen.get(`${file}:${record}`) }).toEqual({
        kind,
        file,
        record,
        outcome,
        reasons: reasons.join(';'),
        column,
      });
    }
  });

  it('lists what was planted to be listed', () => {
    const { listings } = manifest;
    expect(check('numbers-malformed').findings).toBe(listings.numbersMalformed);
    expect(check('agency-unit-conflict').findings).toBe(listings.agencyUnitConflicts);
    expect(check('unfinished-owned').findings).toBe(listings.unfinishedWithoutDeadline);
    expect(check('results-linked').findings).toBe(listings.resultsWithoutDossier);
    expect(check('district-results-digitised').findings).toBe(
      listings.attachmentsMissing + listings.attachmentsTampered + listings.attachmentsUnsafe,
    );
    expect(check('attachments-manifest').findings).toBe(
      listings.manifestMissing + listings.manifestExtra + listings.manifestDiffering,
    );
    expect(check('duplicate-keys').findings).toBe(listings.duplicateKeyRecords);
    expect(new Set(findings('repeated-numbers').map((row) => row.key)).size).toBeGreaterThanOrEqual(
      listings.repeatedNumbers,
    );
    expect(model.archiveOnly).toBe(listings.archiveOnly);
  });

  it('finds what is wrong with the codes and the documents: all that was planted and nothing else', () => {
    const { codes, documents } = manifest;
    const keys = (id: string) =>
      findings(id)
        .map((row) => row.key!)
        .sort();
    for (const id of ['codes-disposed', 'codes-successors-alive', 'codes-none-closed'])
      expect(keys(id)).toEqual(
        codes.reconciled
          .filter((one) => one.check === id)
          .map(({ key }) => key)
          .sort(),
      );
    expect(keys('codes-on-axis')).toEqual(Object.values(codes.differences).flat().sort());
    const unreadable = documents.findings.filter(({ finding }) => finding === 'unreadable');
    expect(keys('documents-in-flight')).toEqual(
      [
        ...documents.inFlight.map(({ key }) => key),
        ...unreadable.map(({ path }) => `unreadable:${path}`),
      ].sort(),
    );
    for (const { key, detail } of findings('documents-in-flight')) {
      const what = documents.inFlight.find((one) => one.key === key)?.what;
      if (what !== undefined) expect(detail).toContain(what);
    }
  });

  it('shows nothing of the people in packets anywhere, in findings neither', () => {
    const shown = [
      ran.stdout,
      ran.stderr,
      ...files(out).map((file) => readFileSync(join(out, file), 'latin1')),
    ];
    for (const canary of manifest.documents.canaries) {
      const bytes = Buffer.from(canary).toString('latin1');
      for (const text of shown) expect(text.includes(bytes) || text.includes(canary)).toBe(false);
    }
  });

  it('gives every number of a record one alias, numbered where a key repeats', () => {
    const aliases = files(out)
      .filter((file) => file.startsWith('aliases/'))
      .flatMap(rows);
    const ids = aliases.map((row) => `${row.scheme} ${row.canonical_id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const repeated = new Set(findings('duplicate-keys').map((row) => `${row.source}:${row.record}`));
    expect(repeated.size).toBe(manifest.listings.duplicateKeyRecords);
    for (const row of aliases) expect(/#\d+$/.test(row.canonical_id!)).toBe(repeated.has(row._record!));
  });

  it('shows no canary outside the records themselves', () => {
    const shown = [
      ran.stdout,
      ran.stderr,
      ...files(out)
        .filter((file) => !FULL_VALUES.test(file))
        .map((file) => readFileSync(join(out, file), 'utf8')),
    ];
    for (const canary of manifest.canaries)
      for (const form of [
        canary,
        canary.normalize('NFD'),
        encodeURIComponent(canary),
        canary.replaceAll('"', '""'),
        canary.replaceAll('"', '\\"'),
      ])
        for (const text of shown) expect(text.includes(form)).toBe(false);
    // Chunk results hold counts and digests alone.
    for (const file of files(join(out, 'chunks')).filter((name) => name.endsWith('.json')))
      for (const canary of manifest.canaries)
        expect(readFileSync(join(out, 'chunks', file), 'utf8')).not.toContain(canary);
  });

  it('prefixes formulas in files made for people, never in data', () => {
    for (const file of files(out).filter((name) => name.startsWith('findings/')))
      for (const row of parse(readFileSync(join(out, file)), { relax_column_count: true }) as string[][])
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t]/);
  });

  it('is done once: a second run changes not a byte, and another machine’s run makes the same bytes', () => {
    const before = digests(out);
    expect(thongSuot(['run', batch, '--out', join(folder, 'out')]).status).toBe(1);
    expect(digests(out)).toEqual(before);
    expect(thongSuot(['run', batch, '--out', join(folder, 'elsewhere'), '--workers', '1']).status).toBe(1);
    expect(digests(join(folder, 'elsewhere', 'vinh-long-2025-07'))).toEqual(before);
    expect(JSON.stringify(model)).not.toContain(folder);
  }, 300_000);

  it('answers status, lookup and explain', () => {
    const status = thongSuot(['status', out, '--json']);
    expect(status.status).toBe(1); // done, and work is left
    expect(JSON.parse(status.stdout)).toMatchObject({ name: 'vinh-long-2025-07' });
    const held = manifest.planted.find((one) => one.outcome === 'held')!;
    const source = model.sources.find((one) => one.file === held.file)!.source;
    expect(thongSuot(['explain', out, `${source}:${held.record}`]).stdout).toContain(held.reasons[0]);
    const number = files(out)
      .filter((file) => file.startsWith('aliases/'))
      .flatMap(rows)
      .find((row) => row.state === 'current')!;
    const found = thongSuot(['lookup', number.value!, '--batch', batch, '--out', join(folder, 'out')]);
    expect(found.stdout).toContain(number.owner);
    expect(thongSuot(['lookup', '00112']).stdout).toContain('1656/NQ-UBTVQH15');
  });
});
