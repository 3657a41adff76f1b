import { readdir, readFile } from 'node:fs/promises';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { ObjectNotFound } from '../../lib/ports/object-store.ts';

const unused = (): never => {
  throw new Error('the sample generator does not use this');
};

/** The tables of `data/`. */
export const dataStore: ObjectStore = {
  get: async (path) => readFile(new URL(`../../data/${path}`, import.meta.url)),
  list: async () => (await readdir(new URL('../../data', import.meta.url))).sort(),
  size: unused,
  range: unused,
  read: unused,
  put: unused,
  delete: unused,
};

/** Keeps everything in memory; counts what it is given. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, Buffer>();
  async put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    if (content instanceof Uint8Array) {
      this.objects.set(path, Buffer.from(content));
      return;
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    this.objects.set(path, Buffer.concat(pieces));
  }
  async get(path: string): Promise<Buffer> {
    const object = this.objects.get(path);
    if (object === undefined) throw new ObjectNotFound(path);
    return object;
  }
  async list(prefix: string): Promise<string[]> {
    return [...this.objects.keys()].filter((path) => path.startsWith(prefix)).sort();
  }
  async size(path: string): Promise<number | undefined> {
    return this.objects.get(path)?.length;
  }
  range = unused;
  read = unused;
  delete = unused;
}
