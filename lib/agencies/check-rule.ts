import type { CheckContext, SuccessionView } from './check-context.ts';

/** A text for people in both languages. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** What one rule found: codes, row numbers and short tokens, the same in every language. Never a mail address. */
export interface Found {
  /** What a row of `waivers.csv` names: codes, in an order that does not depend on the file's. Once a rule. */
  readonly key: string;
  readonly table: 'registry' | 'succession';
  /** Number of the row in its file (2 = the first after the header). */
  readonly row: number;
  readonly code: string;
  /** The other codes that it is about. */
  readonly related: readonly string[];
  /** What of it, where the rule alone does not say; blank otherwise. */
  readonly detail: string;
}

interface RuleText {
  /** Its file's name. */
  readonly id: string;
  /** `blocker`: no plan is made while one stands that nobody waived. `listing`: for a person to look through. */
  readonly severity: 'blocker' | 'listing';
  readonly title: Words;
  /** Why it matters, with what it rests on. */
  readonly why: Words;
}

/** A rule over the registry, and one that needs the succession list as well. */
export type CodeRule = RuleText &
  (
    | { readonly needs: 'registry'; find(context: CheckContext): Iterable<Found> }
    | {
        readonly needs: 'succession';
        find(context: CheckContext, succession: SuccessionView): Iterable<Found>;
      }
  );

interface RowOf {
  readonly number: number;
  readonly row: { readonly code: string };
}

/** A finding at a row of the registry. */
export function atRow(
  { number, row }: RowOf,
  more: { key?: string; related?: readonly string[]; detail?: string } = {},
): Found {
  const { key = row.code, related = [], detail = '' } = more;
  return { key, table: 'registry', row: number, code: row.code, related, detail };
}

/** A finding at a row of the succession list; `old_code` is its code. */
export function atSuccession(
  { number, row }: { readonly number: number; readonly row: { readonly old_code: string } },
  more: { key?: string; related?: readonly string[]; detail?: string } = {},
): Found {
  const { key = row.old_code, related = [], detail = '' } = more;
  return { key, table: 'succession', row: number, code: row.old_code, related, detail };
}
