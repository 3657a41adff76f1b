import {
  type DocumentFinding,
  type DocumentIndex,
  documentFindingKey,
  type IndexedDocument,
  type IndexedPacket,
  type IndexedStatus,
} from '../../documents/document-index.ts';
import { StatusBook } from '../../documents/latest-status.ts';
import {
  DOCUMENT_FINDING_COLUMNS,
  ORGAN_ID_COLUMNS,
  PACKET_COLUMNS,
  RECEIVER_COLUMNS,
} from '../../formats/document-tables.ts';
import { ALIAS_COLUMNS } from '../../formats/frozen.ts';
import { compareUtf8 } from '../../ports/utf8-order.ts';
import { aliasOf } from './document-aliases.ts';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

/** A finding as it is listed. */
export interface FindingRow {
  readonly key: string;
  readonly path: string;
  readonly finding: string;
  readonly detail: string;
}

/** The findings of the index and of what its packets say of each other; files of other kinds are one, by their number. */
export function findingRows(index: DocumentIndex, found: readonly DocumentFinding[]): FindingRow[] {
  const rows = found.map((one) => ({ key: documentFindingKey(one), ...one }));
  const others = index.otherFiles ?? 0;
  if (others === 0) return rows;
  return [...rows, { key: 'not-a-packet:', path: '', finding: 'not-a-packet', detail: String(others) }];
}

/** The tables of `documents scan`, sorted by path. */
export function scanTables(index: DocumentIndex, findings: readonly FindingRow[]): Table[] {
  const packets = [...index.packets].sort((a, b) => compareUtf8(a.path, b.path));
  const documents = packets.filter((one): one is IndexedDocument => one.kind === 'document');
  const statuses = packets.filter((one): one is IndexedStatus => one.kind === 'status');
  return [
    { name: 'packets.csv', columns: PACKET_COLUMNS, rows: packets.map(packetRow) },
    { name: 'receivers.csv', columns: RECEIVER_COLUMNS, rows: receiverRows(documents, statuses) },
    { name: 'organ-ids.csv', columns: ORGAN_ID_COLUMNS, rows: organIdRows(packets) },
    {
      name: 'findings.csv',
      columns: DOCUMENT_FINDING_COLUMNS,
      rows: findings.map(({ key, path, finding, detail }) => [key, path, finding, detail]),
    },
    { name: 'aliases.csv', columns: ALIAS_COLUMNS, rows: documents.map(aliasOf) },
  ];
}

function packetRow(packet: IndexedPacket): string[] {
  const document = packet.kind === 'document' ? packet : undefined;
  const status = packet.kind === 'status' ? packet : undefined;
  const row: Readonly<Record<(typeof PACKET_COLUMNS)[number], string>> = {
    path: packet.path,
    place: packet.place,
    kind: packet.kind,
    bytes: String(packet.bytes),
    sha256: packet.sha256,
    sender: packet.sender,
    document_id: packet.documentId,
    date: document?.date ?? '',
    notation: document?.notation ?? '',
    business_type: document?.businessType ?? '',
    signed: packet.signed ? '1' : '0',
    status: status?.status ?? '',
    status_at: status?.timestamp ?? '',
  };
  return Object.values(row);
}

function* receiverRows(
  documents: readonly IndexedDocument[],
  statuses: readonly IndexedStatus[],
): Generator<string[]> {
  const book = new StatusBook(statuses);
  for (const document of documents)
    for (const receiver of document.receivers) {
      const { status, at, packets } = book.latest(document, receiver);
      yield [document.path, document.documentId, receiver, status, at, String(packets)];
    }
}

function* organIdRows(packets: readonly IndexedPacket[]): Generator<string[]> {
  for (const { path, organIds } of packets)
    for (const { place, organId, count } of organIds) yield [path, place, organId, String(count)];
}
