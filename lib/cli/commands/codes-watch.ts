import type { AxisList } from '../../agencies/axis-list.ts';
import { approvedList } from '../../axis/approved.ts';
import { compareLists, isOurs } from '../../axis/compare-lists.ts';
import { listPath, readSavedList } from '../../axis/saved-list.ts';
import { keepList } from '../../axis/sync.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import { type AxisSetting, clientOf, short, withAxisSetting } from '../codes/sync-axis.ts';
import { driftLines, driftRecords } from '../codes/sync-text.ts';
import type { Call, Command, Reply } from '../command.ts';
import { under } from '../user-files.ts';
import { OUT } from './flags.ts';

async function approvedOf(call: Call, { place }: AxisSetting, digest: string): Promise<AxisList> {
  const file = listPath(digest);
  if (/^[0-9a-f]{64}$/.test(digest) && (await place.out.size(file)) !== undefined)
    return readSavedList(await place.out.get(file), digest);
  const folder = call.host.show(under(place.dir, 'lists'));
  throw new ThongSuotError(
    'approved-list-missing',
    'user',
    `the approved list ${digest} is not in ${folder}: copy its file there, or approve the list of today`,
    { digest, place: folder },
  );
}

const watchCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const { t, lang } = call;
    const { config, waivers, place, roots } = setting;
    const { list } = await clientOf(call, setting).client.list();
    await keepList(place.out, list);
    const isOur = isOurs(roots);
    const ours = [...list.agencies.keys()].filter(isOur).length;
    const path = call.host.show(under(place.dir, listPath(list.digest)));
    const lines = [
      t('watch.list', {
        digest: short(list.digest),
        ours: countIn(lang, ours),
        others: countIn(lang, list.agencies.size - ours),
        path,
      }),
    ];
    const row = `    ${t('watch.row', { digest: list.digest })}`;
    const approved = approvedList(waivers, config.asOf);
    const drift =
      approved === undefined ? [] : compareLists(await approvedOf(call, setting, approved), list, isOur);
    if (approved === undefined) {
      lines.push(t('watch.unapproved', { file: config.waivers ?? 'waivers.csv' }), row);
    } else if (drift.length === 0) lines.push(t('watch.same', { digest: short(approved) }));
    else {
      const head = t('watch.drift', { digest: short(approved), count: countIn(lang, drift.length) });
      lines.push(head, ...driftLines(call, drift), t('watch.approve'), row);
    }
    return {
      exit: approved !== undefined && drift.length === 0 ? 0 : 1,
      json: {
        axisList: list.digest,
        list: path,
        ours,
        others: list.agencies.size - ours,
        approved: approved ?? null,
        drift: driftRecords(drift),
      },
      text: `${lines.join('\n')}\n`,
    };
  });

export const codesWatch: Command = {
  name: 'codes watch',
  args: 'CONFIG',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.codes-watch',
  flags: { out: OUT },
  examples: [
    'thong-suot codes watch vinh-long/codes.yaml',
    'thong-suot codes watch vinh-long/codes.yaml --json',
  ],
  run: watchCodes,
};
