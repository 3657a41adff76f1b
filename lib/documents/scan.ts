import { createHash } from 'node:crypto';
import { PACKET_PLACES, type PacketPlace } from '../formats/document-tables.ts';
import type { InputFiles } from '../ports/input-files.ts';
import { ObjectNotFound } from '../ports/object-store.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import type { DocumentFinding, DocumentIndex, IndexedPacket, OrganIdCount } from './document-index.ts';
import type { OrganIdAt, Packet } from './packet.ts';
import { readPacket } from './read-packet.ts';
import { type FolderListing, listFolder } from './walk.ts';

/** Files in hand at the same time: enough that reading one hides behind parsing another. */
const filesAtOnce = 4;
/** Read at once; each worker has one such buffer for all of its files. */
const pieceBytes = 512 * 1024;

export interface ScanOptions {
  onProgress?(done: number, total: number): void;
}

/**
 * Reads every packet under a folder: each file once, front to back, with its digest on the way. Memory grows with what
 * the packets say, not with their attachments. What can't be read is a finding, and so is a file that changes
 * meanwhile. Sorted by the UTF-8 bytes of the paths, whatever the order in which the host gives them.
 */
export async function scanFolder(
  folder: InputFiles,
  { onProgress }: ScanOptions = {},
): Promise<DocumentIndex> {
  const listing: FolderListing = await listFolder(folder);
  const once = keepOnce();
  const results: Array<IndexedPacket | DocumentFinding> = new Array(listing.packets.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    const buffer = new Uint8Array(pieceBytes);
    for (let at = next++; at < listing.packets.length; at = next++) {
      results[at] = await scanFile(folder, listing.packets[at] as string, once, buffer);
      onProgress?.(++done, listing.packets.length);
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, worker));
  const unreadable = results.filter((one): one is DocumentFinding => 'finding' in one);
  return {
    packets: results.filter((one): one is IndexedPacket => !('finding' in one)),
    unreadable: [...listing.unreadable, ...unreadable].sort((a, b) => compareUtf8(a.path, b.path)),
    otherFiles: listing.otherFiles,
  };
}

const unreadable = (path: string, detail: string): DocumentFinding => ({
  finding: 'unreadable',
  path,
  detail,
});

async function scanFile(
  folder: InputFiles,
  path: string,
  once: Once,
  buffer: Uint8Array,
): Promise<IndexedPacket | DocumentFinding> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pieces(size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; at = bytes) {
      const filled = await folder.read(path, at, Math.min(at + buffer.length, size), buffer);
      if (filled === 0) return;
      const piece = buffer.subarray(0, filled);
      hash.update(piece);
      bytes += filled;
      yield piece;
    }
  }
  try {
    const before = await folder.version(path);
    const size = await folder.size(path);
    if (before === undefined || size === undefined) return unreadable(path, 'gone');
    const reading = await readPacket(pieces(size));
    if (bytes !== size || (await folder.version(path)) !== before) return unreadable(path, 'changed');
    if (!reading.ok) return unreadable(path, reading.detail);
    const sha256 = hash.digest('hex');
    return indexed(reading.packet, { path, place: placeOf(path), bytes, sha256 }, once);
  } catch (error) {
    if (error instanceof ObjectNotFound) return unreadable(path, 'gone');
    const { code } = error as { code?: unknown };
    // EACCES, EIO: one file that the host does not give is no reason to read none.
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return unreadable(path, code);
    throw error;
  }
}

/** Facts without the spans of their bytes. Codes and days recur in thousands of packets: each is kept once. */
function indexed(
  packet: Packet,
  file: Pick<IndexedPacket, 'path' | 'place' | 'bytes' | 'sha256'>,
  once: Once,
): IndexedPacket {
  const { namespace, signed, documentId } = packet;
  const sender = once(packet.sender);
  const common = { ...file, namespace, signed, documentId, sender, organIds: counted(packet.organIds, once) };
  return packet.kind === 'status'
    ? { ...common, kind: 'status', status: once(packet.status), timestamp: packet.timestamp }
    : {
        ...common,
        kind: 'document',
        date: once(packet.date),
        notation: packet.notation,
        businessType: once(packet.businessType),
        receivers: packet.receivers.map(({ organId }) => once(organId)),
      };
}

function counted(organIds: readonly OrganIdAt[], once: Once): OrganIdCount[] {
  const counts = new Map<string, { place: OrganIdAt['place']; organId: string; count: number }>();
  for (const { place, organId } of organIds) {
    const key = `${place}\n${organId}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { place, organId: once(organId), count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}

/** The first of all equal strings that it was given. */
type Once = (text: string) => string;

function keepOnce(): Once {
  const kept = new Map<string, string>();
  return (text) => {
    const known = kept.get(text);
    if (known === undefined) kept.set(text, text);
    return known ?? text;
  };
}

/** A file that lies in no folder of a known name was archived somehow, and may have been sent. */
export function placeOf(path: string): PacketPlace {
  const first = path.slice(0, Math.max(0, path.indexOf('/')));
  return PACKET_PLACES.find((place) => place === first) ?? 'archive';
}
