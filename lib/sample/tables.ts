import { parse } from 'csv-parse/sync';
import type { ObjectStore } from '../ports/object-store.ts';

type Row = Readonly<Record<string, string>>;

/** The tables of `data/` as text, read by the sample itself: its manifest must not come from the code under test. */
export interface SampleTables {
  readonly oldCommunes: readonly Row[];
  readonly newCommunes: readonly Row[];
  readonly crosswalk: readonly Row[];
  readonly provinceCrosswalk: readonly Row[];
  readonly districts: readonly Row[];
  readonly agencyCodes: readonly Row[];
  readonly oldProvinces: readonly Row[];
  readonly newProvinces: readonly Row[];
  readonly retired: readonly Row[];
}

/** A cell that the table must have. */
export function cell(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`a table of data/ has no column ${column}`);
  return value;
}

export async function readSampleTables(data: ObjectStore): Promise<SampleTables> {
  const read = async (name: string): Promise<Row[]> =>
    parse(Buffer.from(await data.get(name)), { columns: true, bom: true }) as Row[];
  return {
    oldCommunes: await read('communes-2025-06-30.csv'),
    newCommunes: await read('communes-2025-07-01.csv'),
    crosswalk: await read('crosswalk-communes.csv'),
    provinceCrosswalk: await read('crosswalk-provinces.csv'),
    districts: await read('districts-2025-06-30.csv'),
    agencyCodes: await read('province-agency-codes.csv'),
    oldProvinces: await read('provinces-2025-06-30.csv'),
    newProvinces: await read('provinces-2025-07-01.csv'),
    retired: await read('retired-communes.csv'),
  };
}
