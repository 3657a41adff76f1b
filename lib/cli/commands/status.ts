import type { BatchStatus } from '../../batch/status.ts';
import { VERDICTS } from '../../formats/reconciliation.ts';
import { countIn } from '../../report/text.ts';
import { VERDICT_WORDS } from '../../report/words.ts';
import { DEFAULT_OUT, openPlace } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { OUT } from './flags.ts';

function textOf(call: Call, status: BatchStatus, batch: string, isPlan: boolean): string {
  const name = isPlan ? `${status.name}.plan` : status.name;
  const { t, lang } = call;
  const number = (value: number) => countIn(lang, value);
  const lines = [
    ...(isPlan ? [t('status.plan')] : []),
    t('status.line', {
      name: status.name,
      stage: t(`status.stage.${status.stage}`),
      done: number(status.chunks.done),
      total: number(status.chunks.total),
      records: number(status.records.done),
      allRecords: number(status.records.total),
      percent: status.percent,
    }),
    t('status.outcomes', {
      migrated: number(status.outcomes.migrated),
      already: number(status.outcomes.already),
      held: number(status.outcomes.held),
      rejected: number(status.outcomes.rejected),
    }),
  ];
  const verdict = VERDICTS.find((one) => one === status.verdict);
  if (verdict !== undefined) lines.push(t('status.verdict', { verdict: VERDICT_WORDS[verdict][lang] }));
  for (const { file } of status.edited ?? []) lines.push(t('verdict.edited', { file, batch: name }));
  if (status.running) lines.push(t('status.running', { ...status.running }));
  else if (status.running === null) lines.push(t('status.running-unknown'));
  else if (status.stage !== 'done') lines.push(t(isPlan ? 'status.idle-plan' : 'status.idle', { batch }));
  return `${lines.join('\n')}\n`;
}

async function statusOf(call: Call): Promise<Reply> {
  const batch = call.args[0] ?? '';
  const output = await openPlace(call.host, batch, call.text('out') ?? DEFAULT_OUT);
  try {
    const status = await call.host.engines.status(output);
    const file = output.batchFile === undefined ? 'batch.yaml' : call.host.show(output.batchFile);
    const isPlan = output.outDir.endsWith('.plan');
    const well = status.stage === 'done' && status.verdict === 'pass' && status.edited === undefined;
    return { exit: well ? 0 : 1, json: status, text: textOf(call, status, file, isPlan) };
  } finally {
    await output.close();
  }
}

export const status: Command = {
  name: 'status',
  args: 'BATCH',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.status',
  flags: { out: OUT },
  examples: ['thong-suot status vinh-long-2025-07', 'thong-suot status vinh-long/batch.yaml --json'],
  run: statusOf,
};
