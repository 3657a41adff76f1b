import type { AxisList } from '../agencies/axis-list.ts';
import type { PlannedCall } from '../formats/codes-plan.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { AxisClient, ReadList } from './client.ts';
import type { Drift } from './compare-lists.ts';
import { sha256Of } from './digest.ts';
import { driftSince } from './drift.ts';
import { batchOf, History } from './history.ts';
import type { InFlightGate } from './in-flight-gate.ts';
import { type CallState, type Judging, judgeCall } from './judge.ts';
import { type DigestedPlan, planBytes } from './plan-file.ts';
import { listBytes, listPath } from './saved-list.ts';

export interface SyncOptions {
  readonly plan: DigestedPlan;
  /** The list that the plan was made from. */
  readonly base: AxisList;
  readonly client: AxisClient;
  readonly ledger: Ledger;
  /** The province's folder of outputs: the kept plan with its before-images, and the lists. */
  readonly out: ObjectStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly gate: InFlightGate;
  readonly retryRefused: boolean;
  /** How often one call may be sent in one run. */
  readonly attempts: number;
  onProgress?(done: number, total: number): void;
}

export interface SyncReport {
  /**
   * `drift`: the list is not the plan's, nothing was sent. `changed`: it became another, or came back in part, while
   * the plan ran; what was sent before is in the ledger, and nothing is taken for done by such a list. `unreachable`:
   * the axis stopped answering; run again. `failing`: it lists, and carries nothing out; run again later. `ended`: there
   * was nothing more to send.
   */
  readonly result: 'drift' | 'changed' | 'unreachable' | 'failing' | 'ended';
  readonly drift: readonly Drift[];
  /** By the number of the call. */
  readonly states: ReadonlyMap<number, CallState>;
  /** How many requests to change something were sent. */
  readonly sent: number;
  /** As it was read last. */
  readonly list: AxisList;
}

/** Calls that failed as often as they may, with nothing done in between, before a run gives up. */
const maxFailedInRow = 3;

/** Where every call stands; reads the list, sends and writes nothing. */
export async function previewSync(options: SyncOptions): Promise<SyncReport> {
  const history = await History.read(options.ledger, batchOf(options.plan));
  const run = new Run(options, history, await options.client.list());
  const drift = run.drift();
  return run.report(drift.length > 0 ? 'drift' : 'ended', drift);
}

/**
 * Carries a plan out as far as it can be now; begun again, it goes on where it was. The caller holds the province's
 * lock. Throws what reading the first list throws, and `axis-redirect`.
 */
export async function carryOut(options: SyncOptions): Promise<SyncReport> {
  const { plan, client, ledger, out } = options;
  const history = await History.read(ledger, batchOf(plan));
  const read = await client.list();
  const run = new Run(options, history, read);
  const drift = run.drift();
  if (drift.length > 0) return run.report('drift', drift);
  const bytes = planBytes(plan);
  const path = beforePath(plan.digest);
  await out.put(path, bytes);
  await history.beginPlan(
    { path, sha256: sha256Of(bytes) },
    plan.plan.calls.length,
    plan.plan.madeFrom.axisList,
  );
  await keepList(out, read.list);
  const { result, drift: changed } = await run.toTheEnd();
  const report = run.report(result, changed);
  await keepList(out, report.list);
  await history.endRun(result, report.list.digest, options.clock.now());
  return report;
}

/** The plan as it was begun, with every before-image. */
export const beforePath = (digest: string): string => `before/${digest}.json`;

export async function keepList(out: ObjectStore, list: AxisList): Promise<void> {
  const path = listPath(list.digest);
  if ((await out.size(path)) === undefined) await out.put(path, listBytes(list));
}

/** How a run that sent something, or could have, came to its end. */
interface Ending {
  readonly result: Exclude<SyncReport['result'], 'drift'>;
  readonly drift: readonly Drift[];
}

class Run {
  readonly #options: SyncOptions;
  readonly #history: History;
  readonly #tries = new Map<number, number>();
  #read: ReadList;
  #sent = 0;
  #failedInRow = 0;

  constructor(options: SyncOptions, history: History, read: ReadList) {
    this.#options = options;
    this.#history = history;
    this.#read = read;
  }

  /** Wave after wave: what is ready is sent, then the list is read back once for all of it. */
  async toTheEnd(): Promise<Ending> {
    const end = (result: Ending['result'], drift: readonly Drift[] = []): Ending => ({ result, drift });
    for (;;) {
      await this.#settle();
      if (this.#failedInRow >= maxFailedInRow) return end('failing');
      const ready = this.#calls.filter((call) => this.#judge(call).state === 'to-send');
      if (ready.length === 0) return end('ended');
      await this.#wave(ready);
      try {
        this.#read = await this.#options.client.list();
      } catch (error) {
        if (error instanceof ThongSuotError && error.code === 'axis-unreachable') return end('unreachable');
        throw error;
      }
      // By a list that lacks entries, every delete would read back as done, those that were never sent too.
      const drift = this.drift();
      if (drift.length > 0) return end('changed', drift);
    }
  }

  /** How the list that was read last is not the plan's, but for what the plan's own calls did. */
  drift(): readonly Drift[] {
    const { plan, base } = this.#options;
    return driftSince(plan.plan, base, this.#read.list, this.#history);
  }

  report(result: SyncReport['result'], drift: readonly Drift[]): SyncReport {
    const states = new Map(this.#calls.map((call) => [call.number, this.#judge(call)]));
    return { result, drift, states, sent: this.#sent, list: this.#read.list };
  }

  get #calls(): readonly PlannedCall[] {
    return this.#options.plan.plan.calls;
  }

  #judge(call: PlannedCall): CallState {
    const { gate, retryRefused, attempts } = this.#options;
    const judging: Judging = {
      history: this.#history,
      list: this.#read.list,
      gate,
      retryRefused,
      attempts,
      tries: this.#tries,
    };
    return judgeCall(call, judging);
  }

  /** Records what reads back as wanted. */
  async #settle(): Promise<void> {
    let done = 0;
    for (const call of this.#calls) {
      const { state } = this.#judge(call);
      if (state === 'settled') {
        await this.#history.verify(call.number, this.#read.list.digest);
        this.#failedInRow = 0;
      }
      if (state === 'settled' || state === 'done') done++;
    }
    this.#options.onProgress?.(done, this.#calls.length);
  }

  /** Sends until one call's outcome is not known: then the list has to say, before anything else is tried. */
  async #wave(ready: readonly PlannedCall[]): Promise<void> {
    const { client, clock, attempts } = this.#options;
    for (const call of ready) {
      const tries = (this.#tries.get(call.number) ?? 0) + 1;
      this.#tries.set(call.number, tries);
      await this.#history.begin(call.number, call.call, call.code, clock.now());
      const outcome = await client.make(call, this.#read.ids.get(call.code) ?? '');
      this.#sent++;
      await this.#history.answered(call.number, outcome, clock.now());
      if (outcome.outcome === 'ok' || outcome.outcome === 'business') continue;
      if (tries >= attempts) this.#failedInRow++;
      await client.backOff(tries);
      return;
    }
  }
}
