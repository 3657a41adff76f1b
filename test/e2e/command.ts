import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled command line as a user would: another process, no terminal, English. */
export function thongSuot(args: readonly string[], cwd?: string): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('dist/thong-suot.js'), ...args, '--lang', 'en'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      ...(cwd === undefined ? {} : { cwd }),
    },
  );
  return { status, stdout, stderr };
}
