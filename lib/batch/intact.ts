import { ThongSuotError } from '../formats/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Digested } from './digest.ts';
import type { BatchPorts } from './ports.ts';
import { runStages } from './run-stages.ts';
import type { StageMessage, StageResult } from './stages.ts';

/** How often outputs are made anew over a batch's history, before it is no accident any more. */
const MOST_TIMES = 50;

/** Stages whose work can be asked for once more: where results are kept by message, `again` makes it another one. */
export type Repeatable = 'remap-chunk' | 'number-keys' | 'assemble-source';

/**
 * Runs a stage for work that is to be done now, whatever was kept of it, until `stands` for each: messages bear
 * `again` 1, 2, …. Throws `output-unsteady` if it does not come to stand.
 */
export async function redo<N extends Repeatable>(
  ports: Pick<BatchPorts, 'stages'>,
  stage: N,
  messages: ReadonlyArray<StageMessage<N>>,
  stands: (message: StageMessage<N>, result: StageResult<N>) => Promise<boolean>,
  onResult: (result: StageResult<N>, message: StageMessage<N>) => void,
  onAdvance?: (amount: number) => void,
): Promise<void> {
  let left = messages;
  for (let again = 1; left.length > 0; again++) {
    if (again > MOST_TIMES)
      throw new ThongSuotError(
        'output-unsteady',
        'system',
        `outputs of the stage ${stage} are written to by something else: they were made anew ${MOST_TIMES} times and do not stay as they were made`,
        { stage },
      );
    const results: Array<StageResult<N>> = [];
    await runStages(
      ports.stages,
      stage,
      left.map((message) => ({ ...message, again })),
      {
        onResult: (result, index) => {
          results[index] = result;
        },
        ...(onAdvance && { onAdvance }),
      },
    );
    const fallen: Array<StageMessage<N>> = [];
    for (const [index, message] of left.entries()) {
      const result = results[index] as StageResult<N>;
      if (await stands(message, result)) onResult(result, message);
      else fallen.push(message);
    }
    left = fallen;
  }
}

/** Whether outputs stand at the sizes at which they were written. */
export async function allStand(out: ObjectStore, outputs: readonly Digested[]): Promise<boolean> {
  for (const { path, bytes } of outputs) if ((await out.size(path)) !== bytes) return false;
  return true;
}

/** Runs a stage, and anew for every message whose outputs do not stand. */
export async function runUntilStanding<N extends Repeatable>(
  ports: Pick<BatchPorts, 'stages' | 'out'>,
  stage: N,
  messages: ReadonlyArray<StageMessage<N>>,
  outputsOf: (result: StageResult<N>) => readonly Digested[],
  onAdvance: (amount: number) => void,
): Promise<Array<readonly Digested[]>> {
  const found: Array<readonly Digested[]> = [];
  const stands = (_: StageMessage<N>, result: StageResult<N>) => allStand(ports.out, outputsOf(result));
  await runStages(ports.stages, stage, messages, {
    onResult: (result, index) => {
      found[index] = outputsOf(result);
    },
    onAdvance,
  });
  const fallen: Array<StageMessage<N>> = [];
  for (const [index, outputs] of found.entries())
    if (!(await allStand(ports.out, outputs))) fallen.push(messages[index] as StageMessage<N>);
  await redo(ports, stage, fallen, stands, (result, message) => {
    found[messages.indexOf(message)] = outputsOf(result);
  });
  return found;
}
