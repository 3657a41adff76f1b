import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Ledger, LedgerConflict } from '../ports/ledger.ts';
import type { LockHolder, RunLock } from '../ports/run-lock.ts';

const KEYS = 'lock/';

const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('axis-lock-taken'),
    id: z.string(),
    pid: z.int(),
    host: z.string(),
    since: z.string(),
    until: z.string(),
  }),
  z.strictObject({ type: z.literal('axis-lock-released'), id: z.string() }),
]);
type LockEvent = z.output<typeof eventSchema>;

export interface AxisLockOptions {
  readonly ledger: Ledger;
  /** `codes/PROVINCE`. */
  readonly partition: string;
  /** Longer than the longest run of a function: whoever was killed is then surely gone. */
  readonly leaseSeconds: number;
  /** ISO 8601, UTC. */
  now(): string;
  readonly host: string;
}

/**
 * One sync of a province at a time, by a ledger that only appends: taking and releasing are events one after the other,
 * and of two who would take it, one finds the number taken. A lease that was never released ends by its time.
 */
export class AxisLock implements RunLock {
  readonly #options: AxisLockOptions;

  constructor(options: AxisLockOptions) {
    this.#options = options;
  }

  async acquire(): ReturnType<RunLock['acquire']> {
    const { now, leaseSeconds, host } = this.#options;
    const id = randomUUID();
    for (;;) {
      const { last, next } = await this.#read();
      const since = now();
      const heldBy = holderOf(last, since);
      if (heldBy !== undefined) return { heldBy };
      const until = new Date(Date.parse(since) + leaseSeconds * 1000).toISOString();
      if (await this.#append(next, { type: 'axis-lock-taken', id, pid: process.pid, host, since, until }))
        return { release: () => this.#release(id) };
    }
  }

  async holder(): Promise<LockHolder | undefined> {
    return holderOf((await this.#read()).last, this.#options.now());
  }

  async #release(id: string): Promise<void> {
    const { last, next } = await this.#read();
    // Somebody else has it where the lease ended before the work did.
    if (last?.type === 'axis-lock-taken' && last.id === id)
      await this.#append(next, { type: 'axis-lock-released', id });
  }

  /** False where somebody took the number meanwhile. */
  async #append(number: number, event: LockEvent): Promise<boolean> {
    const { ledger, partition } = this.#options;
    try {
      await ledger.append(partition, `${KEYS}${String(number).padStart(6, '0')}`, event);
      return true;
    } catch (error) {
      if (error instanceof LedgerConflict) return false;
      throw error;
    }
  }

  async #read(): Promise<{ last: LockEvent | undefined; next: number }> {
    const { ledger, partition } = this.#options;
    const stored = (await ledger.read(partition)).filter(({ key }) => key.startsWith(KEYS)).at(-1);
    return {
      last: stored && eventSchema.parse(stored.event),
      next: stored === undefined ? 1 : Number(stored.key.slice(KEYS.length)) + 1,
    };
  }
}

function holderOf(last: LockEvent | undefined, now: string): LockHolder | undefined {
  if (last?.type !== 'axis-lock-taken' || last.until <= now) return undefined;
  const { pid, host, since } = last;
  return { pid, host, since };
}
