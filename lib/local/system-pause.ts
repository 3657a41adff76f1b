import { setTimeout as sleep } from 'node:timers/promises';
import type { Pause } from '../ports/pause.ts';

export const systemPause: Pause = {
  wait: async (milliseconds) => void (await sleep(milliseconds)),
  jitter: () => Math.random(),
};
