import { createHash } from 'node:crypto';
import * as z from 'zod';
import { INVENTORY_KINDS } from '../../formats/frozen.ts';
import { ObjectNotFound } from '../../ports/object-store.ts';
import { csvRow } from '../csv-rows.ts';
import { encodeText, getIfAny, getJson } from '../objects.ts';
import type { StagePorts } from '../ports.ts';

/** Files in hand at the same time: most attachments are small, so waiting for the disk or S3 is most of the work. */
export const FILES_AT_ONCE = 8;

/** What the walk saw; `version` only of files. */
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
 * Writes the inventory rows of one segment. The digest of a file is the one that its store made of the bytes and keeps;
 * where it keeps none the file is read. Both are SHA-256, so the rows are the same on every host. Rows are named by the
 * digest of their list, which holds the version of each file: rows that are there are right. Advances in files.
 */
export async function inventorySegment(
  message: z.output<typeof segmentMessageSchema>,
  ports: StagePorts,
): Promise<void> {
  const list = await getJson(ports.out, message.list, segmentSchema);
  if ((await getIfAny(ports.out, message.rows)) === undefined) {
    const rows: string[] = [];
    for (let at = 0; at < list.length; at += FILES_AT_ONCE)
      rows.push(
        ...(await Promise.all(
          list.slice(at, at + FILES_AT_ONCE).map((entry) => row(message.root, entry, ports)),
        )),
      );
    await ports.out.put(message.rows, encodeText(rows.join('')));
  }
  ports.advance(list.length);
}

async function row(root: string, entry: Segment[number], ports: StagePorts): Promise<string> {
  if (entry.kind !== 'file') return csvRow([entry.path, entry.kind, '', '']);
  const file = `${root}/${entry.path}`;
  try {
    const stat = await ports.files.stat(file);
    if (stat === undefined) return csvRow([entry.path, 'unreadable', '', '']);
    if (stat.sha256 !== undefined) return csvRow([entry.path, 'file', String(stat.bytes), stat.sha256]);
    const digest = createHash('sha256');
    let bytes = 0;
    for await (const piece of ports.files.range(file, 0, stat.bytes)) {
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
