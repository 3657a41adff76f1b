import type { Drift } from '../../axis/compare-lists.ts';
import type { CallState } from '../../axis/judge.ts';
import type { SyncReport } from '../../axis/sync.ts';
import type { PlannedCall } from '../../formats/codes-plan.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';
import { oneLine } from './listing.ts';

const shownLines = 10;

/** The states as they are told, in the order in which a person wants them. */
const GROUPS = [
  'done',
  'although',
  'settled',
  'to-send',
  'waits',
  'in-flight',
  'no-in-flight-list',
  'successor',
  'refused',
  'differs',
  'failed',
] as const;
type Group = (typeof GROUPS)[number];
/** These say by their number alone how it went. */
const COUNTED: readonly Group[] = ['done', 'settled', 'waits'];

function groupOf(state: CallState): Group {
  if (state.state === 'done') return state.although === '' ? 'done' : 'although';
  if (state.state === 'in-flight') return state.documents === undefined ? 'no-in-flight-list' : 'in-flight';
  return state.state;
}

function detailOf(call: Call, state: CallState): string {
  const { t, lang } = call;
  switch (state.state) {
    case 'done':
      return t('sync.error', { code: state.although });
    case 'refused':
    case 'failed':
      return t('sync.error', { code: state.code });
    case 'in-flight':
      return state.documents === undefined
        ? ''
        : t('sync.documents', { count: countIn(lang, state.documents) });
    case 'successor':
      return state.codes.join(', ');
    case 'differs':
      return state.fields.join(', ');
    default:
      return '';
  }
}

/** Every state with its calls: how many, and the first of those that a person has to know by name. */
export function stateLines(
  call: Call,
  calls: readonly PlannedCall[],
  report: Pick<SyncReport, 'states'>,
): string[] {
  const { t, lang } = call;
  return GROUPS.flatMap((group) => {
    const own = calls.flatMap((one) => {
      const state = report.states.get(one.number);
      return state !== undefined && groupOf(state) === group ? [{ one, state }] : [];
    });
    if (own.length === 0) return [];
    const shown = COUNTED.includes(group) ? [] : own.slice(0, shownLines);
    const lines = shown.map(({ one, state }) =>
      oneLine(`    ${String(one.number).padStart(6)}  ${one.code}  ${detailOf(call, state)}`),
    );
    const more = COUNTED.includes(group) ? 0 : own.length - shown.length;
    return [
      `  ${t(`sync.state.${group}`, { count: countIn(lang, own.length) })}`,
      ...lines,
      ...(more > 0 ? [`    … ${countIn(lang, more)}`] : []),
    ];
  });
}

/** Mail addresses stand in files alone. */
const shownValue = (call: Call, { field }: Drift, value: string): string =>
  value === '' ? call.t('axis.blank') : field === 'mail' ? '(mail)' : value;

/** What changed on the axis: code, field, what it was and is. */
export function driftLines(call: Call, drift: readonly Drift[]): string[] {
  const lines = drift.slice(0, shownLines * 2).map((one) => {
    const field = one.field === 'there' ? call.t('watch.there') : one.field;
    return oneLine(
      `    ${one.code}  ${field}: ${shownValue(call, one, one.was)} → ${shownValue(call, one, one.is)}`,
    );
  });
  const more = drift.length - lines.length;
  return more > 0 ? [...lines, `    … ${countIn(call.lang, more)}`] : lines;
}

/** The same for `--json`. */
export const driftRecords = (drift: readonly Drift[]): Array<Record<string, string>> =>
  drift.map(({ code, field, was, is }) => (field === 'mail' ? { code, field } : { code, field, was, is }));
