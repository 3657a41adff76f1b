import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { SqliteRunLock } from '../../lib/local/sqlite-run-lock.ts';
import { temporaryFolder } from './folder.ts';

const since = '2026-01-01T00:00:00.000Z';

/** A holder that has the lock and has not said yet who it is, beside what an earlier holder left. */
function heldSilently(folder: string): () => void {
  const db = new Database(join(folder, '.run-lock.sqlite'));
  db.exec('BEGIN EXCLUSIVE');
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

test('never names an earlier holder: not one that released the lock', async () => {
  const folder = temporaryFolder();
  const lock = new SqliteRunLock(folder, () => since);
  const held = await lock.acquire();
  expect(await lock.holder()).toEqual({ pid: process.pid, host: hostname(), since });
  if (!('release' in held)) throw new Error('it was free');
  await held.release();
  expect(existsSync(join(folder, '.run-lock.json'))).toBe(false);
  const release = heldSilently(folder);
  expect(await lock.acquire()).toEqual({ heldBy: null });
  expect(await lock.holder()).toBeNull();
  release();
  expect(await lock.holder()).toBeUndefined();
});

test('never names an earlier holder: not one that was killed', async () => {
  const folder = temporaryFolder();
  const lock = new SqliteRunLock(folder, () => since);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const release = heldSilently(folder);
  writeFileSync(join(folder, '.run-lock.json'), JSON.stringify({ pid, host: hostname(), since }));
  expect(await lock.acquire()).toEqual({ heldBy: null });
  // Of another host nobody here can tell: what it said stands.
  const away = { pid, host: 'elsewhere', since };
  writeFileSync(join(folder, '.run-lock.json'), JSON.stringify(away));
  expect(await lock.acquire()).toEqual({ heldBy: away });
  release();
});
