import type { BatchStatus } from '../../batch/status.ts';
import { VERDICTS } from '../../formats/reconciliation.ts';
import { countIn } from '../../report/text.ts';
import { VERDICT_WORDS } from '../../report/words.ts';
import type { Call } from '../command.ts';

/** How far a batch is, in words; who has it in hand is said by whoever knows. `name` is what its outputs go by. */
export function statusLines(call: Call, status: BatchStatus, name: string, isPlan: boolean): string[] {
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
  return lines;
}
