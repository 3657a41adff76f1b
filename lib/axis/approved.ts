import type { Waiver } from '../formats/tables.ts';

/** The check whose rows of `waivers.csv` approve a list: `key` is its digest. */
export const WATCH_CHECK = 'codes-watch';

/** Digest of the list that was approved last: of the rows that have not expired on `day`, the latest date, then the last row. */
export function approvedList(waivers: readonly Waiver[], day: string): string | undefined {
  return waivers
    .filter(({ check, expiry }) => check === WATCH_CHECK && expiry >= day)
    .reduce<Waiver | undefined>(
      (latest, row) => (latest === undefined || row.date >= latest.date ? row : latest),
      undefined,
    )?.key;
}
