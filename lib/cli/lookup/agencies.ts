import type { Level1Row } from '../../agencies/level1.ts';
import { level1Of } from '../../agencies/level1.ts';
import type { SuccessionRow } from '../../formats/tables.ts';
import type { Translate } from '../lang.ts';
import type { Match } from './match.ts';

/** A row of the succession list in words. */
export function rowText(row: SuccessionRow, t: Translate): string {
  return t('lookup.row', {
    disposition: `${t(`disposition.${row.disposition}`)} [${row.disposition}]`,
    new: row.new_code === '' ? '' : ` → ${row.new_code}`,
    when: row.when === '' ? '' : t('lookup.when', { when: row.when }),
    citation: row.legal_basis,
  });
}

/** What an agency code means: in QĐ 09/2025's list of level-1 codes, and on either side of the province's succession list. */
export function lookupAgency(
  code: string,
  level1: readonly Level1Row[],
  succession: readonly SuccessionRow[],
  t: Translate,
): Match[] {
  const root = level1Of(code, new Set(level1.map((row) => row.code)));
  const roots = level1.filter((row) => row.code === root);
  const old = succession.filter((row) => row.old_code === code || row.old_code_102 === code);
  const successorOf = succession.filter((row) => row.new_code === code && !old.includes(row));
  return [
    ...roots.map((row) => ({
      kind: 'agency-level-1',
      vintage: '',
      json: { ...row },
      lines: [t(`level1.${row.disposition}`, { successor: row.successor, citation: row.legal_basis })],
    })),
    ...old.map((row) => ({
      kind: 'agency',
      vintage: '',
      json: { ...row },
      lines: [t('lookup.agency', { row: rowText(row, t) })],
    })),
    ...successorOf.map((row) => ({
      kind: 'agency-successor',
      vintage: '',
      json: { ...row },
      lines: [
        t('lookup.agency-new', {
          old: row.old_code,
          disposition: `${t(`disposition.${row.disposition}`)} [${row.disposition}]`,
          citation: row.legal_basis,
        }),
      ],
    })),
  ];
}
