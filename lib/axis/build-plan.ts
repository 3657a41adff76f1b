import type { AxisList } from '../agencies/axis-list.ts';
import type { Difference } from '../agencies/diff.ts';
import type { Level1Row } from '../agencies/level1.ts';
import type { Registry } from '../agencies/registry.ts';
import { RoutingLists } from '../agencies/routing-lists.ts';
import type { CodesPlan, RefusedDifference } from '../formats/codes-plan.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { draftCalls } from './draft.ts';
import { keepFeasible } from './feasible.ts';
import { orderCalls } from './order.ts';
import { type DigestedPlan, digestPlan } from './plan-file.ts';

export interface PlanInputs {
  readonly province: string;
  readonly asOf: string;
  /** As `diffCodes` found them on `asOf`, without those that a person has accepted. */
  readonly differences: readonly Difference[];
  /** The list that the differences are against. */
  readonly list: AxisList;
  readonly registry: Registry;
  readonly succession: readonly SuccessionRow[];
  readonly level1: readonly Level1Row[];
  /** Level-1 codes of the province and of its registry. */
  readonly roots: ReadonlySet<string>;
  /** SHA-256 of the files; `succession` is blank where there is none. */
  readonly digests: { readonly registry: string; readonly succession: string };
}

/**
 * The calls that make the axis's list equal to the registry, in order, and the differences that no call may settle,
 * each with its reason. The same inputs give the same plan, byte for byte. Throws `bad-succession`.
 */
export function buildPlan(inputs: PlanInputs): DigestedPlan {
  const { differences, list, registry, succession, level1, asOf } = inputs;
  const lists = new RoutingLists({ registry, succession, level1 });
  const draft = draftCalls({ differences, list, lists, day: asOf });
  keepFeasible(draft, list);
  const plan: CodesPlan = {
    format: 'thong-suot-codes-plan/1',
    kind: 'forward',
    province: inputs.province,
    asOf,
    reverses: '',
    madeFrom: { axisList: list.digest, ...inputs.digests },
    roots: [...inputs.roots].sort(compareUtf8),
    calls: orderCalls(draft.calls, list),
    refused: draft.refused.sort(byKey),
  };
  return digestPlan(plan);
}

const byKey = (a: RefusedDifference, b: RefusedDifference): number =>
  compareUtf8(a.code, b.code) || compareUtf8(a.key, b.key);
