import type { DocumentPacket, Receiver } from './packet.ts';
import type { DocumentLayout } from './packet-builder.ts';
import { escapeText } from './packet-text.ts';
import type { Edit } from './splice.ts';

/** Who takes a receiver's place. */
export interface Successor {
  readonly code: string;
  /** Its name in the registry; undefined where it has none there. */
  readonly name: string | undefined;
}

const text = (value: string): Uint8Array => Buffer.from(escapeText(value));

function addressed(receiver: Receiver, { code, name }: Successor): Edit[] {
  const edits = [{ at: receiver.organIdAt, bytes: text(code) }];
  if (receiver.nameAt !== undefined && name !== undefined)
    edits.push({ at: receiver.nameAt, bytes: text(name) });
  return edits;
}

/** A packet that was not sent yet: the codes and names of some receivers are rewritten, and not one byte more. */
export function rewriteEdits(packet: DocumentPacket, successors: ReadonlyMap<string, Successor>): Edit[] {
  return packet.receivers.flatMap((receiver) => {
    const successor = successors.get(receiver.organId);
    return successor === undefined ? [] : addressed(receiver, successor);
  });
}

/**
 * A new packet made of one that was sent: only the receivers that it did not reach remain, under their successors'
 * codes (each once), and a `ResponseFor` cites the old one. `documentId` replaces the old one if it is given.
 */
export function renewEdits(
  packet: DocumentPacket,
  layout: DocumentLayout,
  successors: ReadonlyMap<string, Successor>,
  documentId: string | undefined,
): Edit[] {
  const named = new Set<string>();
  const receivers = packet.receivers.flatMap((receiver, index): Edit[] => {
    const successor = successors.get(receiver.organId);
    if (successor !== undefined && !named.has(successor.code)) {
      named.add(successor.code);
      return addressed(receiver, successor);
    }
    const at = layout.receiversAt[index];
    if (at === undefined) throw new RangeError('a receiver without a place');
    return [{ at, bytes: new Uint8Array(0) }];
  });
  return [
    ...receivers,
    { at: { start: layout.responseAt, end: layout.responseAt }, bytes: responseFor(packet, layout.prefix) },
    ...(documentId === undefined ? [] : [{ at: layout.documentIdAt, bytes: text(documentId) }]),
  ];
}

/** The citation of a packet, as the schema has it: who sent it, its number, its day, its DocumentId. */
function responseFor({ sender, notation, date, documentId }: DocumentPacket, prefix: string): Uint8Array {
  const element = (name: string, value: string): string =>
    `<${prefix}${name}>${escapeText(value)}</${prefix}${name}>`;
  const content = [
    element('OrganId', sender),
    element('Code', notation),
    element('PromulgationDate', date),
    element('DocumentId', documentId),
  ].join('');
  return Buffer.from(`<${prefix}ResponseFor>${content}</${prefix}ResponseFor>`);
}
