import type { Dirent } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { ThongSuotError } from '../formats/errors.ts';
import { checkObjectPath, OWN_PREFIX } from '../ports/object-path.ts';
import { ObjectNotFound, type ObjectStore } from '../ports/object-store.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { openRegular, pieces, readInto, whole } from './file-bytes.ts';
import { errorCode, isAbsent } from './paths.ts';

const TEMPORARY = '.tmp-';
let temporaries = 0;

/**
 * Objects as files of one folder (mode 0700). A link inside it is never followed: what stands at the end of one
 * is not an object of this store. `put` is write, fsync, rename, fsync of the folder: after a power cut an object
 * is the old one or the new one, whole, and a ledger event appended after `put` never outlives it.
 */
export class FolderStore implements ObjectStore {
  readonly #root: string;

  /** `root` must exist. */
  constructor(root: string) {
    this.#root = root;
  }

  async size(path: string): Promise<number | undefined> {
    checkObjectPath(path);
    try {
      const stat = await lstat(await this.#real(path));
      return stat.isFile() ? stat.size : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async get(path: string): Promise<Uint8Array> {
    return whole(await this.#open(path));
  }

  async *range(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* pieces(await this.#open(path), start, end);
  }

  async read(path: string, start: number, end: number, target: Uint8Array): Promise<number> {
    return readInto(await this.#open(path), start, end, target);
  }

  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    checkObjectPath(path);
    const folder = await this.#folder(dirname(path));
    // Unique among processes, threads and calls; left behind only by a kill, and then swept.
    const temporary = join(folder, `${TEMPORARY}${process.pid}-${threadId}-${temporaries++}`);
    const handle = await open(temporary, 'wx', 0o600);
    try {
      try {
        if (content instanceof Uint8Array) await handle.writeFile(content);
        else for await (const piece of content) await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, join(this.#root, path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const found: string[] = [];
    if (folder !== '') checkObjectPath(folder.slice(0, -1));
    const entries = await readFolder(join(this.#root, folder));
    if (entries.length > 0 && folder !== '') await this.#real(`${folder}x`);
    await this.#walk(folder, entries, prefix, found);
    return found.sort(compareUtf8);
  }

  async delete(path: string): Promise<void> {
    checkObjectPath(path);
    try {
      await unlink(await this.#real(path));
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  /** Removes what killed writers left. Only for who knows that nobody else writes. */
  async sweep(): Promise<void> {
    for (const path of await this.#hidden(''))
      await rm(join(this.#root, path), { recursive: true, force: true });
  }

  async #hidden(folder: string): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readFolder(join(this.#root, folder))) {
      const path = `${folder}${entry.name}`;
      if (entry.name.startsWith(TEMPORARY)) found.push(path);
      else if (entry.isDirectory() && !entry.name.startsWith(OWN_PREFIX))
        found.push(...(await this.#hidden(`${path}/`)));
    }
    return found;
  }

  async #walk(folder: string, entries: readonly Dirent[], prefix: string, found: string[]): Promise<void> {
    for (const entry of entries) {
      if (entry.name.startsWith(OWN_PREFIX)) continue;
      const path = `${folder}${entry.name}`;
      if (entry.isFile() && path.startsWith(prefix)) found.push(path);
      else if (entry.isDirectory() && (`${path}/`.startsWith(prefix) || prefix.startsWith(`${path}/`)))
        await this.#walk(`${path}/`, await readFolder(join(this.#root, path)), prefix, found);
    }
  }

  async #open(path: string) {
    checkObjectPath(path);
    try {
      return await openRegular(await this.#real(path), false);
    } catch (error) {
      if (isAbsent(error)) throw new ObjectNotFound(path);
      if (errorCode(error) === 'ELOOP') throw linked(path);
      throw error;
    }
  }

  /** The file's path, once its folder is known to be reached without a link. Throws ENOENT if there is no folder. */
  async #real(path: string): Promise<string> {
    const folder = dirname(path);
    const root = await realpath(this.#root);
    const expected = folder === '.' ? root : join(root, folder);
    if ((await realpath(join(this.#root, folder))) !== expected) throw linked(path);
    return join(this.#root, path);
  }

  /** Makes a folder, from the root down: nothing is made where a link leads. */
  async #folder(folder: string): Promise<string> {
    const path = join(this.#root, folder);
    try {
      await this.#real(`${folder}/x`);
      return path;
    } catch (error) {
      if (!isAbsent(error) || folder === '.') throw error;
    }
    await this.#folder(dirname(folder));
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      // Somebody else made it meanwhile, or it is a link to nowhere.
      if ((await lstat(path)).isSymbolicLink()) throw linked(folder);
    }
    await this.#real(`${folder}/x`);
    return path;
  }
}

function linked(path: string): ThongSuotError {
  return new ThongSuotError(
    'link-in-store',
    'user',
    `${path} is reached through a symbolic link, which the output folder may not hold: remove the link`,
    { path },
  );
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
