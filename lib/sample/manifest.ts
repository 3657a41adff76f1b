import type { Outcome } from '../formats/frozen.ts';
import type { CodesExpectation } from './codes.ts';
import type { DocumentsExpectation } from './documents.ts';

/** One defect as it stands in a file. `record` counts from 1 as docs/rules.md section 1 does. */
export interface Planted {
  readonly file: string;
  readonly record: number;
  readonly kind: string;
  readonly outcome: Outcome;
  /** All reasons in their fixed order; empty if migrated or already. */
  readonly reasons: readonly string[];
  /** Their columns, joined by `;` as in `_column`; blank if there is no reason. */
  readonly column: string;
}

export interface SourceManifest {
  readonly file: string;
  readonly system: string;
  readonly profile: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly records: number;
  readonly blanks: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Held and rejected records by their first reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** What the reconciliation must list or find on the sample; a count of what `lists` says. */
export interface Listings {
  /** Keys that stand more than once in one system, and the records that bear them. */
  readonly duplicateKeys: number;
  readonly duplicateKeyRecords: number;
  /** Dossier numbers that two systems issued. */
  readonly repeatedNumbers: number;
  /** Readable dossier numbers that break the grammar or the calendar. */
  readonly numbersMalformed: number;
  /** Migrated records whose agency's commune is not their own. */
  readonly agencyUnitConflicts: number;
  /** Migrated unfinished dossiers without a deadline. */
  readonly unfinishedWithoutDeadline: number;
  /** Results that name a dossier that no source holds. */
  readonly resultsWithoutDossier: number;
  /** Valid district-level results whose file is missing, differs, or has an unsafe path. */
  readonly attachmentsMissing: number;
  readonly attachmentsTampered: number;
  readonly attachmentsUnsafe: number;
  /** Manifest against folder: in the manifest only, in the folder only, different content. */
  readonly manifestMissing: number;
  readonly manifestExtra: number;
  readonly manifestDiffering: number;
  /** Finished records of archive-only agencies that stand in the outputs with a closed code: migrated, or already stamped so. */
  readonly archiveOnly: number;
}

/** `manifest.json`: everything that the sample's generator knows about it. */
export interface SampleManifest {
  readonly format: 'thong-suot/sample/2';
  readonly seed: number;
  readonly province: string;
  readonly records: number;
  readonly attachments: number;
  readonly sources: readonly SourceManifest[];
  readonly planted: readonly Planted[];
  readonly listings: Listings;
  readonly codes: CodesExpectation;
  readonly documents: DocumentsExpectation;
  /** Strings that may stand nowhere but in sources, handovers, outputs and findings: not in logs, tallies, ledger, report. */
  readonly canaries: readonly string[];
}
