import { listPath } from '../../axis/saved-list.ts';
import { carryOut, previewSync } from '../../axis/sync.ts';
import { whileLocked } from '../../axis/sync-lock.ts';
import { leftAfter, syncOptions } from '../../axis/sync-setting.ts';
import { confirmationOf, planOf } from '../codes/plan-option.ts';
import { clientOf, withAxisSetting } from '../codes/sync-axis.ts';
import { syncReply } from '../codes/sync-reply.ts';
import type { Call, Command, Reply } from '../command.ts';
import { plainProgress } from '../progress.ts';
import { syncInStack } from '../stack/sync-codes-stack.ts';
import { besides, under } from '../user-files.ts';
import { OUT, STACK } from './flags.ts';

const syncCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const { place } = setting;
    const { plan } = await planOf(call, setting);
    const confirmed = confirmationOf(call, plan) !== undefined;
    const { client, axis } = clientOf(call, setting);
    const progress = plainProgress(call.host.stderr, call.t('sync.progress'));
    const about = { plan, lists: setting };
    const options = await syncOptions({
      ...about,
      axis,
      client,
      out: place.out,
      ledger: place.ledger,
      clock: call.host.axis.clock,
      // The file is looked for where `codes.yaml` lies.
      bytesIfAny: async (path) => {
        const found = await call.host.file(besides(setting.file, path));
        return found?.store.get(found.name);
      },
      retryRefused: call.has('retry-refused'),
    });
    const carried = { ...options, onProgress: progress.on };
    const lock = { lock: place.lock, province: setting.config.province };
    try {
      const report = confirmed
        ? await whileLocked(lock, () => carryOut(carried))
        : await previewSync(carried);
      progress.end();
      const { list, ...how } = report;
      const left = leftAfter(about, report);
      const path = call.host.show(under(place.dir, listPath(list.digest)));
      return syncReply(call, plan, { ...how, left, axisList: list.digest, list: path, confirmed });
    } finally {
      progress.end();
    }
  });

export const codesSync: Command = {
  name: 'codes sync',
  args: 'CONFIG',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.codes-sync',
  flags: {
    plan: { kind: 'text', value: 'FILE', help: 'flag.plan-file' },
    confirm: { kind: 'text', value: 'DIGEST', help: 'flag.confirm' },
    'retry-refused': { kind: 'switch', help: 'flag.retry-refused' },
    out: OUT,
    stack: STACK,
  },
  examples: [
    'thong-suot codes sync vinh-long/codes.yaml --plan plan.json',
    'thong-suot codes sync vinh-long/codes.yaml --plan plan.json --confirm 3f2a90c1b7de',
    'thong-suot codes sync vinh-long/codes.yaml --plan plan.json --stack thong-suot-pilot-work',
  ],
  run: (call) => (call.text('stack') === undefined ? syncCodes(call) : syncInStack(call)),
};
