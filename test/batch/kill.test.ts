import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { readStatus } from '../../lib/batch/status.ts';
import { openLocalOutput } from '../../lib/local/host.ts';
import { type BatchFolder, open, runWith, smallBatch, snapshot } from './support.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const CHILD = join(import.meta.dirname, 'run-child.ts');

/** Starts a run in a process of its own; resolves when it says that it begins. */
async function start(batch: BatchFolder, workers: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', TSX, CHILD, batch.batchFile, batch.outRoot, String(workers)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout!, 'data');
  return child;
}

async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await gone;
}

test.each([0, 2])(
  'killed again and again, a run goes on and ends as if nothing had been (workers: %i)',
  async (workers) => {
    const batch = smallBatch(90);
    const undisturbed = smallBatch(90);
    await runWith(await open(undisturbed));
    for (const milliseconds of [40, 140, 260, 420])
      await killAfter(await start(batch, workers), milliseconds);
    const output = (await openLocalOutput({ outDir: join(batch.outRoot, 'small') }))!;
    expect((await readStatus(output)).running).toBeUndefined();
    await output.close();
    const summary = await runWith(await open(batch));
    expect(summary.records).toBe(180);
    expect(await snapshot(batch)).toEqual(await snapshot(undisturbed));
    const events = await (await open(batch)).ledger.read('small');
    expect(events).toEqual(await (await open(undisturbed)).ledger.read('small'));
  },
);

test('while one process runs, another is refused and status answers; a killed one holds nothing', async () => {
  const batch = smallBatch(400);
  const child = await start(batch, 0);
  const output = async () => (await openLocalOutput({ outDir: join(batch.outRoot, 'small') }))!;
  const seen = await output();
  let status = await readStatus(seen);
  // For a moment the lock is held and its holder has not said yet who it is.
  while (status.running?.pid === undefined) status = await readStatus(seen);
  await seen.close();
  expect(status.running?.pid).toBe(child.pid);
  await expect(runWith(await open(batch))).rejects.toMatchObject({
    code: 'run-in-progress',
    params: { pid: child.pid! },
  });
  await killAfter(child, 0);
  const after = await output();
  expect((await readStatus(after)).running).toBeUndefined();
  await after.close();
  expect((await runWith(await open(batch))).records).toBe(800);
});
