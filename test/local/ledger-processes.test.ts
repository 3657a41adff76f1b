import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { SqliteLedger } from '../../lib/local/sqlite-ledger.ts';
import { temporaryFolder } from './folder.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const LEDGER = new URL('../../lib/local/sqlite-ledger.ts', import.meta.url).href;

/** Appends 0..n-1 under shared keys and keys of its own; prints how often it was the first. */
const WRITER = `
  const { SqliteLedger } = await import(${JSON.stringify(LEDGER)});
  const [path, own] = process.argv.slice(1);
  const ledger = SqliteLedger.open(path);
  let first = 0;
  for (let at = 0; at < 60; at++) {
    if (await ledger.append('b', 'shared/' + at, { type: 't', at }) === 'appended') first++;
    await ledger.append('b', own + '/' + at, { type: 't', at });
  }
  ledger.close();
  console.log(first);
`;

test('two processes write one ledger while a third reads: nothing lost, nothing twice', async () => {
  const path = join(temporaryFolder(), 'ledger.sqlite');
  SqliteLedger.open(path).close();
  const reader = SqliteLedger.openReadOnly(path);
  const writers = ['one', 'two'].map((own) => {
    const child = spawn(process.execPath, ['--import', TSX, '--input-type=module', '-e', WRITER, path, own], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    return { done: once(child, 'exit'), first: () => Number(text) };
  });
  let running = true;
  const ended = Promise.all(writers.map(({ done }) => done)).finally(() => {
    running = false;
  });
  let seen = 0;
  while (running) {
    const now = (await reader.read('b')).length;
    expect(now).toBeGreaterThanOrEqual(seen);
    seen = now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect((await ended).map(([code]) => code)).toEqual([0, 0]);
  expect(writers.reduce((sum, { first }) => sum + first(), 0)).toBe(60);
  expect(await reader.read('b')).toHaveLength(180);
  reader.close();
});

test('opened read-only, a ledger is neither made nor written to', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'ledger.sqlite');
  const none = SqliteLedger.openReadOnly(path);
  expect(await none.read('b')).toEqual([]);
  expect(existsSync(path)).toBe(false);
  const writer = SqliteLedger.open(path);
  await writer.append('b', 'k', { type: 't' });
  writer.close();
  // Closed cleanly: no WAL beside it any more.
  const reader = SqliteLedger.openReadOnly(path);
  expect(await reader.read('b')).toEqual([{ key: 'k', event: { type: 't' } }]);
  await expect(reader.append('b', 'x', { type: 't' })).rejects.toThrow('read-only');
  reader.close();
});
