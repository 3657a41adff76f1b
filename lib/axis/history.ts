import * as z from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import { type Ledger, LedgerConflict, type LedgerEvent } from '../ports/ledger.ts';
import type { Outcome } from './client.ts';
import type { DigestedPlan } from './plan-file.ts';

/** Name of a plan's history in the ledger. */
export const batchOf = ({ digest, plan }: DigestedPlan): string => batchName(plan.province, digest);
export const batchName = (province: string, digest: string): string => `codes/${province}/${digest}`;

/** What is known of one call of the plan. */
export interface CallHistory {
  /** How often it was begun, answered or not. */
  attempts: number;
  /** Of the last attempt: how it was answered; undefined if it was begun and nothing more is known. */
  last: Outcome | undefined;
  verified: boolean;
  /** It reads back as wanted although the last answer was an error of this code; blank otherwise. */
  although: string;
}

const outcomeSchema = z.object({
  outcome: z.enum(['ok', 'business', 'retry', 'unknown']),
  code: z.string(),
});
const callEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('axis-call-begun'), number: z.int(), attempt: z.int() }),
  outcomeSchema.extend({ type: z.literal('axis-call-answered'), number: z.int(), attempt: z.int() }),
  z.object({ type: z.literal('axis-call-verified'), number: z.int(), although: z.string() }),
  z.object({
    type: z.literal('axis-plan-begun'),
    before: z.object({ path: z.string(), sha256: z.string() }),
  }),
  z.object({ type: z.literal('axis-run-ended'), run: z.int(), list: z.string() }),
]);

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/**
 * What was done about a plan: a fold over its events in the ledger. An event holds codes of agencies, numbers and
 * digests; names, mail addresses and secrets never.
 */
export class History {
  readonly #ledger: Ledger;
  readonly #batch: string;
  readonly #calls = new Map<number, CallHistory>();
  /** The kept plan, with every before-image; undefined if the plan was never begun. */
  before: { readonly path: string; readonly sha256: string } | undefined;
  runs = 0;
  /** Attempts that ended, however they did: requests that were sent, but for one that a crash left open. */
  answers = 0;
  /** Digest of the list that the last run ended with; blank if none did. */
  lastList = '';

  static async read(ledger: Ledger, batch: string): Promise<History> {
    const history = new History(ledger, batch);
    for (const { key, event } of await ledger.read(batch)) history.#fold(key, event);
    return history;
  }

  private constructor(ledger: Ledger, batch: string) {
    this.#ledger = ledger;
    this.#batch = batch;
  }

  of(number: number): CallHistory {
    let found = this.#calls.get(number);
    if (found === undefined) {
      found = { attempts: 0, last: undefined, verified: false, although: '' };
      this.#calls.set(number, found);
    }
    return found;
  }

  async beginPlan(before: { path: string; sha256: string }, calls: number, axisList: string): Promise<void> {
    await this.#append('plan', { type: 'axis-plan-begun', before, calls, axisList });
  }

  /**
   * Precedes every call: whoever comes after a crash knows that it may have arrived. Throws
   * `sync-in-progress` if the attempt is there already, by another sync beside this one: it sends that call.
   */
  async begin(number: number, call: string, code: string, at: string): Promise<void> {
    const attempt = this.of(number).attempts + 1;
    const key = `${this.#attemptKey(number, attempt)}/1-begun`;
    const event = { type: 'axis-call-begun', number, attempt, call, code, at };
    const appended = await this.#append(key, event).catch((error: unknown) => {
      if (error instanceof LedgerConflict) return error;
      throw error;
    });
    if (appended === 'appended') return;
    throw new ThongSuotError(
      'sync-in-progress',
      'user',
      `another sync wrote ${key} into the ledger of ${this.#batch} meanwhile: wait until it ends, then run again`,
      { province: this.#batch.split('/')[1] ?? '' },
      { cause: appended },
    );
  }

  async answered(number: number, outcome: Outcome, at: string): Promise<void> {
    const attempt = this.of(number).attempts;
    const key = `${this.#attemptKey(number, attempt)}/2-answered`;
    await this.#append(key, { type: 'axis-call-answered', number, attempt, ...outcome, at });
  }

  /** `list` is the digest of the list that was read back. */
  async verify(number: number, list: string): Promise<void> {
    const { last } = this.of(number);
    const although = last === undefined || last.outcome === 'ok' ? '' : last.code;
    const key = `call/${padded(number, 6)}/verified`;
    await this.#append(key, { type: 'axis-call-verified', number, although, list });
  }

  async endRun(result: string, list: string, at: string): Promise<void> {
    const run = this.runs + 1;
    await this.#append(`run/${padded(run, 6)}`, { type: 'axis-run-ended', run, result, list, at });
  }

  /** Keys sort as things happened: the ledger is read by the bytes of its keys. */
  #attemptKey(number: number, attempt: number): string {
    return `call/${padded(number, 6)}/attempt/${padded(attempt, 4)}`;
  }

  async #append(key: string, event: LedgerEvent): Promise<'appended' | 'exists'> {
    const appended = await this.#ledger.append(this.#batch, key, event);
    this.#fold(key, event);
    return appended;
  }

  #fold(key: string, event: LedgerEvent): void {
    const parsed = callEventSchema.safeParse(event);
    if (!parsed.success)
      throw new ThongSuotError(
        'axis-ledger-bad',
        'user',
        `the ledger of ${this.#batch} holds an event under ${key} that no sync of this version wrote: use the version that wrote it`,
        { batch: this.#batch, key },
      );
    const { data } = parsed;
    switch (data.type) {
      case 'axis-plan-begun':
        this.before = data.before;
        break;
      case 'axis-run-ended':
        this.runs = data.run;
        this.lastList = data.list;
        break;
      case 'axis-call-begun':
        Object.assign(this.of(data.number), { attempts: data.attempt, last: undefined });
        break;
      case 'axis-call-answered':
        this.of(data.number).last = { outcome: data.outcome, code: data.code };
        this.answers++;
        break;
      case 'axis-call-verified':
        Object.assign(this.of(data.number), { verified: true, although: data.although });
        break;
    }
  }
}
