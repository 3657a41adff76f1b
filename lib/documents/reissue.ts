import { ThongSuotError } from '../formats/errors.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { editedSince } from './edited-since.ts';
import type { DocumentPacket, Packet } from './packet.ts';
import type { DocumentLayout } from './packet-builder.ts';
import { renewEdits, rewriteEdits } from './packet-edits.ts';
import { readPacket } from './read-packet.ts';
import type { Held, ReissueTask } from './reissue-tasks.ts';
import { digestOf, digestWithout, type Edit, inOrder, spliced, writtenSpans } from './splice.ts';

export interface Reissued {
  readonly task: ReissueTask;
  readonly sha256: string;
  readonly bytes: number;
  /** The DocumentId that the written packet bears. */
  readonly documentId: string;
}

export interface ReissueRequest {
  /** Where the packets lie: read only. */
  readonly folder: InputFiles;
  /** Where the copies and new packets go. What is there already must be what would be written. */
  readonly target: ObjectStore;
  readonly tasks: readonly ReissueTask[];
  /** New DocumentIds that the clerk gave, by the old ones. Without one a new packet keeps its number. */
  readonly newIds: ReadonlyMap<string, string>;
  onProgress?(done: number, total: number): void;
}

/**
 * Writes the packets of the tasks, one after the other, and reads each back: outside of what had to change, every byte
 * is the original's. Originals are never written to. A file that is no longer what was scanned is held. Nothing is sent.
 */
export async function reissue(request: ReissueRequest): Promise<{ reissued: Reissued[]; held: Held[] }> {
  const reissued: Reissued[] = [];
  const held: Held[] = [];
  for (const [index, task] of request.tasks.entries()) {
    const written = await write(task, request);
    if (written === undefined) held.push(...task.rows.map((row) => ({ row, reason: 'changed' as const })));
    else reissued.push(written);
    request.onProgress?.(index + 1, request.tasks.length);
  }
  return { reissued, held };
}

/** Undefined if the file is not, or no longer, the one that was scanned. */
async function write(task: ReissueTask, request: ReissueRequest): Promise<Reissued | undefined> {
  const { folder, target } = request;
  const { path, bytes: size, sha256 } = task.document;
  const now = await folder.size(path);
  if (now !== size || (await digestOf(folder.range(path, 0, size))).sha256 !== sha256) return undefined;
  const reading = await readPacket(folder.range(path, 0, size));
  if (!reading.ok || reading.packet.kind !== 'document' || reading.layout === undefined) return undefined;
  const original = reading.packet;
  const newId = task.kind === 'renew' ? request.newIds.get(original.documentId) : undefined;
  const edits = inOrder(editsOf(task, original, reading.layout, newId));
  const expected = await digestOf(spliced(folder, path, size, edits));
  const put = await place(task.path, expected.sha256, target, () => spliced(folder, path, size, edits));
  const written = { task, original, edits, expected, documentId: newId ?? original.documentId };
  const good = await readsBack(written, request);
  // Read again last: a copy is worth nothing if the original changed on the way.
  const same = (await digestOf(folder.range(path, 0, size))).sha256 === sha256;
  if (good && same) return { task, ...expected, documentId: written.documentId };
  if (put) await target.delete(task.path);
  if (!same) return undefined;
  throw new ThongSuotError(
    'reissue-bad',
    'system',
    `${task.path} did not read back as it should have been written, and was taken away: report this to us`,
    { path: task.path },
  );
}
function editsOf(
  { kind, successors }: ReissueTask,
  packet: DocumentPacket,
  layout: DocumentLayout,
  newId: string | undefined,
): Edit[] {
  return kind === 'rewrite'
    ? rewriteEdits(packet, successors)
    : renewEdits(packet, layout, successors, newId);
}

/** Puts a packet where nothing is (true), or finds there what an earlier run put. Anything else is a person's work. */
async function place(
  path: string,
  sha256: string,
  target: ObjectStore,
  pieces: () => AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const there = await target.size(path);
  if (there === undefined) {
    await target.put(path, pieces());
    return true;
  }
  if ((await digestOf(target.range(path, 0, there))).sha256 === sha256) return false;
  throw editedSince(path);
}

interface Written {
  readonly task: ReissueTask;
  readonly original: DocumentPacket;
  readonly edits: readonly Edit[];
  readonly expected: { readonly sha256: string; readonly bytes: number };
  readonly documentId: string;
}

/** Reads back what stands on the disk: a packet that says what it should, and outside of the edits the same bytes. */
async function readsBack(written: Written, { folder, target }: ReissueRequest): Promise<boolean> {
  const { task, edits, expected } = written;
  const { path, bytes } = task.document;
  const size = await target.size(task.path);
  if (size !== expected.bytes) return false;
  const reading = await readPacket(target.range(task.path, 0, size));
  if (!reading.ok || !saysWhatItShould(reading.packet, written)) return false;
  const outside = edits.map(({ at }) => at);
  return (
    (await digestWithout(folder, path, bytes, outside)) ===
    (await digestWithout(target, task.path, size, writtenSpans(edits)))
  );
}

function saysWhatItShould(packet: Packet, { task, original, documentId }: Written): boolean {
  if (packet.kind !== 'document') return false;
  const successor = (code: string): string | undefined => task.successors.get(code)?.code;
  const codes = original.receivers.map(({ organId }) => organId);
  const wanted =
    task.kind === 'rewrite'
      ? codes.map((code) => successor(code) ?? code)
      : [...new Set(codes.map(successor).filter((code) => code !== undefined))];
  const cites = (one: DocumentPacket): number =>
    one.organIds.filter(({ place, organId }) => place === 'ResponseFor' && organId === original.sender)
      .length;
  return (
    sameTexts(
      packet.receivers.map(({ organId }) => organId),
      wanted,
    ) &&
    packet.documentId === documentId &&
    packet.sender === original.sender &&
    packet.date === original.date &&
    packet.notation === original.notation &&
    packet.businessType === original.businessType &&
    packet.namespace === original.namespace &&
    !packet.signed &&
    cites(packet) === cites(original) + (task.kind === 'renew' ? 1 : 0)
  );
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, at) => text === b[at]);
