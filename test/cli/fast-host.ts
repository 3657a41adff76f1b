import type { Call } from '../../lib/cli/command.ts';
import { fakeHost, untouchable } from './fake-host.ts';

/** A host whose clock runs as fast as it is waited for; `at` is told of each wait's end. */
export function fastHost(at: (minute: number) => void) {
  let now = 0;
  const leaving = new AbortController();
  const host = fakeHost({
    over: {
      axis: {
        ...untouchable<Call['host']['axis']>('axis'),
        clock: { now: () => '', monotonicMs: () => now, peakMemoryMiB: () => 0 },
        pause: {
          jitter: () => 0,
          wait: async (milliseconds) => {
            now += milliseconds;
            if (now > 1e8) throw new Error('it looks on for ever');
            at(now / 60_000);
          },
        },
      },
      interruptible: (work) => work(leaving.signal),
    },
  });
  return { host, leaving, minutes: () => now / 60_000 };
}
