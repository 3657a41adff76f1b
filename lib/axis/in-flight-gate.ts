import { z } from 'zod';
import type { PlannedCall } from '../formats/codes-plan.ts';
import { IN_FLIGHT_CHECK, IN_FLIGHT_COLUMNS, inFlightKey } from '../formats/document-tables.ts';
import { readTable } from '../formats/read.ts';
import type { Waiver } from '../formats/tables.ts';

const rowSchema = z.strictObject(
  Object.fromEntries(IN_FLIGHT_COLUMNS.map((column) => [column, z.string()])) as Record<
    (typeof IN_FLIGHT_COLUMNS)[number],
    z.ZodString
  >,
);

/** How many documents that nobody has waived are on their way to an agency; undefined where no list says. */
export type InFlightGate = (call: PlannedCall) => number | undefined;

/** A packet may bear a code with blanks around it, or in lower case: it is on its way to that agency all the same. */
const meant = (code: string): string => code.trim().toUpperCase();

/**
 * Reads `in-flight.csv` (undefined: there is none, so nothing is known). A waiver of `waivers.csv` counts for the
 * document and receiver that it names, through its expiry, compared with `day`. A row without a receiver (a packet
 * that can't be read) counts for every agency: it may be on its way to any.
 */
export function inFlightGate(
  file: { readonly name: string; readonly bytes: Uint8Array } | undefined,
  waivers: readonly Waiver[],
  day: string,
): InFlightGate {
  if (file === undefined) return () => undefined;
  const waived = new Set(
    waivers.filter(({ check, expiry }) => check === IN_FLIGHT_CHECK && expiry >= day).map(({ key }) => key),
  );
  const counts = new Map<string, number>();
  for (const row of readTable(file.bytes, file.name, IN_FLIGHT_COLUMNS, rowSchema)) {
    const receiver = meant(row.receiver);
    const key = receiver === '' ? row.key : inFlightKey(row.document_id, row.receiver);
    if (!waived.has(key)) counts.set(receiver, (counts.get(receiver) ?? 0) + 1);
  }
  return ({ names }) =>
    [...new Set(['', ...names.map(meant)])].reduce((total, name) => total + (counts.get(name) ?? 0), 0);
}
