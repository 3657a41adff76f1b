import { DERIVE_FILES } from '../checks/catalogue.ts';

/** The text of `derive/NAME.sql`. */
export function derivation(name: string): string {
  const sql = DERIVE_FILES[name];
  if (sql === undefined) throw new Error(`there is no derivation ${name}`);
  return sql;
}
