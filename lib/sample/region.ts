import { ThongSuotError } from '../formats/errors.ts';
import { cell, type SampleTables } from './tables.ts';

/** An old commune and where it went. `decided` is set where all its people went to one successor. */
export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly province: string;
  readonly successors: readonly string[];
  /** The one successor, or the one that took all the people of a split commune; undefined where the law leaves it open. */
  readonly forPeople: string | undefined;
}

export interface District {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  readonly communes: readonly Commune[];
  /** All successors of its old units, islands without communes included; sorted. */
  readonly successors: readonly string[];
}

export interface OldProvince {
  readonly code: string;
  readonly name: string;
  /** Level-1 agency code, such as `H07`. */
  readonly root: string;
  readonly closed: boolean;
  /** Ascii name for folders and system names: `ben-tre`. */
  readonly slug: string;
  readonly districts: readonly District[];
}

export interface NewCommune {
  readonly code: string;
  readonly name: string;
  readonly province: string;
}

/** What one target province is made of. */
export interface Region {
  readonly target: {
    readonly code: string;
    readonly name: string;
    readonly root: string;
    readonly slug: string;
  };
  readonly provinces: readonly OldProvince[];
  readonly newCommunes: readonly NewCommune[];
  readonly tables: SampleTables;
}

export function slugOf(name: string): string {
  return name
    .replace(/^(Tỉnh|Thành phố) /, '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

/** Old communes of the whole country with their successors, by code. */
export function readCommunes(tables: SampleTables): Map<string, Commune> {
  const edges = new Map<string, { to: string; people: string }[]>();
  for (const row of tables.crosswalk) {
    const list = edges.get(cell(row, 'old_code')) ?? [];
    list.push({ to: cell(row, 'new_code'), people: cell(row, 'people') });
    edges.set(cell(row, 'old_code'), list);
  }
  const communes = new Map<string, Commune>();
  for (const row of tables.oldCommunes) {
    const code = cell(row, 'code');
    const list = edges.get(code) ?? [];
    communes.set(code, {
      code,
      name: cell(row, 'name'),
      district: cell(row, 'district'),
      province: cell(row, 'province'),
      successors: list.map((edge) => edge.to).sort(),
      forPeople: list.length === 1 ? list[0]?.to : list.find((edge) => edge.people === '1')?.to,
    });
  }
  return communes;
}

/** Everything about the target province that the sample draws from; throws for a code that is no new province. */
export function readRegion(tables: SampleTables, target: string): Region {
  const province = tables.newProvinces.find((row) => cell(row, 'code') === target);
  if (province === undefined)
    throw new ThongSuotError(
      'unknown-province',
      'user',
      `there is no province ${target} at 2025-07-01: give a two-digit Statistics Office code such as 86`,
      { province: target },
    );
  const communes = [...readCommunes(tables).values()];
  const parts = new Set(
    tables.provinceCrosswalk
      .filter((row) => cell(row, 'new_code') === target)
      .map((row) => cell(row, 'old_code')),
  );
  const provinces = tables.oldProvinces
    .filter((row) => parts.has(cell(row, 'code')))
    .map((row): OldProvince => {
      const code = cell(row, 'code');
      const agency = tables.agencyCodes.find((entry) => cell(entry, 'old_province') === code);
      if (agency === undefined) throw new Error(`data/: no level-1 agency code for the old province ${code}`);
      const districts = tables.districts
        .filter((entry) => cell(entry, 'province') === code)
        .map((entry): District => {
          const units = communes.filter((commune) => commune.district === cell(entry, 'code'));
          return {
            code: cell(entry, 'code'),
            name: cell(entry, 'name'),
            province: code,
            communes: units.filter((commune) => /^\d{5}$/.test(commune.code)),
            successors: [...new Set(units.flatMap((unit) => unit.successors))].sort(),
          };
        });
      return {
        code,
        name: cell(row, 'name'),
        root: cell(agency, 'code'),
        closed: cell(agency, 'disposition') === 'closed',
        slug: slugOf(cell(row, 'name')),
        districts,
      };
    });
  const root = provinces.find((entry) => !entry.closed)?.root;
  if (root === undefined) throw new Error(`data/: no surviving level-1 agency code in ${target}`);
  return {
    target: {
      code: target,
      name: cell(province, 'name'),
      root,
      slug: slugOf(cell(province, 'name')),
    },
    provinces,
    newCommunes: tables.newCommunes
      .filter((row) => cell(row, 'province') === target)
      .map((row) => ({ code: cell(row, 'code'), name: cell(row, 'name'), province: target })),
    tables,
  };
}
