import { readTable } from '../formats/read.ts';
import {
  type AgencyState,
  LIVE_STATES,
  REGISTRY_COLUMNS,
  type RegistryRow,
  registryRowSchema,
} from '../formats/registry-table.ts';

/** A row of `registry.csv` with its number in the file (2 = the first after the header). */
export interface RegistryEntry {
  readonly number: number;
  readonly row: RegistryRow;
}

/** Whether a row counts on a day. Days are ISO, so they compare as strings; both ends are inclusive, a blank one is open. */
export function validOn(row: Pick<RegistryRow, 'valid_from' | 'valid_to'>, day: string): boolean {
  return (row.valid_from === '' || row.valid_from <= day) && (row.valid_to === '' || day <= row.valid_to);
}

/** Whether a letter may be delivered to the code on a day (docs/codes.md section 1). */
export function isLive(row: RegistryRow, day: string): boolean {
  return validOn(row, day) && LIVE_STATES.includes(row.state);
}

/** The agencies of a province: every row as written, found by exact string. Immutable; contradictions are `codes check`'s. */
export class Registry {
  readonly entries: readonly RegistryEntry[];
  readonly #byCode = new Map<string, RegistryEntry[]>();
  readonly #byCode102 = new Map<string, RegistryEntry[]>();

  /** Reads `registry.csv`; `file` names it in errors (`bad-header`, `bad-row`, `not-utf8`, `bad-table`). */
  static read(bytes: Uint8Array, file: string): Registry {
    return new Registry(readTable(bytes, file, REGISTRY_COLUMNS, registryRowSchema));
  }

  constructor(rows: readonly RegistryRow[]) {
    this.entries = rows.map((row, index) => ({ number: index + 2, row }));
    for (const entry of this.entries) {
      append(this.#byCode, entry.row.code, entry);
      if (entry.row.code_102 !== '') append(this.#byCode102, entry.row.code_102, entry);
    }
  }

  /** All rows of a code, in the order of the file. */
  byCode(code: string): readonly RegistryEntry[] {
    return this.#byCode.get(code) ?? [];
  }

  /** All rows whose QCVN 102 form is this string. */
  byCode102(code102: string): readonly RegistryEntry[] {
    return this.#byCode102.get(code102) ?? [];
  }

  /**
   * The row of each code that counts on a day, by code: the first of the file that is valid then. Only those whose
   * state is one of `states` (docs/codes.md section 1).
   */
  wanted(day: string, states: readonly AgencyState[]): Map<string, RegistryEntry> {
    const counts = new Map<string, RegistryEntry>();
    for (const entry of this.entries)
      if (validOn(entry.row, day) && !counts.has(entry.row.code)) counts.set(entry.row.code, entry);
    for (const [code, { row }] of counts) if (!states.includes(row.state)) counts.delete(code);
    return counts;
  }

  /** The row that names a code, in either form, on a day: the first of the file if several do. */
  on(code: string, day: string): RegistryEntry | undefined {
    return (
      this.byCode(code).find(({ row }) => validOn(row, day)) ??
      this.byCode102(code).find(({ row }) => validOn(row, day))
    );
  }
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
