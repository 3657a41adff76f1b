import type { RouteContext, Router } from './routing.ts';
import { level1Forms, type RoutingSources } from './routing-lists.ts';
import { compareText } from './succession-rows.ts';

/** The codes whose letters a code is sent on a day: as the lists write them, sorted by UTF-8 bytes. */
export type Predecessors = (code: string, day: string, context?: RouteContext) => readonly string[];

/**
 * Turns the lists around: through as many reorganisations as there are, and by the router's own answer, so that what
 * is named here is what would arrive. `router` is of the same lists. Nothing where the code takes no letters itself.
 */
export function predecessorsIn(sources: RoutingSources, router: Router): Predecessors {
  const before = comersOf(sources);
  const alike = twinsOf(sources);
  const olds = new Set([
    ...sources.succession.map((row) => row.old_code),
    ...sources.level1.filter((row) => row.disposition === 'closed').map((row) => row.code),
  ]);
  return (code, day, context) => {
    if (router.route(code, day, context).action !== 'deliver') return [];
    const here = reached(code, alike);
    const arrives = (old: string): boolean => {
      const { action, to } = router.route(old, day, context);
      return action === 'forward' && here.has(to);
    };
    return [...reached(code, new Links(before, alike))]
      .filter((one) => olds.has(one) && arrives(one))
      .sort(compareText);
  };
}

/** From a code to others. */
class Links {
  readonly #parts: readonly Links[];
  readonly #links = new Map<string, string[]>();

  constructor(...parts: readonly Links[]) {
    this.#parts = parts;
  }

  add(from: string, to: string): void {
    if (from === '' || to === '') return;
    const known = this.#links.get(from);
    if (known === undefined) this.#links.set(from, [to]);
    else known.push(to);
  }

  of(code: string): readonly string[] {
    return [...(this.#links.get(code) ?? []), ...this.#parts.flatMap((part) => part.of(code))];
  }
}

/** Everything that links lead to from a code, itself first. */
function reached(code: string, links: Links): Set<string> {
  const found = new Set([code]);
  // A set is walked in the order in which it grows.
  for (const one of found) for (const other of links.of(one)) found.add(other);
  return found;
}

/** From a successor to the codes that the lists send there. */
function comersOf({ succession, level1 }: RoutingSources): Links {
  const links = new Links();
  for (const row of succession) links.add(row.new_code, row.old_code);
  for (const row of level1) if (row.disposition === 'closed') links.add(row.successor, row.code);
  return links;
}

/** Between the two forms in which the lists write one office's code. */
function twinsOf({ registry, succession, level1 }: RoutingSources): Links {
  const links = new Links();
  const pair = (one: string, other: string): void => {
    links.add(one, other);
    links.add(other, one);
  };
  for (const { row } of registry?.entries ?? []) pair(row.code, row.code_102);
  for (const row of succession) pair(row.old_code, row.old_code_102);
  for (const row of level1) pair(...level1Forms(row.code));
  return links;
}
