import { expect, onTestFinished, test } from 'vitest';
import { plainError, reviveError } from '../../lib/batch/plain-error.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { WorkerPool } from '../../lib/local/worker-pool.ts';
import { temporaryFolder } from './folder.ts';

function pool(size: number): { pool: WorkerPool; out: string } {
  const out = temporaryFolder();
  const made = new WorkerPool(size, {
    inputs: temporaryFolder(),
    out,
    assets: new URL('../..', import.meta.url).pathname,
  });
  onTestFinished(() => made.close());
  return { pool: made, out };
}

/** Segments of nothing but links need no file: their rows follow from their lists. */
async function segments(out: string, count: number) {
  const store = new FolderStore(out);
  const messages: Array<{ root: string; list: string; rows: string }> = [];
  for (let at = 0; at < count; at++) {
    const list = `segments/${at}.json`;
    await store.put(list, Buffer.from(JSON.stringify([{ path: `p${at}`, kind: 'link-outside' }])));
    messages.push({ root: '.', list, rows: `segments/${at}.csv` });
  }
  return { store, messages };
}

test('runs every message once, hands over every result, and stays for the next stage', async () => {
  const { pool: threads, out } = pool(2);
  const { store, messages } = await segments(out, 9);
  const seen: number[] = [];
  let advanced = 0;
  const listener = {
    onResult: (_: unknown, index: number) => void seen.push(index),
    onAdvance: (amount: number) => {
      advanced += amount;
    },
  };
  await threads.runAll('inventory-segment', messages, listener);
  await threads.runAll('inventory-segment', messages, listener);
  expect(seen.slice(0, 9).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(seen).toHaveLength(18);
  expect(advanced).toBe(18);
  expect(Buffer.from(await store.get('segments/8.csv')).toString()).toBe('p8,link-outside,,\n');
});

test('the first failure stops what was not sent yet and arrives as itself', async () => {
  const { pool: threads, out } = pool(1);
  const { store, messages } = await segments(out, 3);
  const broken = [messages[0], { root: '.' }, messages[2]];
  await expect(threads.runAll('inventory-segment', broken, {})).rejects.toMatchObject({
    name: 'ThongSuotError',
    code: 'bad-message',
    source: 'system',
  });
  expect(await store.size('segments/0.csv')).toBeGreaterThan(0);
  expect(await store.size('segments/2.csv')).toBeUndefined();
  await expect(threads.runAll('no-such-stage', [{}], {})).rejects.toMatchObject({ code: 'no-such-stage' });
  // A failed listener fails the run too, and the threads are fit for work after all that.
  await expect(
    threads.runAll('inventory-segment', messages, {
      onResult: () => {
        throw new Error('listener');
      },
    }),
  ).rejects.toThrow('listener');
  await threads.runAll('inventory-segment', messages, {});
});

test('an error crosses a thread with its code, source, parameters and causes', () => {
  const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const error = new ThongSuotError('x', 'source', 'message', { file: 'f', row: 1 }, { cause });
  const revived = reviveError(structuredClone(plainError(error)));
  expect(revived).toBeInstanceOf(ThongSuotError);
  expect(revived).toMatchObject({
    code: 'x',
    source: 'source',
    message: 'message',
    params: { file: 'f', row: 1 },
  });
  expect(revived.cause).toMatchObject({ code: 'ENOSPC', message: 'no space' });
  expect(reviveError(structuredClone(plainError('text'))).message).toBe('text');
});
