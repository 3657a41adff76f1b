import { pad2 } from './byte-string.ts';

export interface Day {
  /** `yymmdd` */
  readonly short: string;
  /** `yyyymmdd` */
  readonly long: string;
}

/** All days from `from` to `to` inclusive (ISO dates). Pure calendar arithmetic: no clock, no time zone. */
export function daysBetween(from: string, to: string): readonly Day[] {
  const days: Day[] = [];
  const end = Date.parse(`${to}T00:00:00Z`);
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= end; at += 86_400_000) {
    const date = new Date(at);
    const long = `${date.getUTCFullYear()}${pad2(date.getUTCMonth() + 1)}${pad2(date.getUTCDate())}`;
    days.push({ short: long.slice(2), long });
  }
  return days;
}
