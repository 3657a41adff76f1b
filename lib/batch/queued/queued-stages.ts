import type { Ledger } from '../../ports/ledger.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Queues } from '../../ports/queue.ts';
import type { StageListener, StageRunner } from '../../ports/stage-runner.ts';
import { sha256Of } from '../digest.ts';
import { appendNext } from '../events.ts';
import { encodeJson, getJson } from '../objects.ts';
import { reviveError } from '../plain-error.ts';
import { lastSent } from './history.ts';
import { storedResultSchema } from './run-task.ts';
import {
  doneEventSchema,
  type GoOn,
  groupList,
  groupSchema,
  RECONCILE,
  TASK_KEYS,
  type Task,
  taskName,
} from './task.ts';

/** Thrown when work was sent whose results are not there yet: this orchestration ends, and is taken up again by them. */
export class Suspended extends Error {
  readonly group: string;
  constructor(stage: string, group: string, missing: number) {
    super(`${missing} messages of ${stage} are on their way`);
    this.name = 'Suspended';
    this.group = group;
  }
}

export interface QueuedStagesOptions extends Pick<GoOn, 'batch' | 'kind'> {
  readonly out: ObjectStore;
  readonly ledger: Ledger;
  readonly queues: Queues;
  /** Digest of the versions of all inputs: results of other inputs are other results. */
  readonly inputs: string;
  /** Sends what is on its way already once more: whoever sent it may have died over it, or a person asks. */
  readonly resends: boolean;
}

/**
 * Stages on the far side of queues. An orchestration is run from its start each time: results that are there are handed
 * over at once, in the order of the messages; where some are missing, those are sent and `Suspended` is thrown. Whoever
 * brings the last result of a group has the orchestration taken up again (`runTask`). So one code orchestrates a batch
 * on one machine and in the cloud, nothing waits for anything, and a message sent twice does the same work twice.
 *
 * An orchestration may be taken up any number of times while a group is on its way (sweeps, late messages): what was
 * sent is not sent again then, or each time would multiply the work.
 */
export class QueuedStages implements StageRunner {
  readonly #options: QueuedStagesOptions;

  constructor(options: QueuedStagesOptions) {
    this.#options = options;
  }

  async runAll(stage: string, messages: readonly unknown[], listener: StageListener): Promise<void> {
    if (messages.length === 0) return;
    const { batch, kind, inputs, ledger, out, queues, resends } = this.#options;
    const events = await ledger.read(batch);
    const byKey = new Map(events.map(({ key, event }) => [key, event]));
    const rounds = events.filter(({ key }) => key.startsWith(TASK_KEYS.again)).length;
    // Asked for anew, the check has other names than before: what it said then is no answer.
    const again = stage === RECONCILE && rounds > 0 ? { again: rounds } : {};
    const names = messages.map((message) => taskName({ stage, message, inputs, ...again }));
    const missing = names.flatMap((name, index) => (byKey.has(TASK_KEYS.done(name)) ? [] : [index]));
    if (missing.length > 0) {
      // Of a group that is on its way some may be done: what is left of it is no group of its own.
      const last = lastSent(events)?.group;
      const left = missing.map((index) => names[index] as string);
      const underWay = last !== undefined && (await this.#isOf(last, left)) ? last : undefined;
      if (underWay !== undefined && !resends) throw new Suspended(stage, underWay, missing.length);
      const list = encodeJson(names);
      const group = underWay ?? sha256Of(list);
      if (underWay === undefined) {
        await out.put(groupList(group), list);
        // First the intent: a sweep that finds it complete takes the batch up again, whoever was killed.
        const sent = { type: 'stage-sent', stage, group };
        await appendNext(ledger, batch, TASK_KEYS.sent, sent);
      }
      const task = (index: number): Task => ({
        batch,
        kind,
        stage,
        name: names[index] as string,
        group,
        message: messages[index],
        inputs,
        ...again,
      });
      await queues.send(
        stage,
        missing.map((index) => ({ id: names[index] as string, body: task(index) })),
      );
      throw new Suspended(stage, group, missing.length);
    }
    for (const [index, name] of names.entries()) {
      const { result } = doneEventSchema.parse(byKey.get(TASK_KEYS.done(name)));
      const stored = await getJson(out, result.path, storedResultSchema);
      if ('error' in stored) throw reviveError(stored.error);
      await listener.onResult?.(stored.result, index);
    }
  }

  /** Whether these all are of that group. */
  async #isOf(group: string, names: readonly string[]): Promise<boolean> {
    const sent = new Set(await getJson(this.#options.out, groupList(group), groupSchema));
    return names.every((name) => sent.has(name));
  }

  async close(): Promise<void> {}
}
