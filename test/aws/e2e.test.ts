import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeInput } from '../../bench/input.ts';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { uploadFile } from '../../lib/aws/upload-file.ts';
import { taskName } from '../../lib/batch/queued/task.ts';
import { runBatch } from '../../lib/batch/run.ts';
import { BUDGET, costOf, dossiers, perMillion } from '../../lib/infra/cost/cost.ts';
import { PRICES } from '../../lib/infra/cost/prices.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { openLocalBatch } from '../../lib/local/host.ts';
import { LocalInputs } from '../../lib/local/local-inputs.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { renderReport } from '../../lib/report/render.ts';
import { CANARIES, PACKET_CANARIES } from '../../lib/sample/canaries.ts';
import { generateSample } from '../../lib/sample/generate.ts';
import { root } from '../infra/synth.ts';
import { synthesiseApp } from './cloud/assembly.ts';
import { Cloud, type CloudOptions } from './cloud/cloud.ts';
import { type Assembly, declaredBy } from './cloud/declared.ts';

const NAME = 'vinh-long-2025-07';
const RUN = { batch: NAME, kind: 'run' };
/**
 * The one thing that the test sets besides the template: the size of a chunk, on both sides, so that a sample of a few
 * megabytes is cut as a province's export of gigabytes is. Only the coordinator reads it.
 */
const CHUNK_BYTES = 500_000;
const environment = { coordinate: { CHUNK_BYTES: String(CHUNK_BYTES) } };

const work = mkdtempSync(join(tmpdir(), 'thong-suot-cloud-'));
const sample = join(work, 'sample');
const local = join(work, 'out', NAME);
let assembly: Assembly;
let cloud: Cloud;

async function runOnOneMachine(): Promise<void> {
  mkdirSync(sample);
  await generateSample({
    province: '86',
    records: 6_000,
    seed: 7,
    data: new FolderStore(join(root, 'data')),
    target: new FolderStore(sample),
  });
  const ports = await openLocalBatch({
    batchFile: join(sample, 'batch.yaml'),
    outRoot: join(work, 'out'),
    kind: 'run',
    assets: root,
    workers: 2,
  });
  await runBatch({ kind: 'run', ports, chunkBytes: CHUNK_BYTES, reconcile, render: renderReport });
  await ports.close();
}

beforeAll(async () => {
  [assembly] = await Promise.all([synthesiseApp(join(work, 'cdk.out')), runOnOneMachine()]);
}, 300_000);
afterEach(() => cloud?.stop());
afterAll(() => rmSync(work, { recursive: true, force: true }));

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** As `--stack` uploads; every tenth file as another program may, so that S3 keeps no SHA-256 of it. */
async function upload(folder: string, batch: string): Promise<void> {
  const Bucket = cloud.nameIn('coordinate', 'SOURCE_BUCKET');
  const store = new S3Store(cloud.s3, Bucket, `${batch}/`, { takesHidden: true });
  const files = new LocalInputs(folder);
  for (const [at, path] of filesUnder(folder).entries()) {
    const size = (await files.size(path)) as number;
    if (at % 10 === 0) await store.put(path, readFileSync(join(folder, path)));
    else
      await uploadFile(
        cloud.s3,
        { Bucket, Key: `${batch}/${path}` },
        { files, path, size },
        undefined,
        () => undefined,
      );
  }
}

async function startWithSample(more: CloudOptions['environment'] = {}): Promise<void> {
  cloud = await Cloud.start(assembly, { environment: { ...environment, ...more } });
  await upload(sample, NAME);
}

/** What a batch leaves that is a function of its inputs alone: all but times, tasks and pieces of chunks. */
const OUTPUT =
  /^(migrated|already|held|rejected|aliases|findings)\/|^(batch\.json|mapping\.json|tallies\.csv|reconciliation\.json|report\.html)$/;

async function sameOutputs(): Promise<void> {
  const store = new S3Store(cloud.s3, cloud.nameIn('coordinate', 'WORK_BUCKET'), `${NAME}/`);
  const there = (await store.list('')).filter((key) => OUTPUT.test(key));
  const here = filesUnder(local)
    .filter((path) => OUTPUT.test(path))
    .sort();
  expect(there).toEqual(here);
  expect(here).toContain('reconciliation.json');
  for (const path of here)
    expect(Buffer.from(await store.get(path)).equals(readFileSync(join(local, path))), path).toBe(true);
}

const fed = (): string[] =>
  cloud.declared.functions.flatMap(({ name, source }) => (source === undefined ? [] : [name]));

async function deadLetters(): Promise<Record<string, number>> {
  const counts = await Promise.all(
    fed().map(async (name): Promise<[string, number]> => [name, await cloud.deadLetters(name)]),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function ledgerAndEvidenceAgree(): Promise<void> {
  await cloud.invoke('ledger-check', { settleMs: 0 });
  expect(cloud.logs()).toMatch(/"message":"ledger compared with evidence"[^\n]*"faults":0/);
}

/** Every call of every function was one that its role allows, and no log holds a canary. */
function wellBehaved(): void {
  expect([...new Set(cloud.refused)]).toEqual([]);
  const logs = cloud.logs();
  for (const canary of [...CANARIES, ...Object.values(PACKET_CANARIES)]) expect(logs).not.toContain(canary);
}

describe('the bundles', () => {
  test('stand beside what their functions read, DuckDB in that of the check alone', () => {
    const { functions } = declaredBy(assembly);
    expect(functions.length).toBeGreaterThan(8);
    for (const { name, asset } of functions) {
      expect(existsSync(join(asset, 'index.mjs')), name).toBe(true);
      const duckdb = existsSync(join(asset, 'node_modules/@duckdb/node-bindings-linux-x64'));
      expect([name, duckdb]).toEqual([name, name === 'reconcile']);
      if (name === 'reconcile') expect(existsSync(join(asset, 'data/compiled'))).toBe(false);
    }
  });
});

describe('the sample through the synthesised app', () => {
  test('ends with the bytes of the run on one machine', async () => {
    await startWithSample();
    await cloud.send('coordinate', RUN);
    await cloud.settle();
    expect(await deadLetters()).toEqual({});
    await sameOutputs();
    await ledgerAndEvidenceAgree();
    wellBehaved();
    // Attachments whose digest S3 keeps were not read.
    const asked = cloud.calls(/^HeadObject$/, 'inventory-segment');
    const read = cloud.calls(/^GetObject$/, 'inventory-segment');
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(asked / 2);
    // What the functions log is there to be looked through.
    expect(cloud.logs()).toContain('"message":"coordinated"');
  }, 300_000);

  test('ends so when deliveries double and change their order, functions die, calls are throttled, messages are poison', async () => {
    // The check in parts, as that of a large batch.
    await startWithSample({ reconcile: { RECONCILE_WHOLE_BYTES: '0', RECONCILE_PART_BYTES: '4000000' } });
    // What a check that was killed left on the disk of its machine.
    const leftover = join(cloud.diskOf('reconcile'), 'thong-suot-scratch-of-another');
    mkdirSync(leftover);
    // First: the last freeze dies between its event and its message. Nobody goes on, since its own message is hidden.
    let lost = 0;
    await cloud.send('coordinate', RUN);
    await cloud.settle({
      hides: true,
      dies: ({ caller, operation }) =>
        caller === 'freeze-source' && operation === 'SendMessageBatch' && lost++ === 0 ? 'before' : undefined,
    });
    expect(lost).toBe(1);
    expect(cloud.calls(/./, 'remap-chunk')).toBe(0);
    // The sweep takes it up; and the hidden message comes back into everything else that goes wrong.
    await cloud.invoke('sweep', { id: 'round-1' });
    await cloud.reveal();
    await cloud.send('remap-chunk', { batch: NAME, not: 'a task' });
    await cloud.send('remap-chunk', {
      ...RUN,
      stage: 'remap-chunk',
      inputs: 'none',
      name: taskName({ stage: 'remap-chunk', message: { source: 'none' }, inputs: 'none' }),
      group: 'b'.repeat(64),
      message: { source: 'none' },
    });
    const killed: string[] = [];
    let torn = 0;
    await cloud.settle({
      // One call in twenty; not at the same places in each service.
      disturbs: ({ service, operation, nth }) => {
        if (nth % 20 !== service.length) return undefined;
        return /^(Put|Send)/.test(operation) && nth % 60 < 20 ? 'throttle' : 'fail';
      },
      shuffles: () => true,
      twice: (name, delivery) => delivery % (name === 'coordinate' ? 16 : 4) === 1,
      dies: ({ caller, operation, nth }) => {
        // One event has its copy and not itself; its message has it put there.
        if (caller === 'assemble-source' && operation === 'PutItem' && torn++ === 0) return 'before';
        if (!/^(Put|Send)/.test(operation) || nth % 23 !== 7 || killed.length === 8) return undefined;
        killed.push(caller);
        return killed.length % 2 === 0 ? 'before' : 'after';
      },
    });
    expect(killed).toHaveLength(8);
    expect(torn).toBeGreaterThan(1);
    expect(cloud.calls(/^PutItem$/, 'reconcile')).toBeGreaterThan(3);
    for (const { service, disturbed } of cloud.gateways) expect(disturbed, service).toBeGreaterThan(0);
    expect(existsSync(leftover)).toBe(false);
    expect(await deadLetters()).toEqual({ 'remap-chunk': 2 });
    await sameOutputs();
    await ledgerAndEvidenceAgree();
    wellBehaved();
  }, 300_000);
});

describe('clean records', () => {
  const RECORDS = 220_000;

  test('take as many calls as the model counts, and fewer than 1,000 for a million', async () => {
    const folder = join(work, 'bench');
    const { bytes } = await makeInput(folder, RECORDS);
    // With the production size of a chunk: nothing is set besides the template.
    cloud = await Cloud.start(assembly);
    await upload(folder, 'bench');
    await cloud.send('coordinate', { batch: 'bench', kind: 'run' });
    await cloud.settle();
    const store = new S3Store(cloud.s3, cloud.nameIn('coordinate', 'WORK_BUCKET'), 'bench/');
    const { totals } = JSON.parse(new TextDecoder().decode(await store.get('reconciliation.json')));
    // In every hundred one or two are held, in communes that were split: clean ones would take fewer calls.
    expect(totals).toMatchObject({ in: RECORDS, rejected: 0 });
    expect(totals.migrated / RECORDS).toBeGreaterThan(0.98);

    // Each delivery is also received and deleted, by the event source on our account.
    const counted = cloud.calls(/./) + 2 * cloud.deliveries;
    const prices = PRICES['ap-southeast-1']!;
    const modelled = costOf({ records: RECORDS, bytes, sources: 1, systems: 1 }, prices).calls;
    expect(counted / modelled).toBeGreaterThan(0.8);
    expect(counted / modelled).toBeLessThan(1.2);
    const million = perMillion(costOf(dossiers(1e6, 1, 1), prices)).calls;
    expect(million * Math.max(1, counted / modelled)).toBeLessThan(BUDGET.calls);
  }, 300_000);
});
