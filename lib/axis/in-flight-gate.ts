import * as z from 'zod';
import type { CodesConfig } from '../formats/codes-config.ts';
import type { PlannedCall } from '../formats/codes-plan.ts';
import {
  IN_FLIGHT_CHECK,
  IN_FLIGHT_COLUMNS,
  IN_FLIGHT_FORMAT,
  inFlightKey,
} from '../formats/document-tables.ts';
import { ThongSuotError } from '../formats/errors.ts';
import { readTable } from '../formats/read.ts';
import type { Waiver } from '../formats/tables.ts';
import type { ListDigests } from './codes-files.ts';
import { Waived } from './waived.ts';

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
  const waived = new Waived(waivers, day);
  const counts = new Map<string, number>();
  for (const row of readTable(file.bytes, file.name, IN_FLIGHT_COLUMNS, rowSchema)) {
    const receiver = meant(row.receiver);
    const key = receiver === '' ? row.key : inFlightKey(row.document_id, row.receiver);
    if (!waived.has(IN_FLIGHT_CHECK, key)) counts.set(receiver, (counts.get(receiver) ?? 0) + 1);
  }
  return ({ names }) =>
    [...new Set(['', ...names.map(meant)])].reduce((total, name) => total + (counts.get(name) ?? 0), 0);
}

export interface GateFiles {
  readonly config: Pick<CodesConfig, 'inFlight' | 'asOf'>;
  readonly waivers: readonly Waiver[];
  readonly digests: ListDigests;
  bytes(path: string): Promise<Uint8Array>;
  /** Undefined where there is no such file. */
  bytesIfAny(path: string): Promise<Uint8Array | undefined>;
}

/** The file beside `in-flight.csv` that says what it was made from, if `documents in-flight` wrote it. */
export const madeFromFile = (inFlight: string): string | undefined =>
  /\.csv$/.test(inFlight) ? inFlight.replace(/\.csv$/, '.json') : undefined;

/**
 * The gate of `codes.yaml`: its `in-flight.csv`, if that was made for the day and from the lists of now, as
 * `in-flight.json` beside it says. On another day, or by other lists, a code that is to be deleted may have counted as
 * open. Throws `in-flight-stale`; a list without its JSON is taken as it is.
 */
export async function openGate(files: GateFiles): Promise<InFlightGate> {
  const { config, waivers, digests } = files;
  const { inFlight, asOf } = config;
  if (inFlight === undefined) return inFlightGate(undefined, waivers, asOf);
  const list = { name: inFlight, bytes: await files.bytes(inFlight) };
  const beside = madeFromFile(inFlight);
  const made = beside === undefined ? undefined : await files.bytesIfAny(beside);
  const changed = made === undefined ? [] : changedSince(made, asOf, digests);
  if (changed.length === 0) return inFlightGate(list, waivers, asOf);
  const what = changed.join(', ');
  throw new ThongSuotError(
    'in-flight-stale',
    'user',
    `${inFlight} was made for another day or from other files (changed since: ${what}): make it again with documents in-flight`,
    { file: inFlight, what },
  );
}

const madeFromSchema = z.object({
  format: z.literal(IN_FLIGHT_FORMAT),
  day: z.string(),
  lists: z.object({ registry: z.string(), succession: z.string() }),
});

/** What of `in-flight.json` is not as it is now: the day, the registry, the succession list; all of them if it is no such file. */
function changedSince(bytes: Uint8Array, day: string, lists: ListDigests): string[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    value = undefined;
  }
  const made = madeFromSchema.safeParse(value).data;
  return [
    ...(made?.day === day ? [] : ['asOf']),
    ...(made?.lists.registry === lists.registry ? [] : ['registry']),
    ...(made?.lists.succession === lists.succession ? [] : ['succession']),
  ];
}
