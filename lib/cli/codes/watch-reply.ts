import type { WatchRecord } from '../../axis/codes-records.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Reply } from '../command.ts';
import { short } from './sync-axis.ts';
import { driftLines, driftRecords } from './sync-text.ts';

/** What `codes watch` says. `list`: where the list is kept; `waivers`: as `codes.yaml` names it. */
export function watchReply(
  call: Call,
  { axisList, ours, others, approved, drift }: Omit<WatchRecord, 'province'>,
  { list, waivers }: { list: string; waivers: string | undefined },
): Reply & { readonly json: Readonly<Record<string, unknown>> } {
  const { t, lang } = call;
  const lines = [
    t('watch.list', {
      digest: short(axisList),
      ours: countIn(lang, ours),
      others: countIn(lang, others),
      path: list,
    }),
  ];
  const row = `    ${t('watch.row', { digest: axisList })}`;
  if (approved === null) {
    lines.push(t('watch.unapproved', { file: waivers ?? 'waivers.csv' }), row);
  } else if (drift.length === 0) lines.push(t('watch.same', { digest: short(approved) }));
  else {
    const head = t('watch.drift', { digest: short(approved), count: countIn(lang, drift.length) });
    lines.push(head, ...driftLines(call, drift), t('watch.approve'), row);
  }
  return {
    exit: approved !== null && drift.length === 0 ? 0 : 1,
    json: { axisList, list, ours, others, approved, drift: driftRecords(drift) },
    text: `${lines.join('\n')}\n`,
  };
}
