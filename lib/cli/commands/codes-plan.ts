import type { AxisList } from '../../agencies/axis-list.ts';
import { diffCodes } from '../../agencies/diff.ts';
import { buildPlan } from '../../axis/build-plan.ts';
import { batchName, History } from '../../axis/history.ts';
import { type DigestedPlan, planBytes, readPlan } from '../../axis/plan-file.ts';
import { reversePlan } from '../../axis/reverse-plan.ts';
import { listPath, readSavedList } from '../../axis/saved-list.ts';
import { beforePath, keepList } from '../../axis/sync.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { readAxis } from '../codes/local-codes.ts';
import { callRecord, planText } from '../codes/plan-text.ts';
import { type AxisSetting, clientOf, short, withAxisSetting } from '../codes/sync-axis.ts';
import { ON_AXIS_CHECK, Waived } from '../codes/waived.ts';
import type { Call, Command, Reply } from '../command.ts';
import { besides, folderOf, under } from '../user-files.ts';
import { OUT } from './flags.ts';

/** The list that the person names: the axis's own, saved answers, or those of `codes.yaml`; undefined if none is named. */
async function namedList(call: Call, setting: AxisSetting): Promise<AxisList | undefined> {
  if (call.has('live')) return (await clientOf(call, setting).client.list()).list;
  const given = call.args.slice(1).map((name) => ({ name, path: name }));
  return readAxis(call.host, given);
}

function forward(setting: AxisSetting, list: AxisList): DigestedPlan {
  const { config, registry, succession, level1, roots, waivers, digests } = setting;
  const waived = new Waived(waivers, config.asOf);
  const differences = diffCodes(registry, list, { day: config.asOf, onAxis: config.onAxis, roots });
  return buildPlan({
    province: config.province,
    asOf: config.asOf,
    differences: differences.filter(({ key }) => !waived.has(ON_AXIS_CHECK, key)),
    list,
    registry,
    succession,
    level1,
    roots,
    digests,
  });
}

async function planForward(
  call: Call,
  setting: AxisSetting,
): Promise<{ made: DigestedPlan; list: AxisList }> {
  const { config, file } = setting;
  const saved = (config.axisList ?? []).map((name) => ({ name, path: besides(file, name) }));
  const list = (await namedList(call, setting)) ?? (await readAxis(call.host, saved));
  if (list === undefined)
    throw new ThongSuotError(
      'plan-no-list',
      'user',
      `there is no axis list to plan from: give --live, or name saved answers after ${file} or as axisList in codes.yaml`,
      { file },
    );
  return { made: forward(setting, list), list };
}

/** Takes back what the ledger says was done; against the list that the last sync ended with, unless another is named. */
async function planReverse(
  call: Call,
  setting: AxisSetting,
  wanted: string,
): Promise<{ made: DigestedPlan; list: AxisList }> {
  const { place, config } = setting;
  const prefix = beforePath(wanted).replace(/\.json$/, '');
  const [path, ...others] = /^[0-9a-f]{12,64}$/.test(wanted) ? await place.out.list(prefix) : [];
  if (path === undefined || others.length > 0) throw unknownPlan(call, setting, wanted);
  const done = readPlan(await place.out.get(path), path);
  const history = await History.read(place.ledger, batchName(config.province, done.digest));
  const named = await namedList(call, setting);
  if (named === undefined && history.lastList === '') throw unknownPlan(call, setting, wanted);
  const list = named ?? readSavedList(await place.out.get(listPath(history.lastList)), history.lastList);
  return { made: reversePlan(done, history, list), list };
}

function unknownPlan(call: Call, { place }: AxisSetting, digest: string): ThongSuotError {
  const shown = call.host.show(place.dir);
  return new ThongSuotError(
    'plan-unknown',
    'user',
    `no plan that begins with ${digest} was carried out to an end in ${shown}: give at least the first 12 characters of its digest, and --live if a sync was broken off`,
    { digest, place: shown },
  );
}

/** Never over a file that is there and says something else. */
async function write(call: Call, { place }: AxisSetting, made: DigestedPlan): Promise<string> {
  const path = call.text('write') ?? under(place.dir, `plan-${short(made.digest)}.json`);
  const name = path.replace(/^.*[/\\]/, '');
  const bytes = planBytes(made);
  const folder = await call.host.folder(folderOf(path));
  if ((await folder.size(name)) === undefined) await folder.put(name, bytes);
  else if (Buffer.compare(await folder.get(name), bytes) !== 0)
    throw new ThongSuotError('file-exists', 'user', `${name} is there already: move it away first`, {
      file: name,
    });
  return call.host.show(path);
}

const planCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const reverse = call.text('reverse');
    const { made, list } =
      reverse === undefined ? await planForward(call, setting) : await planReverse(call, setting, reverse);
    await keepList(setting.place.out, list);
    const path = await write(call, setting, made);
    const { calls, refused, kind, asOf, reverses } = made.plan;
    return {
      exit: refused.length === 0 ? 0 : 1,
      json: {
        plan: path,
        digest: made.digest,
        kind,
        asOf,
        reverses,
        axisList: list.digest,
        problems: list.problems,
        calls: calls.map(callRecord),
        refused,
      },
      text: planText(call, made, list.problems.length, path),
    };
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
  },
  examples: [
    'thong-suot codes plan vinh-long/codes.yaml',
    'thong-suot codes plan vinh-long/codes.yaml --live --write plan.json',
    'thong-suot codes plan vinh-long/codes.yaml --reverse 3f2a90c1b7de',
  ],
  run: planCodes,
};
