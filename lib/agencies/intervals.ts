import type { RegistryEntry } from './registry.ts';

/** Whether the first day comes after the last. A blank end is open. */
export function isReversed({ row }: RegistryEntry): boolean {
  return row.valid_from !== '' && row.valid_to !== '' && row.valid_from > row.valid_to;
}

/**
 * Rows whose interval shares a day with an earlier one's, each with the one that reaches furthest of those before it
 * (n log n: not every pair). Reversed intervals hold no day.
 */
export function overlapping(
  entries: readonly RegistryEntry[],
): Array<{ readonly earlier: RegistryEntry; readonly later: RegistryEntry }> {
  if (entries.length < 2) return [];
  const sorted = entries
    .filter((entry) => !isReversed(entry))
    .sort((a, b) => compareDays(a.row.valid_from, b.row.valid_from) || a.number - b.number);
  const pairs: Array<{ earlier: RegistryEntry; later: RegistryEntry }> = [];
  let furthest: RegistryEntry | undefined;
  for (const later of sorted) {
    const until = furthest?.row.valid_to ?? '';
    if (furthest !== undefined && (until === '' || later.row.valid_from <= until))
      pairs.push({ earlier: furthest, later });
    if (furthest === undefined || (until !== '' && (later.row.valid_to === '' || until < later.row.valid_to)))
      furthest = later;
  }
  return pairs;
}

/** A blank day is before all others. */
const compareDays = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
