import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleManifest } from '../../lib/sample/manifest.ts';
import { type Ended, thongSuot } from './command.ts';

// The commands on lists of three provinces that were merged, and of one that was not.
describe.each([
  ['86', '7'],
  ['01', '8'],
])('codes and documents of %s', (province, seed) => {
  const folder = mkdtempSync(join(tmpdir(), 'thong-suot-codes-'));
  const sample = join(folder, 'sample');
  const config = join(sample, 'agencies', 'codes.yaml');
  const packets = join(sample, 'documents');
  const said: Ended[] = [];
  let manifest: SampleManifest;
  const run = (...args: readonly string[]): Ended => {
    const ended = thongSuot(args);
    said.push(ended);
    return ended;
  };
  const json = <T>(...args: readonly string[]): T => JSON.parse(run(...args, '--json').stdout) as T;

  beforeAll(() => {
    const made = thongSuot(['sample', sample, '--province', province, '--records', '12000', '--seed', seed]);
    expect(made).toMatchObject({ status: 0 });
    manifest = JSON.parse(readFileSync(join(sample, 'manifest.json'), 'utf8')) as SampleManifest;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('codes check finds every planted fault, once, and nothing else', () => {
    const { findings } = json<{ findings: Array<{ rule: string; key: string }> }>('codes', 'check', config);
    const sorted = (list: readonly string[]) => [...list].sort();
    expect(sorted(findings.map(({ rule, key }) => `${rule} ${key}`))).toEqual(
      sorted(manifest.codes.planted.map(({ check, key }) => `${check} ${key}`)),
    );
    expect(run('codes', 'check', config).status).toBe(1);
  });

  it('codes diff finds every planted difference in the order of its categories, and nothing else', () => {
    const { differences, others } = json<{ differences: Array<{ key: string }>; others: number }>(
      'codes',
      'diff',
      config,
    );
    const { added, locked, removed, reparented, changed } = manifest.codes.differences;
    expect(differences.map(({ key }) => key)).toEqual([added, locked, removed, reparented, changed].flat());
    expect(others).toBe(manifest.codes.others);
    expect(run('codes', 'diff', config).status).toBe(1);
  });

  it('documents in-flight lists each document with what to do, and nothing else', () => {
    const out = join(folder, 'in-flight');
    const args = ['documents', 'in-flight', packets, '--codes', config];
    const answer = json<{
      documents: number;
      statuses: number;
      unreadableFiles: Array<{ path: string }>;
      rows: Array<{ key: string; what: string; reason: string }>;
    }>(...args, '--write', out);
    const { documents } = manifest;
    expect([answer.documents, answer.statuses]).toEqual([documents.documents, documents.statuses]);
    expect(answer.rows.map(({ key, what, reason }) => ({ key, what, reason }))).toEqual(documents.inFlight);
    expect(answer.unreadableFiles.map(({ path }) => path).sort()).toEqual(
      documents.findings
        .filter(({ finding }) => finding === 'unreadable')
        .map(({ path }) => path)
        .sort(),
    );
    const written = parse(readFileSync(join(out, 'in-flight.csv')), { columns: true }) as Array<{
      key: string;
    }>;
    expect(written.map(({ key }) => key)).toEqual([
      ...documents.inFlight.map(({ key }) => key),
      ...answer.unreadableFiles.map(({ path }) => `unreadable:${path}`).sort(),
    ]);
    expect(run(...args).status).toBe(1);
  });

  it('documents scan reads every packet and finds what was planted in them, and nothing else', () => {
    const out = join(folder, 'scan');
    const answer = json<{
      documents: number;
      statuses: number;
      findingRows: Array<{ finding: string; path: string }>;
    }>('documents', 'scan', packets, '--write', out);
    const { documents } = manifest;
    expect([answer.documents, answer.statuses]).toEqual([documents.documents, documents.statuses]);
    const sorted = (found: ReadonlyArray<{ finding: string; path: string }>) =>
      found.map(({ finding, path }) => `${finding} ${path}`).sort();
    expect(sorted(answer.findingRows)).toEqual(sorted(documents.findings));
    expect(run('documents', 'scan', packets).status).toBe(1);
  });

  it('shows nothing of the people in packets, and no address of an office', () => {
    for (const lang of ['vi', 'en'])
      said.push(thongSuot(['documents', 'in-flight', packets, '--codes', config, '--lang', lang]));
    run('codes', 'check', config, '--csv');
    run('codes', 'diff', config, '--csv');
    const written = ['in-flight', 'scan'].flatMap((dir) =>
      readdirSync(join(folder, dir)).map((name) => readFileSync(join(folder, dir, name), 'utf8')),
    );
    expect(written.length).toBeGreaterThanOrEqual(6);
    const shown = [...said.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written];
    expect(shown.length).toBeGreaterThan(15);
    for (const canary of [...manifest.canaries, ...manifest.documents.canaries])
      for (const form of [canary, canary.normalize('NFD'), canary.replaceAll('&', '&amp;').replaceAll('"', '&quot;')]) // biome-ignore format: a list
        for (const text of shown) expect(text.includes(form)).toBe(false);
    for (const text of shown) expect(text).not.toMatch(/[\w-]@[\w-]+\.gov\.example/);
  });
});
