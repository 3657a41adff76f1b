import type { AxisList } from '../agencies/axis-list.ts';
import type { CodesConfig } from '../formats/codes-config.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { AxisScope } from './codes-files.ts';
import { type DigestedPlan, readPlan } from './plan-file.ts';
import { listPath, readSavedList } from './saved-list.ts';

/** Reads a plan and throws `plan-stale` unless it is one of this `codes.yaml` as its files are now. */
export function readCurrentPlan(
  bytes: Uint8Array,
  file: string,
  config: CodesConfig,
  digests: AxisScope['digests'],
): DigestedPlan {
  const planned = readPlan(bytes, file);
  const { kind, province, asOf, madeFrom } = planned.plan;
  // A reverse plan goes back to before-images: the lists may have moved on.
  const same = (list: keyof AxisScope['digests']): boolean =>
    kind === 'reverse' || madeFrom[list] === digests[list];
  const changed = [
    ...(province === config.province ? [] : ['province']),
    ...(asOf === config.asOf ? [] : ['asOf']),
    ...(same('registry') ? [] : ['registry']),
    ...(same('succession') ? [] : ['succession']),
  ];
  if (changed.length === 0) return planned;
  const what = changed.join(', ');
  throw new ThongSuotError(
    'plan-stale',
    'user',
    `the plan was made from other files (changed since: ${what}): make it again, look at it, confirm it`,
    { what },
  );
}

/** Throws `plan-confirm` unless a person's `confirmed` names this plan: 12 characters of its digest at least. */
export function requireConfirmed({ digest }: DigestedPlan, confirmed: string): void {
  if (/^[0-9a-f]{12,64}$/.test(confirmed) && digest.startsWith(confirmed)) return;
  const short = digest.slice(0, 12);
  throw new ThongSuotError(
    'plan-confirm',
    'user',
    `--confirm is not the digest of this plan: look at the plan, then give ${short} (the first 12 characters, or more)`,
    { digest: short },
  );
}

/** The kept list that a plan was made from; throws `plan-list-missing`. */
export async function baseListOf(out: ObjectStore, { plan }: DigestedPlan): Promise<AxisList> {
  const { axisList } = plan.madeFrom;
  const file = listPath(axisList);
  if ((await out.size(file)) === undefined)
    throw new ThongSuotError(
      'plan-list-missing',
      'user',
      `there is no ${file}, the list that the plan was made from: run where it was made (the same --out), or make the plan again`,
      { file },
    );
  return readSavedList(await out.get(file), axisList);
}
