import type { ListDigests } from '../../axis/codes-files.ts';
import { csvRow } from '../../batch/csv-rows.ts';
import { type DocumentFinding, documentFindingKey } from '../../documents/document-index.ts';
import type { InFlight } from '../../documents/in-flight.ts';
import { IN_FLIGHT_COLUMNS, IN_FLIGHT_FORMAT } from '../../formats/document-tables.ts';
import { compareUtf8 } from '../../ports/utf8-order.ts';

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
  format: IN_FLIGHT_FORMAT,
  day,
  lists,
  rows: found.map((one) => ({
    ...inFlightRow(one),
    successors: one.successors,
    legal_basis: one.route.citations,
    waived: isWaived(one.key),
  })),
});
