import type { StageRunner } from '../ports/stage-runner.ts';
import type { StageMessage, StageName, StageResult } from './stages.ts';

/** `StageRunner.runAll` with the types of the stage table. Nothing to do is nothing sent. */
export async function runStages<N extends StageName>(
  runner: StageRunner,
  stage: N,
  messages: ReadonlyArray<StageMessage<N>>,
  listener: {
    onResult?(result: StageResult<N>, index: number): void | Promise<void>;
    onAdvance?(amount: number): void;
  } = {},
): Promise<void> {
  if (messages.length === 0) return;
  const { onResult, onAdvance } = listener;
  await runner.runAll(stage, messages, {
    ...(onResult && {
      onResult: (result: unknown, index: number) => onResult(result as StageResult<N>, index),
    }),
    ...(onAdvance && { onAdvance }),
  });
}
