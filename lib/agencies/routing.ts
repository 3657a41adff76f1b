/** What a gateway does with a letter to a code on a day (docs/codes.md section 2). */
export const ROUTE_ACTIONS = ['deliver', 'forward', 'bounce', 'hold'] as const;
export type RouteAction = (typeof ROUTE_ACTIONS)[number];

export const ROUTE_REASONS = [
  'active',
  'dual',
  'foreign',
  'succeeded',
  'split',
  'closed',
  'not-yet',
  'unknown',
  'archive-only',
  'annulled',
  'no-disposition',
  'not-registered',
  'split-no-rule',
  'loop',
] as const;
export type RouteReason = (typeof ROUTE_REASONS)[number];

export interface Route {
  /** As it was asked for. */
  readonly code: string;
  readonly day: string;
  readonly action: RouteAction;
  readonly reason: RouteReason;
  /** Where the letter goes: the code itself (`deliver`) or its successor (`forward`); blank otherwise. */
  readonly to: string;
  /** For `bounce` and `hold`: the successors that are known, sorted, possibly none. */
  readonly candidates: readonly string[];
  /** The codes that were passed on the way, the asked one first. */
  readonly passed: readonly string[];
  /** The decisions on the way, in its order, each once. */
  readonly citations: readonly string[];
  /** Last day of the dual-run window of a code that is `dual`; blank otherwise. */
  readonly until: string;
}

/** What may settle a split: as much as the letter says. */
export interface RouteContext {
  readonly commune?: string;
  readonly procedure?: string;
}

/** Answers for one code on one day. */
export interface Router {
  route(code: string, day: string, context?: RouteContext): Route;
}
