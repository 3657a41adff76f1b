import type { PacketPlace } from '../formats/document-tables.ts';
import type { DocumentPacket, OrganPlace, StatusPacket } from './packet.ts';

/** Where a packet was read, and what it was then. */
interface IndexedFile {
  /** Under the scanned folder, with `/`. */
  readonly path: string;
  readonly place: PacketPlace;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** How often a code stands in a place of the packet; in the order in which they are met first. */
  readonly organIds: readonly OrganIdCount[];
}

export interface OrganIdCount {
  readonly place: OrganPlace;
  readonly organId: string;
  readonly count: number;
}

type DocumentFacts = Pick<
  DocumentPacket,
  'kind' | 'namespace' | 'sender' | 'signed' | 'documentId' | 'date' | 'notation' | 'businessType'
>;
type StatusFacts = Pick<
  StatusPacket,
  'kind' | 'namespace' | 'sender' | 'signed' | 'documentId' | 'status' | 'timestamp'
>;

/** A document, without the spans of its bytes: whoever rewrites it reads it again. */
export interface IndexedDocument extends IndexedFile, DocumentFacts {
  /** One for each `To`, in the order of the file, repeats included. */
  readonly receivers: readonly string[];
}

/** A status packet: `sender` says `status` about the document `documentId`. */
export interface IndexedStatus extends IndexedFile, StatusFacts {}

export type IndexedPacket = IndexedDocument | IndexedStatus;

/** What is wrong with a file, or with what it says about others (docs/codes.md section 4). */
export const DOCUMENT_FINDINGS = [
  'unreadable',
  'bad-timestamp',
  'unknown-status',
  'status-without-document',
  'status-from-stranger',
  'document-id-twice',
  'copy',
  'document-id-form',
  'business-type-unknown',
] as const;
export type DocumentFindingKind = (typeof DOCUMENT_FINDINGS)[number];

export interface DocumentFinding {
  readonly finding: DocumentFindingKind;
  readonly path: string;
  /** What kind of fault, or the path of the other file: never text of a packet. */
  readonly detail: string;
}

/** The key by which a finding is listed and waived. */
export const documentFindingKey = ({ finding, path }: DocumentFinding): string => `${finding}:${path}`;

/** What a scan found in a folder. The order of both lists means nothing: whoever writes them sorts. */
export interface DocumentIndex {
  readonly packets: readonly IndexedPacket[];
  /** Files that are no packet (`unreadable`), and why. */
  readonly unreadable: readonly DocumentFinding[];
  /** Files of other extensions, which are only counted. */
  readonly otherFiles?: number;
}
