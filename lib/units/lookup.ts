import type { Confidence, OldUnitKind, People, Relation } from './compiled.ts';
import { retiredCandidates } from './resolve.ts';
import type { Amendment, Edge, RetiredCommune, Units } from './units.ts';

/** A unit that another names. `name` is blank if no table has one. */
export interface Named {
  readonly code: string;
  readonly name: string;
}

/** The instrument that settles a fact: `1656/NQ-UBTVQH15`, and the clause of its Article 1 (blank for a province). */
export interface Citation {
  readonly resolution: string;
  readonly clause: string;
}

/** One edge of the crosswalk, told from one end. `other` is the unit at the other end, `otherProvince` its province then. */
export interface Step {
  readonly other: Named;
  readonly otherProvince: Named;
  readonly relation: Relation;
  readonly people: People;
  readonly citation: Citation;
  readonly note: string;
  readonly correction: string;
}

export interface OldUnitFacts extends Named {
  readonly kind: OldUnitKind;
  readonly variants: readonly string[];
  readonly district: Named;
  readonly province: Named;
  readonly successors: readonly Step[];
}

export interface NewCommuneFacts extends Named, Amendment {
  readonly province: Named;
  readonly citation: Citation;
  readonly predecessors: readonly Step[];
}

export interface RetiredFacts extends Named {
  readonly district: Named;
  readonly province: Named;
  readonly retiredOn: string;
  readonly successorsOld: readonly Named[];
  readonly successorsNew: readonly Named[];
  readonly confidence: Confidence;
  /** Everywhere it may have gone, through either date: what a held record's candidates are. */
  readonly candidates: readonly Named[];
}

/** What a code means in each table it stands in. A code alone means nothing: read the vintages apart. */
export interface UnitFacts {
  readonly code: string;
  /** A commune (or `D318` island district, or unassigned land) at 2025-06-30. */
  readonly old: OldUnitFacts | undefined;
  readonly oldDistrict: (Named & { province: Named; successors: readonly Named[] }) | undefined;
  readonly oldProvince: (Named & { successor: Named; citation: Citation }) | undefined;
  /** A commune at 2025-07-01. */
  readonly new: NewCommuneFacts | undefined;
  readonly newProvince:
    | (Named & Amendment & { citation: Citation; predecessors: readonly Named[] })
    | undefined;
  /** A commune code that ended before 2025-06-30. */
  readonly retired: RetiredFacts | undefined;
  /** A district or province known only from the rows of retired communes (Hà Tây, 28). */
  readonly retiredDistrict: (Named & { communes: readonly Named[] }) | undefined;
  readonly retiredProvince: (Named & { communes: readonly Named[] }) | undefined;
}

/** The instrument that made 63 provinces into 34. */
export const PROVINCE_RESOLUTION = '202/2025/QH15';

/** Everything known about a code, at every vintage; undefined if it stands in no table. */
export function lookupUnit(units: Units, code: string): UnitFacts | undefined {
  if (!units.knownUnit(code)) return undefined;
  const retired = units.retiredCommune(code);
  return {
    code,
    old: oldFacts(units, code),
    oldDistrict: districtFacts(units, code),
    oldProvince: oldProvinceFacts(units, code),
    new: newFacts(units, code),
    newProvince: newProvinceFacts(units, code),
    retired: retired === undefined ? undefined : retiredFacts(units, retired),
    retiredDistrict: units.oldDistrict(code)
      ? undefined
      : retiredParent(
          units,
          (row) => row.district === code,
          (row) => row.districtName,
          code,
        ),
    retiredProvince: units.oldProvince(code)
      ? undefined
      : retiredParent(
          units,
          (row) => row.province === code,
          (row) => row.provinceName,
          code,
        ),
  };
}

function oldFacts(units: Units, code: string): OldUnitFacts | undefined {
  const unit = units.oldUnit(code);
  if (unit === undefined) return undefined;
  return {
    code,
    name: unit.name,
    kind: unit.kind,
    variants: unit.variants,
    district: oldDistrict(units, unit.district),
    province: oldProvince(units, unit.province),
    successors: unit.successors.map((edge) => {
      const to = units.newCommune(edge.code);
      return step(edge, newCommune(units, edge.code), newProvince(units, to?.province ?? ''), {
        resolution: to?.resolution ?? '',
        clause: to?.clause ?? '',
      });
    }),
  };
}

function newFacts(units: Units, code: string): NewCommuneFacts | undefined {
  const unit = units.newCommune(code);
  if (unit === undefined) return undefined;
  const { name, amendedName, amendedFrom, amendResolution, resolution, clause } = unit;
  const citation = { resolution, clause };
  return {
    code,
    name,
    amendedName,
    amendedFrom,
    amendResolution,
    province: newProvince(units, unit.province),
    citation,
    predecessors: units.predecessors(code).map((edge) => {
      const from = units.oldUnit(edge.code);
      return step(edge, oldUnit(units, edge.code), oldProvince(units, from?.province ?? ''), citation);
    }),
  };
}

function step(edge: Edge, other: Named, otherProvince: Named, citation: Citation): Step {
  const { relation, people, note, correction } = edge;
  return { other, otherProvince, relation, people, citation, note, correction };
}

function districtFacts(units: Units, code: string): UnitFacts['oldDistrict'] {
  const district = units.oldDistrict(code);
  if (district === undefined) return undefined;
  return {
    code,
    name: district.name,
    province: oldProvince(units, district.province),
    successors: district.successors.map((successor) => newCommune(units, successor)),
  };
}

function oldProvinceFacts(units: Units, code: string): UnitFacts['oldProvince'] {
  const province = units.oldProvince(code);
  if (province === undefined) return undefined;
  return {
    code,
    name: province.name,
    successor: newProvince(units, province.successor),
    citation: { resolution: PROVINCE_RESOLUTION, clause: '' },
  };
}

function newProvinceFacts(units: Units, code: string): UnitFacts['newProvince'] {
  const province = units.newProvince(code);
  if (province === undefined) return undefined;
  const { name, amendedName, amendedFrom, amendResolution } = province;
  return {
    code,
    name,
    amendedName,
    amendedFrom,
    amendResolution,
    citation: { resolution: PROVINCE_RESOLUTION, clause: '' },
    predecessors: [...units.oldProvinces()]
      .filter(({ successor }) => successor === code)
      .map((old) => ({ code: old.code, name: old.name })),
  };
}

function retiredFacts(units: Units, row: RetiredCommune): RetiredFacts {
  return {
    code: row.code,
    name: row.name,
    district: { code: row.district, name: row.districtName },
    province: { code: row.province, name: row.provinceName },
    retiredOn: row.retiredOn,
    successorsOld: row.successorsOld.map((code) => oldUnit(units, code)),
    successorsNew: row.successorsNew.map((code) => newCommune(units, code)),
    confidence: row.confidence,
    candidates: retiredCandidates(units, row).map((code) => newCommune(units, code)),
  };
}

function retiredParent(
  units: Units,
  isIn: (row: RetiredCommune) => boolean,
  nameOf: (row: RetiredCommune) => string,
  code: string,
): (Named & { communes: readonly Named[] }) | undefined {
  const rows = [...units.retiredCommunes()].filter(isIn);
  const [first] = rows;
  if (first === undefined) return undefined;
  return { code, name: nameOf(first), communes: rows.map((row) => ({ code: row.code, name: row.name })) };
}

const oldUnit = (units: Units, code: string): Named => ({ code, name: units.oldUnit(code)?.name ?? '' });
const newCommune = (units: Units, code: string): Named => ({
  code,
  name: units.newCommune(code)?.name ?? '',
});
const oldDistrict = (units: Units, code: string): Named => ({
  code,
  name: units.oldDistrict(code)?.name ?? '',
});
const oldProvince = (units: Units, code: string): Named => ({
  code,
  name: units.oldProvince(code)?.name ?? '',
});
const newProvince = (units: Units, code: string): Named => ({
  code,
  name: units.newProvince(code)?.name ?? '',
});
