import { isRealDate, type Parsed } from './parsed.ts';

/** A dossier number (mã số hồ sơ): agency, day of receipt, serial of the day. */
export interface DossierNumber {
  readonly agency: string;
  /** `YYYY-MM-DD`; the form is of 2018, so the century is this one. */
  readonly date: string;
  readonly serial: string;
}

/** `calendar`: the form is right, the day does not exist (31 June). */
export type DossierNumberProblem = 'form' | 'calendar';

/** `{agency code}-{yymmdd}-{serial}` (Thông tư 01/2018/TT-VPCP): serials of 4 digits in provinces, up to 7 in ministries. */
const FORM =
  /^(?<agency>[0-9]{3}\.[0-9]{2,3}\.[0-9]{2,3}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4})-(?<year>[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})-(?<serial>[0-9]{4,7})$/;

/** Real systems issue numbers of other forms: a failure is listed, and the number is still its record's key and alias. */
export function parseDossierNumber(value: string): Parsed<DossierNumber, DossierNumberProblem> {
  const parts = FORM.exec(value)?.groups;
  if (parts === undefined) return { ok: false, problem: 'form' };
  const { agency = '', year = '', month = '', day = '', serial = '' } = parts;
  // A two-digit year is part of a number that is never computed with; it is read only to know February.
  if (!isRealDate(2000 + Number(year), Number(month), Number(day))) return { ok: false, problem: 'calendar' };
  return { ok: true, value: { agency, date: `20${year}-${month}-${day}`, serial } };
}

/** The number itself: `printDossierNumber` of what was parsed is the string that was parsed. */
export function printDossierNumber({ agency, date, serial }: DossierNumber): string {
  return `${agency}-${date.slice(2).replaceAll('-', '')}-${serial}`;
}
