import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type PartSettings, partSettings } from '../../lib/reconcile/parts/plan-tasks.ts';
import { runReconcileTask } from '../../lib/reconcile/parts/run-task.ts';
import type { ReconcileInput } from '../../lib/reconcile/reconcile.ts';
import { TempScratch } from './support.ts';

/** One record a partition, one partition a task, one bucket for every five records. */
export const tiny: PartSettings = {
  ...partSettings,
  wholeBytes: 0,
  partBytes: 1,
  frameBytes: 1,
  bucketRecords: 5,
  limits: { records: 1, bytes: 1 },
};

const groups = z.strictObject({ groups: z.array(z.array(z.record(z.string(), z.unknown()))) });

/** In which order a group's tasks run, by their places in it; a place that is given twice runs twice. */
export type Order = (messages: number) => readonly number[];

export interface PartsRun {
  readonly text: string;
  /** Messages of each group. */
  readonly sizes: readonly number[];
}

/**
 * What the queue and the orchestration do with a reconciliation in parts: messages and answers go through JSON, each
 * task has a scratch folder of its own.
 */
export async function reconcileInParts(
  input: ReconcileInput,
  settings: PartSettings = tiny,
  order: Order = (messages) => [...Array(messages).keys()],
): Promise<PartsRun> {
  const run = async (message: unknown): Promise<unknown> => {
    const answer = await runReconcileTask(
      JSON.parse(JSON.stringify(message)),
      { ...input, scratch: new TempScratch() },
      settings,
    );
    return JSON.parse(JSON.stringify(answer));
  };
  const first = await run({ kind: input.kind });
  if (typeof first === 'string') return { text: first, sizes: [] };
  const before: Array<{ path: string; bytes: number; sha256: string }> = [];
  const sizes: number[] = [];
  let answers: unknown[] = [];
  for (const group of groups.parse(first).groups) {
    answers = [];
    for (const index of order(group.length)) answers[index] = await run({ ...group[index], before });
    const bytes = Buffer.from(JSON.stringify(answers));
    const path = `reconcile/answers/${before.length}.json`;
    await input.out.put(path, bytes);
    before.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    sizes.push(group.length);
  }
  const [text] = answers;
  if (typeof text !== 'string') throw new TypeError('the last task did not answer with the verdict');
  return { text, sizes };
}
