import { type Level1Row, readLevel1 } from '../agencies/level1.ts';
import { Succession } from '../agencies/succession.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readTable } from '../formats/read.ts';
import { SUCCESSION_COLUMNS, successionRowSchema } from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { Units } from '../units/units.ts';
import { sha256Of } from './digest.ts';

const LEVEL1 = 'province-agency-codes.csv';

export interface Tables {
  readonly units: Units;
  readonly level1: readonly Level1Row[];
}

const loaded = new WeakMap<ObjectStore, Promise<Tables>>();

/** The project's own tables, read once for each store. */
export function loadTables(data: ObjectStore): Promise<Tables> {
  let tables = loaded.get(data);
  if (tables === undefined) {
    tables = readTables(data);
    loaded.set(data, tables);
    // A read that failed is not remembered.
    tables.catch(() => loaded.delete(data));
  }
  return tables;
}

/** The level-1 codes must be those that the compiled table was made with. */
async function readTables(data: ObjectStore): Promise<Tables> {
  const units = Units.fromCompiled(await data.get('compiled/units.json'));
  const bytes = await data.get(LEVEL1);
  if (units.tables[LEVEL1] !== sha256Of(bytes))
    throw new ThongSuotError(
      'tables-differ',
      'system',
      `data/${LEVEL1} is not the table that data/compiled/units.json was made with: run "npm run compile-units"`,
      { file: LEVEL1 },
    );
  return { units, level1: readLevel1(bytes) };
}

/** The province's succession list; without one, only the level-1 codes are known. */
export function loadSuccession(
  file: { readonly path: string; readonly bytes: Uint8Array } | undefined,
  tables: Tables,
  asOf: string,
): Succession {
  const rows =
    file === undefined ? [] : readTable(file.bytes, file.path, SUCCESSION_COLUMNS, successionRowSchema);
  return Succession.load(rows, tables.level1, asOf, (code) => tables.units.newCommune(code) !== undefined);
}
