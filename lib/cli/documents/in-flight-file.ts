import { z } from 'zod';
import { csvRow } from '../../batch/csv-rows.ts';
import { type DocumentFinding, documentFindingKey } from '../../documents/document-index.ts';
import type { InFlight } from '../../documents/in-flight.ts';
import { IN_FLIGHT_COLUMNS } from '../../formats/document-tables.ts';
import { compareUtf8 } from '../../ports/utf8-order.ts';
import type { ListDigests } from '../codes/codes-files.ts';

const FORMAT = 'thong-suot-in-flight/1';

type Row = Readonly<Record<(typeof IN_FLIGHT_COLUMNS)[number], string>>;

/** A row of `in-flight.csv`. */
export const inFlightRow = ({
  key,
  document,
  receiver,
  latest,
  route,
  successors,
  what,
  reason,
}: InFlight): Row => ({
  key,
  path: document.path,
  place: document.place,
  document_id: document.documentId,
  receiver,
  latest_status: latest.status,
  status_at: latest.at,
  route: route.action,
  successors: successors.join('|'),
  what,
  reason,
  sha256: document.sha256,
});

/** What can't be read may be on its way to anybody: a row without a receiver. */
const unreadableRow = (one: DocumentFinding): Partial<Row> => ({
  key: documentFindingKey(one),
  path: one.path,
  what: 'ask',
  reason: 'unreadable',
});

/** `in-flight.csv`, as docs/codes.md section 5 describes it. */
export function inFlightCsv(found: readonly InFlight[], unreadable: readonly DocumentFinding[]): string {
  const last = unreadable.map(unreadableRow).sort((a, b) => compareUtf8(a.key ?? '', b.key ?? ''));
  const rows = [...found.map(inFlightRow), ...last].map((row) =>
    csvRow(IN_FLIGHT_COLUMNS.map((column) => row[column] ?? '')),
  );
  return `${IN_FLIGHT_COLUMNS.join(',')}\n${rows.join('')}`;
}

const madeFromSchema = z.object({
  format: z.literal(FORMAT),
  day: z.string(),
  lists: z.object({ registry: z.string(), succession: z.string() }),
});

/** What of `in-flight.json` is not as it is now: the day, the registry, the succession list; all of them if it is no such file. */
export function changedSince(bytes: Uint8Array, day: string, lists: ListDigests): string[] {
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

/**
 * The same as an object: successors as a list, with the decisions that lead to them and whether a person waived it;
 * and what it was made from.
 */
export const inFlightDocument = (
  found: readonly InFlight[],
  day: string,
  isWaived: (key: string) => boolean,
  lists: ListDigests,
) => ({
  format: FORMAT,
  day,
  lists,
  rows: found.map((one) => ({
    ...inFlightRow(one),
    successors: one.successors,
    legal_basis: one.route.citations,
    waived: isWaived(one.key),
  })),
});
