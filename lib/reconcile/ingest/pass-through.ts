import { hash } from 'node:crypto';
import type { Frame } from '../framing/format.ts';
import type { Appended, RowReader } from './row-reader.ts';

/**
 * Digests everything in a record but the raw bytes of the rewritten cells (and of what the migration appended):
 * all other fields, every delimiter, and the line end. Two records whose digests and rewritten cells are equal
 * are equal byte for byte, since a record with its cells cut out has one reading only.
 */
export class PassThrough {
  private buffer: Buffer = Buffer.allocUnsafe(64 * 1024);
  private readonly cutStarts = new Int32Array(8);
  private readonly cutEnds = new Int32Array(8);
  private readonly cells: readonly number[];

  constructor(rewritten: readonly number[]) {
    this.cells = rewritten.filter((cell) => cell !== -1);
  }

  /** SHA-256 in Base64. */
  digest(bytes: Buffer, frame: Frame, reader: RowReader, appended: Appended | undefined): string {
    const { cutStarts, cutEnds } = this;
    let cuts = 0;
    for (const cell of this.cells) {
      const start = reader.starts[cell]!;
      if (start !== -1) cuts = this.addCut(cuts, start, reader.ends[cell]!);
    }
    if (appended !== undefined) cuts = this.addCut(cuts, appended.cutStart, appended.cutEnd);
    if (frame.end - frame.start > this.buffer.length)
      this.buffer = Buffer.allocUnsafe((frame.end - frame.start) * 2);
    const { buffer } = this;
    let to = 0;
    let from = frame.start;
    for (let cut = 0; cut <= cuts; cut++) {
      const end = cut === cuts ? frame.end : cutStarts[cut]!;
      if (end - from > 24) to += bytes.copy(buffer, to, from, end);
      else while (from < end) buffer[to++] = bytes[from++]!;
      if (cut < cuts) from = cutEnds[cut]!;
    }
    return hash('sha256', buffer.subarray(0, to), 'base64');
  }

  private addCut(count: number, start: number, end: number): number {
    const { cutStarts, cutEnds } = this;
    let at = count;
    while (at > 0 && cutStarts[at - 1]! > start) {
      cutStarts[at] = cutStarts[at - 1]!;
      cutEnds[at] = cutEnds[at - 1]!;
      at--;
    }
    cutStarts[at] = start;
    cutEnds[at] = end;
    return count + 1;
  }
}
