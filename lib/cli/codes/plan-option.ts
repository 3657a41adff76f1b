import { readCurrentPlan, requireConfirmed } from '../../axis/confirmed-plan.ts';
import type { DigestedPlan } from '../../axis/plan-file.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Call } from '../command.ts';
import { bytesOf } from '../user-files.ts';
import type { CodesLists } from './sync-axis.ts';

/** The plan of `--plan`, if it is one of this `codes.yaml` as its files are now, and where it lies. */
export async function planOf(
  call: Call,
  { config, file, digests }: CodesLists,
): Promise<{ readonly plan: DigestedPlan; readonly path: string }> {
  const path = call.text('plan');
  if (path === undefined)
    throw new ThongSuotError(
      'plan-needed',
      'user',
      `codes sync needs --plan FILE: make one with "thong-suot codes plan ${file}"`,
      { file },
    );
  return { plan: readCurrentPlan(await bytesOf(call.host, path), path, config, digests), path };
}

/** The digest by which the plan was confirmed, if it was; throws `plan-confirm` if it is that of another one. */
export function confirmationOf(call: Call, plan: DigestedPlan): string | undefined {
  const confirmed = call.text('confirm');
  if (confirmed !== undefined) requireConfirmed(plan, confirmed);
  return confirmed;
}
