import { createHash } from 'node:crypto';
import { REJECTED_COLUMNS } from '../../formats/frozen.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Scratch } from '../../ports/scratch.ts';
import { parseRecordId } from './output-rows.ts';
import { Sheet, type SheetFile } from './sheet.ts';
import { readRows } from './small-csv.ts';
import type { LayoutFault } from './source-run.ts';

export const REJECTED_SHEET_COLUMNS = {
  line: 'UINTEGER',
  number: 'UBIGINT',
  start: 'UBIGINT',
  length: 'UBIGINT',
  sha256: 'VARCHAR',
  bin_sha256: 'VARCHAR',
  reason: 'VARCHAR',
  col: 'VARCHAR',
} as const;

/** Bytes of an object in order, by lengths, digested. */
class Digester {
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;
  private readonly pieces: AsyncIterator<Uint8Array>;
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }
  /** SHA-256 of the next `length` bytes; blank if there are fewer. */
  async next(length: number): Promise<string> {
    const digest = createHash('sha256');
    let left = length;
    while (left > 0) {
      if (this.at === this.piece.length) {
        const next = await this.pieces.next();
        if (next.done === true) return '';
        this.piece = next.value;
        this.at = 0;
      }
      const count = Math.min(left, this.piece.length - this.at);
      digest.update(this.piece.subarray(this.at, this.at + count));
      this.at += count;
      left -= count;
    }
    return digest.digest('hex');
  }
  async close(): Promise<void> {
    await this.pieces.return?.(undefined);
  }
}

const count = (text: string | undefined): number =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;

/** Reads `rejected/SOURCE.csv` and digests the piece of `rejected/SOURCE.bin` that each row stands for. */
export async function readRejected(
  out: ObjectStore,
  scratch: Scratch,
  source: string,
): Promise<{ sheet: SheetFile; faults: LayoutFault[] }> {
  const sheet = new Sheet(scratch, `rejected-${source}`);
  const faults: LayoutFault[] = [];
  const fault = (key: string, detail: string): void => {
    faults.push({ kind: 'rejected-bytes', key: `${source}:${key}`, source, detail });
  };
  const path = `rejected/${source}.csv`;
  const binPath = `rejected/${source}.bin`;
  const size = await out.size(path);
  const binSize = await out.size(binPath);
  if ((size === undefined) !== (binSize === undefined))
    fault('files', `one of ${path} and ${binPath} is missing`);
  const bytes = new Digester(out.range(binPath, 0, binSize ?? 0));
  const prefix = Buffer.from(`${source}:`);
  let total = 0;
  try {
    if (size !== undefined)
      for await (const { line, values } of readRows(out, path, size)) {
        if (line === 0) {
          if (values?.join(',') !== REJECTED_COLUMNS.join(',')) fault('header', `${path} has another header`);
          continue;
        }
        if (values === null || values.length !== REJECTED_COLUMNS.length) {
          sheet.int(line).int(0).int(0).int(0).word('').word('').word('').word('').endRow();
          continue;
        }
        const [record, start, length, sha256, reason, column] = values;
        const id = Buffer.from(record!);
        const pieceLength = count(length);
        total += pieceLength;
        const binSha256 = total <= (binSize ?? 0) ? await bytes.next(pieceLength) : '';
        sheet
          .int(line)
          .int(parseRecordId(id, 0, id.length, prefix))
          .int(count(start))
          .int(pieceLength)
          .text(sha256!)
          .word(binSha256)
          .text(reason!)
          .text(column!)
          .endRow();
      }
    if (total !== (binSize ?? 0))
      fault('length', `${binPath} has ${binSize ?? 0} bytes, its rows add up to ${total}`);
  } finally {
    if (binSize !== undefined) await bytes.close();
  }
  return { sheet: sheet.close(), faults };
}
