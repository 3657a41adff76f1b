import * as z from 'zod';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import { type Digested, digestOf, sha256Of } from '../digest.ts';
import { appendNext } from '../events.ts';
import { encodeJson, encodeText } from '../objects.ts';
import { RECONCILIATION, RUN } from '../out-paths.ts';
import type { BatchPorts } from '../ports.ts';
import { type RunOptions, type RunSummary, runBatch } from '../run.ts';
import { readHistory } from './history.ts';
import { type QueuedStages, Suspended } from './queued-stages.ts';
import { type GoOn, RECONCILE, TASK_KEYS } from './task.ts';

/** Where its tasks leave what the next ones need. */
const RECONCILE_TASKS = 'reconcile/';

export type Coordinated =
  /** It has ended, and nobody asks; or there is no such batch. */
  | { readonly state: 'nothing' }
  | { readonly state: 'suspended'; readonly group: string }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'done'; readonly summary: RunSummary };

export interface CoordinateOptions extends Pick<RunOptions, 'kind' | 'chunkBytes' | 'render' | 'sample'> {
  readonly batch: string;
  readonly ports: Omit<BatchPorts, 'stages'>;
  readonly stages: QueuedStages;
  /** Of the message: the check is to be made anew; a person asks. */
  readonly again?: GoOn['again'] | undefined;
  readonly asked?: GoOn['asked'];
}

/**
 * Takes a batch up: runs its orchestration from the start over the results that are there. It ends in one of three
 * ways: work was sent (`suspended`), a person must mend something (`failed`; it stands in `run.json`), or `done`.
 * Every other error is thrown, for the queue to bring the message again. A wake-up that comes late, when the batch has
 * ended and nobody asks, does nothing; nor does one for a name under which nothing was uploaded.
 */
export async function coordinate(options: CoordinateOptions): Promise<Coordinated> {
  const { ports, stages, batch, again, asked = false } = options;
  if ((await ports.files.size(ports.batchFile)) === undefined) return { state: 'nothing' };
  if (!asked && again === undefined && (await readHistory(ports.ledger, batch)).isEnded)
    return { state: 'nothing' };
  try {
    const { kind, render, chunkBytes, sample } = options;
    const summary = await runBatch({
      kind,
      render,
      ports: { ...ports, stages },
      reconcile: (request) => reconcileFar(stages, request),
      onLoaded: async ({ name }) => {
        if (name !== batch) throw elsewhere(batch, name);
        if (again !== undefined)
          await ports.ledger.append(batch, TASK_KEYS.again + again, { type: 'check-again' });
      },
      ...(chunkBytes !== undefined && { chunkBytes }),
      ...(sample !== undefined && { sample }),
    });
    await end(ports, batch, 'done');
    return { state: 'done', summary };
  } catch (error) {
    if (error instanceof Suspended) return { state: 'suspended', group: error.group };
    if (!(error instanceof ThongSuotError) || error.source === 'system') throw error;
    const { code, source, message, params } = error;
    await ports.out.put(
      RUN,
      // The time tells a second failure from the first: who waits for an end sees that there was one.
      encodeJson({
        name: batch,
        state: 'failed',
        ended: ports.clock.now(),
        error: { code, source, message, params },
      }),
    );
    await end(ports, batch, code);
    return { state: 'failed', code };
  }
}

/** A copied folder must not write into the history of the batch that it was copied from. */
const elsewhere = (folder: string, name: string): ThongSuotError =>
  new ThongSuotError(
    'batch-elsewhere',
    'user',
    `the folder ${folder}/ of the source bucket holds the batch.yaml of ${name}: upload it into ${name}/, or give it the name of its folder`,
    { folder, name },
  );

/** What the reconciliation answers to its first message where one task is not enough: further ones, group by group. */
const groupsSchema = z.strictObject({ groups: z.array(z.array(z.record(z.string(), z.unknown())).min(1)) });

/**
 * How the check is cut is its own business: here its messages are sent, each group with what those before it answered.
 * The model comes back through the queue; its file is written again, since each orchestration begins by dropping it.
 */
async function reconcileFar(
  stages: QueuedStages,
  { kind, out }: Parameters<RunOptions['reconcile']>[0],
): Promise<Reconciliation> {
  let [answer] = await answersTo(stages, [{ kind }]);
  if (typeof answer !== 'string') {
    const before: Digested[] = [];
    for (const group of groupsSchema.parse(answer).groups) {
      const answers = await answersTo(
        stages,
        group.map((message) => ({ ...message, before })),
      );
      const bytes = encodeJson(answers);
      const path = `${RECONCILE_TASKS}answers/${before.length}-${sha256Of(bytes)}.json`;
      before.push(digestOf(path, bytes));
      await out.put(path, bytes);
      [answer] = answers;
    }
  }
  if (typeof answer !== 'string') throw new TypeError('the reconciliation did not answer with its file');
  // What its tasks left for each other holds values of records, and nobody asks for it any more.
  for (const path of await out.list(RECONCILE_TASKS)) await out.delete(path);
  await out.put(RECONCILIATION, encodeText(answer));
  return JSON.parse(answer) as Reconciliation;
}

async function answersTo(stages: QueuedStages, messages: readonly unknown[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  await stages.runAll(RECONCILE, messages, {
    onResult: (result, index) => {
      answers[index] = result;
    },
  });
  return answers;
}

async function end(ports: Pick<BatchPorts, 'ledger'>, batch: string, outcome: string): Promise<void> {
  const { sent } = await readHistory(ports.ledger, batch);
  await appendNext(ports.ledger, batch, TASK_KEYS.ended, {
    type: 'run-ended',
    after: sent?.key ?? '',
    outcome,
  });
}
