import { ThongSuotError } from '../formats/errors.ts';
import {
  COMPILED_FORMAT,
  CONFIDENCES,
  type CompiledEdge,
  type CompiledUnits,
  OLD_UNIT_KINDS,
  RELATIONS,
} from './compiled.ts';
import { LazyTable } from './lazy-table.ts';
import type {
  Amendment,
  Edge,
  NewCommune,
  NewProvince,
  OldCommune,
  OldDistrict,
  OldProvince,
  RetiredCommune,
} from './shapes.ts';

export type * from './shapes.ts';

const NOT_AMENDED: Amendment = { amendedName: '', amendedFrom: '', amendResolution: '' };

/** The units of both vintages and the crosswalk between them, in memory. Immutable; lookups are exact on the code's string. */
export class Units {
  /** SHA-256 of each `data/*.csv` that the compiled table was made from, by file name. */
  readonly tables: Readonly<Record<string, string>>;
  readonly #oldUnits: LazyTable<CompiledUnits['oldUnits'][number], OldCommune>;
  readonly #retired: LazyTable<CompiledUnits['retired'][number], RetiredCommune>;
  readonly #newCommunes: LazyTable<CompiledUnits['newCommunes'][number], NewCommune>;
  readonly #oldDistricts: LazyTable<CompiledUnits['oldDistricts'][number], OldDistrict>;
  readonly #oldProvinces: LazyTable<CompiledUnits['oldProvinces'][number], OldProvince>;
  readonly #newProvinces: LazyTable<CompiledUnits['newProvinces'][number], NewProvince>;
  readonly #notes: readonly string[];
  readonly #retiredDistricts: ReadonlySet<string>;
  readonly #retiredProvinces: ReadonlySet<string>;
  #districtSuccessors: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #predecessors: ReadonlyMap<string, readonly Edge[]> | undefined;

  /** Reads `data/compiled/units.json`. Throws `bad-units-table` if the bytes are not that. */
  static fromCompiled(bytes: Uint8Array): Units {
    let table: CompiledUnits;
    try {
      table = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as CompiledUnits;
    } catch (cause) {
      throw badTable('it is not JSON', cause);
    }
    if (table?.format !== COMPILED_FORMAT) throw badTable(`its format is not ${COMPILED_FORMAT}`);
    return new Units(table);
  }

  private constructor(table: CompiledUnits) {
    this.tables = table.tables;
    this.#notes = table.notes;
    const resolution = (index: number) => at(table.resolutions, index);
    const amendment = (name?: string, basis?: number, from?: string): Amendment =>
      name === undefined || basis === undefined || from === undefined
        ? NOT_AMENDED
        : { amendedName: name, amendedFrom: from, amendResolution: resolution(basis) };
    this.#oldProvinces = new LazyTable(table.oldProvinces, ([code, name, successor]) => ({
      code,
      name,
      successor,
    }));
    this.#newProvinces = new LazyTable(
      table.newProvinces,
      ([code, name, basis, amended, amendBasis, from]) => ({
        code,
        name,
        resolution: resolution(basis),
        ...amendment(amended, amendBasis, from),
      }),
    );
    this.#newCommunes = new LazyTable(
      table.newCommunes,
      ([code, name, province, basis, clause, amended, amendBasis, from]) => ({
        code,
        name,
        province,
        resolution: resolution(basis),
        clause,
        ...amendment(amended, amendBasis, from),
      }),
    );
    this.#oldDistricts = new LazyTable(table.oldDistricts, ([code, name, province]) => ({
      code,
      name,
      province,
      successors: [...(this.#successorsByDistrict().get(code) ?? [])].sort(),
    }));
    this.#oldUnits = new LazyTable(table.oldUnits, ([code, kind, district, name, variants, edges]) => ({
      code,
      kind: at(OLD_UNIT_KINDS, kind),
      name,
      variants: listed(variants),
      district,
      province: this.#oldDistricts.row(district)?.[2] ?? fail(`district ${district} is missing`),
      successors: edges.map((edge) => this.#edge(edge, edge[0])),
    }));
    this.#retired = new LazyTable(table.retired, (row) => {
      const [code, name, district, districtName, province, provinceName, retiredOn, old, target, sure] = row;
      return {
        code,
        name,
        district,
        districtName,
        province,
        provinceName,
        retiredOn,
        successorsOld: listed(old),
        successorsNew: listed(target),
        confidence: at(CONFIDENCES, sure),
      };
    });
    this.#retiredDistricts = new Set(table.retired.map((row) => row[2]));
    this.#retiredProvinces = new Set(table.retired.map((row) => row[4]));
  }

  #edge([, relation, people, note, correction]: CompiledEdge, code: string): Edge {
    return {
      code,
      relation: at(RELATIONS, relation),
      people,
      note: at(this.#notes, note),
      correction: at(this.#notes, correction),
    };
  }

  #successorsByDistrict(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.#districtSuccessors !== undefined) return this.#districtSuccessors;
    const sets = new Map<string, Set<string>>();
    for (const [, , district, , , edges] of this.#oldUnits.rows()) {
      const set = sets.get(district) ?? new Set<string>();
      for (const [code] of edges) set.add(code);
      sets.set(district, set);
    }
    this.#districtSuccessors = sets;
    return sets;
  }

  #edgesByNewCode(): ReadonlyMap<string, readonly Edge[]> {
    if (this.#predecessors !== undefined) return this.#predecessors;
    const lists = new Map<string, Edge[]>();
    for (const [oldCode, , , , , edges] of this.#oldUnits.rows())
      for (const edge of edges) {
        const list = lists.get(edge[0]);
        if (list === undefined) lists.set(edge[0], [this.#edge(edge, oldCode)]);
        else list.push(this.#edge(edge, oldCode));
      }
    this.#predecessors = lists;
    return lists;
  }

  /** A commune (or the one piece of unassigned land) of 2025-06-30. */
  oldCommune(code: string): OldCommune | undefined {
    const unit = this.#oldUnits.get(code);
    return unit?.kind === 'district_without_communes' ? undefined : unit;
  }

  /** Any row of `communes-2025-06-30.csv`: also the five island districts that had no commune (`D318`). */
  oldUnit(code: string): OldCommune | undefined {
    return this.#oldUnits.get(code);
  }

  retiredCommune(code: string): RetiredCommune | undefined {
    return this.#retired.get(code);
  }

  /** Whether a retired commune's row names this province (Hà Tây, 28, ended in 2008). */
  isRetiredProvince(code: string): boolean {
    return this.#retiredProvinces.has(code);
  }

  newCommune(code: string): NewCommune | undefined {
    return this.#newCommunes.get(code);
  }

  oldDistrict(code: string): OldDistrict | undefined {
    return this.#oldDistricts.get(code);
  }

  oldProvince(code: string): OldProvince | undefined {
    return this.#oldProvinces.get(code);
  }

  newProvince(code: string): NewProvince | undefined {
    return this.#newProvinces.get(code);
  }

  /** The old units that went, whole or in part, into a new commune, sorted by code; empty if there is no such commune. */
  predecessors(newCode: string): readonly Edge[] {
    return this.#edgesByNewCode().get(newCode) ?? [];
  }

  /** A new commune's name on a date (`YYYY-MM-DD`): 22 communes changed their type in 2026. */
  nameAt(newCode: string, asOf: string): string | undefined {
    return amendedAt(this.#newCommunes.get(newCode), asOf);
  }

  /** A new province's name on a date: three changed their type in 2026. */
  provinceNameAt(newCode: string, asOf: string): string | undefined {
    return amendedAt(this.#newProvinces.get(newCode), asOf);
  }

  /** Whether the string is a code of any unit table of any vintage, or stands in a retired row: a value safe to show. */
  knownUnit(code: string): boolean {
    return (
      this.#oldUnits.has(code) ||
      this.#newCommunes.has(code) ||
      this.#oldDistricts.has(code) ||
      this.#oldProvinces.has(code) ||
      this.#newProvinces.has(code) ||
      this.#retired.has(code) ||
      this.#retiredDistricts.has(code) ||
      this.#retiredProvinces.has(code)
    );
  }

  /** Every row of a table, in the order of its codes. */
  oldUnits(): IterableIterator<OldCommune> {
    return this.#oldUnits.values();
  }

  newCommunes(): IterableIterator<NewCommune> {
    return this.#newCommunes.values();
  }

  oldDistricts(): IterableIterator<OldDistrict> {
    return this.#oldDistricts.values();
  }

  oldProvinces(): IterableIterator<OldProvince> {
    return this.#oldProvinces.values();
  }

  newProvinces(): IterableIterator<NewProvince> {
    return this.#newProvinces.values();
  }

  retiredCommunes(): IterableIterator<RetiredCommune> {
    return this.#retired.values();
  }
}

function amendedAt(unit: (Amendment & { name: string }) | undefined, asOf: string): string | undefined {
  if (unit === undefined || unit.amendedFrom === '' || unit.amendedFrom > asOf) return unit?.name;
  return unit.amendedName;
}

const listed = (joined: string): string[] => (joined === '' ? [] : joined.split('|'));

function at<T>(list: readonly T[], index: number): T {
  return list[index] ?? fail(`index ${index} is outside its list`);
}

function fail(detail: string): never {
  throw badTable(detail);
}

function badTable(detail: string, cause?: unknown): ThongSuotError {
  return new ThongSuotError(
    'bad-units-table',
    'system',
    `data/compiled/units.json can't be used (${detail}): make it again with "npm run compile-units"`,
    { detail },
    cause === undefined ? {} : { cause },
  );
}
