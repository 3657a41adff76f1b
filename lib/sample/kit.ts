import { pad2, pad4 } from './byte-string.ts';
import type { Office } from './offices.ts';
import type { Prng } from './prng.ts';
import { type NewCommune, type Region, readCommunes } from './region.ts';
import type { LocalCommune, LocalOffice, System } from './system.ts';
import { cell } from './tables.ts';

/** A row of `retired-communes.csv` in one old province. */
export interface Retired {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly province: string;
  /** `high` and one old successor, all of whose people went to one new commune: acts alone for a person. */
  readonly acts: boolean;
}

const withoutType = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/^(xa|phuong|thi tran|đac khu) /, '')
    .replace(/[^a-zđ0-9]/g, '');

/** Picks real units and offices that show a defect and nothing else. Undefined where the province has none. */
export class Kit {
  private serial = 0;
  readonly region: Region;
  readonly system: System;
  readonly prng: Prng;
  private readonly renamed: readonly { commune: LocalCommune; newName: string }[];
  private readonly foreign: readonly LocalCommune['commune'][];
  private readonly newCodes: ReadonlySet<string>;
  readonly newOnly: readonly NewCommune[];
  readonly retired: readonly Retired[];

  constructor(region: Region, system: System, prng: Prng) {
    this.region = region;
    this.system = system;
    this.prng = prng;
    const all = readCommunes(region.tables);
    const newNames = new Map(region.tables.newCommunes.map((row) => [cell(row, 'code'), cell(row, 'name')]));
    this.newCodes = new Set(newNames.keys());
    const spellings = new Map(
      region.tables.oldCommunes.map((row) => [
        cell(row, 'code'),
        new Set([cell(row, 'name'), ...cell(row, 'name_variants').split('|')].map(withoutType)),
      ]),
    );
    this.renamed = system.communes.flatMap((commune) => {
      const newName = newNames.get(commune.commune.code);
      const same = newName === undefined || spellings.get(commune.commune.code)?.has(withoutType(newName));
      return newName === undefined || same ? [] : [{ commune, newName }];
    });
    const own = new Set(region.newCommunes.map((commune) => commune.code));
    this.foreign = [...all.values()].filter(
      ({ code, successors }) =>
        /^\d{5}$/.test(code) && successors.length === 1 && !own.has(successors[0] ?? ''),
    );
    this.newOnly = region.tables.newCommunes
      .filter((row) => !all.has(cell(row, 'code')))
      .map((row) => ({ code: cell(row, 'code'), name: cell(row, 'name'), province: cell(row, 'province') }));
    this.retired = region.tables.retired
      .filter(
        (row) =>
          cell(row, 'province') === system.province.code &&
          !all.has(cell(row, 'code')) &&
          !newNames.has(cell(row, 'code')),
      )
      .map((row) => ({
        code: cell(row, 'code'),
        name: cell(row, 'name'),
        district: cell(row, 'district'),
        province: cell(row, 'province'),
        acts:
          cell(row, 'confidence') === 'high' &&
          all.get(cell(row, 'successor_2025_06_30'))?.forPeople !== undefined,
      }));
  }

  /** A well-formed number of its own: clean dossiers bear later dates. */
  number(office: LocalOffice): string {
    this.serial++;
    return `${office.written}-23${pad2(1 + (this.serial % 12))}${pad2(1 + (this.serial % 28))}-${pad4(this.serial)}`;
  }

  /** A commune that went whole to one new commune, with its own People's Committee. */
  whole(): { commune: LocalCommune; office: LocalOffice } {
    const office = this.prng.pick(
      this.system.by.communes.filter((entry) => entry.office.rule.kind === 'fixed'),
    );
    return { office, commune: this.communeOf(office.office) };
  }

  /** Another whole commune, of another new commune. */
  elsewhere(than: LocalCommune): { commune: LocalCommune; office: LocalOffice } | undefined {
    const others = this.system.by.communes.filter(
      ({ office }) =>
        office.rule.kind === 'fixed' && office.commune?.successors[0] !== than.commune.successors[0],
    );
    if (others.length === 0) return undefined;
    const office = this.prng.pick(others);
    return { office, commune: this.communeOf(office.office) };
  }

  /** A split commune, which a record about land leaves undecided. */
  split(): LocalCommune | undefined {
    return this.maybe(this.system.communes.filter(({ commune }) => commune.successors.length > 1));
  }

  /** A commune whose code now bears another name. */
  reused(): { commune: LocalCommune; newName: string } | undefined {
    return this.maybe(this.renamed);
  }

  /** A commune whose code no new commune bears. */
  oldOnly(): LocalCommune | undefined {
    return this.maybe(this.system.communes.filter(({ commune }) => !this.newCodes.has(commune.code)));
  }

  outside(): LocalCommune['commune'] | undefined {
    return this.maybe(this.foreign);
  }

  /** An office that always decides and names no commune. */
  department(): LocalOffice {
    return this.prng.pick(this.system.by.departments);
  }

  committeeOf(district: string): LocalOffice | undefined {
    return this.system.by.districts.find(({ office }) => office.district?.code === district);
  }

  /** An office of one kind with a whole commune of its district. */
  inDistrict(
    kind: 'closed' | 'archiveOnly' | 'byProcedure' | 'competent',
  ): { commune: LocalCommune; office: LocalOffice } | undefined {
    const office = this.maybe(this.system.by[kind].filter((entry) => this.wholeOf(entry.office).length > 0));
    return office === undefined
      ? undefined
      : { office, commune: this.prng.pick(this.wholeOf(office.office)) };
  }

  /** The committee of a district that went to several communes, with a whole commune of it. */
  manyWays(): { commune: LocalCommune; office: LocalOffice } | undefined {
    const office = this.maybe(
      this.system.by.districts.filter(
        (entry) =>
          (entry.office.district?.successors.length ?? 0) > 1 && this.wholeOf(entry.office).length > 0,
      ),
    );
    return office === undefined
      ? undefined
      : { office, commune: this.prng.pick(this.wholeOf(office.office)) };
  }

  otherDistrict(than: string): string | undefined {
    return this.system.province.districts.find((district) => district.code !== than)?.code;
  }

  /** An old province that is not this one. */
  otherProvince(): string {
    const codes = this.region.tables.oldProvinces.map((row) => cell(row, 'code'));
    return this.prng.pick(codes.filter((code) => code !== this.system.province.code));
  }

  maybe<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.prng.pick(list);
  }

  private wholeOf(office: Office): readonly LocalCommune[] {
    return this.system.whole.get(office.district?.code ?? '') ?? [];
  }

  private communeOf(office: Office): LocalCommune {
    const commune = this.system.communeOf.get(office.commune?.code ?? '');
    if (commune === undefined) throw new Error(`the office ${office.code} has no commune`);
    return commune;
  }
}
