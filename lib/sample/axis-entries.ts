import type { RegistryRow } from '../formats/registry-table.ts';
import { pad2 } from './byte-string.ts';
import { agencyMail } from './mail.ts';
import { type Region, slugOf } from './region.ts';
import { FIRST_NEW_DAY, parentOf } from './registry-rows.ts';
import { cell } from './tables.ts';

/** One agency on the axis. */
export interface AxisEntry {
  readonly code: string;
  name: string;
  mail: string;
  /** Code of the agency above; blank at the top. */
  parent: string;
  code102: string;
  deleted: boolean;
}

/** States whose codes should stand on the axis: a code that only forwards must be there as well. */
const ON_AXIS: readonly string[] = ['planned', 'active', 'dual', 'forward-only'];

const entryOf = (row: RegistryRow, deleted: boolean): AxisEntry => ({
  code: row.code,
  name: row.name,
  mail: row.mail,
  parent: row.parent,
  code102: row.code_102,
  deleted,
});

/** The row of each code that should stand on the axis on the day of the switch; of several valid ones the first. */
export function wantedRows(registry: readonly RegistryRow[]): Map<string, RegistryRow> {
  const rows = new Map<string, RegistryRow>();
  for (const row of registry) {
    const valid = row.valid_from <= FIRST_NEW_DAY && (row.valid_to === '' || row.valid_to >= FIRST_NEW_DAY);
    if (valid && !rows.has(row.code)) rows.set(row.code, row);
  }
  for (const [code, { state }] of rows) if (!ON_AXIS.includes(state)) rows.delete(code);
  return rows;
}

export const wantedEntries = (wanted: ReadonlyMap<string, RegistryRow>): Map<string, AxisEntry> =>
  new Map([...wanted].map(([code, row]) => [code, entryOf(row, false)]));

/** Codes of before that are not wanted any more: an axis that was kept well has them as deleted. */
export function retiredEntries(
  registry: readonly RegistryRow[],
  wanted: ReadonlyMap<string, RegistryRow>,
): Map<string, AxisEntry> {
  const old = registry.filter((row) => !wanted.has(row.code) && row.valid_from < FIRST_NEW_DAY);
  return new Map(old.map((row) => [row.code, entryOf(row, true)]));
}

/** Level-1 codes of the country with a few departments of other provinces, and central agencies. */
export function foreignEntries(region: Region): AxisEntry[] {
  const own = new Set(region.provinces.map(({ root }) => root));
  const names = new Map(region.tables.oldProvinces.map((row) => [cell(row, 'code'), cell(row, 'name')]));
  const entry = (code: string, name: string, slug: string, deleted = false): AxisEntry => ({
    code,
    name,
    mail: agencyMail(code, slug),
    parent: parentOf(code),
    code102: code.length === 3 ? `000.00.00.${code}` : `000.00.${code.slice(4)}.${code.slice(0, 3)}`,
    deleted,
  });
  const provinces = region.tables.agencyCodes
    .filter((row) => !own.has(cell(row, 'code')))
    .flatMap((row) => {
      const [root, name] = [cell(row, 'code'), names.get(cell(row, 'old_province')) ?? ''];
      const closed = cell(row, 'disposition') === 'closed';
      const slug = slugOf(name);
      return [
        entry(root, `Ủy ban nhân dân ${name}`, slug, closed),
        ...['Văn phòng', 'Sở Nội vụ', 'Sở Tư pháp'].map((unit, at) =>
          entry(`${root}.${pad2(at + 1)}`, `${unit} (${name})`, slug, closed),
        ),
      ];
    });
  const ministries = Array.from({ length: 20 }, (_, at) =>
    entry(`G${pad2(at + 1)}`, `Cơ quan trung ương ${at + 1} (mẫu)`, 'trung-uong'),
  );
  return [...provinces, ...ministries];
}
