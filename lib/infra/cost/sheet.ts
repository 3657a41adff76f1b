import { leastPartBytes } from '../../aws/upload-file.ts';
import { SEGMENT_BYTES, SEGMENT_FILES } from '../../batch/attachments.ts';
import { FILES_AT_ONCE } from '../../batch/stages/inventory-segment.ts';
import { CLOUD_TUNING, LOCAL_TUNING } from '../../batch/tuning.ts';
import type { Attachments, Files } from '../../ports/stack-cost.ts';
import { QUEUE_FUNCTIONS } from '../functions.ts';
import {
  attachmentsCost,
  type BatchCost,
  BUDGET,
  chunkNeeded,
  costOf,
  dossiers,
  perMillion,
  stageCalls,
} from './cost.ts';
import { limitsOf, togetherSeconds } from './limits.ts';
import type { Prices } from './prices.ts';
import { hcmc, nation, type Simulation } from './simulation.ts';
import { type Standing, standingCost } from './standing.ts';
import { DEFAULT_TUNING, MEASURED, RECORD_BYTES, type Tuning } from './workload.ts';

const MIB = 1024 * 1024;
const usd = (value: number): string => (value < 0.1 ? value.toFixed(5) : value.toFixed(2));
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, at) => (at === 0 ? '---' : '---:')).join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');

function stagesOf(batch: BatchCost): string {
  return table(
    ['stage', 'runs', 'seconds each', 'GB-seconds', 'calls', 'wall seconds'],
    batch.stages.map((stage) => [
      stage.stage,
      whole(stage.invocations),
      stage.seconds.toFixed(1),
      whole(stage.gbSeconds),
      whole(stageCalls(stage)),
      whole(stage.wallSeconds),
    ]),
  );
}

function simulated({ name, batches }: Simulation): string {
  const total = (of: (batch: BatchCost) => number): number =>
    batches.reduce((all, batch) => all + of(batch), 0);
  const seconds = togetherSeconds(batches);
  return `### ${name[0]!.toUpperCase()}${name.slice(1)}
${whole(total(({ workload }) => workload.records / 1e6))} million records, ${whole(total(({ workload }) => workload.bytes) / 1e9)} GB in ${whole(total(({ workload }) => workload.sources))} sources, ${whole(total(({ shape }) => shape.chunks))} chunks, ${whole(total(({ shape }) => shape.checks))} tasks of the check: **${usd(total((batch) => batch.usd))} USD** with one month of storage, ${whole(total(({ calls }) => calls))} calls, ${whole(seconds / 60)} minutes${batches.length > 1 ? ' if the batches ran one after the other (they overlap)' : ''}.

${table(
  ['quota or bound', 'limit', 'used at the busiest', 'share'],
  limitsOf(batches).map(({ quota, limit, used }) => [
    quota,
    whole(limit),
    used < 10 ? used.toFixed(1) : whole(used),
    `${((used / limit) * 100).toFixed(0)} %`,
  ]),
)}`;
}

function budget(prices: Prices): string {
  const rows = [1e6, 10e6, 50e6].map((records) => {
    const workload = dossiers(records, Math.ceil(records / 5e6), 1);
    const { usd: price, calls } = perMillion(costOf(workload, prices));
    const needed = chunkNeeded(workload, prices);
    return [
      `${whole(records / 1e6)} million`,
      usd(price),
      whole(calls),
      price < BUDGET.usd && calls < BUDGET.calls ? 'yes' : '**no**',
      needed === undefined ? 'none' : `${needed} MiB`,
    ];
  });
  return table(
    ['a batch of', 'USD a million', 'calls a million', 'in the budget', 'smallest chunk that is'],
    rows,
  );
}

const MILLION: Files = { files: 1e6, bytes: 1e12 };
const NONE: Files = { files: 0, bytes: 0 };

function attachmentsTable(prices: Prices): string {
  const kinds: ReadonlyArray<readonly [string, Attachments]> = [
    ['S3 keeps a SHA-256: one HEAD', { stored: MILLION, hashed: NONE }],
    ['S3 keeps none: HEAD, GET, hashing', { stored: NONE, hashed: MILLION }],
  ];
  return table(
    ['each', 'tasks', 'seconds each', 'calls', 'run (USD)', 'one month of storage (USD)'],
    kinds.map(([name, attachments]) => {
      const cost = attachmentsCost({ ...dossiers(10e6, 2, 1), attachments }, prices);
      return [
        name,
        whole(cost.tasks),
        cost.taskSeconds.toFixed(1),
        whole(cost.calls),
        usd(cost.usd),
        usd(cost.storageUsd),
      ];
    }),
  );
}

/** How many attachments one orchestration can put together in its time, to 100,000. */
export function mostAttachments(prices: Prices): number {
  const limit = QUEUE_FUNCTIONS.find(({ name }) => name === 'coordinate')?.timeoutSeconds ?? 0;
  const fits = (files: number): boolean => {
    const attachments = { stored: { files, bytes: files * 1e6 }, hashed: NONE };
    return attachmentsCost({ ...dossiers(1e6, 1, 1), attachments }, prices).coordinateSeconds < limit;
  };
  let most = 0;
  while (fits(most + 1e5)) most += 1e5;
  return most;
}

/** Seconds that the freeze of one source takes. */
export function freezeSeconds(bytes: number, tuning: Tuning, prices: Prices): number {
  const { stages } = costOf({ records: bytes / RECORD_BYTES, bytes, sources: 1, systems: 1 }, prices, tuning);
  return stages.find(({ stage }) => stage === 'freeze-source')!.seconds;
}

/** docs/cost.md, whole. A test holds the page against this. */
export function costSheet(prices: readonly Prices[], standing: Standing): string {
  const [local] = prices;
  if (local === undefined) throw new RangeError('no prices');
  const ten = dossiers(10e6, 2, 1);
  const costs = prices.map((each) => costOf(ten, each));
  const month = prices.map((each) => standingCost(standing, each));
  const sumOf = (lines: ReadonlyArray<{ readonly usd: number }>): string =>
    usd(lines.reduce((all, line) => all + line.usd, 0));
  const largest = whole(freezeSeconds(CLOUD_TUNING.maxSourceBytes, DEFAULT_TUNING, local));
  const locally = LOCAL_TUNING.keysPerPass;
  return `# What it costs

Made by \`lib/infra/cost\` (\`npx vitest run test/infra/cost.test.ts -u\` writes this page again). It is a model: sizes and processor times were measured on one machine (docs/performance.md), what only an account can show (the speed of S3 as one function sees it, cold starts) is marked \`[account]\` in \`lib/infra/cost/workload.ts\`, and the first pilot calibrates it. Prices are settings (\`prices.ts\`): US dollars before tax, without free tiers. Not among the calls: Lambda's own polling of queues, and attempts that the SDK repeats.

Figures that were not sure when this was written: ${prices.map(({ region, unsure }) => `${region}: ${unsure.length === 0 ? 'none' : unsure.join(', ')}`).join('; ')}. Source: ${local.source}, ${local.asOf}.

## The budget
Less than ${BUDGET.usd} USD and ${whole(BUDGET.calls)} calls for a million clean records, one month of storage included, in chunks of ${DEFAULT_TUNING.chunkBytes / MIB} MiB (${local.region}).

${budget(local)}

The calls of 220,000 records were counted on emulators (\`test/aws/e2e\`) and held against this model; those of a million and more are the model's.

The freeze reads ${DEFAULT_TUNING.freezeReadBytes / MIB} MiB at a time. The largest source that is taken (${CLOUD_TUNING.maxSourceBytes / 1024 / MIB} GiB) is frozen in ${largest} seconds of the 900 that there are.

With the 5 MiB of one machine a chunk, a million records would take ${whole(perMillion(costOf(ten, local, { ...DEFAULT_TUNING, chunkBytes: 5 * MIB })).calls)} calls.

## Ten million clean dossiers (two sources, one system)
${stagesOf(costs[0]!)}

${table(
  ['item', ...prices.map(({ region }) => `${region} (USD)`)],
  [
    ...costs[0]!.lines.map(({ item }, at) => [item, ...costs.map(({ lines }) => usd(lines[at]!.usd))]),
    ['**all**', ...costs.map((cost) => `**${usd(cost.usd)}**`)],
  ],
)}

## Attachments
Apart from the budget: they are files, not records. A million of them, 1 TB (${local.region}), besides the ten million dossiers:

${attachmentsTable(local)}

The list of files comes from the bucket's listing, with ETags and sizes: no call a file. Then the stage \`inventory-segment\` asks for each file's stored checksum (one HEAD, ${FILES_AT_ONCE} at a time), in tasks of ${whole(SEGMENT_FILES)} files or ${SEGMENT_BYTES / 1024 ** 3} GiB. \`--stack\` uploads files of up to ${leastPartBytes / MIB} MiB with their SHA-256, which S3 verifies and keeps: they are not read again. S3 has no SHA-256 of a whole object that came in parts, so larger files are read and hashed, and so is whatever another program put there without one.

The orchestration lists all inputs several times, and one invocation must come to its end: with more than about ${whole(mostAttachments(local))} attachments in a batch it would not (the model's figure, from an assumed ${MEASURED.s3ListSeconds} seconds a page). Make several batches of such a province.

## A month in which nothing runs
${table(
  ['item', ...prices.map(({ region }) => `${region} (USD)`)],
  [
    ...month[0]!.map(({ item }, at) => [item, ...month.map((lines) => usd(lines[at]!.usd))]),
    ['**all**', ...month.map((lines) => `**${sumOf(lines)}**`)],
  ],
)}

${standing.keys} keys, ${standing.alarms} alarms, ${standing.metrics} metrics of our own, ${standing.pollers} queues with a function.

## The largest province, and all of them
Three systems, one export a system and year.

${simulated(hcmc(local))}

${stagesOf(hcmc(local).batches[0]!)}

${simulated(nation(local))}

What to change first where a share is high: fewer remaps at once (\`concurrency.remap\`) for the ledger's reads, smaller exports for the freeze, \`keysPerPass\` (\`lib/batch/tuning.ts\`) for the repeated keys: it is ${whole(DEFAULT_TUNING.keysPerPass)} here; with the ${whole(locally)} of one machine they would be read in ${whole(Math.ceil(50e6 / 3 / locally))} passes and not end in time. The check of more than ${DEFAULT_TUNING.check.wholeBytes / MIB} MiB of sources is cut into tasks (\`RECONCILE_WHOLE_BYTES\`, \`RECONCILE_PART_BYTES\`): in one function that of the largest province would take ${whole(costOf(dossiers(50e6, 30, 3), local, { ...DEFAULT_TUNING, check: { ...DEFAULT_TUNING.check, wholeBytes: 1e15 } }).stages.find(({ stage }) => stage === 'reconcile')!.seconds)} seconds of the 900 that there are.
`;
}
