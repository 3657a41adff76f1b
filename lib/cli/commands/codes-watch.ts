import { listPath } from '../../axis/saved-list.ts';
import { watchAxis } from '../../axis/watch.ts';
import { clientOf, withAxisSetting } from '../codes/sync-axis.ts';
import { watchReply } from '../codes/watch-reply.ts';
import type { Call, Command, Reply } from '../command.ts';
import { watchInStack } from '../stack/watch-codes-stack.ts';
import { under } from '../user-files.ts';
import { OUT, STACK } from './flags.ts';

const watchCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const { config, waivers, place, roots } = setting;
    const { list, approved, ...counts } = await watchAxis({
      client: clientOf(call, setting).client,
      out: place.out,
      place: call.host.show(under(place.dir, 'lists')),
      waivers,
      asOf: config.asOf,
      roots,
    });
    const found = { ...counts, axisList: list.digest, approved: approved ?? null };
    return watchReply(call, found, {
      list: call.host.show(under(place.dir, listPath(list.digest))),
      waivers: config.waivers,
    });
  });

export const codesWatch: Command = {
  name: 'codes watch',
  args: 'CONFIG',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.codes-watch',
  flags: { out: OUT, stack: STACK },
  examples: [
    'thong-suot codes watch vinh-long/codes.yaml',
    'thong-suot codes watch vinh-long/codes.yaml --json',
    'thong-suot codes watch vinh-long/codes.yaml --stack thong-suot-pilot-work',
  ],
  run: (call) => (call.text('stack') === undefined ? watchCodes(call) : watchInStack(call)),
};
