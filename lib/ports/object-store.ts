/** Named byte objects. Paths are relative, use `/`, and hold no `.` or `..` part. Errors: `ObjectNotFound`, else what the host says. */
export interface ObjectStore {
  /** Size in bytes, or undefined if there is no such object. Any other failure throws. */
  size(path: string): Promise<number | undefined>;
  /** The whole object. */
  get(path: string): Promise<Uint8Array>;
  /** Bytes [start, end) as a stream of pieces; the end is cut at the object's end. */
  range(path: string, start: number, end: number): AsyncIterable<Uint8Array>;
  /** Bytes [start, end) into `target`; returns how many were there. */
  read(path: string, start: number, end: number, target: Uint8Array): Promise<number>;
  /** Written under a temporary name and put in place whole; replaces what was there. */
  put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Paths under a prefix, sorted by their UTF-8 bytes. */
  list(prefix: string): Promise<string[]>;
  delete(path: string): Promise<void>;
}

export class ObjectNotFound extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`there is no object ${path}`);
    this.name = 'ObjectNotFound';
    this.path = path;
  }
}
