import { TARGET_VINTAGE } from '../formats/vintages.ts';
import { routerOver } from './router.ts';
import type { Route, Router } from './routing.ts';
import { dayBefore, firstDayAfter, firstDayFrom } from './routing-days.ts';
import { RoutingLists, type RoutingSources } from './routing-lists.ts';
import { compareText } from './succession-rows.ts';

/** Day from which a table holds if nothing else is asked for: the last of the old structure. */
export const ROUTES_FROM = '2025-06-30';

/** One code and the longest run of days on which its answer is the same. */
export interface RouteInterval extends Omit<Route, 'day' | 'passed'> {
  /** Inclusive. */
  readonly from: string;
  /** Inclusive; blank: until the lists change. */
  readonly through: string;
}

/**
 * The answers for every code of the lists from a real day on, without a commune or procedure: a gateway that knows
 * these of a letter asks for its candidates. Sorted by the UTF-8 bytes of the codes, then by day; the intervals of a
 * code follow each other without a gap. Throws `bad-succession` as `createRouter` does.
 */
export function* routingTable(sources: RoutingSources, from: string): Generator<RouteInterval> {
  const lists = new RoutingLists(sources);
  const router = routerOver(lists);
  const turns = new TurningDays(lists);
  for (const code of [...lists.codes()].sort(compareText))
    yield* intervals(router, code, [from, ...turns.after(code, from)]);
}

function* intervals(router: Router, code: string, days: readonly string[]): Generator<RouteInterval> {
  let open: RouteInterval | undefined;
  for (const day of days) {
    const { day: _day, passed: _passed, ...answer } = router.route(code, day);
    if (open !== undefined && sameAnswer(open, answer)) continue;
    if (open !== undefined) yield { ...open, through: dayBefore(day) };
    open = { ...answer, from: day, through: '' };
  }
  if (open !== undefined) yield open;
}

type Answer = Omit<Route, 'day' | 'passed'>;

function sameAnswer(a: Answer, b: Answer): boolean {
  return (
    a.action === b.action &&
    a.reason === b.reason &&
    a.to === b.to &&
    a.until === b.until &&
    sameTexts(a.candidates, b.candidates) &&
    sameTexts(a.citations, b.citations)
  );
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, at) => text === b[at]);

/** What the lists say of one code, without its successors: the days on which that changes, and the successors. */
interface Node {
  readonly days: readonly string[];
  readonly next: readonly string[];
}

/** The days on which the answer for a code may change: the ends of every interval on its way, and the switch itself. */
class TurningDays {
  readonly #lists: RoutingLists;
  readonly #nodes = new Map<string, Node>();

  constructor(lists: RoutingLists) {
    this.#lists = lists;
  }

  /** Sorted, each once, real days after `from`. */
  after(code: string, from: string): string[] {
    const seen = new Set([code]);
    const days = new Set<string>();
    // A set is walked in the order in which it grows, so this reaches every successor of a successor once.
    for (const at of seen) {
      const node = this.#nodeOf(at);
      for (const day of node.days) if (day > from) days.add(day);
      for (const next of node.next) seen.add(next);
    }
    return [...days].sort();
  }

  #nodeOf(code: string): Node {
    const known = this.#nodes.get(code);
    if (known !== undefined) return known;
    const rows = this.#lists.successionRows(code).map(({ row }) => row);
    const registered = this.#lists.registryRowsAbout(code).map(({ row }) => row);
    const law = this.#lists.level1Row(code);
    const node = {
      days: [
        ...[...rows, ...registered].flatMap((row) => [
          row.valid_from === '' ? undefined : firstDayFrom(row.valid_from),
          row.valid_to === '' ? undefined : firstDayAfter(row.valid_to),
        ]),
        this.#lists.underClosedRoot(code, TARGET_VINTAGE) ? TARGET_VINTAGE : undefined,
      ].filter((day) => day !== undefined),
      next: [
        ...rows.map((row) => row.new_code).filter((next) => next !== ''),
        ...(law ? [law.successor] : []),
      ],
    };
    this.#nodes.set(code, node);
    return node;
  }
}
