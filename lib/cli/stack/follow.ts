import { reviveError } from '../../batch/plain-error.ts';
import type { Progress } from '../../batch/progress.ts';
import { type QueuedState, readQueuedState } from '../../batch/queued/queued-state.ts';
import type { Call } from '../command.ts';
import { progressLine } from '../progress.ts';
import { type Letters, lettersOf, refuseLetters } from './dead-letters.ts';
import { LETTERS_AFTER, Looks, TOLD_AFTER } from './looks.ts';
import type { OpenStack, StackBatch } from './open-stack.ts';

/** What the progress line calls the work of a queue. */
const STAGES: Readonly<Record<string, Progress['stage']>> = {
  'freeze-source': 'freeze',
  'verify-source': 'freeze',
  'inventory-segment': 'attachments',
  'remap-chunk': 'remap',
  'number-keys': 'assemble',
  'assemble-source': 'assemble',
  reconcile: 'reconcile',
};
export const stageOf = (queue: string): Progress['stage'] => STAGES[queue] ?? 'reconcile';

interface Sent {
  readonly batch: StackBatch;
  readonly kind: 'run' | 'plan';
  /** The check is to be made anew, though nothing changed since the last. */
  readonly again?: boolean;
}

/**
 * Has a batch taken up and looks on until it has ended: `undefined` if the person left first (it goes on without him).
 * Throws what the batch failed with, as a run on this machine would, and `stack-dead-letters` where a message was given up.
 */
export async function sendAndFollow(
  call: Call,
  stack: OpenStack,
  { batch, kind, again = false }: Sent,
): Promise<QueuedState | undefined> {
  const before = await readQueuedState(batch.name, batch);
  const letters = await lettersOf(stack);
  await stack.send({ batch: batch.name, kind }, again);
  const ended = await call.host.interruptible((signal) =>
    look(call, stack, batch, { before: before.mark, letters, signal }),
  );
  if (ended?.error !== undefined) throw reviveError(ended.error);
  return ended;
}

async function look(
  call: Call,
  stack: OpenStack,
  batch: StackBatch,
  { before, letters, signal }: { before: string; letters: Letters; signal: AbortSignal },
): Promise<QueuedState | undefined> {
  const looks = new Looks(call.host.axis, signal);
  const progress = progressLine(call.host.stderr, call.t);
  let mark = before;
  let told = false;
  try {
    while (await looks.next()) {
      const now = await readQueuedState(batch.name, batch);
      const news = now.mark !== mark;
      looks.saw(news);
      if (news) told = false;
      mark = now.mark;
      if (mark !== before && (now.state === 'done' || now.state === 'failed')) return now;
      const { group } = now;
      if (group !== undefined)
        progress.on({ stage: stageOf(group.stage), done: group.done, total: group.total, unit: 'chunks' });
      const quiet = looks.quietMs;
      if (quiet >= LETTERS_AFTER) refuseLetters(stack, letters, await lettersOf(stack));
      if (quiet < TOLD_AFTER || told) continue;
      told = true;
      progress.end();
      const waiting = group?.stage ?? 'coordinate';
      const minutes = Math.floor(quiet / 60_000);
      call.host.stderr.write(`${call.t('stack.quiet', { batch: batch.name, minutes, queue: waiting })}\n`);
    }
    return undefined;
  } finally {
    progress.end();
  }
}
