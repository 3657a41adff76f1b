import type { Ledger } from '../../ports/ledger.ts';
import { doneEventSchema, endedEventSchema, sentEventSchema, TASK_KEYS } from './task.ts';

/** What the ledger says of a batch over its queues. */
export interface QueuedHistory {
  /** How many events of any kind. */
  readonly length: number;
  /** The group that was sent last. */
  readonly sent: { readonly key: string; readonly stage: string; readonly group: string } | undefined;
  /** Whether the orchestration ended after what was sent last. */
  readonly isEnded: boolean;
  /** Tasks that are done, by stage. */
  tasks(): Readonly<Record<string, number>>;
  isDone(task: string): boolean;
}

/** The group that was sent last: a look that costs next to nothing, however long the history is. */
export async function readLastSent(
  ledger: Pick<Ledger, 'read'>,
  batch: string,
): Promise<QueuedHistory['sent']> {
  return lastSent(await ledger.read(batch, TASK_KEYS.sent));
}

type Events = Awaited<ReturnType<Ledger['read']>>;

const lastUnder = (events: Events, prefix: string) =>
  events.filter(({ key }) => key.startsWith(prefix)).at(-1);

/** The group that was sent last. */
export function lastSent(events: Events): QueuedHistory['sent'] {
  const sent = lastUnder(events, TASK_KEYS.sent);
  return sent && { key: sent.key, ...sentEventSchema.parse(sent.event) };
}

/** A fold over the batch's events, as they are now. */
export async function readHistory(ledger: Pick<Ledger, 'read'>, batch: string): Promise<QueuedHistory> {
  const events = await ledger.read(batch);
  const sent = lastSent(events);
  const ended = lastUnder(events, TASK_KEYS.ended);
  const keys = new Set(events.map(({ key }) => key));
  return {
    length: events.length,
    sent,
    isEnded: ended !== undefined && endedEventSchema.parse(ended.event).after === (sent?.key ?? ''),
    tasks: () => {
      const tasks: Record<string, number> = {};
      for (const { key, event } of events) {
        if (!key.startsWith(TASK_KEYS.done(''))) continue;
        const { stage } = doneEventSchema.parse(event);
        tasks[stage] = (tasks[stage] ?? 0) + 1;
      }
      return tasks;
    },
    isDone: (task) => keys.has(TASK_KEYS.done(task)),
  };
}
