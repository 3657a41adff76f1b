import type { Listings, Planted } from './manifest.ts';

/** Counts what the reconciliation must list, from the kinds that were planted. */
export function listingsOf(planted: readonly Planted[], systems: number, repeatedNumbers: number): Listings {
  const count = (...kinds: readonly string[]) =>
    planted.filter((row) => kinds.some((kind) => row.kind === kind || row.kind.startsWith(`${kind}-`)))
      .length;
  const missing = count('attachment-missing');
  return {
    duplicateKeys: count('duplicate-key') / 2,
    duplicateKeyRecords: count('duplicate-key'),
    repeatedNumbers: systems < 2 ? 0 : repeatedNumbers,
    numbersMalformed: count('number-malformed', 'number-impossible-date'),
    agencyUnitConflicts: count('agency-unit-conflict'),
    unfinishedWithoutDeadline: count('unfinished-without-deadline'),
    resultsWithoutDossier: count('result-without-dossier'),
    attachmentsMissing: missing,
    attachmentsTampered: count('attachment-tampered'),
    attachmentsUnsafe: count('attachment-unsafe'),
    manifestMissing: missing,
    // One stray file stands beside every missing one.
    manifestExtra: missing,
    manifestDiffering: count('attachment-tampered'),
    archiveOnly: count('archive-only-finished', 'stamped-archive-only'),
  };
}
