import type { ObjectStore } from './object-store.ts';

export interface InputEntry {
  readonly name: string;
  /** `link-inside` is a link to a regular file under `within`; every other link is `link-outside`, `unreadable` or `other`. */
  readonly kind: 'file' | 'folder' | 'link-inside' | 'link-outside' | 'unreadable' | 'other';
}

/** Something below a folder that is no folder itself. `path` is relative to that folder, with `/`. */
export interface InputLeaf {
  readonly path: string;
  readonly kind: Exclude<InputEntry['kind'], 'folder'>;
  /**
   * What the listing itself told of a file, so that nobody need ask for it: a bucket's does, a folder's does not. This
   * `version` changes when other bytes are put, as that of `version()` does, but the two are not compared.
   */
  readonly listed?: { readonly version: string; readonly bytes: number };
}

export interface InputStat {
  readonly bytes: number;
  /**
   * Of the whole file, as hex: where the store itself made it of the bytes that it received, verified it and keeps it.
   * A digest of digests of parts is none, nor is one that somebody wrote beside the file.
   */
  readonly sha256: string | undefined;
}

/**
 * The files that the user names in `batch.yaml`, read only: `put` and `delete` throw. A path is relative to the
 * folder of `batch.yaml`, uses `/`, and may climb out of it with `..` (exports often stand beside the batch);
 * absolute paths are turned into such a path once, by `locate`, so that nothing that is stored or signed holds
 * one (invariant 10). Links that the user names are followed: it is the user's machine.
 */
export interface InputFiles extends ObjectStore {
  /** The path by which this store knows a path that the user wrote: relative, normalised, `/` between its parts. */
  locate(path: string): string;
  /**
   * The entries of one folder, sorted by the UTF-8 bytes of their names; `undefined` if there is no such folder
   * or it can't be read. Links are looked at, not followed; `within` is the folder they may not lead out of.
   */
  entries(folder: string, within: string): Promise<readonly InputEntry[] | undefined>;
  /**
   * All leaves below a folder, sorted by the UTF-8 bytes of their paths, each once; a folder in it that can't be read
   * is a leaf, `unreadable`. `undefined` if there is no such folder or it can't be read. Links as in `entries`.
   * A store that lists them all before it gives the first throws `TooManyLeaves` where there are more than `most`.
   */
  leaves(root: string, most?: number): Promise<AsyncIterable<InputLeaf> | undefined>;
  /** What the store tells of a file without reading it; `undefined` if there is no such regular file. */
  stat(path: string): Promise<InputStat | undefined>;
  /**
   * What changes when a file is written to, found without reading it (size and times, or an ETag); `undefined`
   * if there is no such regular file. Equal versions are a hint, never a proof: digests are.
   */
  version(path: string): Promise<string | undefined>;
  /**
   * All bytes of a file as they were at one time, in pieces. Throws `InputChanged`, after the last piece at the latest, if
   * it is written to meanwhile, and `ObjectNotFound`.
   */
  whole(path: string): AsyncIterable<Uint8Array>;
}

export class TooManyLeaves extends Error {
  constructor(root: string, most: number) {
    super(`there are more than ${most} files below ${root}`);
    this.name = 'TooManyLeaves';
  }
}

export class InputChanged extends Error {
  constructor(path: string) {
    super(`${path} changed while it was read`);
    this.name = 'InputChanged';
  }
}
