import type { Packet } from './packet.ts';
import { type DocumentLayout, PacketBuilder } from './packet-builder.ts';
import { PacketFault, type UnreadableReason } from './packet-limits.ts';

export type PacketReading =
  | {
      readonly ok: true;
      readonly packet: Packet;
      /** Where a document's parts stand; undefined for a status packet. */
      readonly layout: DocumentLayout | undefined;
    }
  | {
      readonly ok: false;
      readonly reason: UnreadableReason;
      /** The reason, with a name of the schema where one says more: `twice:MessageHeader`. Never text of the packet. */
      readonly detail: string;
    };

/**
 * Reads one edXML packet (docs/codes.md section 4) in pieces of any size. Memory does not grow with the file:
 * attachments are looked at and let go. All pieces are read to the end even of a file that is no packet, so that
 * whoever digests them on the way has the digest of the whole file. Errors of `pieces` themselves are thrown.
 */
export async function readPacket(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<PacketReading> {
  const builder = new PacketBuilder();
  let fault: PacketFault | undefined;
  for await (const piece of pieces) {
    if (fault !== undefined) continue;
    const pushed = attempt(() => builder.push(piece));
    if (pushed instanceof PacketFault) fault = pushed;
  }
  const finished = fault ?? attempt(() => builder.finish());
  if (!(finished instanceof PacketFault)) return { ok: true, ...finished };
  return { ok: false, reason: finished.reason, detail: finished.detail };
}

function attempt<T>(work: () => T): T | PacketFault {
  try {
    return work();
  } catch (error) {
    if (error instanceof PacketFault) return error;
    throw error;
  }
}
