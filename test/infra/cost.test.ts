import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stackCost } from '../../lib/aws/stack-cost.ts';
import { CLOUD_TUNING, LOCAL_TUNING } from '../../lib/batch/tuning.ts';
import {
  attachmentsCost,
  BUDGET,
  chunkNeeded,
  costOf,
  dossiers,
  perMillion,
} from '../../lib/infra/cost/cost.ts';
import { limitsOf } from '../../lib/infra/cost/limits.ts';
import { PRICES } from '../../lib/infra/cost/prices.ts';
import { costSheet, freezeSeconds, mostAttachments } from '../../lib/infra/cost/sheet.ts';
import { hcmc, nation } from '../../lib/infra/cost/simulation.ts';
import { DEFAULT_TUNING, type Workload } from '../../lib/infra/cost/workload.ts';
import { METRICS } from '../../lib/infra/metrics.ts';
import { ofType, root, synthesise } from './synth.ts';

const MIB = 1024 * 1024;
const singapore = PRICES['ap-southeast-1']!;
const virginia = PRICES['us-east-1']!;
const batch = (records: number) => dossiers(records, Math.ceil(records / 5e6), 1);

describe('the budget of a million clean records', () => {
  it.each([1e6, 10e6, 50e6])('holds for a batch of %d', (records) => {
    for (const prices of [singapore, virginia]) {
      const { usd, calls } = perMillion(costOf(batch(records), prices));
      expect(usd).toBeLessThan(BUDGET.usd);
      expect(calls).toBeLessThan(BUDGET.calls);
    }
  });

  it('needs large reads of the freeze: those of one machine break it for a batch of one million', () => {
    const calls = (freezeReadBytes: number) =>
      perMillion(costOf(batch(1e6), singapore, { ...DEFAULT_TUNING, freezeReadBytes })).calls;
    expect(calls(LOCAL_TUNING.freezeReadBytes)).toBeGreaterThan(BUDGET.calls);
    expect(calls(CLOUD_TUNING.freezeReadBytes)).toBeLessThan(BUDGET.calls);
  });

  it('needs large chunks: those of one machine break it', () => {
    const small = costOf(batch(10e6), singapore, { ...DEFAULT_TUNING, chunkBytes: 5 * MIB });
    expect(perMillion(small).calls).toBeGreaterThan(BUDGET.calls);
    const needed = chunkNeeded(batch(10e6), singapore)!;
    expect(needed).toBeGreaterThan(5);
    expect(needed).toBeLessThanOrEqual(DEFAULT_TUNING.chunkBytes / MIB);
  });
});

describe('the model', () => {
  /** By hand, for one chunk of exactly one source: what is counted at all. */
  it('counts calls as a person would', () => {
    const { stages, shape } = costOf(dossiers(1000, 1, 1), singapore);
    expect(shape).toMatchObject({ chunks: 1, checks: 1 });
    const remap = stages.find(({ stage }) => stage === 'remap-chunk')!;
    // Parts, aliases, tallies, keys, the chunk's result; the task's result; two copies of events.
    expect(remap.calls.s3Put).toBe(5 + 1 + 2);
    // Two events; the ledger before, before it writes, and after; received, deleted, a tenth of a batch of sends.
    expect(remap.calls).toMatchObject({ dynamoPut: 2, dynamoQuery: 3, sqs: 2.1 });
  });

  it('counts the parts of an upload, and what begins and ends it', () => {
    const { stages } = costOf({ records: 1, bytes: 64 * MIB, sources: 1, systems: 1 }, singapore);
    const remap = stages.find(({ stage }) => stage === 'remap-chunk')!;
    // 90.9 MiB of parts: 12 and 2; 31.4 MiB of aliases: 4 and 2; three small ones; result and events.
    expect(remap.calls.s3Put).toBe(14 + 6 + 3 + 3);
  });

  it('counts the tasks of a check as it is cut', () => {
    const GIB = 1024 * MIB;
    const tasksOf = (bytes: number, records: number): number =>
      costOf({ records, bytes, sources: 4, systems: 1 }, singapore).stages.find(
        ({ stage }) => stage === 'reconcile',
      )!.invocations;
    expect(tasksOf(2 * GIB, 6e6)).toBe(1);
    // 3 passes of 4 GiB, 20 parts of 512 MiB, 15 buckets of 2 million; the one that plans, and the one that adds up.
    expect(tasksOf(10 * GIB, 30e6)).toBe(1 + 3 + 20 + 15 + 1);
  });

  it('grows with chunks, not with records', () => {
    const many = costOf({ records: 10e6, bytes: 346e6, sources: 1, systems: 1 }, singapore);
    const few = costOf({ records: 1e6, bytes: 346e6, sources: 1, systems: 1 }, singapore);
    const remap = ({ stages }: typeof many) => stages.find(({ stage }) => stage === 'remap-chunk')!.calls;
    expect(remap(many)).toEqual(remap(few));
  });

  it('is the sum of its lines', () => {
    const cost = costOf(batch(10e6), singapore);
    expect(cost.usd).toBeCloseTo(
      cost.lines.reduce((all, { usd }) => all + usd, 0),
      12,
    );
    for (const { item, usd } of cost.lines) expect(usd, item).toBeGreaterThan(0);
  });
});

describe('attachments', () => {
  const files = (count: number, bytes = count * 1e6) => ({ files: count, bytes });
  const withThem = (stored: number, hashed: number): Workload => ({
    ...dossiers(1000, 1, 1),
    attachments: { stored: files(stored), hashed: files(hashed) },
  });
  const stagesOf = (workload: Workload, name: string) =>
    costOf(workload, singapore).stages.filter(({ stage }) => stage === name);

  /** By hand, of 4,096 files in two tasks of 2,048: 9 objects that any task reads, its list, and whether its rows are there. */
  it.each([
    ['with a stored digest take a HEAD each', 4096, 0, 2 * (2048 + 9 + 2)],
    ['without one take a HEAD and a GET', 0, 4096, 2 * (2 * 2048 + 9 + 2)],
    ['of both kinds take each their own', 1024, 3072, 2 * (2048 + 1536 + 9 + 2)],
  ])('%s', (_name, stored, hashed, s3Get) => {
    const [segments] = stagesOf(withThem(stored, hashed), 'inventory-segment');
    // Rows, the task's result and the copy of its event; received, deleted, a tenth of a batch of sends.
    expect(segments?.calls).toEqual({ s3Put: 2 * 3, s3Get, sqs: 4.2, dynamoPut: 2, dynamoQuery: 4 });
  });

  it('add one orchestration, and to all of them their listings and segments', () => {
    const [without] = stagesOf(dossiers(1000, 1, 1), 'coordinate');
    const [all] = stagesOf(withThem(4096, 0), 'coordinate');
    expect([without?.invocations, all?.invocations]).toEqual([6, 7]);
    // One orchestration more puts 6 objects, its result and the copy of its event. Five pages are listed by each of 7
    // and walked by 2; two lists of segments and one inventory are put.
    expect(all!.calls.s3Put - without!.calls.s3Put).toBeCloseTo(8 + 5 * 9 + 2 + 1, 9);
    // It reads 40 objects and the 9 of any task. Of each segment: two HEADs, result, rows, and two that are deleted.
    expect(all!.calls.s3Get - without!.calls.s3Get).toBeCloseTo(40 + 9 + 2 * 6, 9);
  });

  it('are cut by bytes where they are large', () => {
    const attachments = { stored: files(0), hashed: files(100, 60 * 1024 ** 3) };
    const [segments] = stagesOf({ ...dossiers(1000, 1, 1), attachments }, 'inventory-segment');
    expect(segments?.invocations).toBe(3);
    expect(segments?.seconds).toBeLessThan(900);
  });

  it('are told apart from the records, which cost what they did', () => {
    const all = withThem(5000, 5000);
    const { attachments: _, ...plain } = all;
    const [together, records] = [costOf(all, singapore), costOf(plain, singapore)];
    const apart = attachmentsCost(all, singapore);
    expect(records.stages.map(({ stage }) => stage)).not.toContain('inventory-segment');
    expect(records.usd + apart.usd + apart.storageUsd).toBeCloseTo(together.usd, 12);
    expect(records.calls + apart.calls).toBe(together.calls);
    // 10 GB for a month.
    expect(apart.storageUsd).toBeCloseTo(10 * singapore.s3GbMonth, 12);
    expect(attachmentsCost(plain, singapore)).toMatchObject({ calls: 0, usd: 0, storageUsd: 0, tasks: 0 });
  });

  it('are told to who plans a batch, with the price where there is one', () => {
    const plain = { records: 1000, bytes: 346_000, sources: 1, systems: 1 };
    const all = { ...plain, attachments: { stored: files(100), hashed: files(20) } };
    const [without, cost] = [stackCost(plain, 'ap-southeast-1'), stackCost(all, 'ap-southeast-1')];
    expect(without.attachments).toBeUndefined();
    expect(
      stackCost({ ...plain, attachments: { stored: files(0), hashed: files(0) } }, 'ap-southeast-1'),
    ).toEqual(without);
    expect(cost.attachments).toMatchObject({ files: 120, hashed: 20, calls: cost.calls - without.calls });
    expect(cost.attachments?.usd).toBeCloseTo(cost.usd! - without.usd!, 12);
    expect(stackCost(all, 'nowhere-1').attachments).toMatchObject({ files: 120, usd: undefined });
  });

  it('cost a fraction where S3 keeps their digests', () => {
    const [stored, hashed] = [withThem(1e6, 0), withThem(0, 1e6)].map((all) =>
      attachmentsCost(all, singapore),
    );
    expect(hashed!.usd / stored!.usd).toBeGreaterThan(2);
    expect(hashed!.calls - stored!.calls).toBe(1e6);
  });

  it('are too many for one batch where one orchestration could not list them in its time', () => {
    const most = mostAttachments(singapore);
    expect(most).toBeGreaterThan(1e6);
    const over = (count: number) =>
      limitsOf([
        costOf(
          { ...dossiers(1e6, 1, 1), attachments: { stored: files(count), hashed: files(0) } },
          singapore,
        ),
      ])
        .filter(({ used, limit }) => used >= limit)
        .map(({ quota }) => quota);
    expect(over(most)).toEqual([]);
    expect(over(most + 1e5)).toEqual(['time of one coordinate (s)']);
  });
});

describe('the simulation', () => {
  it('fits its functions and quotas: Ho Chi Minh City, and all provinces at once', () => {
    for (const { batches } of [hcmc(singapore), nation(singapore)])
      for (const { quota, limit, used } of limitsOf(batches)) expect(used, quota).toBeLessThan(limit);
    expect(nation(singapore).batches).toHaveLength(34);
  });

  it('says so where it does not fit', () => {
    const over = (tuning: typeof DEFAULT_TUNING) =>
      limitsOf(hcmc(singapore, tuning).batches, tuning)
        .filter(({ used, limit }) => used > limit)
        .map(({ quota }) => quota);
    expect(over({ ...DEFAULT_TUNING, keysPerPass: LOCAL_TUNING.keysPerPass })).toContain(
      'time of one number-keys (s)',
    );
    const { check } = DEFAULT_TUNING;
    expect(over({ ...DEFAULT_TUNING, check: { ...check, wholeBytes: 1e15 } })).toContain(
      'time of one reconcile (s)',
    );
    expect(over({ ...DEFAULT_TUNING, remapConcurrency: 1000 })).toContain(
      "read units a second of one batch's ledger",
    );
  });
});

describe('the largest source', () => {
  it('is frozen in one invocation, and was not with the reads of one machine', () => {
    const seconds = (freezeReadBytes: number) =>
      freezeSeconds(CLOUD_TUNING.maxSourceBytes, { ...DEFAULT_TUNING, freezeReadBytes }, singapore);
    expect(seconds(LOCAL_TUNING.freezeReadBytes)).toBeGreaterThan(900);
    expect(seconds(CLOUD_TUNING.freezeReadBytes)).toBeLessThan(0.8 * 900);
  });
});

describe('docs/cost.md', () => {
  it('is what the code says', async () => {
    const { data, work } = synthesise();
    const sheet = costSheet([singapore, virginia], {
      keys: ofType(data, 'AWS::KMS::Key').length,
      alarms: ofType(work, 'AWS::CloudWatch::Alarm').length,
      dashboards: ofType(work, 'AWS::CloudWatch::Dashboard').length,
      metrics: Object.keys(METRICS).length,
      sweepsADay: (24 * 60) / 5,
      pollers: ofType(work, 'AWS::Lambda::EventSourceMapping').length,
    });
    await expect(sheet).toMatchFileSnapshot(join(root, 'docs/cost.md'));
  });
});
