import { eventSchema } from '../../batch/events.ts';
import type { QueuedState } from '../../batch/queued/queued-state.ts';
import type { StackCost } from '../../ports/stack-cost.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';
import type { OpenStack, PreparedBatch, StackBatch } from './open-stack.ts';

export interface Costs {
  readonly lines: readonly string[];
  readonly json: Readonly<Record<string, unknown>>;
}

const usdOf = (usd: number): string => (usd < 0.1 ? usd.toFixed(4) : usd.toFixed(2));

/** What the model says of a batch that nobody has counted yet. */
export async function costBefore(call: Call, stack: OpenStack, batch: PreparedBatch): Promise<Costs> {
  const { sourceBytes: bytes, sources, systems, attachments } = batch;
  const cost = await call.host.engines.stackCost(
    { records: undefined, bytes, sources, systems, attachments },
    stack.region,
  );
  const lines = [
    call.t('stack.cost', {
      records: countIn(call.lang, cost.records),
      calls: countIn(call.lang, cost.calls),
      minutes: countIn(call.lang, Math.ceil(cost.seconds / 60)),
    }),
    priceLine(call, stack, cost),
    ...attachmentsLine(call, cost),
  ];
  return { lines, json: { before: cost } };
}

const priceLine = (call: Call, { region }: OpenStack, { usd, pricesOf }: StackCost): string =>
  usd === undefined
    ? call.t('stack.cost-unpriced', { region })
    : call.t('stack.cost-usd', { usd: usdOf(usd), region, day: pricesOf ?? '' });

function attachmentsLine(call: Call, { attachments }: StackCost): string[] {
  if (attachments === undefined) return [];
  const { files, hashed, calls, usd } = attachments;
  const counts = {
    files: countIn(call.lang, files),
    hashed: countIn(call.lang, hashed),
    calls: countIn(call.lang, calls),
  };
  return [
    usd === undefined
      ? call.t('stack.cost-attachments-unpriced', counts)
      : call.t('stack.cost-attachments', { ...counts, usd: usdOf(usd) }),
  ];
}

/** What was counted, beside what the model says of just as many records. */
export async function costAfter(
  call: Call,
  stack: OpenStack,
  batch: StackBatch,
  { tasks }: QueuedState,
  prepared: PreparedBatch,
): Promise<Costs> {
  const frozen = (await batch.ledger.read(batch.name))
    .map(({ event }) => eventSchema.safeParse(event))
    .flatMap(({ data }) => (data?.type === 'batch-frozen' ? [data] : []))
    .at(-1);
  if (frozen === undefined) return { lines: [], json: {} };
  const { records, bytes, sources, chunks } = frozen;
  const cost = await call.host.engines.stackCost(
    { records, bytes, sources, systems: prepared.systems, attachments: prepared.attachments },
    stack.region,
  );
  const runs = (stages: StackCost['stages']): number =>
    stages.filter(({ stage }) => stage !== 'coordinate').reduce((sum, each) => sum + each.runs, 0);
  const counted = Object.values(tasks).reduce((sum, each) => sum + each, 0);
  const number = (value: number): string => countIn(call.lang, value);
  return {
    lines: [
      call.t('stack.counted', {
        records: number(records),
        chunks: number(chunks),
        tasks: number(counted),
        modelChunks: number(cost.chunks),
        modelTasks: number(runs(cost.stages)),
        calls: number(cost.calls),
      }),
      priceLine(call, stack, cost),
    ],
    json: { after: cost, counted: { records, bytes, sources, chunks, tasks } },
  };
}
