import { isRealDate, type Parsed } from './parsed.ts';

/** An edXML DocumentId: who sent it, the day it was issued, its number and notation. */
export interface DocumentId {
  readonly organ: string;
  /** As written: `YYYY/MM/DD`. */
  readonly date: string;
  readonly number: string;
  readonly notation: string;
}

/** `calendar`: the form is right, the day does not exist. */
export type DocumentIdProblem = 'form' | 'calendar';

const FORM =
  /^(?<organ>[0-9A-Z.]{3,35}),(?<date>(?<year>[0-9]{4})\/(?<month>[0-9]{2})\/(?<day>[0-9]{2})),(?<number>[^/,]*)\/(?<notation>.+)$/u;

/** `organ,YYYY/MM/DD,number/notation`. Other forms are real too (UUIDs): such an id is opaque and never rebuilt. */
export function parseDocumentId(value: string): Parsed<DocumentId, DocumentIdProblem> {
  const parts = FORM.exec(value)?.groups;
  if (parts === undefined) return { ok: false, problem: 'form' };
  const { organ = '', date = '', year, month, day, number = '', notation = '' } = parts;
  if (!isRealDate(Number(year), Number(month), Number(day))) return { ok: false, problem: 'calendar' };
  return { ok: true, value: { organ, date, number, notation } };
}

/** The id itself: byte-identical to what was parsed. */
export function printDocumentId({ organ, date, number, notation }: DocumentId): string {
  return `${organ},${date},${number}/${notation}`;
}
