import { describe, expect, test } from 'vitest';
import type { RunLock } from '../../lib/ports/run-lock.ts';

/** What every run lock must do. `make` gives two views of one lock. */
export function runLockContract(name: string, make: () => Promise<[RunLock, RunLock]>): void {
  describe(`run lock contract: ${name}`, () => {
    test('one holder at a time; the other is told who', async () => {
      const [one, other] = await make();
      expect(await other.holder()).toBeUndefined();
      const lock = await one.acquire();
      if (!('release' in lock)) throw new Error('a free lock was refused');
      expect(await other.acquire()).toEqual({ heldBy: await other.holder() });
      expect(await other.holder()).toMatchObject({ pid: process.pid });
      await lock.release();
      expect(await other.holder()).toBeUndefined();
      const next = await other.acquire();
      if (!('release' in next)) throw new Error('a released lock was refused');
      await next.release();
    });
  });
}
