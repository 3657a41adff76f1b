import { parseAgencyCode } from '../agencies/codes.ts';
import type { Units } from '../units/units.ts';

/** What a value may look like. A value is of one class at most; what no class fits is text. */
export const CLASSES = [
  /** A commune code that exists only at 2025-06-30, only from 2025-07-01, at both, or only before. */
  'commune-old',
  'commune-new',
  'commune-both',
  'commune-retired',
  'district-old',
  'province',
  /** Digits as long as a unit code, but no such unit. */
  'commune-unknown',
  'agency-102',
  'agency-20',
  'dossier-number',
  'date',
  'citizen-id',
  'sha-256',
  /** Up to four digits: a small number, or a code that lost its leading zeros. */
  'short-number',
  'number',
] as const;
export type ValueClass = (typeof CLASSES)[number];

const DOSSIER = /^(?:\d{3}\.\d{2,3}\.\d{2,3}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})-\d{6}-\d{4,7}$/;
const DATE =
  /^(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?|(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ].*)?|\d{1,2}\/\d{1,2}\/(?:19|20)\d{2}(?: .*)?)$/;
const DIGITS = /^\d+$/;

function digits(value: string, units: Units): ValueClass {
  if (value.length === 5) {
    const old = units.oldCommune(value) !== undefined;
    const now = units.newCommune(value) !== undefined;
    if (old && now) return 'commune-both';
    if (old) return 'commune-old';
    if (now) return 'commune-new';
    return units.retiredCommune(value) === undefined ? 'commune-unknown' : 'commune-retired';
  }
  if (value.length === 3 && units.oldDistrict(value) !== undefined) return 'district-old';
  if (
    value.length === 2 &&
    (units.oldProvince(value) !== undefined || units.newProvince(value) !== undefined)
  )
    return 'province';
  if (value.length <= 4) return 'short-number';
  if (value.length === 12) return 'citizen-id';
  return DATE.test(value) ? 'date' : 'number';
}

/** The class of a value that is not blank; undefined for text. */
export function classOf(value: string, units: Units): ValueClass | undefined {
  if (value.length > 64) return undefined;
  if (DIGITS.test(value)) return digits(value, units);
  if (DOSSIER.test(value)) return 'dossier-number';
  if (DATE.test(value)) return 'date';
  if (/^[0-9a-f]{64}$/.test(value)) return 'sha-256';
  const agency = parseAgencyCode(value);
  if (agency === undefined) return undefined;
  return agency.scheme === 'qcvn-102' ? 'agency-102' : 'agency-20';
}
