import type { ObjectStore } from './object-store.ts';

export interface InputEntry {
  readonly name: string;
  /** `link-inside` is a link to a regular file under `within`; every other link is `link-outside`, `unreadable` or `other`. */
  readonly kind: 'file' | 'folder' | 'link-inside' | 'link-outside' | 'unreadable' | 'other';
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
   * What changes when a file is written to, found without reading it (size and times, or an ETag); `undefined`
   * if there is no such regular file. Equal versions are a hint, never a proof: digests are.
   */
  version(path: string): Promise<string | undefined>;
}
