/** A private folder for one task on a local disk (DuckDB needs one): emptied by `remove`. */
export interface Scratch {
  /** Absolute path; only for engines that open files themselves. Never printed, never stored. */
  readonly dir: string;
  /** Appends to a file in the folder; `close` returns its absolute path. */
  writer(name: string): ScratchWriter;
  drop(name: string): void;
  remove(): void;
}
export interface ScratchWriter {
  /** The bytes are taken at once: the caller may reuse the buffer. */
  write(bytes: Uint8Array): void;
  close(): string;
}
