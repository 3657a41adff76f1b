import type { FrozenBatch, Outcome } from '../formats/frozen.ts';
import { type ChunkName, intactResult, listChunks } from './chunk-results.ts';
import { KEYS } from './events.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';

export interface RemapPlan {
  readonly total: number;
  readonly todo: readonly ChunkName[];
  readonly records: number;
  /** Of the chunks that are done already. */
  readonly outcomes: Record<Outcome, number>;
  readonly recordsDone: number;
}

/** What is left to do: a chunk is done if its event, its result and every piece that the result names are there. */
export async function planRemap(ports: BatchPorts, frozen: FrozenBatch, mapping: string): Promise<RemapPlan> {
  const events = new Set((await ports.ledger.read(frozen.name)).map(({ key }) => key));
  const chunks = await listChunks(ports.out, frozen.sources);
  const outcomes: Record<Outcome, number> = { migrated: 0, already: 0, held: 0, rejected: 0 };
  const todo: ChunkName[] = [];
  let records = 0;
  let recordsDone = 0;
  for (const chunk of chunks) {
    records += chunk.records;
    const known = events.has(KEYS.chunk(mapping, chunk.source, chunk.chunk));
    const result = known ? await intactResult(ports.out, mapping, chunk) : undefined;
    if (result === undefined) {
      todo.push(chunk);
      continue;
    }
    recordsDone += chunk.records;
    addCounts(outcomes, result.counts);
  }
  return { total: chunks.length, todo, records, outcomes, recordsDone };
}

/** Does what is left; returns the outcomes of all chunks. */
export async function remapChunks(
  ports: BatchPorts,
  frozen: FrozenBatch,
  mapping: string,
  plan: RemapPlan,
  onProgress: OnProgress,
): Promise<Record<Outcome, number>> {
  const outcomes = { ...plan.outcomes };
  let done = plan.recordsDone;
  const progress = () => onProgress({ stage: 'remap', done, total: plan.records, unit: 'records' });
  progress();
  await runStages(
    ports.stages,
    'remap-chunk',
    plan.todo.map(({ source, chunk }) => ({ batch: frozen.name, mapping, source, chunk })),
    {
      onResult: ({ counts }) => addCounts(outcomes, counts),
      onAdvance: (amount) => {
        done += amount;
        progress();
      },
    },
  );
  return outcomes;
}

function addCounts(sum: Record<Outcome, number>, counts: Readonly<Record<Outcome, number>>): void {
  sum.migrated += counts.migrated;
  sum.already += counts.already;
  sum.held += counts.held;
  sum.rejected += counts.rejected;
}
