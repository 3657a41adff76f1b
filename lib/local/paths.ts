import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { ThongSuotError } from '../formats/errors.ts';

/** Names that begin so are the adapters' own (temporary files, scratch, locks): no object bears one, `list` hides them. */
export const OWN_PREFIX = '.';

/** Throws unless `path` is a relative object path without empty, `.`, `..` or hidden parts. */
export function checkObjectPath(path: string): void {
  const parts = path.split('/');
  const bad = parts.some((part) => part === '' || part.startsWith(OWN_PREFIX) || /[\\\0]/.test(part));
  if (!bad) return;
  throw new ThongSuotError('unsafe-path', 'system', `not a path inside the store: ${JSON.stringify(path)}`, {
    path,
  });
}

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
