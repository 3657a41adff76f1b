import { LIVE_STATES } from '../formats/registry-table.ts';
import { TARGET_VINTAGE } from '../formats/vintages.ts';
import type { Route, RouteAction, RouteContext, RouteReason, Router } from './routing.ts';
import { RoutingLists, type RoutingSources } from './routing-lists.ts';
import { compareText, inForce, type ReadRow } from './succession-rows.ts';
import { whenHolds } from './when.ts';

/** A letter is passed on at most this often: longer ways are an error of the lists. */
const maxSteps = 32;

/** What one code says: the letter goes on to another, or it is settled here. */
type Step =
  | { readonly kind: 'on'; readonly to: string; readonly cited: readonly string[] }
  | {
      readonly kind: 'here';
      readonly to: string;
      readonly reason: RouteReason;
      readonly until: string;
      readonly cited: readonly string[];
    }
  | {
      readonly kind: 'stop';
      readonly action: RouteAction;
      readonly reason: RouteReason;
      /** Successors as the list writes them, not yet followed. */
      readonly newCodes: readonly string[];
      readonly cited: readonly string[];
    };

const NONE: readonly never[] = [];

/**
 * Says where letters to closed and changed codes go, by the rules of docs/codes.md section 2. Asking changes nothing
 * and the answer depends on nothing but the lists and the arguments. Throws `bad-succession` if a `when` can't be read.
 */
export function createRouter(sources: RoutingSources): Router {
  return routerOver(new RoutingLists(sources));
}

/** As `createRouter`, over lists that are indexed already. */
export function routerOver(lists: RoutingLists): Router {
  return { route: (code, day, context = {}) => routeOf(lists, code, day, context) };
}

function routeOf(lists: RoutingLists, code: string, day: string, context: RouteContext): Route {
  const { newCodes, ...route } = walk(lists, code, day, context);
  if (newCodes.length === 0) return route;
  const ends = newCodes.map((next) => walk(lists, next, day, context));
  const candidates = ends.map((end) => (end.action === 'forward' ? end.to : end.code));
  return { ...route, candidates: [...new Set(candidates)].sort(compareText) };
}

/** A route whose candidates are still as the list writes them. */
type Walked = Route & { readonly newCodes: readonly string[] };

function walk(lists: RoutingLists, code: string, day: string, context: RouteContext): Walked {
  const passed: string[] = [];
  const cited: string[] = [];
  const settled = (
    action: RouteAction,
    reason: RouteReason,
    rest: { readonly to?: string; readonly until?: string; readonly newCodes?: readonly string[] } = {},
  ): Walked => ({
    code,
    day,
    action,
    reason,
    to: rest.to ?? '',
    candidates: NONE,
    passed,
    citations: [...new Set(cited)].filter((basis) => basis !== ''),
    until: rest.until ?? '',
    newCodes: rest.newCodes ?? NONE,
  });
  for (let at = code; ; ) {
    if (passed.includes(at) || passed.length === maxSteps) return settled('hold', 'loop');
    const step = stepAt(lists, at, day, context);
    cited.push(...step.cited);
    if (step.kind === 'here' && passed.length > 0) return settled('forward', 'succeeded', { to: step.to });
    passed.push(at);
    if (step.kind === 'stop') return settled(step.action, step.reason, { newCodes: step.newCodes });
    if (step.kind === 'here') return settled('deliver', step.reason, { to: code, until: step.until });
    at = step.to;
  }
}

function stepAt(lists: RoutingLists, code: string, day: string, context: RouteContext): Step {
  const row = lists.rowOn(code, day)?.row;
  if (row !== undefined && LIVE_STATES.includes(row.state))
    return {
      kind: 'here',
      to: row.code,
      reason: row.state === 'dual' ? 'dual' : 'active',
      until: row.state === 'dual' ? row.valid_to : '',
      cited: [row.legal_basis],
    };
  if (row?.state === 'annulled') return stop('hold', 'annulled', [row.legal_basis]);
  const begun = lists.successionRows(code).filter((item) => item.row.valid_from <= day);
  if (begun.length > 0) return followed(rowsThatCount(begun, day), code, context);
  return row === undefined ? unlisted(lists, code, day) : notLive(lists, code, day, row.legal_basis);
}

/** The rows in force, else the latest that were: what happened stays happened. All have begun, so a blank is the earliest. */
function rowsThatCount(begun: readonly ReadRow[], day: string): readonly ReadRow[] {
  const current = begun.filter(({ row }) => inForce(row, day));
  if (current.length > 0) return current;
  const latest = begun
    .map(({ row }) => row.valid_from)
    .sort()
    .at(-1);
  return begun.filter(({ row }) => row.valid_from === latest);
}

/** No succession row has begun, and the registry's row of the day takes no letter. */
function notLive(lists: RoutingLists, code: string, day: string, basis: string): Step {
  return byLaw(lists, code, day) ?? stop('hold', 'no-disposition', [basis]);
}

/** No succession row has begun, and no row of the registry is valid. */
function unlisted(lists: RoutingLists, code: string, day: string): Step {
  const law = byLaw(lists, code, day);
  if (law !== undefined) return law;
  const rows = lists.registryRows(code);
  if (rows.length > 0)
    return rows.every(({ row }) => row.valid_from > day)
      ? stop(
          'bounce',
          'not-yet',
          rows.map(({ row }) => row.legal_basis),
        )
      : stop('hold', 'no-disposition', NONE);
  const closed = lists.underClosedRoot(code, day);
  if (lists.successionRows(code).length > 0) return here(code, NONE);
  // A list without a registry says no more; a registry of that province would name it.
  if (lists.isNewCode(code) && !closed)
    return lists.registersRootOf(code) ? stop('hold', 'not-registered', NONE) : here(code, NONE);
  if (closed) return stop('hold', 'no-disposition', NONE);
  return lists.isForeign(code) ? here(code, NONE, 'foreign') : stop('bounce', 'unknown', NONE);
}

/** What QĐ 09/2025 says of a level-1 code. */
function byLaw(lists: RoutingLists, code: string, day: string): Step | undefined {
  const law = lists.level1Row(code);
  if (law === undefined) return undefined;
  if (law.disposition === 'keep') return here(code, [law.legal_basis]);
  return day < TARGET_VINTAGE
    ? here(code, NONE)
    : { kind: 'on', to: law.successor, cited: [law.legal_basis] };
}

/** What the rows of one code say, all of which count. */
function followed(rows: readonly ReadRow[], code: string, context: RouteContext): Step {
  const cited = rows.map(({ row }) => row.legal_basis);
  const newCodes = newCodesOf(rows);
  const [first] = newCodes;
  const dispositions = new Set(rows.map(({ row }) => row.disposition));
  const [disposition] = dispositions;
  if (dispositions.size !== 1) return stop('hold', 'split-no-rule', cited, newCodes);
  switch (disposition) {
    case 'keep':
      return here(code, cited);
    case 'archive-only':
      return stop('hold', 'archive-only', cited);
    case 'split':
      return splitStep(rows, context);
    default: {
      const blank = rows.some(({ row }) => row.new_code === '');
      if (newCodes.length + (blank ? 1 : 0) > 1) return stop('hold', 'split-no-rule', cited, newCodes);
      if (first !== undefined) return { kind: 'on', to: first, cited };
      // A successor that a row should name and does not is nobody's to guess.
      return disposition === 'close'
        ? stop('bounce', 'closed', cited)
        : stop('hold', 'no-disposition', cited);
    }
  }
}

function splitStep(rows: readonly ReadRow[], { commune, procedure = '' }: RouteContext): Step {
  const all = newCodesOf(rows);
  const holding = rows.filter(({ when }) => whenHolds(when, commune, procedure));
  // A row without a successor is one more possibility, and not one that a letter can be sent to.
  // A row without a `when` holds for everybody: beside others it is no rule, but what is left when nobody made one.
  const ruled = rows.every(({ row }) => row.when !== '');
  for (const part of [ruled ? holding : [], rows]) {
    const [only, ...others] = newCodesOf(part);
    if (only !== undefined && others.length === 0 && part.every(({ row }) => row.new_code !== ''))
      return { kind: 'on', to: only, cited: part.map(({ row }) => row.legal_basis) };
  }
  const cited = rows.map(({ row }) => row.legal_basis);
  return ruled ? stop('bounce', 'split', cited, all) : stop('hold', 'split-no-rule', cited, all);
}

const newCodesOf = (rows: readonly ReadRow[]): string[] => [
  ...new Set(rows.map(({ row }) => row.new_code).filter((code) => code !== '')),
];

const here = (code: string, cited: readonly string[], reason: RouteReason = 'active'): Step => ({
  kind: 'here',
  to: code,
  reason,
  until: '',
  cited,
});

const stop = (
  action: RouteAction,
  reason: RouteReason,
  cited: readonly string[],
  newCodes: readonly string[] = NONE,
): Step => ({ kind: 'stop', action, reason, newCodes, cited });
