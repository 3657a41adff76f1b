import type { AxisList } from '../../agencies/axis-list.ts';
import { diffCodes } from '../../agencies/diff.ts';
import { type InFlightGate, inFlightGate } from '../../axis/in-flight-gate.ts';
import { type DigestedPlan, readPlan } from '../../axis/plan-file.ts';
import { listPath, readSavedList } from '../../axis/saved-list.ts';
import { carryOut, previewSync, type SyncOptions, type SyncReport } from '../../axis/sync.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import { type AxisSetting, clientOf, short, withAxisSetting } from '../codes/sync-axis.ts';
import { driftLines, driftRecords, stateLines } from '../codes/sync-text.ts';
import { ON_AXIS_CHECK, Waived } from '../codes/waived.ts';
import type { Call, Command, Reply } from '../command.ts';
import { changedSince } from '../documents/in-flight-file.ts';
import { plainProgress } from '../progress.ts';
import { besides, bytesOf, under } from '../user-files.ts';
import { OUT } from './flags.ts';

/** The plan of `--plan`, if it is one of this `codes.yaml` as its files are now. */
async function planOf(call: Call, { config, file, digests }: AxisSetting): Promise<DigestedPlan> {
  const path = call.text('plan');
  if (path === undefined)
    throw new ThongSuotError(
      'plan-needed',
      'user',
      `codes sync needs --plan FILE: make one with "thong-suot codes plan ${file}"`,
      { file },
    );
  const planned = readPlan(await bytesOf(call.host, path), path);
  const { plan } = planned;
  const { madeFrom } = plan;
  const changed = [
    ...(plan.province === config.province ? [] : ['province']),
    ...(plan.asOf === config.asOf ? [] : ['asOf']),
    // A reverse plan goes back to before-images: the lists may have moved on.
    ...(plan.kind === 'reverse' || madeFrom.registry === digests.registry ? [] : ['registry']),
    ...(plan.kind === 'reverse' || madeFrom.succession === digests.succession ? [] : ['succession']),
  ];
  if (changed.length === 0) return planned;
  const what = changed.join(', ');
  throw new ThongSuotError(
    'plan-stale',
    'user',
    `the plan was made from other files (changed since: ${what}): make it again, look at it, confirm it`,
    { what },
  );
}

/** Whether the plan is to be carried out; throws `plan-confirm` if another one was confirmed. */
function isConfirmed(call: Call, { digest }: DigestedPlan): boolean {
  const confirmed = call.text('confirm');
  if (confirmed === undefined) return false;
  if (/^[0-9a-f]{12,64}$/.test(confirmed) && digest.startsWith(confirmed)) return true;
  throw new ThongSuotError(
    'plan-confirm',
    'user',
    `--confirm is not the digest of this plan: look at the plan, then give ${short(digest)} (the first 12 characters, or more)`,
    { digest: short(digest) },
  );
}

async function baseOf({ place }: AxisSetting, { plan }: DigestedPlan): Promise<AxisList> {
  const { axisList } = plan.madeFrom;
  const file = listPath(axisList);
  if ((await place.out.size(file)) === undefined)
    throw new ThongSuotError(
      'plan-list-missing',
      'user',
      `there is no ${file}, the list that the plan was made from: run where it was made (the same --out), or make the plan again`,
      { file },
    );
  return readSavedList(await place.out.get(file), axisList);
}

/** Runs while nobody else syncs this province. */
async function locked<T>({ place, config }: AxisSetting, work: () => Promise<T>): Promise<T> {
  const lock = await place.lock.acquire();
  if ('heldBy' in lock)
    throw new ThongSuotError(
      'sync-in-progress',
      'user',
      `another sync of province ${config.province} is running: wait until it ends, then run again`,
      { province: config.province },
    );
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** How many differences nobody has accepted are left; undefined for a reverse plan, which wants them back. */
function differencesLeft(setting: AxisSetting, { plan }: DigestedPlan, list: AxisList): number | undefined {
  if (plan.kind === 'reverse') return undefined;
  const { registry, config, roots, waivers } = setting;
  const waived = new Waived(waivers, config.asOf);
  const left = diffCodes(registry, list, { day: config.asOf, onAxis: config.onAxis, roots });
  return left.filter(({ key }) => !waived.has(ON_AXIS_CHECK, key)).length;
}

const WELL_ENOUGH_TO_SEND: readonly string[] = ['done', 'settled', 'to-send', 'waits'];

function replyOf(
  call: Call,
  setting: AxisSetting,
  planned: DigestedPlan,
  report: SyncReport,
  confirmed: boolean,
): Reply {
  const { t, lang } = call;
  const { plan, digest } = planned;
  const states = [...report.states.values()];
  const left = differencesLeft(setting, planned, report.list);
  const all = report.result === 'ended' && states.every(({ state }) => state === 'done');
  const well = confirmed
    ? all && (left ?? 0) === 0
    : report.result === 'ended' && states.every(({ state }) => WELL_ENOUGH_TO_SEND.includes(state));
  const list = call.host.show(under(setting.place.dir, listPath(report.list.digest)));
  const told = {
    drift: () => [
      t('sync.drift', { count: countIn(lang, report.drift.length) }),
      ...driftLines(call, report.drift),
    ],
    changed: () => [
      t('sync.changed', { count: countIn(lang, report.drift.length) }),
      ...driftLines(call, report.drift),
    ],
    unreachable: () => [t('sync.unreachable')],
    failing: () => [t('sync.failing')],
    ended: () => [],
  }[report.result]();
  const lines = [
    confirmed
      ? t('sync.ran', { digest: short(digest), sent: countIn(lang, report.sent) })
      : t('sync.dry', { digest: short(digest) }),
    ...(report.result === 'drift' ? [] : stateLines(call, plan.calls, report)),
    ...told,
  ];
  if (confirmed && report.result !== 'drift') {
    if (left !== undefined)
      lines.push(left === 0 ? t('sync.equal') : t('sync.left', { count: countIn(lang, left) }));
    else if (all) lines.push(t('sync.reversed'));
    lines.push(t('sync.list', { path: list }));
  } else if (well && !states.every(({ state }) => state === 'done'))
    lines.push(t('sync.next', { digest: short(digest) }));
  return {
    exit: well ? 0 : 1,
    json: {
      plan: digest,
      confirmed,
      result: report.result,
      sent: report.sent,
      drift: driftRecords(report.drift),
      calls: plan.calls.map(({ number, call: kind, code }) => ({
        number,
        call: kind,
        code,
        ...report.states.get(number),
      })),
      differencesLeft: left ?? null,
      axisList: report.list.digest,
      list: confirmed && report.result !== 'drift' ? list : null,
    },
    text: `${lines.join('\n')}\n`,
  };
}

/**
 * `in-flight.csv` of `codes.yaml`, if it was made for the day and from the lists of now, as `in-flight.json` beside it
 * says: on another day, or by other lists, a code that is to be deleted may have counted as open.
 */
async function gateOf(
  call: Call,
  { config, waivers, bytes, digests, file }: AxisSetting,
): Promise<InFlightGate> {
  const { inFlight, asOf } = config;
  if (inFlight === undefined) return inFlightGate(undefined, waivers, asOf);
  const list = { name: inFlight, bytes: await bytes(inFlight) };
  const beside = await call.host.file(besides(file, inFlight.replace(/\.csv$/, '.json')));
  const made = /\.csv$/.test(inFlight) ? await beside?.store.get(beside.name) : undefined;
  const changed = made === undefined ? [] : changedSince(made, asOf, digests);
  if (changed.length === 0) return inFlightGate(list, waivers, asOf);
  const what = changed.join(', ');
  throw new ThongSuotError(
    'in-flight-stale',
    'user',
    `${inFlight} was made for another day or from other files (changed since: ${what}): make it again with documents in-flight`,
    { file: inFlight, what },
  );
}

const syncCodes = (call: Call): Promise<Reply> =>
  withAxisSetting(call, async (setting) => {
    const { place } = setting;
    const plan = await planOf(call, setting);
    const confirmed = isConfirmed(call, plan);
    const { client, axis } = clientOf(call, setting);
    const progress = plainProgress(call.host.stderr, call.t('sync.progress'));
    const options: SyncOptions = {
      plan,
      base: await baseOf(setting, plan),
      client,
      ledger: place.ledger,
      out: place.out,
      clock: call.host.axis.clock,
      gate: await gateOf(call, setting),
      retryRefused: call.has('retry-refused'),
      attempts: axis.retry.attempts,
      onProgress: progress.on,
    };
    try {
      const report = confirmed ? await locked(setting, () => carryOut(options)) : await previewSync(options);
      progress.end();
      return replyOf(call, setting, plan, report, confirmed);
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
  },
  examples: [
    'thong-suot codes sync vinh-long/codes.yaml --plan plan.json',
    'thong-suot codes sync vinh-long/codes.yaml --plan plan.json --confirm 3f2a90c1b7de',
  ],
  run: syncCodes,
};
