import { compareUtf8 } from '../ports/utf8-order.ts';
import type { BatchFacts, Round, SourceFacts } from './facts.ts';
import type { HeldProgress, Progress, SystemProgress } from './progress.ts';

/**
 * What is to be told of all batches at a time, and what the report before remembers. A function of its arguments: the
 * ledger orders runs and has no clock, so how long something has been held is known from the run that shows it first,
 * if that is the last one, or from an earlier report that saw it already.
 */
export function makeProgress(
  batches: readonly BatchFacts[],
  previous: Progress | undefined,
  at: string,
): Progress {
  const sorted = [...batches].sort((a, b) => compareUtf8(a.batch, b.batch));
  return {
    format: 'thong-suot/progress/1',
    at,
    batches: sorted.map(({ batch, state, error, verdict, edited, rounds, run }) => ({
      batch,
      state,
      error,
      verdict,
      edited,
      rounds: rounds.length,
      ended: run.ended,
    })),
    systems: sorted.flatMap(systemsOf),
    held: sorted.flatMap((batch) => heldIn(batch, previous, at)),
  };
}

function systemsOf({ batch, sources, rounds }: BatchFacts): SystemProgress[] {
  const bySystem = new Map<string, SourceFacts[]>();
  for (const source of sources) {
    const known = bySystem.get(source.system);
    if (known === undefined) bySystem.set(source.system, [source]);
    else known.push(source);
  }
  return [...bySystem]
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([system, own]) => {
      const sum = (of: (source: SourceFacts) => number): number =>
        own.reduce((total, source) => total + of(source), 0);
      const outcomes = {
        migrated: sum(({ outcomes }) => outcomes.migrated),
        already: sum(({ outcomes }) => outcomes.already),
        held: sum(({ outcomes }) => outcomes.held),
        rejected: sum(({ outcomes }) => outcomes.rejected),
      };
      return {
        batch,
        system,
        sources: own.length,
        records: sum(({ records }) => records),
        done: outcomes.migrated + outcomes.already + outcomes.held + outcomes.rejected,
        ...outcomes,
        heldFrom: heldFrom(rounds, system),
      };
    });
}

/** The mapping version, from 1, since which the system has had held records without a break; 0 if it has none now. */
function heldFrom(rounds: readonly Round[], system: string): number {
  const released = rounds.findLastIndex(({ complete, held }) => complete && !held.get(system));
  return released === rounds.length - 1 ? 0 : released + 2;
}

/** Of the version that was assembled last: while a batch is done anew, that is what still stands. */
function heldIn(
  { batch, rounds, tallied, run }: BatchFacts,
  previous: Progress | undefined,
  at: string,
): HeldProgress[] {
  if (tallied === undefined) return [];
  const { round } = tallied;
  // First seen when that run ended; of an earlier run nobody noted the time.
  const seen = (run.mapping === rounds[round]?.mapping ? run.ended : null) ?? at;
  return [...tallied.held]
    .filter(({ records }) => records > 0)
    .sort((a, b) => compareUtf8(a.system, b.system) || compareUtf8(a.reason, b.reason))
    .map(({ system, reason, records }) => {
      const known = previous?.held.find(
        (row) => row.batch === batch && row.system === system && row.reason === reason,
      );
      const between = known === undefined ? [] : rounds.slice(known.round, round);
      const isReleased = between.some(({ complete, held }) => complete && !held.get(system));
      const since = known !== undefined && !isReleased ? known.since : seen;
      return { batch, system, reason, records, since, round: round + 1 };
    });
}
