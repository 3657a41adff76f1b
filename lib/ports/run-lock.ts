/** Who holds the lock of a batch, as it described itself when it took it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** One `run` at a time for each batch. A holder that was killed leaves nothing that must be cleaned by hand. */
export interface RunLock {
  /** The lock's release, or who holds it. */
  acquire(): Promise<{ readonly release: () => Promise<void> } | { readonly heldBy: LockHolder | null }>;
  /** Who holds it now; `undefined` if nobody does. Does not take it. `null`: held, by somebody who did not say who. */
  holder(): Promise<LockHolder | null | undefined>;
}
