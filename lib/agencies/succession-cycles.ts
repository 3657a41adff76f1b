import { cyclesOf } from './cycles.ts';
import { groupBy } from './groups.ts';
import { compareText, type ReadRow } from './succession-rows.ts';

type Edges = ReadonlyArray<{ readonly item: ReadRow; readonly next: ReadRow }>;

/** Each old code that can be reached again from itself, with its circle: the codes of it, sorted. */
export function circularCodes(edges: Edges): Map<string, readonly string[]> {
  const byCode = groupBy(edges, ({ item }) => item.row.old_code);
  const graph = new Map(
    [...byCode].map(([code, group]) => [code, group.map(({ next }) => next.row.old_code)]),
  );
  const circles = new Map<string, readonly string[]>();
  for (const cycle of cyclesOf(graph)) {
    const codes = cycle.sort(compareText);
    for (const code of codes) circles.set(code, codes);
  }
  return circles;
}
