import type { Route, RouteContext } from '../../lib/agencies/routing.ts';
import { parseWhen, whenHolds } from '../../lib/agencies/when.ts';
import type { RegistryRow } from '../../lib/formats/registry-table.ts';
import type { SuccessionRow } from '../../lib/formats/tables.ts';
import type { Lists } from './routing-support.ts';
import { level1 } from './rows.ts';

/**
 * docs/codes.md section 2 once more, as a function that calls itself over the bare rows: no index, no class, nothing
 * of the router. It answers what a gateway acts on; ways and citations are tested by hand.
 */
export type Answer = Pick<Route, 'action' | 'reason' | 'to' | 'candidates' | 'until'>;

const within = (row: { valid_from: string; valid_to: string }, day: string) =>
  !(row.valid_from > day) && (row.valid_to === '' || !(row.valid_to < day));

const law = (code: string) => level1.find((one) => code === one.code || code === `000.00.00.${one.code}`);

const twin = (code: string): string[] =>
  law(code) === undefined ? [] : [code.length === 3 ? `000.00.00.${code}` : code.slice(-3)];

function closedRoot(code: string, day: string): boolean {
  if (day < '2025-07-01') return false;
  return level1.some(
    (one) =>
      one.disposition === 'closed' &&
      (code === one.code ||
        code.startsWith(`${one.code}.`) ||
        (/^\d/.test(code) && code.endsWith(`.${one.code}`))),
  );
}

/** Under a root of which neither list has a code; an `H` must be one of the 63. */
function isElsewhere(code: string, { registry = [], succession = [] }: Lists): boolean {
  const found = /^([A-Z]\d\d)(?:\.[0-9A-Z]+)*$|^(?:\d{2,3}\.){1,3}([A-Z]\d\d)$/.exec(code);
  const root = found?.[1] ?? found?.[2];
  if (root === undefined || (root.startsWith('H') && !level1.some((one) => one.code === root))) return false;
  const sources = level1.filter((one) => one.successor === root).map((one) => one.code);
  const ours = [...registry.map((one) => one.code), ...succession.map((one) => one.old_code)];
  return ![root, ...sources].some((each) =>
    ours.some(
      (one) => one === each || one.startsWith(`${each}.`) || (/^\d/.test(one) && one.endsWith(`.${each}`)),
    ),
  );
}

/** The first list that is not empty. */
const firstOf = <T>(...lists: T[][]): T[] => lists.find((list) => list.length > 0) ?? [];

function rowOf(registry: readonly RegistryRow[], code: string, day: string): RegistryRow | undefined {
  // Of several rows of one code on a day the first counts: the others are as if they were not there.
  const counting = registry.filter(
    (one, at) =>
      within(one, day) &&
      !registry.slice(0, at).some((other) => other.code === one.code && within(other, day)),
  );
  return firstOf(
    ...[code, ...twin(code)].flatMap((name) => [
      counting.filter((one) => one.code === name),
      counting.filter((one) => one.code_102 === name),
    ]),
  )[0];
}

export function oracle(lists: Lists, code: string, day: string, context: RouteContext = {}): Answer {
  const raw = follow(lists, code, day, context, []);
  const ends = raw.candidates.map((one) => {
    const end = follow(lists, one, day, context, []);
    return end.action === 'forward' ? end.to : one;
  });
  const sorted = [...new Set(ends)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return { ...raw, to: raw.action === 'deliver' ? code : raw.to, candidates: sorted };
}

function follow(
  lists: Lists,
  code: string,
  day: string,
  context: RouteContext,
  before: readonly string[],
): Answer {
  const none: Answer = { action: 'hold', reason: 'loop', to: '', candidates: [], until: '' };
  if (before.includes(code) || before.length >= 32) return none;
  const goes = (to: string): Answer =>
    before.length === 0
      ? { ...none, action: 'deliver', reason: 'active', to }
      : { ...none, action: 'forward', reason: 'succeeded', to };
  const onTo = (next: string) => follow(lists, next, day, context, [...before, code]);
  const { registry = [], succession = [] } = lists;

  const own = rowOf(registry, code, day);
  if (own?.state === 'annulled') return { ...none, reason: 'annulled' };
  if (own?.state === 'dual' && before.length === 0)
    return { ...none, action: 'deliver', reason: 'dual', to: code, until: own.valid_to };
  if (own !== undefined && ['planned', 'active', 'dual'].includes(own.state)) return goes(own.code);

  const named = firstOf(
    ...[code, ...twin(code)].flatMap((name) => [
      succession.filter((one) => one.old_code === name),
      succession.filter((one) => one.old_code_102 === name),
    ]),
  );
  const begun = named.filter((one) => !(one.valid_from > day));
  const last = [...begun].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1))[0]?.valid_from;
  const rows = firstOf(
    begun.filter((one) => within(one, day)),
    begun.filter((one) => one.valid_from === last),
  );
  if (rows.length === 0) {
    const decided = law(code);
    if (decided?.disposition === 'keep') return goes(code);
    if (decided !== undefined) return day >= '2025-07-01' ? onTo(decided.successor) : goes(code);
    if (own !== undefined) return { ...none, reason: 'no-disposition' };
    const all = firstOf(
      registry.filter((one) => one.code === code),
      registry.filter((one) => one.code_102 === code),
    );
    if (all.length > 0)
      return all.some((one) => one.valid_from <= day)
        ? { ...none, reason: 'no-disposition' }
        : { ...none, action: 'bounce', reason: 'not-yet' };
    if (named.length > 0) return goes(code);
    if (closedRoot(code, day)) return { ...none, reason: 'no-disposition' };
    if (succession.some((one) => one.new_code === code)) {
      const root = code.replace(/^(?:\d{2,3}\.){1,3}/, '').slice(0, 3);
      const known = registry.some((one) => one.code.replace(/^(?:\d{2,3}\.){1,3}/, '').slice(0, 3) === root);
      return known ? { ...none, reason: 'not-registered' } : goes(code);
    }
    if (!isElsewhere(code, lists)) return { ...none, action: 'bounce', reason: 'unknown' };
    return before.length === 0 ? { ...goes(code), reason: 'foreign' } : goes(code);
  }
  return disposed(rows, context, goes(code), onTo, none);
}

function disposed(
  rows: readonly SuccessionRow[],
  { commune, procedure = '' }: RouteContext,
  stays: Answer,
  onTo: (next: string) => Answer,
  none: Answer,
): Answer {
  const kinds = [...new Set(rows.map((one) => one.disposition))];
  const targets = (of: readonly SuccessionRow[]) => [...new Set(of.map((one) => one.new_code))];
  const candidates = targets(rows).filter((one) => one !== '');
  const ruleless: Answer = { ...none, reason: 'split-no-rule', candidates };
  if (kinds.length > 1) return ruleless;
  if (kinds[0] === 'keep') return stays;
  if (kinds[0] === 'archive-only') return { ...none, reason: 'archive-only' };
  if (kinds[0] === 'split') {
    const holds = rows.filter((one) => {
      const parsed = parseWhen(one.when);
      return parsed.ok && whenHolds(parsed.when, commune, procedure);
    });
    for (const part of rows.some((one) => one.when === '') ? [rows] : [holds, rows]) {
      const to = targets(part);
      if (to.length === 1 && to[0] !== undefined && to[0] !== '') return onTo(to[0]);
    }
    return rows.some((one) => one.when === '')
      ? ruleless
      : { ...none, action: 'bounce', reason: 'split', candidates };
  }
  const to = targets(rows);
  if (to.length > 1) return ruleless;
  if (to[0] !== '') return onTo(to[0] ?? '');
  return kinds[0] === 'close'
    ? { ...none, action: 'bounce', reason: 'closed' }
    : { ...none, reason: 'no-disposition' };
}
