import { createHash } from 'node:crypto';
import { csvRow } from '../../batch/csv-rows.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Rows that are handed over at once. */
const rowsAtOnce = 1000;

/** A CSV table with its header, in pieces: a folder of a million packets is not put together in memory. */
export async function* tablePieces(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let lines = [csvRow(columns)];
  for (const row of rows) {
    lines.push(csvRow(row));
    if (lines.length < rowsAtOnce) continue;
    yield encoder.encode(lines.join(''));
    lines = [];
  }
  yield encoder.encode(lines.join(''));
}

/** Writes a file and says what it is. */
export async function putFile(
  store: ObjectStore,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* digested(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  await store.put(path, digested());
  return { path, bytes, sha256: hash.digest('hex') };
}
