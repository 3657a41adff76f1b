import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { type FaultPlan, InjectedFault, withFaults } from './faults.ts';
import { type BatchFolder, open, runWith, smallBatch, snapshot } from './support.ts';

/** A disk in memory, where Linux has one: each trial makes, syncs and removes some forty files, and none outlives it. */
const MEMORY_DISK = '/dev/shm';
beforeAll(() => {
  if (existsSync(MEMORY_DISK)) vi.stubEnv('TMPDIR', MEMORY_DISK);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

/** Calls that change something may fail after they did it: the caller can't know. The others fail alike either way. */
const CHANGES = /\.(put|append|delete)$/;

/** Two sources of one chunk each, of which one holds a repeated key twice. */
const CHUNK_BYTES = 3000;

class Recorder implements FaultPlan {
  readonly calls: string[] = [];
  fault(call: string): undefined {
    this.calls.push(call);
  }
}

class Nth implements FaultPlan {
  #left: number;
  readonly #when: 'before' | 'after';
  constructor(nth: number, when: 'before' | 'after') {
    this.#left = nth;
    this.#when = when;
  }
  fault(): 'before' | 'after' | undefined {
    return this.#left-- === 0 ? this.#when : undefined;
  }
}

async function runBroken(batch: BatchFolder, plan: FaultPlan): Promise<unknown> {
  const ports = await open(batch);
  try {
    await runWith(withFaults(ports, plan), { chunkBytes: CHUNK_BYTES });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await ports.close();
  }
}

test('a fault at every port call in turn, then a second run: the outputs of an undisturbed run', async () => {
  const batch = smallBatch(7);
  const recorder = new Recorder();
  expect(await runBroken(batch, recorder)).toBeUndefined();
  const undisturbed = await snapshot(batch);
  const counts = await (await open(batch)).ledger.read('small');

  const trials = recorder.calls.flatMap((call, nth) =>
    CHANGES.test(call)
      ? [
          { call, nth, when: 'before' as const },
          { call, nth, when: 'after' as const },
        ]
      : [{ call, nth, when: 'before' as const }],
  );
  expect(trials.length).toBeGreaterThan(100);
  for (const { call, nth, when } of trials) {
    const at = `${call}, call ${nth}, ${when}`;
    rmSync(batch.outRoot, { recursive: true, force: true });
    const error = await runBroken(batch, new Nth(nth, when));
    expect(error, at).toBeInstanceOf(InjectedFault);
    const ports = await open(batch);
    const summary = await runWith(ports, { chunkBytes: CHUNK_BYTES });
    expect(summary.records, at).toBe(14);
    expect(
      Object.values(summary.outcomes).reduce((sum, n) => sum + n, 0),
      at,
    ).toBe(14);
    expect(await snapshot(batch), at).toEqual(undisturbed);
    expect(await ports.ledger.read('small'), at).toEqual(counts);
    await ports.close();
  }
}, 300_000);

test('the same while a finished batch is redone under another mapping, with the first mapping to come back to', async () => {
  const batch = smallBatch(14);
  const ports = await open(batch);
  await runWith(ports, { chunkBytes: CHUNK_BYTES });
  const undisturbed = await snapshot(batch);
  await ports.close();
  const other = batch.batchFile;
  const [first, second] = [
    readFileSync(other, 'utf8'),
    readFileSync(other, 'utf8').replace('2025-07-01', '2026-07-01'),
  ];
  const kept = join(batch.folder, 'kept');
  cpSync(batch.outRoot, kept, { recursive: true });
  const recorder = new Recorder();
  writeFileSync(other, second);
  expect(await runBroken(batch, recorder)).toBeUndefined();
  for (let nth = 3; nth < recorder.calls.length; nth += 11) {
    rmSync(batch.outRoot, { recursive: true, force: true });
    cpSync(kept, batch.outRoot, { recursive: true });
    writeFileSync(other, second);
    expect(await runBroken(batch, new Nth(nth, 'before'))).toBeInstanceOf(InjectedFault);
    writeFileSync(other, first);
    const again = await open(batch);
    await runWith(again, { chunkBytes: CHUNK_BYTES });
    expect(await snapshot(batch), `${recorder.calls[nth]}, call ${nth}`).toEqual(undisturbed);
    await again.close();
  }
}, 300_000);

test('a full disk ends the run cleanly and says to run it again', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  let left = 12;
  const out: ObjectStore = new Proxy(ports.out, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (name === 'put' && left-- <= 0)
          return Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
        return Reflect.apply(member, target, args);
      };
    },
  });
  const { InlineStages } = await import('../../lib/batch/inline-stages.ts');
  const full = { ...ports, out, stages: new InlineStages({ ...ports, out }) };
  await expect(runWith(full)).rejects.toMatchObject({
    code: 'disk-full',
    source: 'user',
    params: { name: 'small' },
  });
  const summary = await runWith(await open(batch));
  expect(summary.records).toBe(120);
  const whole = smallBatch();
  await runWith(await open(whole));
  expect(await snapshot(batch)).toEqual(await snapshot(whole));
});
