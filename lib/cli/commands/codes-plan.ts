import type { AxisList } from '../../agencies/axis-list.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readAxis } from '../codes/local-codes.ts';
import { type Made, planForward, planReply, planReverse } from '../codes/make-plan.ts';
import { type AxisSetting, clientOf, withAxisSetting } from '../codes/sync-axis.ts';
import type { Call, Command, Reply } from '../command.ts';
import { planInStack } from '../stack/plan-codes-stack.ts';
import { besides } from '../user-files.ts';
import { OUT, STACK } from './flags.ts';

/** The list that the person names: the axis's own, saved answers, or those of `codes.yaml`; undefined if none is named. */
async function namedList(call: Call, setting: AxisSetting): Promise<AxisList | undefined> {
  if (call.has('live')) return (await clientOf(call, setting).client.list()).list;
  const given = call.args.slice(1).map((name) => ({ name, path: name }));
  return readAxis(call.host, given);
}

async function forward(call: Call, setting: AxisSetting): Promise<Made> {
  const { config, file } = setting;
  const saved = (config.axisList ?? []).map((name) => ({ name, path: besides(file, name) }));
  const list = (await namedList(call, setting)) ?? (await readAxis(call.host, saved));
  if (list !== undefined) return planForward(setting, list);
  throw new ThongSuotError(
    'plan-no-list',
    'user',
    `there is no axis list to plan from: give --live, or name saved answers after ${file} or as axisList in codes.yaml`,
    { file },
  );
}

const planCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const { place, file } = setting;
    const reverse = call.text('reverse');
    const kept = { ...place, shown: call.host.show(place.dir), hint: '--live' };
    const made =
      reverse === undefined
        ? await forward(call, setting)
        : await planReverse(setting, kept, reverse, () => namedList(call, setting));
    return planReply(call, { place, config: file }, made);
  });

export const codesPlan: Command = {
  name: 'codes plan',
  args: 'CONFIG [AXIS…]',
  minArgs: 1,
  maxArgs: 100,
  help: 'help.codes-plan',
  flags: {
    live: { kind: 'switch', help: 'flag.live' },
    write: { kind: 'text', value: 'FILE', help: 'flag.plan-write' },
    reverse: { kind: 'text', value: 'DIGEST', help: 'flag.reverse' },
    out: OUT,
    stack: STACK,
  },
  examples: [
    'thong-suot codes plan vinh-long/codes.yaml',
    'thong-suot codes plan vinh-long/codes.yaml --live --write plan.json',
    'thong-suot codes plan vinh-long/codes.yaml --reverse 3f2a90c1b7de',
    'thong-suot codes plan vinh-long/codes.yaml --stack thong-suot-pilot-work',
  ],
  run: (call) => (call.text('stack') === undefined ? planCodes(call) : planInStack(call)),
};
