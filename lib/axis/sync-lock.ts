import { ThongSuotError } from '../formats/errors.ts';
import type { RunLock } from '../ports/run-lock.ts';

/** Runs while nobody else syncs this province. Throws `sync-in-progress`. */
export async function whileLocked<T>(
  { lock, province }: { readonly lock: RunLock; readonly province: string },
  work: () => Promise<T>,
): Promise<T> {
  const held = await lock.acquire();
  if ('heldBy' in held)
    throw new ThongSuotError(
      'sync-in-progress',
      'user',
      `another sync of province ${province} is running: wait until it ends, then run again`,
      { province },
    );
  try {
    return await work();
  } finally {
    await held.release();
  }
}
