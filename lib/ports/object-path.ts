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
