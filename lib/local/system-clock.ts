import { performance } from 'node:perf_hooks';
import type { Clock } from '../ports/clock.ts';

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
  peakMemoryMiB: () => Math.round(process.resourceUsage().maxRSS / 1024),
};
