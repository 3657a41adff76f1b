import { AGENCY_STATES, LIVE_STATES } from '../formats/registry-table.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { OLD_VINTAGE, TARGET_VINTAGE } from '../formats/vintages.ts';
import { rootOf } from './codes.ts';
import type { Conversions } from './conversion.ts';
import { groupBy } from './groups.ts';
import type { Level1Row } from './level1.ts';
import { level1Of } from './level1.ts';
import { foldOfficeName } from './office-name.ts';
import { type Recognised, recogniseCode } from './recognise.ts';
import type { Registry, RegistryEntry } from './registry.ts';
import type { AgencyScheme, Levels } from './schemes.ts';
import { inForce, type ReadRow, type RowProblem, readRows } from './succession-rows.ts';

/** What the rules look at. */
export interface CheckInput {
  readonly registry: Registry;
  /** Absent: the rules that need it are not run. */
  readonly succession: readonly SuccessionRow[] | undefined;
  readonly level1: readonly Level1Row[];
  readonly conversions: Conversions;
  /** The day that is looked at (`asOf`). */
  readonly day: string;
  /** Whether a code is a commune's of 2025-07-01. */
  isCommune(code: string): boolean;
}

/** The succession list on the day. Nothing in it has been refused: what is wrong with it is what the rules say. */
export interface SuccessionView {
  readonly rows: readonly ReadRow[];
  /** Conditions that can't be read. */
  readonly problems: readonly RowProblem[];
  readonly inForce: readonly ReadRow[];
  readonly newCodes: ReadonlySet<string>;
  /** The rows in force that name a code: by `old_code`, else by `old_code_102`. */
  rowsOf(code: string): readonly ReadRow[];
}

/** What the rules share, computed once for 50,000 codes and not by each of them. */
export class CheckContext {
  readonly registry: Registry;
  readonly conversions: Conversions;
  readonly day: string;
  readonly level1: ReadonlyMap<string, Level1Row>;
  /** The row of each live code. */
  readonly live: ReadonlyMap<string, RegistryEntry>;
  /** Live and not in a dual-run window: an old code beside its successor may share name, mail and commune with it. */
  readonly settled: readonly RegistryEntry[];
  /** The row of each code that was valid on the last day of the old structure, whatever its state. */
  readonly old: ReadonlyMap<string, RegistryEntry>;
  readonly succession: SuccessionView | undefined;
  readonly isCommune: (code: string) => boolean;
  readonly #recognised = new Map<string, Recognised>();
  readonly #names = new Map<string, string>();

  constructor(input: CheckInput) {
    this.registry = input.registry;
    this.conversions = input.conversions;
    this.day = input.day;
    this.isCommune = input.isCommune;
    this.level1 = new Map(input.level1.map((row) => [row.code, row]));
    this.live = input.registry.wanted(input.day, LIVE_STATES);
    this.settled = [...this.live.values()].filter(({ row }) => row.state !== 'dual');
    this.old = input.registry.wanted(OLD_VINTAGE, AGENCY_STATES);
    this.succession = input.succession === undefined ? undefined : view(input.succession, input.day);
  }

  /** Whether a code's root was closed by QĐ 09/2025, and the day is one on which that counts. */
  underClosed(code: string): boolean {
    if (this.day < TARGET_VINTAGE) return false;
    return this.level1.get(rootOf(code) ?? '')?.disposition === 'closed';
  }

  /** The level-1 code of the province that a code belongs to on the day: before 2025-07-01 its own root. */
  provinceOf(code: string): string | undefined {
    return this.day < TARGET_VINTAGE ? rootOf(code) : this.mergedRootOf(code);
  }

  /** The successor of a code's root by QĐ 09/2025, or the root where that has none. */
  mergedRootOf(code: string): string | undefined {
    const root = rootOf(code);
    return root === undefined ? undefined : (this.level1.get(root)?.successor ?? root);
  }

  /** Whether QĐ 09/2025 itself says what became of the code. */
  settledByLaw(code: string): boolean {
    return level1Of(code, this.level1) !== undefined;
  }

  /** A code taken apart, strictly or loosely; undefined if it is of no scheme. */
  levels(code: string): (Levels & { scheme: AgencyScheme }) | undefined {
    const found = this.recognise(code);
    return 'code' in found ? found.code : undefined;
  }

  /** What a string is as an agency code. */
  recognise(code: string): Recognised {
    let found = this.#recognised.get(code);
    if (found === undefined) {
      found = recogniseCode(code);
      this.#recognised.set(code, found);
    }
    return found;
  }

  /** The folded name of a row's office. */
  name({ row }: RegistryEntry): string {
    let folded = this.#names.get(row.name);
    if (folded === undefined) {
      folded = foldOfficeName(row.name);
      this.#names.set(row.name, folded);
    }
    return folded;
  }
}

function view(table: readonly SuccessionRow[], day: string): SuccessionView {
  const { rows, problems } = readRows(table);
  const current = rows.filter(({ row }) => inForce(row, day));
  const byOld = groupBy(current, ({ row }) => row.old_code);
  const by102 = groupBy(current, ({ row }) => row.old_code_102);
  return {
    rows,
    problems,
    inForce: current,
    newCodes: new Set(current.map(({ row }) => row.new_code).filter((code) => code !== '')),
    rowsOf: (code) => byOld.get(code) ?? by102.get(code) ?? [],
  };
}
