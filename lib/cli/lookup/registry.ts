import type { Registry } from '../../agencies/registry.ts';
import type { RegistryRow } from '../../formats/registry-table.ts';
import type { Translate } from '../lang.ts';
import type { Match } from './match.ts';

/** Days on which a row is valid, in words; blank where it always is. */
function validity({ valid_from: from, valid_to: to }: RegistryRow, t: Translate): string {
  if (from === '' && to === '') return '';
  if (from === '') return t('lookup.registry.until', { to });
  return to === '' ? t('lookup.registry.from', { from }) : t('lookup.registry.between', { from, to });
}

function registryMatch(row: RegistryRow, t: Translate): Match {
  const { mail: _mail, ...shown } = row; // an address is nobody's business on a screen
  const { code, code_102, parent, commune, legal_basis } = row;
  return {
    kind: 'agency-registry',
    vintage: '',
    json: shown,
    lines: [
      t('lookup.registry', {
        name: row.name,
        state: `${t(`agency-state.${row.state}`)} [${row.state}]`,
        validity: validity(row, t),
      }),
      ...(code_102 === '' ? [] : [t('lookup.registry.forms', { code, code102: code_102 })]),
      ...(parent === '' ? [] : [t('lookup.registry.parent', { parent })]),
      ...(commune === '' ? [] : [t('lookup.registry.commune', { commune })]),
      ...(legal_basis === '' ? [] : [t('lookup.citation', { citation: legal_basis })]),
    ],
  };
}

/** The rows of the registry that name a code, in either form, in the order of the file. */
export function registryMatches(code: string, registry: Registry, t: Translate): Match[] {
  const entries = new Set([...registry.byCode(code), ...registry.byCode102(code)]);
  return [...entries].sort((a, b) => a.number - b.number).map(({ row }) => registryMatch(row, t));
}
