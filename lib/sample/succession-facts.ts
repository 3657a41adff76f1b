import type { SuccessionRow } from '../formats/tables.ts';

/** What the sample's own list says of an old code on 2025-07-01, in the plainest terms. */
export interface Fate {
  readonly disposition: SuccessionRow['disposition'];
  /** Each once, in the order of the list. */
  readonly newCodes: readonly string[];
}

/** Fates by old code, of the rows in force on the day of the switch. */
export function fatesOf(rows: readonly SuccessionRow[]): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const { old_code, disposition, new_code, valid_from, valid_to } of rows) {
    if (valid_from > '2025-07-01' || (valid_to !== '' && valid_to < '2025-07-01')) continue;
    const before = fates.get(old_code)?.newCodes ?? [];
    const newCodes = new_code === '' || before.includes(new_code) ? before : [...before, new_code];
    fates.set(old_code, { disposition, newCodes });
  }
  return fates;
}
