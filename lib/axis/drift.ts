import type { AxisList } from '../agencies/axis-list.ts';
import type { CodesPlan, PlannedCall } from '../formats/codes-plan.ts';
import { compareLists, type Drift, isOurs } from './compare-lists.ts';
import type { History } from './history.ts';
import { unmetFields } from './image.ts';

/**
 * How the axis's list is no more the one that the plan was made from (`base`), but for what the plan's own recorded
 * calls changed. Looked at are the province's entries and every code that the plan names; what other provinces and
 * ministries do to theirs is no reason not to go on.
 */
export function driftSince(plan: CodesPlan, base: AxisList, now: AxisList, history: History): Drift[] {
  const calls = new Map(plan.calls.map((call) => [call.code, call]));
  const named = new Set(
    plan.calls.flatMap((call) => [call.code, ...call.successors, call.payload?.pcode ?? '']),
  );
  const ours = isOurs(new Set(plan.roots));
  const others = compareLists(base, now, (code) => {
    const call = calls.get(code);
    // What was begun may have arrived: how it stands is judged call by call.
    return call === undefined ? named.has(code) || ours(code) : history.of(call.number).attempts === 0;
  }).filter(({ code }) => !isVerified(calls.get(code), history));
  const undone = plan.calls
    .filter((call) => isVerified(call, history))
    .flatMap((call) => undoneBy(call, now));
  return [...others, ...undone];
}

const isVerified = (call: PlannedCall | undefined, history: History): boolean =>
  call !== undefined && history.of(call.number).verified;

/** What somebody changed after the call was verified. */
function undoneBy(call: PlannedCall, now: AxisList): Drift[] {
  const agency = now.agencies.get(call.code);
  return unmetFields(call, agency).map((field) =>
    field === 'there' || field === 'code102'
      ? { code: call.code, field, was: call.after?.name ?? '', is: agency?.name ?? '' }
      : { code: call.code, field, was: call.after?.[field] ?? '', is: agency?.[field] ?? '' },
  );
}
