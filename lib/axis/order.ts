import type { AxisList } from '../agencies/axis-list.ts';
import type { PlannedCall } from '../formats/codes-plan.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import type { DraftCall } from './draft.ts';

/**
 * Puts the calls in order and says what each waits for: a parent is registered (or moved) before its children, an
 * agency leaves after its successors have come and after its children have moved or left. Registers come first, then
 * deletes, each by depth, then by code, so that one order comes out of one set of calls. The calls are feasible.
 */
export function orderCalls(calls: ReadonlyMap<string, DraftCall>, list: AxisList): PlannedCall[] {
  const needs = needsOf(calls, list);
  const depth = depthsOf(calls, needs);
  const rank = (call: DraftCall): number => (call.call === 'register' ? 0 : 1);
  const ordered = [...calls.values()].sort(
    (a, b) =>
      rank(a) - rank(b) || (depth.get(a.code) ?? 0) - (depth.get(b.code) ?? 0) || compareUtf8(a.code, b.code),
  );
  const numbers = new Map(ordered.map(({ code }, index) => [code, index + 1]));
  return ordered.map((call, index) => ({
    number: index + 1,
    ...call,
    needs: [...(needs.get(call.code) ?? [])].map((code) => numbers.get(code) ?? 0).sort((a, b) => a - b),
  }));
}

function needsOf(calls: ReadonlyMap<string, DraftCall>, list: AxisList): Map<string, Set<string>> {
  const needs = new Map<string, Set<string>>();
  for (const call of calls.values()) {
    const own = new Set<string>();
    needs.set(call.code, own);
    if (call.payload !== null) {
      const above = nearestCalled(call.payload.pcode, calls, list);
      if (above !== undefined) own.add(above);
    }
    for (const successor of call.successors) if (calls.has(successor)) own.add(successor);
  }
  for (const { code, parent, deleted } of list.agencies.values())
    if (!deleted && calls.has(code) && calls.get(parent)?.call === 'delete') needs.get(parent)?.add(code);
  return needs;
}

/**
 * The nearest ancestor, as it will be, that has a call of its own. Not the parent alone: where A goes under B and B's
 * grandparent leaves A, doing A first would close a circle for a while.
 */
function nearestCalled(
  parent: string,
  calls: ReadonlyMap<string, DraftCall>,
  list: AxisList,
): string | undefined {
  const passed = new Set<string>();
  let at = parent;
  while (at !== '' && !passed.has(at)) {
    if (calls.has(at)) return at;
    passed.add(at);
    at = list.agencies.get(at)?.parent ?? '';
  }
  return undefined;
}

/** The longest way down to a call that waits for nothing (Kahn's order: a cycle would leave its calls at 0). */
function depthsOf(
  calls: ReadonlyMap<string, DraftCall>,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, number> {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const [code, own] of needs) {
    waiting.set(code, own.size);
    for (const need of own) {
      const others = dependents.get(need);
      if (others === undefined) dependents.set(need, [code]);
      else others.push(code);
    }
  }
  const depth = new Map<string, number>();
  const ready = [...calls.keys()].filter((code) => waiting.get(code) === 0);
  for (let at = 0; at < ready.length; at++) {
    const code = ready[at] ?? '';
    const own = depth.get(code) ?? 0;
    for (const dependent of dependents.get(code) ?? []) {
      depth.set(dependent, Math.max(depth.get(dependent) ?? 0, own + 1));
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return depth;
}
