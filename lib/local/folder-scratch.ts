import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checkObjectPath } from '../ports/object-path.ts';
import type { Scratch, ScratchWriter } from '../ports/scratch.ts';

/** Collected before each write: DuckDB's inputs are written in many small rows. */
const BUFFER_BYTES = 256 * 1024;

/** A private folder (mode 0700), made when it is asked for. Not durable: nothing in it outlives its task. */
export class FolderScratch implements Scratch {
  readonly dir: string;
  readonly #open = new Set<number>();

  constructor(dir: string) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.dir = dir;
  }

  writer(name: string): ScratchWriter {
    const path = this.#path(name);
    const fd = openSync(path, 'a', 0o600);
    this.#open.add(fd);
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    let used = 0;
    const flush = () => {
      writeAll(fd, buffer.subarray(0, used));
      used = 0;
    };
    return {
      write: (bytes) => {
        if (used + bytes.length > BUFFER_BYTES) flush();
        if (bytes.length > BUFFER_BYTES) writeAll(fd, bytes);
        else {
          buffer.set(bytes, used);
          used += bytes.length;
        }
      },
      close: () => {
        flush();
        this.#open.delete(fd);
        closeSync(fd);
        return path;
      },
    };
  }

  drop(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  remove(): void {
    for (const fd of this.#open) closeSync(fd);
    this.#open.clear();
    rmSync(this.dir, { recursive: true, force: true });
  }

  #path(name: string): string {
    checkObjectPath(name);
    return join(this.dir, name);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
