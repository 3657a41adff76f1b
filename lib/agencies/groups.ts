import type { RegistryEntry } from './registry.ts';
import { compareText } from './succession-rows.ts';

/** Items by key, in the order in which the keys first occur; a blank or undefined key leaves an item out. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined || key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** In each group of several: the entry whose code comes first by its bytes, with each of the others. */
export function* pairsOf(
  groups: ReadonlyMap<string, readonly RegistryEntry[]>,
): Generator<{ readonly first: RegistryEntry; readonly other: RegistryEntry }> {
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const [first, ...others] = [...group].sort(
      (a, b) => compareText(a.row.code, b.row.code) || a.number - b.number,
    );
    for (const other of others)
      if (first !== undefined && first.row.code !== other.row.code) yield { first, other };
  }
}
