import type { AxisAgency, AxisList } from '../agencies/axis-list.ts';
import { groupBy } from '../agencies/groups.ts';
import type { AxisImage, PlannedCall, RefusedDifference } from '../formats/codes-plan.ts';
import type { History } from './history.ts';
import { differingFields, imageOf, unmetFields } from './image.ts';
import { type DigestedPlan, digestPlan } from './plan-file.ts';

/**
 * The calls that take a plan's verified calls back, the last first: what was added goes, what was changed is as it
 * was, what was deleted is registered again. A call that the gateway refused and that changed nothing is none to take
 * back. Refused is what can't be: calls of which nobody knows whether they were done (`not-settled`), codes that are
 * not as the plan left them (`changed-since`), entries that the old list said too little of (`field-unknown`), what
 * stands on any of these (`depends`), and what others built on it since (`children-stay`, `parent-missing`).
 */
export function reversePlan({ plan, digest }: DigestedPlan, history: History, list: AxisList): DigestedPlan {
  const calls: PlannedCall[] = [];
  const refused: RefusedDifference[] = [];
  /** By the number that the call had: its number in the reverse. */
  const numbers = new Map<number, number>();
  /** Numbers of the calls that stay as they were carried out. */
  const left = new Set<number>();
  const dependents = dependentsOf(plan.calls);
  const prospect = new Prospect(list);
  for (const call of [...plan.calls].reverse()) {
    const { attempts, last, verified } = history.of(call.number);
    const now = list.agencies.get(call.code);
    const cameToNothing = last?.outcome === 'business' && differingFields(call.before, now).length === 0;
    if (!verified && (attempts === 0 || cameToNothing)) continue;
    const key = `${digest.slice(0, 12)}:${call.number}`;
    const stands = (dependents.get(call.number) ?? []).some((number) => left.has(number));
    const problem = stands ? DEPENDS : verified ? problemOf(call, now, prospect) : NOT_SETTLED;
    if (problem !== undefined) {
      left.add(call.number);
      refused.push({ key, code: call.code, ...problem });
      continue;
    }
    const number = calls.length + 1;
    numbers.set(call.number, number);
    const needs = (dependents.get(call.number) ?? []).flatMap((other) => numbers.get(other) ?? []);
    const back = undo(call);
    prospect.add(call.code, back.call);
    calls.push({
      number,
      ...back,
      code: call.code,
      before: now === undefined ? null : imageOf(now),
      needs: needs.sort((a, b) => a - b),
      successors: [],
      legalBasis: call.legalBasis,
      why: [key],
    });
  }
  return digestPlan({
    ...plan,
    kind: 'reverse',
    reverses: digest,
    madeFrom: { ...plan.madeFrom, axisList: list.digest },
    calls,
    refused,
  });
}

type Problem = Pick<RefusedDifference, 'reason' | 'about'>;
const DEPENDS: Problem = { reason: 'depends', about: [] };
const NOT_SETTLED: Problem = { reason: 'not-settled', about: [] };
/** How many codes a refusal names. */
const maxAbout = 20;

/** Why a call that was verified can't be taken back beside those that are taken back before it. */
function problemOf(call: PlannedCall, now: AxisAgency | undefined, prospect: Prospect): Problem | undefined {
  const { before } = call;
  if (unmetFields(call, now).length > 0) return { reason: 'changed-since', about: [] };
  if (!isThere(before)) {
    const staying = prospect.childrenOf(call.code);
    return staying.length > 0 ? { reason: 'children-stay', about: staying.slice(0, maxAbout) } : undefined;
  }
  if (!(before.said.includes('parent') && before.said.includes('mail')))
    return { reason: 'field-unknown', about: [] };
  return before.parent === '' || prospect.live(before.parent)
    ? undefined
    : { reason: 'parent-missing', about: [before.parent] };
}

/** The axis as the reverse calls that were drafted so far leave it. */
class Prospect {
  readonly #list: AxisList;
  readonly #children: ReadonlyMap<string, readonly AxisAgency[]>;
  readonly #calls = new Map<string, PlannedCall['call']>();

  constructor(list: AxisList) {
    this.#list = list;
    const live = [...list.agencies.values()].filter(({ deleted }) => !deleted);
    this.#children = groupBy(live, ({ parent }) => parent);
  }

  add(code: string, call: PlannedCall['call']): void {
    this.#calls.set(code, call);
  }

  live(code: string): boolean {
    const call = this.#calls.get(code);
    return call === undefined ? this.#list.agencies.get(code)?.deleted === false : call === 'register';
  }

  /** Who is under a code and is neither deleted nor put back under another parent. */
  childrenOf(code: string): string[] {
    return (this.#children.get(code) ?? []).map((child) => child.code).filter((one) => !this.#calls.has(one));
  }
}

const isThere = (image: AxisImage | null): image is AxisImage => image !== null && !image.deleted;

function undo({
  code,
  before,
  names,
}: PlannedCall): Pick<PlannedCall, 'call' | 'payload' | 'after' | 'names'> {
  if (!isThere(before))
    return { call: 'delete', payload: null, after: null, names: names.length > 0 ? names : [code] };
  const { name, mail, parent } = before;
  return {
    call: 'register',
    payload: { pcode: parent, name, mail },
    after: { name, mail, parent },
    names: [],
  };
}

/** Which calls waited for a call: they have to be taken back before it is. */
function dependentsOf(calls: readonly PlannedCall[]): Map<number, number[]> {
  const dependents = new Map<number, number[]>();
  for (const { number, needs } of calls)
    for (const need of needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [number]);
      else known.push(number);
    }
  return dependents;
}
