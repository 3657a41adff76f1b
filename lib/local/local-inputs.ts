import { type BigIntStats, type Dirent, realpathSync } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ThongSuotError } from '../formats/errors.ts';
import {
  InputChanged,
  type InputEntry,
  type InputFiles,
  type InputLeaf,
  type InputStat,
} from '../ports/input-files.ts';
import { ObjectNotFound } from '../ports/object-store.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { openRegular, pieces, readInto, whole } from './file-bytes.ts';
import { errorCode, isAbsent } from './paths.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The user's inputs on this machine. `root` is the folder of `batch.yaml`. */
export class LocalInputs implements InputFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = realpathSync(root);
  }

  locate(path: string): string {
    if (path === '' || path.includes('\0'))
      throw new ThongSuotError('bad-path', 'user', `not a path: ${JSON.stringify(path)}`, { path });
    const located = relative(this.#root, resolve(this.#root, path));
    return located === '' ? '.' : located.split(sep).join('/');
  }

  async size(path: string): Promise<number | undefined> {
    const found = await this.#stat(path);
    return found?.isFile() ? Number(found.size) : undefined;
  }

  /** No file system keeps a digest of its own. */
  async stat(path: string): Promise<InputStat | undefined> {
    const bytes = await this.size(path);
    return bytes === undefined ? undefined : { bytes, sha256: undefined };
  }

  async version(path: string): Promise<string | undefined> {
    const found = await this.#stat(path);
    if (!found?.isFile()) return undefined;
    return `${found.size}-${found.mtimeNs}-${found.ctimeNs}-${found.ino}`;
  }

  async get(path: string): Promise<Uint8Array> {
    return whole(await this.#open(path));
  }

  async *range(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* pieces(await this.#open(path), start, end);
  }

  async *whole(path: string): AsyncGenerator<Uint8Array> {
    const before = await this.version(path);
    yield* this.range(path, 0, (await this.size(path)) ?? 0);
    if (before === undefined || (await this.version(path)) !== before) throw new InputChanged(path);
  }

  async read(path: string, start: number, end: number, target: Uint8Array): Promise<number> {
    return readInto(await this.#open(path), start, end, target);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const found: string[] = [];
    const walk = async (at: string): Promise<void> => {
      for (const entry of (await this.entries(at === '' ? '.' : at, '.')) ?? []) {
        const path = `${at}${entry.name}`;
        if (entry.kind === 'folder') {
          if (`${path}/`.startsWith(prefix)) await walk(`${path}/`);
        } else if (entry.kind === 'file' && path.startsWith(prefix)) found.push(path);
      }
    };
    await walk(folder);
    return found.sort(compareUtf8);
  }

  put(path: string): Promise<void> {
    return Promise.reject(readOnly(path));
  }

  delete(path: string): Promise<void> {
    return Promise.reject(readOnly(path));
  }

  async entries(folder: string, within: string): Promise<readonly InputEntry[] | undefined> {
    const absolute = this.#absolute(folder);
    let found: Dirent<Buffer>[];
    try {
      found = await readdir(absolute, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      if (isAbsent(error) || errorCode(error) === 'EACCES') return undefined;
      throw error;
    }
    const root = await realpath(this.#absolute(within));
    const entries: InputEntry[] = [];
    for (const entry of found) {
      const name = decodeName(entry.name);
      // A name that is no UTF-8 can't be named in any list of ours: it is said to be there, and not opened.
      if (name === undefined) entries.push({ name: entry.name.toString('utf8'), kind: 'unreadable' });
      else if (entry.isFile()) entries.push({ name, kind: 'file' });
      else if (entry.isDirectory()) entries.push({ name, kind: 'folder' });
      else if (entry.isSymbolicLink())
        entries.push({ name, kind: await linkKind(join(absolute, name), root) });
      else entries.push({ name, kind: 'other' });
    }
    return entries.sort((a, b) => compareUtf8(a.name, b.name));
  }

  async leaves(root: string): Promise<AsyncIterable<InputLeaf> | undefined> {
    const entries = await this.entries(root, root);
    return entries && this.#below(root, '', entries);
  }

  /** Depth first, in the order of whole paths: a folder sorts as if its name ended in `/`. */
  async *#below(root: string, folder: string, entries: readonly InputEntry[]): AsyncGenerator<InputLeaf> {
    const inOrder = entries
      .map((entry) => ({ ...entry, order: entry.kind === 'folder' ? `${entry.name}/` : entry.name }))
      .sort((a, b) => compareUtf8(a.order, b.order));
    for (const { name, kind } of inOrder) {
      const path = folder + name;
      if (kind !== 'folder') {
        yield { path, kind };
        continue;
      }
      const below = await this.entries(`${root}/${path}`, root);
      if (below === undefined) yield { path, kind: 'unreadable' };
      else yield* this.#below(root, `${path}/`, below);
    }
  }

  #absolute(path: string): string {
    return join(this.#root, this.locate(path));
  }

  async #stat(path: string): Promise<BigIntStats | undefined> {
    try {
      return await stat(this.#absolute(path), { bigint: true });
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async #open(path: string) {
    try {
      return await openRegular(this.#absolute(path), true);
    } catch (error) {
      if (isAbsent(error)) throw new ObjectNotFound(path);
      throw error;
    }
  }
}

/** Where a link leads, after every link on the way. Its target is opened by nobody who asks for this. */
async function linkKind(link: string, root: string): Promise<InputEntry['kind']> {
  try {
    const target = await realpath(link);
    const away = relative(root, target);
    if (away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away)) return 'link-outside';
    return (await stat(target)).isFile() ? 'link-inside' : 'other';
  } catch (error) {
    if (!isAbsent(error) && errorCode(error) !== 'ELOOP' && errorCode(error) !== 'EACCES') throw error;
    // A link to nowhere: still say so if its words lead out.
    const words = relative(root, resolve(link, '..', await readlink(link)));
    return words.startsWith('..') || isAbsolute(words) ? 'link-outside' : 'unreadable';
  }
}

function decodeName(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined; // not UTF-8: the caller reports it as unreadable
  }
}

function readOnly(path: string): ThongSuotError {
  return new ThongSuotError('read-only', 'system', `inputs are never written to: ${path}`, { path });
}
