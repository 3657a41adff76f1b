import type { FrozenBatch, Outcome } from '../formats/frozen.ts';
import { type ChunkName, intactResult, listChunks } from './chunk-results.ts';
import { KEYS } from './events.ts';
import { redo } from './intact.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';
import type { StageResult } from './stages.ts';

export interface RemapPlan {
  readonly total: number;
  readonly todo: readonly ChunkName[];
  /** Of these, chunks that were done, and of which something no longer stands. */
  readonly fallen: ReadonlySet<ChunkName>;
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
  const fallen = new Set<ChunkName>();
  let records = 0;
  let recordsDone = 0;
  for (const chunk of chunks) {
    records += chunk.records;
    const known = events.has(KEYS.chunk(mapping, chunk.source, chunk.chunk));
    const result = known ? await intactResult(ports.out, mapping, chunk) : undefined;
    if (result === undefined) {
      todo.push(chunk);
      if (known) fallen.add(chunk);
      continue;
    }
    recordsDone += chunk.records;
    addCounts(outcomes, result.counts);
  }
  return { total: chunks.length, todo, fallen, records, outcomes, recordsDone };
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
  const onResult = ({ counts }: StageResult<'remap-chunk'>) => addCounts(outcomes, counts);
  const onAdvance = (amount: number) => {
    done += amount;
    progress();
  };
  const messageOf = ({ source, chunk }: ChunkName) => ({ batch: frozen.name, mapping, source, chunk });
  const fresh = plan.todo.filter((chunk) => !plan.fallen.has(chunk)).map(messageOf);
  await runStages(ports.stages, 'remap-chunk', fresh, { onResult, onAdvance });
  const stands = async (chunk: Pick<ChunkName, 'source' | 'chunk'>): Promise<boolean> =>
    (await intactResult(ports.out, mapping, chunk)) !== undefined;
  await redo(ports, 'remap-chunk', [...plan.fallen].map(messageOf), stands, onResult, onAdvance);
  return outcomes;
}

function addCounts(sum: Record<Outcome, number>, counts: Readonly<Record<Outcome, number>>): void {
  sum.migrated += counts.migrated;
  sum.already += counts.already;
  sum.held += counts.held;
  sum.rejected += counts.rejected;
}
