/**
 * Electronic identification codes of agencies. Two schemes, compared always as exact strings: `H57.14.2` and
 * `H57.14.02` are different codes. Nothing here trims, pads or changes case.
 */

export const AGENCY_SCHEMES = ['qcvn-102', 'qd-20'] as const;
export type AgencyScheme = (typeof AGENCY_SCHEMES)[number];

/** `V1V2V3.Z1Z2.Y1Y2.MX1X2`, read from the right: level 1 is the last group (QCVN 102:2016/BTTTT). */
const QCVN_102 = /^[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}$/;
/** Groups from the left by level (QĐ 20/2020/QĐ-TTg Điều 4); at most 35 characters. */
const QD_20 = /^(?=.{3,35}$)[A-Z][0-9]{2}(?:\.[0-9A-Z]+)*$/;
/** What government agencies use of it; the rest is for enterprises and systems (`H37.DN.001`). */
const QD_20_PRACTICE = /^[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4}$/;

/** A code taken apart. `groups` are as written, in the order of the string; joined by dots they are the code. */
export interface AgencyCode {
  readonly scheme: AgencyScheme;
  readonly groups: readonly string[];
  /** Level 1 of the code: `H57`. */
  readonly root: string;
  /** 1 province or ministry; 2 what is directly under it; and so on. */
  readonly level: number;
  /** The code one level up in the same scheme; undefined at level 1. */
  readonly parent: string | undefined;
  /** Of the form that government agencies use (always so in QCVN 102). */
  readonly governmentForm: boolean;
}

/** Parses a code by the strict grammars; undefined if it is of neither. No string is of both. */
export function parseAgencyCode(code: string): AgencyCode | undefined {
  if (QCVN_102.test(code)) return parse102(code);
  if (QD_20.test(code)) return parse20(code);
  return undefined;
}

/** The code of a parsed code: `printAgencyCode(parseAgencyCode(c)) === c`. */
export function printAgencyCode(code: AgencyCode): string {
  return code.groups.join('.');
}

/** The two forms read loosely: widths met in practice (`999.010.01.H22`), shortened ones (`00.22.W00`), any length. */
const ROOT_FIRST = /^[A-Z][0-9]{2}(?:\.[0-9A-Z]+)*$/;
const ROOT_LAST = /^(?:[0-9]{2,3}\.){1,3}[A-Z][0-9]{2}$/;

/**
 * The root (`Xnn`) of a code: the first group of a QĐ 20 form, the last of a QCVN 102 form; undefined of neither.
 * Looser than the grammars on purpose: a malformed code under a closed root is still under a closed root.
 */
export function rootOf(code: string): string | undefined {
  if (ROOT_FIRST.test(code)) return code.slice(0, 3);
  if (ROOT_LAST.test(code)) return code.slice(-3);
  return undefined;
}

function parse20(code: string): AgencyCode {
  const groups = code.split('.');
  return {
    scheme: 'qd-20',
    groups,
    root: code.slice(0, 3),
    level: groups.length,
    parent: groups.length === 1 ? undefined : groups.slice(0, -1).join('.'),
    governmentForm: QD_20_PRACTICE.test(code),
  };
}

function parse102(code: string): AgencyCode {
  const groups = code.split('.');
  // The deepest group that is not zero gives the level; 012.00.05.H41 has level 4 over an empty level 3.
  const deepest = groups.findIndex((group, at) => at === groups.length - 1 || !/^0+$/.test(group));
  const parent = groups.map((group, at) => (at === deepest ? '0'.repeat(group.length) : group));
  return {
    scheme: 'qcvn-102',
    groups,
    root: code.slice(-3),
    level: groups.length - deepest,
    parent: deepest === groups.length - 1 ? undefined : parent.join('.'),
    governmentForm: true,
  };
}
