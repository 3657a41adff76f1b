import type { AxisConfig } from '../formats/codes-config.ts';
import type { PlanMessage, SyncMessage } from '../formats/codes-message.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { Ledger } from '../ports/ledger.ts';
import { ObjectNotFound, type ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { axisOf } from './axis-section.ts';
import { type AxisClient, type AxisPorts, axisClient } from './client.ts';
import { type AxisScope, axisScope, type CodesFiles, readCodesFiles } from './codes-files.ts';
import { type SyncRecord, syncFile, WATCH_FILE, type WatchRecord } from './codes-records.ts';
import { readCurrentPlan, requireConfirmed } from './confirmed-plan.ts';
import { batchOf } from './history.ts';
import type { DigestedPlan } from './plan-file.ts';
import { putJson } from './put-json.ts';
import { carryOut, previewSync, type SyncOptions, type SyncReport } from './sync.ts';
import { whileLocked } from './sync-lock.ts';
import { leftAfter, syncOptions } from './sync-setting.ts';
import { watchAxis } from './watch.ts';

/** One province's codes where nobody sits before a terminal: what comes of a message stands in `out`. */
export interface CodesPlace {
  readonly province: string;
  /** The only origin that credentials are sent to. */
  readonly origin: string;
  /** The folder of `codes.yaml`. */
  readonly files: InputFiles;
  /** The project's tables. */
  readonly data: ObjectStore;
  readonly out: ObjectStore;
  /** How people know `out`. */
  readonly shown: string;
  readonly ledger: Ledger;
  readonly lock: RunLock;
  /** Ends the appends of a plan's history that an earlier run was killed in the middle of. Asked under the lock. */
  settle(batch: string): Promise<unknown>;
  readonly axis: AxisPorts;
}

const CONFIG = 'codes.yaml';

interface Opened {
  readonly lists: CodesFiles & AxisScope;
  readonly client: AxisClient;
  readonly section: AxisConfig;
}

/** Throws what reading the lists throws, `codes-other-province`, `axis-unset`, `axis-elsewhere`. */
async function open({ province, origin, files, data, axis }: CodesPlace): Promise<Opened> {
  const read = (path: string): Promise<Uint8Array> => bytesOf(files, path);
  const lists = await readCodesFiles({ name: CONFIG, config: () => read(CONFIG), beside: read, data });
  const { config } = lists;
  if (config.province !== province)
    throw new ThongSuotError(
      'codes-other-province',
      'user',
      `codes/${province}/codes.yaml is of province ${config.province}: upload it into codes/${config.province}/`,
      { folder: province, province: config.province },
    );
  const section = axisOf({ config, file: CONFIG });
  // Who writes codes.yaml must not be able to have the credentials sent elsewhere.
  if (new URL(section.endpoint).origin !== origin)
    throw new ThongSuotError(
      'axis-elsewhere',
      'user',
      `the endpoint of ${CONFIG} is not at ${origin}, where this account may send credentials: correct it, or have axis.origin of the deployment changed`,
      { origin },
    );
  return {
    lists: { ...lists, ...(await axisScope(lists)) },
    client: axisClient(section, axis),
    section,
  };
}

async function bytesOf(files: InputFiles, path: string): Promise<Uint8Array> {
  const bytes = await bytesIfAny(files, path);
  if (bytes !== undefined) return bytes;
  throw new ThongSuotError('file-missing', 'user', `there is no file ${path}`, { file: path });
}

async function bytesIfAny(files: InputFiles, path: string): Promise<Uint8Array | undefined> {
  try {
    return await files.get(path);
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    return undefined;
  }
}

/** Watches once. `news`: something is otherwise than the last watch left it, or than it should be at the first. */
export async function watchUnattended(place: CodesPlace): Promise<{ found: WatchRecord; news: boolean }> {
  const { province, out } = place;
  const { lists, client } = await open(place);
  const { list, ours, others, approved, drift } = await watchAxis({
    client,
    out,
    place: place.shown,
    waivers: lists.waivers,
    asOf: lists.config.asOf,
    roots: lists.roots,
  });
  const found: WatchRecord = {
    province,
    axisList: list.digest,
    ours,
    others,
    approved: approved ?? null,
    drift,
  };
  // The list of other provinces moves every day; what is told once a change is what is ours.
  const before = await earlier(out);
  const news = before === undefined ? !isApproved(found) : before !== saidOf(found);
  await putJson(out, WATCH_FILE, found);
  return { found, news };
}

const isApproved = ({ approved, drift }: WatchRecord): boolean => approved !== null && drift.length === 0;
const saidOf = ({ approved, drift }: Pick<WatchRecord, 'approved' | 'drift'>): string =>
  JSON.stringify([approved, drift]);

/** What the last watch said; undefined before the first, and where its file is none (it is then written anew). */
async function earlier(out: ObjectStore): Promise<string | undefined> {
  if ((await out.size(WATCH_FILE)) === undefined) return undefined;
  try {
    return saidOf(JSON.parse(new TextDecoder().decode(await out.get(WATCH_FILE))) as WatchRecord);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Thrown in the middle of a plan when time is running out; the ledger says what was done. */
class OutOfTime extends Error {}

interface OpenedPlan extends Opened {
  readonly plan: DigestedPlan;
  readonly options: SyncOptions;
}

/** The plan that a message names, and all that carrying it out takes. Throws what keeps it from being begun. */
async function openPlan(
  place: CodesPlace,
  message: PlanMessage,
  hasTime: () => boolean,
): Promise<OpenedPlan> {
  const opened = await open(place);
  const { lists, client, section } = opened;
  const bytes = await bytesOf(place.files, message.plan);
  const plan = readCurrentPlan(bytes, message.plan, lists.config, lists.digests);
  if (message.command === 'sync') requireConfirmed(plan, message.confirm);
  const options = await syncOptions({
    plan,
    lists,
    axis: section,
    client: within(client, hasTime),
    out: place.out,
    ledger: place.ledger,
    clock: place.axis.clock,
    bytesIfAny: (path) => bytesIfAny(place.files, path),
    retryRefused: message.retryRefused,
  });
  return { ...opened, plan, options };
}

const recordOf = ({ province }: CodesPlace, opened: OpenedPlan, report: SyncReport): SyncRecord => {
  const { plan } = opened;
  return {
    province,
    plan: plan.digest,
    result: report.result,
    sent: report.sent,
    drift: report.drift,
    calls: plan.plan.calls.map(({ number, code }) => ({
      number,
      agency: code,
      ...report.states.get(number)!,
    })),
    differencesLeft: leftAfter(opened, report) ?? null,
    axisList: report.list.digest,
  };
};

/** Where every call of a plan stands. Nothing is sent, nothing is written. */
export async function previewUnattended(place: CodesPlace, message: PlanMessage): Promise<SyncRecord> {
  const opened = await openPlan(place, message, () => true);
  return recordOf(place, opened, await previewSync(opened.options));
}

/**
 * Carries out the plan that a message names and confirms. `paused`: time ran out, and the same message goes on with it.
 * Throws `sync-in-progress`, and what keeps the plan from being begun.
 */
export async function syncUnattended(
  place: CodesPlace,
  message: SyncMessage,
  hasTime: () => boolean,
): Promise<{ state: 'paused' } | { state: 'ended'; record: SyncRecord }> {
  const opened = await openPlan(place, message, hasTime);
  let report: SyncReport;
  try {
    report = await whileLocked(place, async () => {
      await place.settle(batchOf(opened.plan));
      return carryOut(opened.options);
    });
  } catch (error) {
    if (error instanceof OutOfTime) return { state: 'paused' };
    throw error;
  }
  const record = recordOf(place, opened, report);
  await putJson(place.out, syncFile(record.plan), record);
  return { state: 'ended', record };
}

/** Nothing is sent that might not be answered before the time is over. */
const within = (client: AxisClient, hasTime: () => boolean): AxisClient => ({
  ...client,
  make: async (call, id) => {
    if (!hasTime()) throw new OutOfTime();
    return client.make(call, id);
  },
});
