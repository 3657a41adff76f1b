import { createHash } from 'node:crypto';
import { ThongSuotError } from '../../formats/errors.ts';
import { InputChanged, type InputFiles } from '../../ports/input-files.ts';
import { compareUtf8 } from '../../ports/utf8-order.ts';
import { type PacketFacts, PacketFault, PacketReader } from './packet-reader.ts';

export interface ReadPackets {
  /** In the order of the paths' UTF-8 bytes; paths are under the folder. */
  readonly packets: ReadonlyArray<{
    readonly path: string;
    readonly place: string;
    readonly sha256: string;
    readonly facts: PacketFacts;
  }>;
  /** What may be a packet and can't be read as one, and why. */
  readonly unreadable: ReadonlyArray<{ readonly path: string; readonly fault: string }>;
  readonly files: number;
  readonly bytes: number;
  /** Over `PATH TAB SHA256 LF` of every file, in that order. */
  readonly sha256: string;
}

const PACKET = /\.(edxml|xml)$/i;
/** Packets that are read at the same time: in a bucket, waiting for the first byte is most of the work. */
const AT_ONCE = 8;
const PLACES: ReadonlySet<string> = new Set(['outbox', 'sent', 'received']);

/** Reads every packet under a folder of the user's. Throws `documents-not-folder`. */
export async function readPackets(files: InputFiles, folder: string): Promise<ReadPackets> {
  const unreadable: Array<{ path: string; fault: string }> = [];
  const paths: string[] = [];
  await walk(files, folder, '', paths, unreadable);
  const packets: Array<ReadPackets['packets'][number]> = [];
  const digest = createHash('sha256');
  let bytes = 0;
  paths.sort(compareUtf8);
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const next = paths.slice(at, at + AT_ONCE);
    const reads = await Promise.all(next.map((path) => readPacket(files, `${folder}/${path}`)));
    for (const [index, { sha256, bytes: length, outcome }] of reads.entries()) {
      const path = next[index] as string;
      digest.update(`${path}\t${sha256}\n`);
      bytes += length;
      if (outcome instanceof PacketFault) unreadable.push({ path, fault: outcome.message });
      else packets.push({ path, place: placeOf(path), sha256, facts: outcome });
    }
  }
  return { packets, unreadable, files: paths.length, bytes, sha256: digest.digest('hex') };
}

/** Where a packet lies is told by the first folder under the scanned one. */
function placeOf(path: string): string {
  const first = path.slice(0, Math.max(0, path.indexOf('/')));
  return PLACES.has(first) ? first : 'archive';
}

const NOT_FILES = {
  'link-outside': 'a link that leads out of the folder is not followed',
  unreadable: 'it can’t be opened, or its name is not UTF-8',
  other: 'it is neither a file nor a folder, or a link to a folder',
} as const;

async function walk(
  files: InputFiles,
  root: string,
  at: string,
  paths: string[],
  unreadable: Array<{ path: string; fault: string }>,
): Promise<void> {
  const entries = await files.entries(at === '' ? root : `${root}/${at.slice(0, -1)}`, root);
  if (entries === undefined) {
    if (at !== '') {
      // Named as `documents` names it: one waiver is good for both.
      unreadable.push({ path: at.slice(0, -1), fault: 'the folder can’t be opened' });
      return;
    }
    throw new ThongSuotError(
      'documents-not-folder',
      'user',
      `documents: there is no folder ${root}; paths are relative to the folder of batch.yaml`,
      { folder: root },
    );
  }
  for (const { name, kind } of entries) {
    const path = `${at}${name}`;
    if (kind === 'folder') await walk(files, root, `${path}/`, paths, unreadable);
    else if (kind !== 'file' && kind !== 'link-inside') unreadable.push({ path, fault: NOT_FILES[kind] });
    else if (PACKET.test(name)) paths.push(path);
  }
}

interface ReadFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly outcome: PacketFacts | PacketFault;
}

async function readPacket(files: InputFiles, path: string): Promise<ReadFile> {
  const digest = createHash('sha256');
  const reader = new PacketReader();
  let fault: PacketFault | undefined;
  let bytes = 0;
  try {
    for await (const piece of files.whole(path)) {
      digest.update(piece);
      bytes += piece.length;
      // What can't be read is digested to its end all the same: the verdict names its bytes.
      if (fault === undefined) fault = faultOf(() => reader.write(piece));
    }
  } catch (error) {
    if (!(error instanceof InputChanged)) throw error;
    fault = new PacketFault('it changed while it was read');
  }
  let facts: PacketFacts | undefined;
  fault ??= faultOf(() => {
    facts = reader.end();
  });
  const outcome = fault ?? facts;
  if (outcome === undefined) throw new Error('a packet was read to no outcome');
  return { bytes, sha256: digest.digest('hex'), outcome };
}

function faultOf(read: () => void): PacketFault | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof PacketFault) return error;
    throw error;
  }
}
