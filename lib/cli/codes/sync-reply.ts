import type { CallState } from '../../axis/judge.ts';
import type { DigestedPlan } from '../../axis/plan-file.ts';
import type { SyncReport } from '../../axis/sync.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Reply } from '../command.ts';
import { short } from './sync-axis.ts';
import { driftLines, driftRecords, stateLines } from './sync-text.ts';

const WELL_ENOUGH_TO_SEND: readonly string[] = ['done', 'settled', 'to-send', 'waits'];

/** How a sync, or its dry run, came out, wherever it ran. */
export interface Synced extends Omit<SyncReport, 'list'> {
  readonly confirmed: boolean;
  /** Differences between registry and axis; undefined of a reverse plan, which wants them back. */
  readonly left: number | undefined;
  /** Digest of the axis's list as it was read last, and where it is kept. */
  readonly axisList: string;
  readonly list: string;
}

/** What `codes sync` says. */
export function syncReply(
  call: Call,
  { plan, digest }: DigestedPlan,
  report: Synced,
): Reply & { readonly json: Readonly<Record<string, unknown>> } {
  const { t, lang } = call;
  const { confirmed, left, list } = report;
  const states = [...report.states.values()];
  const all = report.result === 'ended' && states.every(({ state }) => state === 'done');
  const well = confirmed
    ? all && (left ?? 0) === 0
    : report.result === 'ended' && states.every(({ state }) => WELL_ENOUGH_TO_SEND.includes(state));
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
        ...stateRecord(report.states.get(number)),
      })),
      differencesLeft: left ?? null,
      axisList: report.axisList,
      list: confirmed && report.result !== 'drift' ? list : null,
    },
    text: `${lines.join('\n')}\n`,
  };
}

/** The axis's own code of an error stands apart from the agency's code. */
function stateRecord(state: CallState | undefined): Readonly<Record<string, unknown>> {
  if (state?.state !== 'refused' && state?.state !== 'failed') return { ...state };
  return { state: state.state, error: state.code };
}
