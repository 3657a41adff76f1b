/** Days as the lists write them, `YYYY-MM-DD`: a list may hold a day that no calendar has, and must still be cut there. */

const LAST_DAY = '9999-12-31';

function parts(text: string): readonly [number, number, number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
}

const written = (year: number, month: number, day: number): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

const daysIn = (year: number, month: number): number => {
  // Years below 100 are taken for 1900 and on by Date.UTC, and leap years repeat every 400.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
};

/** Whether there is such a day: 2025-06-31 is none. */
export function isRealDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [year, month, day] = parts(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** The first real day that is not before a text of the form `dddd-dd-dd` in the order of strings; undefined after 9999. */
export function firstDayFrom(text: string): string | undefined {
  const [year, month, day] = parts(text);
  if (month > 12) return year === 9999 ? undefined : written(year + 1, 1, 1);
  if (month === 0) return written(year, 1, 1);
  if (day === 0) return written(year, month, 1);
  if (day <= daysIn(year, month)) return text;
  return month === 12 ? firstDayFrom(written(year, 13, 1)) : written(year, month + 1, 1);
}

/** The first real day after a text of that form in the order of strings; undefined after 9999-12-31. */
export function firstDayAfter(text: string): string | undefined {
  if (text >= LAST_DAY) return undefined;
  if (!isRealDay(text)) return firstDayFrom(text);
  const [year, month, day] = parts(text);
  return firstDayFrom(written(year, month, day + 1));
}

/** The last real day before a real day. `day` is after 0000-01-01. */
export function dayBefore(day: string): string {
  const [year, month, date] = parts(day);
  if (date > 1) return written(year, month, date - 1);
  if (month > 1) return written(year, month - 1, daysIn(year, month - 1));
  return written(year - 1, 12, 31);
}
