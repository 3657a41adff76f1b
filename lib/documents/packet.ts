/** The ten places of a packet where an agency's code stands (docs/codes.md section 4). */
export const ORGAN_PLACES = [
  'From',
  'To',
  'ResponseFor',
  'TraceHeader',
  'Receiver',
  'OrganIdList',
  'Status/From',
  'Status/ResponseFor',
  'transport/from',
  'DocumentId',
] as const;
export type OrganPlace = (typeof ORGAN_PLACES)[number];

/** Bytes [start, end) of the file, of an element's text as it stands there (escapes included). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface OrganIdAt {
  readonly place: OrganPlace;
  readonly organId: string;
  readonly at: Span;
}

/** One `To` of a document. */
export interface Receiver {
  readonly organId: string;
  readonly organIdAt: Span;
  /** Absent where the packet has no such element. */
  readonly nameAt: Span | undefined;
}

interface PacketBase {
  readonly namespace: 'qcvn-102' | 'legacy';
  /** Code of `From`. */
  readonly sender: string;
  /** All codes in the packet, in the order of the file. */
  readonly organIds: readonly OrganIdAt[];
  /** Whether a signature stands inside the header: then nothing in it may be touched. */
  readonly signed: boolean;
}

export interface DocumentPacket extends PacketBase {
  readonly kind: 'document';
  /** As it stands there: often not of the grammar, and then opaque. */
  readonly documentId: string;
  readonly receivers: readonly Receiver[];
  /** PromulgationDate as written. */
  readonly date: string;
  /** `CodeNumber/CodeNotation` as written. */
  readonly notation: string;
  /** BussinessDocType as written; `0` where the packet has none (a new document). */
  readonly businessType: string;
}

export interface StatusPacket extends PacketBase {
  readonly kind: 'status';
  /** DocumentId of the document that it answers. */
  readonly documentId: string;
  /** As written, with its leading zero. */
  readonly status: string;
  /** `yyyy/MM/dd HH:mm:ss` as written. */
  readonly timestamp: string;
}

export type Packet = DocumentPacket | StatusPacket;
