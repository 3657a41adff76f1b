import { foldUnitName } from '../units/names.ts';
import type { Units } from '../units/units.ts';
import type { ValueClass } from './classes.ts';
import { CLASSES, classOf } from './classes.ts';
import { Distinct } from './distinct.ts';

/** Folding a name is dear: so many filled values of a column are asked whether they name a commune. */
const maxNamesAsked = 5000;

/** What is said of one column: counts and classes, never a value. */
export interface ColumnReport {
  readonly name: string;
  readonly filled: number;
  readonly blank: number;
  /** Estimate, within about 2 %. */
  readonly distinct: number;
  readonly classes: Readonly<Partial<Record<ValueClass, number>>>;
  /** Values that name a commune, among so many that were asked. */
  readonly communeNames: { readonly named: number; readonly asked: number };
  /** Values that look like a unit code without its leading zeros. */
  readonly zerosLost: number;
}

/** Folded names of all communes of both vintages. */
export type CommuneNames = ReadonlySet<string>;

const namesOf = new WeakMap<Units, CommuneNames>();

/** Made once for each `Units`: 13,000 names are folded. */
export function communeNames(units: Units): CommuneNames {
  const known = namesOf.get(units);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const unit of units.oldUnits()) names.add(foldUnitName(unit.name));
  for (const unit of units.newCommunes()) names.add(foldUnitName(unit.name));
  namesOf.set(units, names);
  return names;
}

/** Gathers one column. Keeps no value. */
export class ColumnStats {
  readonly #units: Units;
  readonly #names: CommuneNames;
  readonly #classes = new Map<ValueClass, number>();
  readonly #distinct = new Distinct();
  #filled = 0;
  #blank = 0;
  #named = 0;
  #asked = 0;

  constructor(units: Units, names: CommuneNames) {
    this.#units = units;
    this.#names = names;
  }

  add(value: string): void {
    if (value === '') {
      this.#blank += 1;
      return;
    }
    this.#filled += 1;
    this.#distinct.add(value);
    const found = classOf(value, this.#units);
    if (found !== undefined) this.#classes.set(found, (this.#classes.get(found) ?? 0) + 1);
    else if (this.#asked < maxNamesAsked) {
      this.#asked += 1;
      if (value.length <= 64 && this.#names.has(foldUnitName(value))) this.#named += 1;
    }
  }

  report(name: string): ColumnReport {
    const classes: Partial<Record<ValueClass, number>> = {};
    for (const one of CLASSES) {
      const count = this.#classes.get(one);
      if (count !== undefined) classes[one] = count;
    }
    const communes = sum(classes, ['commune-old', 'commune-new', 'commune-both', 'commune-retired']);
    const short = classes['short-number'] ?? 0;
    return {
      name,
      filled: this.#filled,
      blank: this.#blank,
      distinct: Math.min(this.#distinct.estimate(), this.#filled),
      classes,
      communeNames: { named: this.#named, asked: this.#asked },
      // Four digits and less among commune codes, or two and less among district codes.
      zerosLost: communes > short || (classes['district-old'] ?? 0) > short ? short : 0,
    };
  }
}

export function sum(classes: ColumnReport['classes'], wanted: readonly ValueClass[]): number {
  return wanted.reduce((total, one) => total + (classes[one] ?? 0), 0);
}
