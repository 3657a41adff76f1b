import type { Lang } from '../report/text.ts';
import { en } from './messages/en.ts';
import { vi } from './messages/vi.ts';

export type MessageKey = keyof typeof en;
export type Params = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, params?: Params) => string;

const CATALOGUES = { vi, en } as const;

/** Whether a text that was put together is a key of the catalogues. */
export function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

/** `--lang`, else the locale; English where neither says Vietnamese. */
export function languageOf(flag: string | undefined, locale: string): Lang {
  if (flag === 'vi' || flag === 'en') return flag;
  return /^vi([_.@-]|$)/i.test(locale) ? 'vi' : 'en';
}

/** Puts `params` into the `{name}` places of a message. A name that is missing stays, so that it is seen. */
export function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

export function translator(lang: Lang): Translate {
  return (key, params = {}) => fill(CATALOGUES[lang][key], params);
}
