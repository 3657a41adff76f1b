import { ThongSuotError } from '../formats/errors.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { TARGET_VINTAGE } from '../formats/vintages.ts';
import { rootOf } from './codes.ts';
import { type Level1Row, level1Of } from './level1.ts';
import { type Registry, type RegistryEntry, validOn } from './registry.ts';
import { type ReadRow, readRows } from './succession-rows.ts';

/** The lists by which letters are routed. A province may have no registry yet, and no succession list. */
export interface RoutingSources {
  readonly registry?: Registry;
  /** In the order of the file. */
  readonly succession: readonly SuccessionRow[];
  readonly level1: readonly Level1Row[];
}

/** Both forms of a level-1 code, that of QĐ 20/2020 first. */
export const level1Forms = (bare: string): readonly [string, string] => [bare, `000.00.00.${bare}`];
const NONE: readonly never[] = [];

/** How many rows one error names. */
const maxProblems = 20;

/** The three lists, indexed by every string that names a code in them. Immutable. */
export class RoutingLists {
  readonly registry: Registry | undefined;
  readonly level1: ReadonlyMap<string, Level1Row>;
  readonly #byOldCode = new Map<string, ReadRow[]>();
  readonly #byOldCode102 = new Map<string, ReadRow[]>();
  readonly #newCodes = new Set<string>();
  readonly #registeredRoots: ReadonlySet<string | undefined>;
  /** Roots of the codes that the lists are about, and of what became of them. */
  readonly #ownRoots: ReadonlySet<string | undefined>;

  /**
   * Throws `bad-succession` if a condition can't be read: a split without it would send every letter one way.
   * Everything else that `codes check` finds has an answer in docs/codes.md section 2.
   */
  constructor({ registry, succession, level1 }: RoutingSources) {
    const { rows, problems } = readRows(succession);
    if (problems.length > 0) {
      const shown = problems.slice(0, maxProblems);
      throw new ThongSuotError(
        'bad-succession',
        'user',
        `the succession list can't be used:\n${shown.map((one) => `row ${one.number}: ${one.problem}`).join('\n')}`,
        { problems: problems.length, rows: shown.map(({ number }) => number).join(',') },
      );
    }
    this.registry = registry;
    this.level1 = new Map(level1.map((row) => [row.code, row]));
    for (const item of rows) {
      append(this.#byOldCode, item.row.old_code, item);
      if (item.row.old_code_102 !== '') append(this.#byOldCode102, item.row.old_code_102, item);
      if (item.row.new_code !== '') this.#newCodes.add(item.row.new_code);
    }
    this.#registeredRoots = new Set((registry?.entries ?? NONE).map(({ row }) => rootOf(row.code)));
    const roots = [...this.#registeredRoots, ...[...this.#byOldCode.keys()].map(rootOf)];
    this.#ownRoots = new Set([...roots, ...roots.map((root) => this.level1.get(root ?? '')?.successor)]);
  }

  /** The row of the registry that counts for a code on a day. */
  rowOn(code: string, day: string): RegistryEntry | undefined {
    if (this.registry === undefined) return undefined;
    for (const name of this.#namesOf(code)) {
      const found = this.#firstOn(name, day) ?? this.#firstOn102(name, day);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** All rows of the registry that name a code, whatever their days: by `code`, else by `code_102`. */
  registryRows(code: string): readonly RegistryEntry[] {
    if (this.registry === undefined) return NONE;
    for (const name of this.#namesOf(code)) {
      const rows = this.registry.byCode(name);
      const found = rows.length > 0 ? rows : this.registry.byCode102(name);
      if (found.length > 0) return found;
    }
    return NONE;
  }

  /** Every row of the registry on which `rowOn` and `registryRows` of a code may depend. */
  registryRowsAbout(code: string): readonly RegistryEntry[] {
    const { registry } = this;
    if (registry === undefined) return NONE;
    return this.#namesOf(code).flatMap((name) => [
      ...registry.byCode(name),
      ...registry.byCode102(name).flatMap(({ row }) => registry.byCode(row.code)),
    ]);
  }

  /** All rows of the succession list that name a code, whatever their days: by `old_code`, else by `old_code_102`. */
  successionRows(code: string): readonly ReadRow[] {
    for (const name of this.#namesOf(code)) {
      const found = this.#byOldCode.get(name) ?? this.#byOldCode102.get(name);
      if (found !== undefined) return found;
    }
    return NONE;
  }

  isNewCode(code: string): boolean {
    return this.#newCodes.has(code);
  }

  /** QĐ 09/2025's row of a level-1 code, in either form. */
  level1Row(code: string): Level1Row | undefined {
    return this.level1.get(level1Of(code, this.level1) ?? '');
  }

  /** Every code that the lists name, in each form that they write; level-1 codes in both. Not sorted. */
  codes(): ReadonlySet<string> {
    const codes = new Set<string>([
      ...this.#byOldCode.keys(),
      ...this.#byOldCode102.keys(),
      ...this.#newCodes,
    ]);
    for (const { row } of this.registry?.entries ?? NONE) {
      codes.add(row.code);
      if (row.code_102 !== '') codes.add(row.code_102);
    }
    for (const bare of this.level1.keys()) for (const form of level1Forms(bare)) codes.add(form);
    return codes;
  }

  /** Whether the code is under a level-1 code that is closed on a day. */
  underClosedRoot(code: string, day: string): boolean {
    const root = rootOf(code);
    return root !== undefined && day >= TARGET_VINTAGE && this.level1.get(root)?.disposition === 'closed';
  }

  /** Whether the registry has codes of the same level-1 code: then it would have this one too. */
  registersRootOf(code: string): boolean {
    return this.#registeredRoots.has(rootOf(code));
  }

  /** Of another province or a ministry, of which the lists say nothing. Of the letter H there are the 63 provinces alone. */
  isForeign(code: string): boolean {
    const root = rootOf(code);
    if (root === undefined || this.#ownRoots.has(root)) return false;
    return !root.startsWith('H') || this.level1.has(root);
  }

  /** A level-1 code answers to both of its forms, as asked first. */
  #namesOf(code: string): readonly string[] {
    const bare = level1Of(code, this.level1);
    if (bare === undefined) return [code];
    const [first, second] = level1Forms(bare);
    return code === first ? [first, second] : [second, first];
  }

  #firstOn(code: string, day: string): RegistryEntry | undefined {
    return this.registry?.byCode(code).find(({ row }) => validOn(row, day));
  }

  /** A row whose `code` has an earlier one on that day does not count, so it names nothing in its other form either. */
  #firstOn102(code102: string, day: string): RegistryEntry | undefined {
    return this.registry
      ?.byCode102(code102)
      .find((entry) => validOn(entry.row, day) && this.#firstOn(entry.row.code, day) === entry);
  }
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
