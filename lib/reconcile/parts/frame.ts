import { openSource } from '../check-source.ts';
import type { Database } from '../engine/database.ts';
import { REJECTED_SHEET_COLUMNS, readRejected } from '../ingest/rejected.ts';
import type { Inputs, ReconcileInput } from '../inputs.ts';
import { listOutputs } from '../outputs.ts';
import { type PartitionLimits, planPartitions } from '../plan.ts';
import { withDatabase } from '../with-database.ts';
import { leaveTables } from './section.ts';
import type { FrameAnswer, Task } from './task.ts';

/**
 * Goes over sources with the reconciliation's own framer: what they hold, whether the frozen chunks lie end to end and
 * start at records, and where each partition truly begins, so that the parts can start there.
 */
export async function frameSources(input: ReconcileInput, task: Task<'frame'>): Promise<FrameAnswer> {
  return withDatabase(input, async (database, inputs) => {
    const answer: FrameAnswer = [];
    for (const source of task.sources)
      answer.push(await frameSource(database, input, inputs, source, task.limits));
    return answer;
  });
}

async function frameSource(
  database: Database,
  input: ReconcileInput,
  inputs: Inputs,
  sourceNo: number,
  limits: PartitionLimits,
): Promise<FrameAnswer[number]> {
  const { source, chunks } = inputs.sources[sourceNo]!;
  const run = await openSource(input, inputs, sourceNo, 'frame', undefined, new Map());
  const partitions: FrameAnswer[number]['partitions'] = [];
  for (const [from, to] of planPartitions(chunks, limits)) {
    const { state } = run;
    partitions.push({ from, to, state, sha256: await run.framePartition(to, () => undefined) });
  }
  await run.end();
  const rejected = await readRejected(input.out, input.scratch, source.source);
  await database.load('rejected_row', REJECTED_SHEET_COLUMNS, rejected.sheet);
  const { seenBytes, seenSha256, records, blanks, endsAtLine } = run;
  const files = [`rejected/${source.source}.bin`, `rejected/${source.source}.csv`];
  return {
    source: sourceNo,
    facts: { seenBytes, seenSha256, records, blanks, endsAtLine },
    faults: [...run.faults, ...rejected.faults],
    partitions,
    rejected: await leaveTables(
      database,
      input.out,
      `reconcile/frames/${String(sourceNo).padStart(5, '0')}`,
      ['rejected_row'],
      1,
    ),
    taken: await listOutputs(input.out, files, new Map()),
  };
}
