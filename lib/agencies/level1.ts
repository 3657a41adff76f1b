import * as z from 'zod';
import { readTable } from '../formats/read.ts';

const LEVEL1_COLUMNS = [
  'code',
  'old_province',
  'disposition',
  'successor',
  'new_province',
  'legal_basis',
] as const;
const code = z.string().regex(/^[A-Z]\d{2}$/);
const province = z.string().regex(/^\d{2}$/);
const level1RowSchema = z.strictObject({
  code,
  old_province: province,
  disposition: z.enum(['keep', 'closed']),
  /** The code itself if it is kept. */
  successor: code,
  new_province: province,
  legal_basis: z.string().min(1),
});

/** One row of `data/province-agency-codes.csv`: what QĐ 09/2025/QĐ-TTg did to a province's level-1 code. */
export type Level1Row = z.output<typeof level1RowSchema>;

/** Reads `data/province-agency-codes.csv`. */
export function readLevel1(bytes: Uint8Array): Level1Row[] {
  return readTable(bytes, 'province-agency-codes.csv', LEVEL1_COLUMNS, level1RowSchema);
}

const FORM_102 = '000.00.00.';

/** The level-1 code that a value writes, as itself or as `000.00.00.Xnn`; undefined if it writes none in the table. */
export function level1Of(value: string, codes: { has(code: string): boolean }): string | undefined {
  const bare = value.startsWith(FORM_102) ? value.slice(FORM_102.length) : value;
  return codes.has(bare) ? bare : undefined;
}

/** A level-1 code in the form that a value is written in. */
export function inFormOf(value: string, level1: string): string {
  return value.startsWith(FORM_102) ? FORM_102 + level1 : level1;
}
