import { type AgencyScheme, type Levels, levelsOf, SCHEMES } from './schemes.ts';

/**
 * Electronic identification codes of agencies. Two schemes, compared always as exact strings: `H57.14.2` and
 * `H57.14.02` are different codes. Nothing here trims, pads or changes case.
 */

/** A code taken apart: of a scheme by its strict grammar. `groups` joined by dots are the code. */
export interface AgencyCode extends Levels {
  readonly scheme: AgencyScheme;
  /** Of the form that government agencies use (always so in QCVN 102). */
  readonly governmentForm: boolean;
}

/** Parses a code by the strict grammars; undefined if it is of none. No string is of two. */
export function parseAgencyCode(code: string): AgencyCode | undefined {
  for (const [scheme, { strict, practice, root }] of SCHEMES)
    if (strict.test(code)) return { scheme, ...levelsOf(code, root), governmentForm: practice.test(code) };
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
