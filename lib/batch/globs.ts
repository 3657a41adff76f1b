import { ThongSuotError } from '../formats/errors.ts';
import type { InputFiles } from '../ports/input-files.ts';

const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);

/**
 * The files that one entry of `files` names, sorted. `*` (any run) and `?` (any one character) stand in the last part
 * only, and don't match names that begin with a dot. A pattern or path that finds nothing is an error: an export that
 * was forgotten must not pass for an empty one.
 */
export async function matchFiles(files: InputFiles, pattern: string): Promise<string[]> {
  const cut = pattern.lastIndexOf('/') + 1;
  const folder = pattern.slice(0, cut);
  const last = pattern.slice(cut);
  if (isGlob(folder))
    throw new ThongSuotError(
      'bad-glob',
      'user',
      `files: ${pattern}: * and ? may stand in the last part of a path only`,
      { pattern },
    );
  if (!isGlob(last)) {
    const file = files.locate(pattern);
    if ((await files.version(file)) === undefined)
      throw new ThongSuotError(
        'no-such-file',
        'user',
        `files: there is no file ${pattern}; paths are relative to the folder of batch.yaml`,
        { pattern },
      );
    return [file];
  }
  const expression = globExpression(last);
  const at = files.locate(folder === '' ? '.' : folder);
  const entries = (await files.entries(at, at)) ?? [];
  const found: string[] = [];
  for (const { name } of entries) {
    if (!expression.test(name)) continue;
    const file = files.locate(`${folder}${name}`);
    if ((await files.version(file)) !== undefined) found.push(file);
  }
  if (found.length === 0)
    throw new ThongSuotError('no-such-file', 'user', `files: nothing matches ${pattern}`, { pattern });
  return found;
}

function globExpression(pattern: string): RegExp {
  const body = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^(?!\\.)${body}$`, 'su');
}
