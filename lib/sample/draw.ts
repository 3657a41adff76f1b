import type { Level, Subject } from '../formats/profile.ts';
import { type ByteString, pad4 } from './byte-string.ts';
import type { Day } from './calendar.ts';
import { EXPECTED, type Expected, expectClean } from './expect.ts';
import { Prng } from './prng.ts';
import * as catalogue from './procedures.ts';
import type { LocalCommune, LocalOffice, System } from './system.ts';

export interface DrawnProcedure {
  readonly procedure: catalogue.Procedure;
  readonly index: number;
}

const LISTS = [
  catalogue.COMMUNE_PROCEDURES,
  catalogue.COMPETENT_PROCEDURES,
  catalogue.DISTRICT_PROCEDURES,
  catalogue.FINANCE_PROCEDURES,
  catalogue.DEPARTMENT_PROCEDURES,
];
/** All procedures, in the order of `DrawnProcedure.index`. */
export const ALL_PROCEDURES: readonly DrawnProcedure[] = LISTS.flat().map((procedure, index) => ({
  procedure,
  index,
}));
let first = 0;
const [COMMUNE, COMPETENT, DISTRICT, FINANCE, DEPARTMENT] = LISTS.map((list) => {
  first += list.length;
  return ALL_PROCEDURES.slice(first - list.length, first);
}) as [DrawnProcedure[], DrawnProcedure[], DrawnProcedure[], DrawnProcedure[], DrawnProcedure[]];

/**
 * Draws the facts of one clean dossier after another: who, where, what, when. It holds no text, so that the file of
 * results can draw the same dossiers again to link to them instead of remembering ten million numbers.
 */
export class DossierDraw {
  office!: LocalOffice;
  commune: LocalCommune | undefined;
  level!: Level;
  drawn!: DrawnProcedure;
  subject!: Subject;
  /** LoaiDoiTuong: 1 citizen, 2 enterprise, 3 agency, 4 other. */
  party!: number;
  status!: number;
  finished!: boolean;
  day!: number;
  serial!: number;
  expected!: Expected;
  private readonly prng: Prng;
  private readonly serials: Uint32Array;

  private readonly system: System;
  readonly days: readonly Day[];

  constructor(system: System, seed: number, file: string, days: readonly Day[]) {
    this.system = system;
    this.days = days;
    this.prng = new Prng(seed, `draw ${file}`);
    this.serials = new Uint32Array(system.offices.length * days.length);
  }

  /** `CODE-yymmdd-nnnn`; the serial counts per agency and day, so that no two clean dossiers share a number. */
  number(): ByteString {
    return `${this.office.written}-${(this.days[this.day] as Day).short}-${pad4(this.serial)}`;
  }

  next(): void {
    const { prng, system } = this;
    const { by } = system;
    const kind = prng.below(1000);
    this.commune = undefined;
    if (kind < 720 || by.districts.length === 0) {
      // Two draws, the smaller one: some communes are busier than others.
      const at = Math.min(prng.below(by.communes.length), prng.below(by.communes.length));
      this.at('commune', by.communes[at] as LocalOffice, COMMUNE);
      this.commune = system.communes[at];
    } else if (kind < 760) this.inDistrict('commune', by.districts, COMMUNE);
    else if (kind < 800) this.inDistrict('commune', by.byCommune, COMMUNE);
    else if (kind < 830) this.inDistrict('district', by.districts, COMPETENT);
    else if (kind < 845) this.inDistrict('district', by.districts, DISTRICT);
    else if (kind < 890) this.inDistrict('district', by.competent, DISTRICT);
    else if (kind < 920) this.inDistrict('district', by.byProcedure, FINANCE);
    else {
      this.at('province', prng.pick(by.departments), DEPARTMENT);
      if (prng.below(2) === 0) this.commune = system.communes[prng.below(system.communes.length)];
    }
    const party = prng.below(100);
    this.party = party < 80 ? 1 : party < 96 ? 2 : party < 98 ? 3 : 4;
    const { field } = this.drawn.procedure;
    this.subject =
      field === 'G13-DD'
        ? 'land'
        : field === '' || this.party > 2
          ? 'unknown'
          : this.party === 1
            ? 'person'
            : 'organisation';
    this.day = prng.below(this.days.length);
    // The nearer to the end of the file's days, the more dossiers are still open.
    const age = 1 - this.day / this.days.length;
    this.finished = prng.below(1000) < 800 + age * 195;
    this.status = this.finished ? 9 + prng.below(2) : 1 + prng.below(8);
    const counter = this.office.index * this.days.length + this.day;
    this.serial = (this.serials[counter] ?? 0) + 1;
    this.serials[counter] = this.serial;
    this.expected = expectClean({
      level: this.level,
      subject: this.subject,
      district: this.office.office.district,
      commune: this.commune?.commune,
      office: this.office.office,
      procedure: this.drawn.procedure.code,
    });
  }

  /** Place of `expected` in `EXPECTED`. */
  expectedIndex(): number {
    return EXPECTED.indexOf(this.expected);
  }

  private at(level: Level, office: LocalOffice, procedures: readonly DrawnProcedure[]): void {
    this.level = level;
    this.office = office;
    this.drawn = this.prng.pick(procedures);
  }

  /** At an office of a district: a commune-level record in any of its communes, a district-level one in a whole one or none. */
  private inDistrict(
    level: 'commune' | 'district',
    offices: readonly LocalOffice[],
    procedures: readonly DrawnProcedure[],
  ): void {
    this.at(level, this.prng.pick(offices), procedures);
    const district = this.office.office.district?.code ?? '';
    const communes = (level === 'commune' ? this.system.ofDistrict : this.system.whole).get(district) ?? [];
    if (communes.length === 0) {
      this.level = 'district'; // an island district has no communes
      return;
    }
    if (level === 'district' && this.prng.below(10) < 3) return;
    this.commune = this.prng.pick(communes);
  }
}
