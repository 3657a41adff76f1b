import type { AxisAgency, AxisList } from '../agencies/axis-list.ts';
import { groupBy } from '../agencies/groups.ts';
import type { Refusal } from '../formats/codes-plan.ts';
import type { Draft, DraftCall } from './draft.ts';

/** What the axis will be like if the drafted calls are made. */
class Prospect {
  readonly #calls: ReadonlyMap<string, DraftCall>;
  readonly #list: AxisList;
  readonly #children: ReadonlyMap<string, readonly AxisAgency[]>;

  constructor(
    calls: ReadonlyMap<string, DraftCall>,
    list: AxisList,
    children: ReadonlyMap<string, readonly AxisAgency[]>,
  ) {
    this.#calls = calls;
    this.#list = list;
    this.#children = children;
  }

  /** Whether the code will be live when all calls are made. */
  live(code: string): boolean {
    const call = this.#calls.get(code);
    return call === undefined ? this.#list.agencies.get(code)?.deleted === false : call.call === 'register';
  }

  /** The parent that a live code will have; blank if it has none or nothing says. */
  parent(code: string): string {
    return this.#calls.get(code)?.payload?.pcode ?? this.#list.agencies.get(code)?.parent ?? '';
  }

  /** The children on the axis today that would be left under a code. */
  leftUnder(code: string): string[] {
    return (this.#children.get(code) ?? [])
      .map((child) => child.code)
      .filter((child) => this.live(child) && this.parent(child) === code);
  }

  /** Whether a code is its own ancestor: among what will be, or (for deletes) among what leaves. */
  inCycle(call: DraftCall): boolean {
    const above = (code: string): string => this.#list.agencies.get(code)?.parent ?? '';
    const leaves = (code: string): boolean => this.#calls.get(code)?.call === 'delete';
    const up = (code: string): string =>
      call.call === 'register' ? this.parent(code) : leaves(above(code)) ? above(code) : '';
    const passed = new Set<string>();
    for (let at = up(call.code); at !== '' && !passed.has(at); at = up(at)) {
      if (at === call.code) return true;
      passed.add(at);
    }
    return false;
  }

  problem(call: DraftCall): { reason: Refusal; about: string[] } | undefined {
    if (call.payload !== null) {
      const { pcode } = call.payload;
      if (pcode !== '' && !this.live(pcode)) return { reason: 'parent-missing', about: [pcode] };
    } else {
      const dead = call.successors.filter((code) => !this.live(code));
      if (dead.length > 0) return { reason: 'successor-missing', about: dead };
      const left = this.leftUnder(call.code);
      if (left.length > 0) return { reason: 'children-stay', about: left };
    }
    return this.inCycle(call) ? { reason: 'parent-cycle', about: [] } : undefined;
  }
}

/** How many codes a refusal names. */
const maxAbout = 20;

/**
 * Moves to `refused` what can't be carried out beside the others: a missing parent, a dead successor, children that
 * would be orphans, cycles. A refusal may make another call impossible, so it is asked again until nothing changes.
 */
export function keepFeasible({ calls, refused }: Draft, list: AxisList): void {
  const live = [...list.agencies.values()].filter(({ deleted }) => !deleted);
  const children = groupBy(live, ({ parent }) => parent);
  for (;;) {
    const prospect = new Prospect(calls, list, children);
    const bad = [...calls.values()].flatMap((call) => {
      const problem = prospect.problem(call);
      return problem === undefined ? [] : [{ call, ...problem }];
    });
    if (bad.length === 0) return;
    for (const { call, reason, about } of bad) {
      calls.delete(call.code);
      for (const key of call.why)
        refused.push({ key, code: call.code, reason, about: about.slice(0, maxAbout) });
    }
  }
}
