import { Html, html } from './html.ts';

export type Lang = 'vi' | 'en';
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

export const bi = (vi: string, en: string): Bilingual => ({ vi, en });

/** Both languages; the page shows the one that its reader chose. */
export function both(text: Bilingual): Html {
  if (text.vi === text.en) return html`${text.vi}`;
  return html`<span lang="vi">${text.vi}</span><span lang="en">${text.en}</span>`;
}

/** Thousands apart by a narrow no-break space: "1.234" and "1,234" mean different numbers in the two languages. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** The language's own grouping, for the terminal. */
export function countIn(lang: Lang, value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
}

export const EMPTY = new Html('');
