import type { AxisList } from '../../agencies/axis-list.ts';
import { diffCodes } from '../../agencies/diff.ts';
import { buildPlan } from '../../axis/build-plan.ts';
import { batchName, History } from '../../axis/history.ts';
import { type DigestedPlan, planBytes, readPlan } from '../../axis/plan-file.ts';
import { reversePlan } from '../../axis/reverse-plan.ts';
import { listPath, readSavedList } from '../../axis/saved-list.ts';
import { beforePath, keepList } from '../../axis/sync.ts';
import { ON_AXIS_CHECK, Waived } from '../../axis/waived.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Call, Reply } from '../command.ts';
import type { OpenCodes } from '../host.ts';
import { folderOf, under } from '../user-files.ts';
import { callRecord, planText } from './plan-text.ts';
import { type CodesLists, short } from './sync-axis.ts';

export interface Made {
  readonly made: DigestedPlan;
  /** The list that it was made from. */
  readonly list: AxisList;
}

/** The calls that make a list equal to the registry. */
export function planForward(lists: CodesLists, list: AxisList): Made {
  const { config, registry, succession, level1, roots, waivers, digests } = lists;
  const waived = new Waived(waivers, config.asOf);
  const differences = diffCodes(registry, list, { day: config.asOf, onAxis: config.onAxis, roots });
  const made = buildPlan({
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
  return { made, list };
}

/** What syncs left of a province, and how a person knows it. */
export interface Kept extends Pick<OpenCodes, 'ledger'> {
  readonly out: Pick<OpenCodes['out'], 'list' | 'get'>;
  readonly shown: string;
  /** What helps where a sync was broken off before it kept its last list. */
  readonly hint: string;
}

/**
 * Takes back what the ledger says was done, against the list that the last sync ended with. `instead`: the list that is
 * taken in its place, given whether there is one. Throws `plan-unknown`.
 */
export async function planReverse(
  { config }: Pick<CodesLists, 'config'>,
  kept: Kept,
  wanted: string,
  instead: (hasLast: boolean) => Promise<AxisList | undefined>,
): Promise<Made> {
  const { out, ledger } = kept;
  const prefix = beforePath(wanted).replace(/\.json$/, '');
  const [path, ...others] = /^[0-9a-f]{12,64}$/.test(wanted) ? await out.list(prefix) : [];
  if (path === undefined || others.length > 0) throw unknownPlan(kept, wanted);
  const done = readPlan(await out.get(path), path);
  const history = await History.read(ledger, batchName(config.province, done.digest));
  const { lastList } = history;
  const named = await instead(lastList !== '');
  if (named === undefined && lastList === '') throw unknownPlan(kept, wanted);
  const list = named ?? readSavedList(await out.get(listPath(lastList)), lastList);
  return { made: reversePlan(done, history, list), list };
}

const unknownPlan = ({ shown, hint }: Kept, digest: string): ThongSuotError =>
  new ThongSuotError(
    'plan-unknown',
    'user',
    `no plan that begins with ${digest} was carried out to an end in ${shown}: give at least the first 12 characters of its digest, and ${hint} if a sync was broken off`,
    { digest, place: shown },
  );

/** Never over a file that is there and says something else. */
async function write(call: Call, dir: string, made: DigestedPlan): Promise<string> {
  const path = call.text('write') ?? under(dir, `plan-${short(made.digest)}.json`);
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

/** Keeps the list and the plan on this machine, and says what `codes plan` says. `config`: as `codes sync` takes it. */
export async function planReply(
  call: Call,
  { place, config }: { place: OpenCodes; config: string },
  { made, list }: Made,
): Promise<Reply & { readonly json: Readonly<Record<string, unknown>> }> {
  await keepList(place.out, list);
  const path = await write(call, place.dir, made);
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
    text: planText(call, made, list.problems.length, { path, config }),
  };
}
