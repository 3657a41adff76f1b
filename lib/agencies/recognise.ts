import { type AgencyCode, parseAgencyCode } from './codes.ts';
import { type AgencyScheme, type Levels, levelsOf, SCHEMES } from './schemes.ts';

/**
 * A code that no strict grammar takes. `lenient`: group widths of field practice (`999.010.01.H22`), read and
 * reported. `legacy-short`: of older systems (`00.22.W00`), an alias at most: it has no `parent`, since nothing of
 * its kind may be written.
 */
export interface LooseCode extends Levels {
  readonly scheme: AgencyScheme;
  readonly form: 'lenient' | 'legacy-short';
}

/** What was changed to read a code that is none as it stands. */
export type Correction = 'trim' | 'nfc' | 'upper-case';

/** What a string is, as an agency code. A correction is a proposal for a person; nothing applies it by itself. */
export type Recognised =
  | { readonly kind: 'strict'; readonly code: AgencyCode }
  | { readonly kind: 'lenient' | 'legacy-short'; readonly code: LooseCode }
  | { readonly kind: 'correctable'; readonly corrected: string; readonly corrections: readonly Correction[] }
  | { readonly kind: 'none' };

/** Says of any string what it is as an agency code. Linear in its length. */
export function recogniseCode(text: string): Recognised {
  const asIs = asWritten(text);
  if (asIs !== undefined) return asIs;
  const { corrected, corrections } = correct(text);
  if (corrections.length === 0 || asWritten(corrected) === undefined) return { kind: 'none' };
  return { kind: 'correctable', corrected, corrections };
}

function asWritten(text: string): Exclude<Recognised, { kind: 'correctable' | 'none' }> | undefined {
  const strict = parseAgencyCode(text);
  if (strict !== undefined) return { kind: 'strict', code: strict };
  for (const [scheme, { lenient, legacyShort, root }] of SCHEMES) {
    if (lenient?.test(text))
      return { kind: 'lenient', code: { scheme, form: 'lenient', ...levelsOf(text, root) } };
    if (legacyShort?.test(text)) {
      const code = { scheme, form: 'legacy-short' as const, ...levelsOf(text, root), parent: undefined };
      return { kind: 'legacy-short', code };
    }
  }
  return undefined;
}

const STEPS: ReadonlyArray<readonly [Correction, (text: string) => string]> = [
  ['trim', (text) => text.trim()],
  ['nfc', (text) => text.normalize('NFC')],
  // ASCII letters alone: the full mapping would make other letters out of foreign ones (ı, ß).
  ['upper-case', (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())],
];

function correct(text: string): { corrected: string; corrections: Correction[] } {
  const corrections: Correction[] = [];
  let corrected = text;
  for (const [name, step] of STEPS) {
    const next = step(corrected);
    if (next !== corrected) corrections.push(name);
    corrected = next;
  }
  return { corrected, corrections };
}
