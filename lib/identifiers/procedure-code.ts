import type { Parsed } from './parsed.ts';

/**
 * A procedure code. It embeds a QCVN 102 code of the province of old and keeps it after 2025: it is mapped through
 * the national catalogue only, never by replacing the agency in it.
 */
export interface ProcedureCode {
  /** `1.011442` */
  readonly national: string;
  /** `000.00.00.H38`; blank for a national procedure. */
  readonly agency: string;
  /** Suffix of a service of two digits; blank if none. */
  readonly service: string;
}

const FORM =
  /^(?<national>[0-9]\.[0-9]{6})(?:\.(?<agency>[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}))?(?:\.(?<service>[0-9]{2}))?$/;

export function parseProcedureCode(value: string): Parsed<ProcedureCode, 'form'> {
  const parts = FORM.exec(value)?.groups;
  if (parts === undefined) return { ok: false, problem: 'form' };
  const { national = '', agency = '', service = '' } = parts;
  return { ok: true, value: { national, agency, service } };
}

/** The code itself: byte-identical to what was parsed. */
export function printProcedureCode({ national, agency, service }: ProcedureCode): string {
  return [national, agency, service].filter((part) => part !== '').join('.');
}
