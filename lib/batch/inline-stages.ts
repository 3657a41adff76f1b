import type { StageListener, StageRunner } from '../ports/stage-runner.ts';
import type { StagePorts } from './ports.ts';
import { runStage } from './stages.ts';

/** Runs stages one after the other where it is called: `--workers 0`, and most tests. */
export class InlineStages implements StageRunner {
  readonly #ports: StagePorts;

  constructor(ports: Omit<StagePorts, 'advance'>) {
    this.#ports = { ...ports, advance: (amount) => this.#listener?.onAdvance?.(amount) };
  }

  #listener: StageListener | undefined;

  async runAll(stage: string, messages: readonly unknown[], listener: StageListener): Promise<void> {
    this.#listener = listener;
    for (const [index, message] of messages.entries()) {
      const result = await runStage(stage, message, this.#ports);
      await listener.onResult?.(result, index);
    }
  }

  async close(): Promise<void> {}
}
