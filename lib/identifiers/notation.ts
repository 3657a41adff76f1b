import type { Parsed } from './parsed.ts';

/** Number and notation of a document (`7816/VPCP-TTĐT`, `202/QĐ-UBND`), as Nghị định 30/2020 numbers them. */
export interface Notation {
  readonly number: string;
  readonly notation: string;
}

/** `not-nfc`: the letters are right but decomposed (`Ơ` as `O` and a horn): another string than the composed one. */
export type NotationProblem = 'form' | 'not-nfc';

/** Vietnamese capitals are letters: `Đ` is `\p{Lu}`, and `[A-Z]` would refuse half of all decisions. */
const FORM = /^(?<number>[0-9]{1,7}[a-z]?)\/(?<notation>[\p{Lu}0-9]+(?:-[\p{Lu}0-9]+)*)$/u;

export function parseNotation(value: string): Parsed<Notation, NotationProblem> {
  const composed = value.normalize('NFC');
  const parts = FORM.exec(composed)?.groups;
  if (parts === undefined) return { ok: false, problem: 'form' };
  if (composed !== value) return { ok: false, problem: 'not-nfc' };
  const { number = '', notation = '' } = parts;
  return { ok: true, value: { number, notation } };
}

/** The notation itself: byte-identical to what was parsed. */
export function printNotation({ number, notation }: Notation): string {
  return `${number}/${notation}`;
}
