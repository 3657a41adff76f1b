import { statfs } from 'node:fs/promises';
import type { FreeSpace } from '../ports/free-space.ts';

/** Free bytes, for a process without privileges, of the file system that holds `folder`. */
export class DiskSpace implements FreeSpace {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }
}
