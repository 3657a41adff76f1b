import type { Registry } from '../../agencies/registry.ts';
import type { Route, RouteContext, Router } from '../../agencies/routing.ts';
import type { Predecessors } from '../../agencies/routing-predecessors.ts';
import { countIn, type Lang } from '../../report/text.ts';
import type { Translate } from '../lang.ts';
import type { Match } from './match.ts';

/** By what a code is routed for `lookup`. */
export interface Routing {
  readonly router: Router;
  readonly predecessors: Predecessors;
  readonly day: string;
  readonly context: RouteContext;
  /** For the names of agencies. */
  readonly registry: Registry | undefined;
}

/** How many codes one line names. */
const maxNamed = 20;

function answerLine(route: Route, nameOf: (code: string) => string, t: Translate): string {
  const { day, action, reason, to, until } = route;
  const why = `${t(`route.reason.${reason}`)} [${reason}]`;
  switch (action) {
    case 'deliver':
      return until === '' ? t('lookup.route.deliver', { day }) : t('lookup.route.dual', { day, until });
    case 'forward':
      return t('lookup.route.forward', { day, to: `${to} ${nameOf(to)}`.trimEnd() });
    case 'bounce':
      return t('lookup.route.bounce', { day, why });
    case 'hold':
      return t('lookup.route.hold', { day, why });
  }
}

function predecessorLine(codes: readonly string[], lang: Lang, t: Translate): string[] {
  if (codes.length === 0) return [];
  const shown = codes.slice(0, maxNamed).join(', ');
  const more = codes.length - maxNamed;
  return [
    more > 0
      ? t('lookup.route.before-more', { codes: shown, more: countIn(lang, more) })
      : t('lookup.route.before', { codes: shown }),
  ];
}

/** What a gateway does with a letter to a code on the day. Nothing where no list knows the code. */
export function routeMatches(
  code: string,
  { router, predecessors, day, context, registry }: Routing,
  lang: Lang,
  t: Translate,
): Match[] {
  const { code: _code, ...route } = router.route(code, day, context);
  if (route.reason === 'unknown') return [];
  const nameOf = (one: string): string => registry?.on(one, day)?.row.name ?? '';
  const before = predecessors(code, day, context);
  const way = [...route.passed, ...(route.action === 'forward' ? [route.to] : [])];
  return [
    {
      kind: 'agency-route',
      vintage: '',
      json: { ...route, predecessors: before },
      lines: [
        answerLine({ code, ...route }, nameOf, t),
        ...(route.reason === 'foreign' ? [t('lookup.route.foreign')] : []),
        ...(way.length > 2 ? [t('lookup.route.way', { way: way.join(' → ') })] : []),
        ...route.candidates.map((one) => t('lookup.candidate', { code: one, name: nameOf(one) })),
        ...(route.reason === 'split' ? [t('lookup.route.split')] : []),
        ...(route.citations.length === 0
          ? []
          : [t('lookup.citation', { citation: route.citations.join('; ') })]),
        ...predecessorLine(before, lang, t),
      ],
    },
  ];
}
