import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Bilingual } from '../text.ts';
import { both, count } from '../text.ts';
import { OUTCOME_WORDS } from '../words.ts';

export interface OutcomeCounts {
  readonly in: number;
  readonly migrated: number;
  readonly already: number;
  readonly held: number;
  readonly rejected: number;
}

export const OUTCOME_KEYS = ['in', 'migrated', 'already', 'held', 'rejected'] as const;

/** True if nothing is lost and nothing invented in this row. */
export function conserved(row: OutcomeCounts): boolean {
  return row.in === row.migrated + row.already + row.held + row.rejected;
}

export function sumOf(rows: readonly OutcomeCounts[]): OutcomeCounts {
  const sum = { in: 0, migrated: 0, already: 0, held: 0, rejected: 0 };
  for (const row of rows) for (const key of OUTCOME_KEYS) sum[key] += row[key];
  return sum;
}

export const number = (value: number): Html => html`<td class="n">${count(value)}</td>`;
export const heading = (text: Bilingual): Html => html`<th scope="col">${both(text)}</th>`;
export const numberHeading = (text: Bilingual): Html => html`<th scope="col" class="n">${both(text)}</th>`;

export const outcomeHeadings = (): Html[] => OUTCOME_KEYS.map((key) => numberHeading(OUTCOME_WORDS[key]));

/** The five numbers of a row; a row that does not add up says so itself. */
export function outcomeCells(row: OutcomeCounts): Html[] {
  const [first, ...rest] = OUTCOME_KEYS;
  const warning = conserved(row) ? '' : html` <strong class="wrong">≠</strong>`;
  return [html`<td class="n">${count(row[first])}${warning}</td>`, ...rest.map((key) => number(row[key]))];
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption: Bilingual, head: readonly Html[], rows: readonly Html[], foot?: Html): Html {
  return html`<div class="scroll"><table>
<caption>${both(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}${foot ?? ''}</tbody>
</table></div>
`;
}
