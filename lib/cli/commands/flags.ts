import type { Flag } from '../command.ts';

/** Flags that several commands share. */
export const OUT: Flag = { kind: 'text', value: 'DIR', help: 'flag.out' };
export const WORKERS: Flag = { kind: 'count', value: 'N', help: 'flag.workers' };
export const AS_OF: Flag = { kind: 'text', value: 'DAY', help: 'flag.as-of' };
export const CSV: Flag = { kind: 'switch', help: 'flag.csv' };
export const WRITE_DIR: Flag = { kind: 'text', value: 'DIR', help: 'flag.write-dir' };
export const STACK: Flag = { kind: 'text', value: 'NAME', help: 'flag.stack' };
/** With `--stack` alone. */
export const WRITE_REPORT: Flag = { kind: 'text', value: 'DIR', help: 'flag.write-report' };
