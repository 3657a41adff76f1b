import { rootOf } from '../../agencies/codes.ts';
import type { AliasRow } from '../../batch/lookup-alias.ts';
import type { Units } from '../../units/units.ts';
import type { Translate } from '../lang.ts';
import { isKey } from '../lang.ts';
import type { Match } from './match.ts';

/** The word for a value, with the value beside it; the bare value where a later version wrote one that is not known here. */
function word(key: string, value: string, t: Translate): string {
  return isKey(key) ? `${t(key)} [${value}]` : value;
}

/** Which record a number is of and what became of it. A value that is no agency code is not shown: `explain` shows values. */
export function numberMatch(row: AliasRow, batch: string, units: Units, t: Translate): Match {
  const isCode = row.owner === '' || rootOf(row.owner) !== undefined;
  const candidates = row.candidates === '' ? [] : row.candidates.split(' ');
  const nameOf = (code: string) => units.newCommune(code)?.name ?? units.newProvince(code)?.name ?? '';
  return {
    kind: 'number',
    vintage: row.valid_from,
    json: { ...row, owner: isCode ? row.owner : null },
    lines: [
      t('lookup.number', {
        scheme: word(`scheme.${row.scheme}`, row.scheme, t),
        record: row._record,
        state: word(`state.${row.state}`, row.state, t),
      }),
      ...(isCode
        ? row.owner === ''
          ? []
          : [t('lookup.owner', { owner: row.owner })]
        : [t('lookup.owner-unreadable')]),
      ...candidates.map((code) => t('lookup.candidate', { code, name: nameOf(code) })),
      ...(row.state === 'current' ? [] : [t('lookup.explain', { batch, record: row._record })]),
      t('lookup.papers', { citation: row.legal_basis }),
    ],
  };
}
