import type { Confidence, OldUnitKind, People, Relation } from './compiled.ts';

/** One edge of the crosswalk, seen from one of its ends; `code` is the unit at the other end. */
export interface Edge {
  readonly code: string;
  readonly relation: Relation;
  readonly people: People;
  /** The remark of the Statistics Office's table, as published; blank if none. */
  readonly note: string;
  /** Where the published table was wrong or lacked the edge, and how; blank if it was right. */
  readonly correction: string;
}

/** A unit below the district at 2025-06-30. `kind` is never `district_without_communes` in what `oldCommune` gives. */
export interface OldCommune {
  readonly code: string;
  readonly kind: OldUnitKind;
  readonly name: string;
  readonly variants: readonly string[];
  readonly district: string;
  readonly province: string;
  /** At least one, sorted by code. */
  readonly successors: readonly Edge[];
}

/** A commune code that ended before 2025-06-30. */
export interface RetiredCommune {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly districtName: string;
  readonly province: string;
  readonly provinceName: string;
  /** A date, or for 12 codes a span (`2025-03-01..07-01 (stale in snapshot)`). */
  readonly retiredOn: string;
  readonly successorsOld: readonly string[];
  readonly successorsNew: readonly string[];
  readonly confidence: Confidence;
}

/** A name that changed after 2025-07-01; the code did not. All blank if it never did. */
export interface Amendment {
  readonly amendedName: string;
  /** The date from which the amended name holds. */
  readonly amendedFrom: string;
  readonly amendResolution: string;
}

export interface NewCommune extends Amendment {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  /** The resolution that formed it and the clause of its Article 1: the citation of every edge that leads here. */
  readonly resolution: string;
  readonly clause: string;
}

export interface OldDistrict {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  /** Every successor of every old unit of the district, sorted, each once. */
  readonly successors: readonly string[];
}

export interface OldProvince {
  readonly code: string;
  readonly name: string;
  /** No province was divided: exactly one. */
  readonly successor: string;
}

export interface NewProvince extends Amendment {
  readonly code: string;
  readonly name: string;
  readonly resolution: string;
}
