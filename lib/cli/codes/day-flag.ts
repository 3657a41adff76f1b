import { isRealDay } from '../../agencies/routing-days.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Call } from '../command.ts';

/** The day that a flag names; undefined without it. Throws `bad-day` where it is none of the calendar. */
export function dayFlag(call: Call, flag: string): string | undefined {
  const day = call.text(flag);
  if (day === undefined || isRealDay(day)) return day;
  throw new ThongSuotError('bad-day', 'user', `--${flag} takes a day of the calendar such as 2025-07-01`, {
    flag,
  });
}
