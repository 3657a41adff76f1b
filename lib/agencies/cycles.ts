/**
 * The cycles of a directed graph: its strongly connected parts of more than one node, and nodes with an edge to
 * themselves. Each part once, in the order in which its last node is left. Linear, and without recursion: a list that
 * a person wrote may be a chain of any length. (Tarjan 1972.)
 */
export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const waiting: string[] = [];
  const isWaiting = new Set<string>();
  const cycles: string[][] = [];
  for (const start of edges.keys()) {
    if (order.has(start)) continue;
    const path: Array<{ node: string; next: number }> = [];
    const enter = (node: string): void => {
      order.set(node, order.size);
      lowest.set(node, order.size - 1);
      waiting.push(node);
      isWaiting.add(node);
      path.push({ node, next: 0 });
    };
    const lower = (node: string, to: number): void => {
      lowest.set(node, Math.min(lowest.get(node) ?? to, to));
    };
    enter(start);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { node } = at;
      const target = edges.get(node)?.[at.next++];
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (isWaiting.has(target)) lower(node, order.get(target) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.node, lowest.get(node) ?? 0);
      if (lowest.get(node) !== order.get(node)) continue;
      const part = waiting.splice(waiting.lastIndexOf(node));
      for (const one of part) isWaiting.delete(one);
      if (part.length > 1 || edges.get(node)?.includes(node)) cycles.push(part);
    }
  }
  return cycles;
}
