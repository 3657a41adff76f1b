import { ALIAS_COLUMNS } from '../formats/frozen.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { csvBounds, csvCell, csvFields, csvValue } from './csv-rows.ts';

export type AliasRow = Readonly<Record<(typeof ALIAS_COLUMNS)[number], string>>;

const VALUE = ALIAS_COLUMNS.indexOf('value');

/**
 * Every alias row whose `value` is exactly this one, byte for byte, in the order of the parts. One part at a time is
 * in memory; a part that does not hold the bytes at all is not read row by row.
 */
export async function* lookupAlias(options: {
  readonly out: ObjectStore;
  readonly value: string;
}): AsyncGenerator<AliasRow> {
  const needle = Buffer.from(`,${csvCell(options.value)},`);
  for (const path of await options.out.list('aliases/')) {
    const part = await options.out.get(path);
    if (!Buffer.from(part.buffer, part.byteOffset, part.byteLength).includes(needle)) continue;
    for (const { start, end } of csvBounds(part)) {
      const fields = csvFields(part, start, end);
      const value = fields[VALUE];
      if (value === undefined || csvValue(part, value) !== options.value || start === 0) continue;
      yield Object.fromEntries(
        ALIAS_COLUMNS.map((column, index) => [column, csvValue(part, fields[index] ?? { start: end, end })]),
      ) as AliasRow;
    }
  }
}
