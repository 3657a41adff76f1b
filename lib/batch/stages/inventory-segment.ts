import { createHash } from 'node:crypto';
import { z } from 'zod';
import { INVENTORY_KINDS } from '../../formats/frozen.ts';
import { ObjectNotFound } from '../../ports/object-store.ts';
import { csvRow } from '../csv-rows.ts';
import { encodeText, getIfAny, getJson } from '../objects.ts';
import type { StagePorts } from '../ports.ts';

/** Files read at the same time: most attachments are small, so waiting for the disk is most of the work. */
const AT_ONCE = 8;

/** What the walk saw; `version` only of files that are to be hashed. */
export const segmentSchema = z.array(
  z.strictObject({ path: z.string(), kind: z.enum(INVENTORY_KINDS), version: z.string().optional() }),
);
export type Segment = z.output<typeof segmentSchema>;

export const segmentMessageSchema = z.strictObject({
  /** `attachments.root`, as `files` knows it. */
  root: z.string(),
  /** The object that lists the segment's files; the rows are written beside it. */
  list: z.string(),
  rows: z.string(),
});

/**
 * Hashes the files of one segment and writes their inventory rows. Rows are named by the digest of their list, which
 * holds the version of each file: rows that are there are right. Advances in files.
 */
export async function inventorySegment(
  message: z.output<typeof segmentMessageSchema>,
  ports: StagePorts,
): Promise<void> {
  const list = await getJson(ports.out, message.list, segmentSchema);
  if ((await getIfAny(ports.out, message.rows)) === undefined) {
    const rows: string[] = [];
    for (let at = 0; at < list.length; at += AT_ONCE)
      rows.push(
        ...(await Promise.all(list.slice(at, at + AT_ONCE).map((entry) => row(message.root, entry, ports)))),
      );
    await ports.out.put(message.rows, encodeText(rows.join('')));
  }
  ports.advance(list.length);
}

async function row(root: string, entry: Segment[number], ports: StagePorts): Promise<string> {
  if (entry.kind !== 'file') return csvRow([entry.path, entry.kind, '', '']);
  const file = `${root}/${entry.path}`;
  try {
    const size = await ports.files.size(file);
    if (size === undefined) return csvRow([entry.path, 'unreadable', '', '']);
    const digest = createHash('sha256');
    let bytes = 0;
    for await (const piece of ports.files.range(file, 0, size)) {
      digest.update(piece);
      bytes += piece.length;
    }
    return csvRow([entry.path, 'file', String(bytes), digest.digest('hex')]);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (!(error instanceof ObjectNotFound) && code !== 'EACCES') throw error;
    return csvRow([entry.path, 'unreadable', '', '']);
  }
}
