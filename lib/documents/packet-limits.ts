/**
 * How much of a packet is looked at, so that one file can't take the machine: whatever its size, a reader holds no
 * more than a few of these. A file beyond a limit is unreadable, never cut. Attachments have no limit.
 */
export const packetLimits = {
  /** XML declaration, comments and white space before the first element. */
  prologBytes: 64 * 1024,
  /** One tag, comment or processing instruction, or what follows an `&`. */
  markupBytes: 1024 * 1024,
  /** The text of one element that is read (codes, DocumentId, number, dates). */
  textBytes: 64 * 1024,
  /** Elements within each other; the deepest of the schema stands at 10. */
  depth: 64,
  /** Receivers, agency codes and DocumentIds together. */
  codes: 20_000,
} as const;

/** Why a file is no packet. Names of the schema may follow after a colon; never text of the packet. */
export const UNREADABLE_REASONS = [
  'empty',
  'encoding',
  'not-utf8',
  'doctype',
  'undefined-entity',
  'xml-version',
  'malformed',
  'truncated',
  'two-roots',
  'too-deep',
  'too-many-codes',
  'prolog-too-long',
  'markup-too-long',
  'text-too-long',
  'not-edxml',
  'both-kinds',
  'element-in-text',
  'twice',
  'missing',
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** Thrown inside the reader only; `readPacket` gives it as a result. */
export class PacketFault extends Error {
  readonly reason: UnreadableReason;
  /** `twice:MessageHeader`, `malformed`: what a finding says. */
  readonly detail: string;

  constructor(reason: UnreadableReason, element?: string) {
    const detail = element === undefined ? reason : `${reason}:${element}`;
    super(detail);
    this.name = 'PacketFault';
    this.reason = reason;
    this.detail = detail;
  }
}
