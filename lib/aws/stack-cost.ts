import { attachmentsCost, costOf, stageCalls } from '../infra/cost/cost.ts';
import { PRICES } from '../infra/cost/prices.ts';
import { RECORD_BYTES } from '../infra/cost/workload.ts';
import type { Attachments, StackCost, StackWorkload } from '../ports/stack-cost.ts';

const NO_ATTACHMENTS: Attachments = { stored: { files: 0, bytes: 0 }, hashed: { files: 0, bytes: 0 } };

export function stackCost(workload: StackWorkload, region: string): StackCost {
  const prices = PRICES[region];
  const anyPrices = prices ?? Object.values(PRICES)[0];
  if (anyPrices === undefined) throw new Error('the model has no prices at all');
  const records = workload.records ?? Math.ceil(workload.bytes / RECORD_BYTES);
  const counted = { ...workload, records };
  const cost = costOf(counted, anyPrices);
  const { stored, hashed } = workload.attachments ?? NO_ATTACHMENTS;
  const files = stored.files + hashed.files;
  const apart = attachmentsCost(counted, anyPrices);
  return {
    records,
    usd: prices && cost.usd,
    calls: cost.calls,
    chunks: cost.shape.chunks,
    seconds: cost.wallSeconds,
    stages: cost.stages.map((each) => ({
      stage: each.stage,
      runs: each.invocations,
      calls: stageCalls(each),
    })),
    attachments:
      files === 0
        ? undefined
        : {
            files,
            hashed: hashed.files,
            calls: apart.calls,
            usd: prices && apart.usd + apart.storageUsd,
          },
    pricesOf: prices?.asOf,
  };
}
