import type { UnitFacts } from '../../units/lookup.ts';
import type { Translate } from '../lang.ts';

/** One meaning of a code. `lines` are for people, the first without, the rest with an indent. */
export interface Match {
  readonly kind: string;
  readonly vintage: string;
  /** Its facts; `kind` and `vintage` are put before them. */
  readonly json: Readonly<Record<string, unknown>> & { readonly kind?: never };
  readonly lines: readonly string[];
}

type Cited = NonNullable<UnitFacts['new']>['citation'];

/** An instrument as a person would look it up. */
export function citationOf({ resolution, clause }: Cited, t: Translate): string {
  return clause === ''
    ? t('citation.resolution', { resolution })
    : t('citation.clause', { resolution, clause });
}
