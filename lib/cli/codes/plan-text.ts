import type { DigestedPlan } from '../../axis/plan-file.ts';
import { type PlannedCall, REFUSALS } from '../../formats/codes-plan.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';
import { oneLine } from './listing.ts';
import { short } from './sync-axis.ts';

/** How many calls, and how many differences of one reason, the terminal shows; the plan file has them all. */
const shownCalls = 40;
const shownRefused = 10;

/** What of a call goes to the standard output: everything but mail addresses. */
export function callRecord(one: PlannedCall): Readonly<Record<string, unknown>> {
  const { number, call, code, payload, before, needs, successors, legalBasis, why } = one;
  return {
    number,
    call,
    code,
    name: payload?.name ?? before?.name ?? '',
    parent: payload?.pcode ?? null,
    needs,
    successors,
    legalBasis,
    why,
  };
}

export const kindOf = ({ call, before }: PlannedCall): 'register' | 'update' | 'delete' =>
  call === 'delete' ? 'delete' : before === null || before.deleted ? 'register' : 'update';

function callLine(call: Call, one: PlannedCall): string {
  const { t } = call;
  const { number, code, payload, before, successors, legalBasis } = one;
  const parts = [`${String(number).padStart(6)}  ${t(`plan.call.${kindOf(one)}`)}  ${code}`];
  parts.push(payload?.name ?? before?.name ?? '');
  if (payload !== null && payload.pcode !== '') parts.push(t('plan.under', { parent: payload.pcode }));
  if (successors.length > 0) parts.push(t('plan.after', { codes: successors.join(', ') }));
  parts.push(`[${legalBasis.join(' | ')}]`);
  return oneLine(parts.join('  '));
}

function refusedLines(call: Call, { plan }: DigestedPlan): string[] {
  const { t, lang } = call;
  const lines = REFUSALS.flatMap((reason) => {
    const own = plan.refused.filter((one) => one.reason === reason);
    if (own.length === 0) return [];
    const shown = own
      .slice(0, shownRefused)
      .map(({ key, about }) => oneLine(`    ${key}${about.length === 0 ? '' : `  (${about.join(', ')})`}`));
    const more = own.length - shown.length;
    return [
      `  ${t(`plan.refused.${reason}`)}`,
      ...shown,
      ...(more > 0 ? [`    ${t('plan.more', { count: countIn(lang, more) })}`] : []),
    ];
  });
  return lines.length === 0 ? [] : ['', t('plan.refused'), ...lines];
}

/**
 * What `codes plan` says: the calls in order, what is refused and why, and what comes next. `config`: what is typed
 * after `codes sync`.
 */
export function planText(
  call: Call,
  planned: DigestedPlan,
  problems: number,
  { path, config }: { readonly path: string; readonly config: string },
): string {
  const { t, lang } = call;
  const { plan, digest } = planned;
  const deletes = plan.calls.filter((one) => one.call === 'delete').length;
  const more = plan.calls.length - shownCalls;
  const head = {
    digest: short(digest),
    registers: countIn(lang, plan.calls.length - deletes),
    deletes: countIn(lang, deletes),
    refused: countIn(lang, plan.refused.length),
  };
  const lines = [
    plan.kind === 'reverse'
      ? t('plan.head.reverse', { ...head, reverses: short(plan.reverses) })
      : t('plan.head', { ...head, day: plan.asOf }),
    ...(problems > 0 ? [t('plan.problems', { count: countIn(lang, problems) })] : []),
    ...plan.calls.slice(0, shownCalls).map((one) => callLine(call, one)),
    ...(more > 0 ? [`        ${t('plan.more', { count: countIn(lang, more) })}`] : []),
    ...refusedLines(call, planned),
    ...(plan.calls.length + plan.refused.length === 0 ? [t('plan.none')] : ['']),
    t('plan.written', { path }),
    ...(plan.calls.length === 0 ? [] : [t('plan.next', { config, path, digest: short(digest) })]),
  ];
  return `${lines.join('\n')}\n`;
}
