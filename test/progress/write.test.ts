import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../lib/local/folder-store.ts';
import type { Progress } from '../../lib/progress/progress.ts';
import { writeProgress } from '../../lib/progress/write.ts';
import { type BatchFolder, open, runWith, smallBatch, temporaryFolder } from '../batch/support.ts';
import { faultsOf } from '../report/well-formed.ts';

const AT = '2025-07-15T08:30:00.000Z';
const LATER = '2025-07-30T08:30:00.000Z';

/** The report as `writeProgress` leaves it in a folder, over one batch of this machine. */
async function report(batch: BatchFolder, folder: string, at = AT): Promise<Progress> {
  const { out, ledger, lock } = await open(batch);
  const places = [{ batch: 'small', out, ledger, lock }];
  return (await writeProgress({ batches: places, out: new FolderStore(folder), at })).report;
}

const table = (folder: string, path: string): string[][] =>
  parse(readFileSync(join(folder, path)), { bom: true }) as string[][];

describe('a report over what a batch left', () => {
  test('says what its outputs say, counted by hand', async () => {
    const batch = smallBatch();
    const ports = await open(batch);
    const { outcomes } = await runWith(ports);
    const folder = temporaryFolder();
    const made = await report(batch, folder);
    const { ended } = JSON.parse(readFileSync(join(batch.outRoot, 'small/run.json'), 'utf8')) as {
      ended: string;
    };
    expect(made.batches).toEqual([
      {
        batch: 'small',
        state: 'done',
        error: '',
        verdict: expect.any(String),
        edited: false,
        rounds: 1,
        ended,
      },
    ]);
    expect(made.systems).toEqual([
      { batch: 'small', system: 'tthc', sources: 2, records: 120, done: 120, ...outcomes, heldFrom: 1 },
    ]);
    // The held parts themselves: first reasons, counted with another reader.
    const reasons = new Map<string, number>();
    for (const path of await ports.out.list('held/')) {
      const [head = [], ...rows] = parse(Buffer.from(await ports.out.get(path))) as string[][];
      for (const row of rows) {
        const first = (row[head.indexOf('_reason')] ?? '').split(':')[0]!.split(';')[0]!;
        reasons.set(first, (reasons.get(first) ?? 0) + 1);
      }
    }
    expect(outcomes.held).toBeGreaterThan(0);
    expect([...reasons.values()].reduce((all, one) => all + one, 0)).toBe(outcomes.held);
    expect(Object.fromEntries(made.held.map(({ reason, records }) => [reason, records]))).toEqual(
      Object.fromEntries(reasons),
    );
    for (const { since } of made.held) expect(since).toBe(ended);
  });

  test('remembers since when, over a run under another mapping', async () => {
    const batch = smallBatch();
    await runWith(await open(batch));
    const folder = temporaryFolder();
    const first = await report(batch, folder);
    const succession = join(batch.folder, 'succession.csv');
    writeFileSync(succession, `${readFileSync(succession, 'utf8')}\n`);
    await runWith(await open(batch));
    const second = await report(batch, folder, LATER);
    expect(second.batches[0]).toMatchObject({ rounds: 2 });
    expect(second.held.map(({ reason, since }) => [reason, since])).toEqual(
      first.held.map(({ reason, since }) => [reason, since]),
    );
    expect(second.held.every(({ round }) => round === 2)).toBe(true);
    expect(second.systems.map(({ heldFrom }) => heldFrom)).toEqual([1]);
  });

  test('is a page and tables in both languages, and the same bytes for the same facts', async () => {
    const batch = smallBatch();
    await runWith(await open(batch));
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await report(batch, one);
    await report(batch, two);
    const files = [
      'report.html',
      ...['batches', 'systems', 'held'].flatMap((name) => [`${name}.vi.csv`, `${name}.en.csv`]),
    ];
    expect(await new FolderStore(one).list('')).toEqual(
      [...files.map((file) => `2025-07-15/${file}`), 'latest.json'].sort(),
    );
    for (const file of files)
      expect(readFileSync(join(one, '2025-07-15', file))).toEqual(
        readFileSync(join(two, '2025-07-15', file)),
      );
    const page = readFileSync(join(one, '2025-07-15/report.html'), 'utf8');
    expect(faultsOf(page)).toEqual([]);
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toContain('Tiến độ chuyển đổi');
    expect(page).toContain('Progress of the migration');
    const [vi, en] = ['vi', 'en'].map((lang) => table(one, `2025-07-15/held.${lang}.csv`));
    expect(vi!.length).toBe(en!.length);
    expect(vi![0]).not.toEqual(en![0]);
    expect(vi!.slice(1).map((row) => row[4])).toEqual(en!.slice(1).map((row) => row[4]));
  });

  test('shows a batch that is not begun, that stopped, and that is damaged', async () => {
    const fresh = smallBatch();
    expect((await report(fresh, temporaryFolder())).batches).toMatchObject([{ state: 'freeze', rounds: 0 }]);

    const done = smallBatch();
    const ports = await open(done);
    await runWith(ports);
    await ports.out.put(
      'run.json',
      new TextEncoder().encode('{"state":"failed","error":{"code":"no-such-file"}}'),
    );
    expect((await report(done, temporaryFolder())).batches).toMatchObject([
      { state: 'failed', error: 'no-such-file' },
    ]);
    await ports.out.put('batch.json', new TextEncoder().encode('{'));
    expect((await report(done, temporaryFolder())).batches).toMatchObject([
      { state: 'unreadable', error: 'output-damaged' },
    ]);
  });

  test('says that a verdict was edited', async () => {
    const batch = smallBatch();
    const ports = await open(batch);
    await runWith(ports);
    await ports.out.put('report.html', new TextEncoder().encode('all is well'));
    const folder = temporaryFolder();
    expect((await report(batch, folder)).batches).toMatchObject([{ edited: true }]);
    expect(table(folder, '2025-07-15/batches.en.csv')[1]?.join()).toContain('was edited');
  });
});
