import type { Flag } from '../command.ts';

/** Flags that several commands share. */
export const OUT: Flag = { kind: 'text', value: 'DIR', help: 'flag.out' };
export const WORKERS: Flag = { kind: 'count', value: 'N', help: 'flag.workers' };
