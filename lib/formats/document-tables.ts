import * as z from 'zod';

/** Tables that `documents` writes (docs/codes.md sections 4 and 5). No subject, no person, no attachment name. */

/** Where a packet lies, by the first folder under the scanned one; every other folder is `archive`. */
export const PACKET_PLACES = ['outbox', 'sent', 'received', 'archive'] as const;
export type PacketPlace = (typeof PACKET_PLACES)[number];

/** `packets.csv`: one row a file, sorted by path. `signed` is `1` where a signature stands inside the header, else `0`. */
export const PACKET_COLUMNS = [
  'path',
  'place',
  'kind',
  'bytes',
  'sha256',
  'sender',
  'document_id',
  'date',
  'notation',
  'business_type',
  'signed',
  'status',
  'status_at',
] as const;

/** `receivers.csv`: one row for each `To` of each document, with its latest status. */
export const RECEIVER_COLUMNS = [
  'path',
  'document_id',
  'receiver',
  'latest_status',
  'status_at',
  'statuses',
] as const;

/** `organ-ids.csv`: every place where an OrganId stands. `place` is one of ORGAN_PLACES. */
export const ORGAN_ID_COLUMNS = ['path', 'place', 'organ_id', 'count'] as const;

/** `findings.csv` of a scan. `detail` never holds text of a packet. */
export const DOCUMENT_FINDING_COLUMNS = ['key', 'path', 'finding', 'detail'] as const;

/** What to do about a packet in flight to a code that is closed or changed. */
export const IN_FLIGHT_ACTIONS = ['reissue', 'accept-late', 'recall', 'ask'] as const;
export type InFlightAction = (typeof IN_FLIGHT_ACTIONS)[number];

/** Of `in-flight.json`, which says what `in-flight.csv` beside it was made from. */
export const IN_FLIGHT_FORMAT = 'thong-suot-in-flight/1';

/**
 * `in-flight.csv`: one row for each packet and receiver, sorted by key, then one for each file that can't be read
 * (reason `unreadable`, no receiver). `key` is what a row of `waivers.csv` names.
 */
export const IN_FLIGHT_COLUMNS = [
  'key',
  'path',
  'place',
  'document_id',
  'receiver',
  'latest_status',
  'status_at',
  'route',
  'successors',
  'what',
  'reason',
  'sha256',
] as const;

/** The check under which a document in flight is waived by name. */
export const IN_FLIGHT_CHECK = 'documents-in-flight';

/** The finding key of a document in flight: its DocumentId and its receiver, as they stand in the packet. */
export function inFlightKey(documentId: string, receiver: string): string {
  return `${documentId}|${receiver}`;
}

/** The receipt statuses of QĐ 28/2018 that are known; every other one is a finding. */
export const KNOWN_STATUSES = ['01', '02', '03', '04', '05', '06', '13', '15', '16'] as const;
/** After these nothing more is to come from the receiver. */
export const TERMINAL_STATUSES: readonly string[] = ['02', '06', '13'];
/** Answers to a request to recall or update; they close a packet that is such a request (business types 1 and 2). */
export const REQUEST_STATUSES: readonly string[] = ['15', '16'];
/** Received and in hand at the receiver. */
export const ACCEPTED_STATUSES: readonly string[] = ['03', '04', '05'];

/** `reissue.csv`: one row for each receiver of each packet that `documents reissue` wrote, sorted by path and receiver. */
export const REISSUE_COLUMNS = [
  'path',
  'sha256',
  'new_path',
  'new_sha256',
  'document_id',
  'new_document_id',
  'receiver',
  'new_receiver',
  'new_name',
  'legal_basis',
] as const;

/** `--ids FILE`: numbers that the clerk gave to packets that are issued anew. Nobody else may: a number is the law's. */
export const NEW_ID_COLUMNS = ['old_document_id', 'new_document_id', 'legal_basis'] as const;
const oneLine = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}]*$/u, 'no tab, line end or other control character');
export const newIdRowSchema = z.strictObject({
  old_document_id: oneLine,
  new_document_id: oneLine,
  /** The decision, or whose duty book gives the number. */
  legal_basis: oneLine,
});
export type NewIdRow = z.output<typeof newIdRowSchema>;
