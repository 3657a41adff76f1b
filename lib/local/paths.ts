import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** "It is not there", as opposed to "it could not be looked at". */
export function isAbsent(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Whether an absolute path lies in a folder or is that folder, after every link; what is not there yet is taken as written. */
export function isWithin(folder: string, path: string): boolean {
  const away = relative(realPath(folder), realPath(path));
  return !(away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isAbsent(error) || dirname(path) === path) throw error;
    return join(realPath(dirname(path)), basename(path));
  }
}
