import * as z from 'zod';
import { type ChunkResult, frozenBatchSchema, REJECTED_COLUMNS } from '../../formats/frozen.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { listChunks, readResult } from '../chunk-results.ts';
import { csvRow } from '../csv-rows.ts';
import type { Digested } from '../digest.ts';
import { DigestingStream } from '../digesting-stream.ts';
import { encodeText, getJson } from '../objects.ts';
import { BATCH, chunkPiece, rejectedBytes, rejectedRows, sourceTallies } from '../out-paths.ts';
import type { StagePorts } from '../ports.ts';
import { TallySum } from '../tally-sum.ts';

export const assembleMessageSchema = z.strictObject({
  mapping: z.string(),
  source: z.string(),
  /** Its outputs were damaged: see `intact.ts`. */
  again: z.int().min(1).optional(),
});

/**
 * Puts together what one source's chunks left: `rejected/SOURCE.bin` and `.csv` (only if something was rejected) and
 * the source's tallies. Returns the rejected files. Advances in chunks.
 */
export async function assembleSource(
  { mapping, source }: z.output<typeof assembleMessageSchema>,
  ports: StagePorts,
): Promise<Digested[]> {
  const frozen = await getJson(ports.out, BATCH, frozenBatchSchema);
  const chunks = await listChunks(
    ports.out,
    frozen.sources.filter((one) => one.source === source),
  );
  const tallies = new TallySum();
  const bytes: string[] = [];
  const rows: string[] = [];
  for (const name of chunks) {
    const result = await readResult(ports.out, mapping, name);
    const piece = (kind: Parameters<typeof chunkPiece>[3]) => pieceOf(result, mapping, kind);
    const tally = piece('tallies.csv');
    if (tally !== undefined) tallies.add(await ports.out.get(tally));
    const rejected = piece('rejected.bin');
    const listed = piece('rejected.csv');
    if (rejected !== undefined) bytes.push(rejected);
    if (listed !== undefined) rows.push(listed);
    ports.advance(1);
  }
  await ports.out.put(sourceTallies(mapping, source), tallies.rows());
  if (rows.length === 0) return [];
  return [
    await join(ports.out, rejectedBytes(source), bytes),
    await join(ports.out, rejectedRows(source), rows, encodeText(csvRow(REJECTED_COLUMNS))),
  ];
}

function pieceOf(
  { source, chunk, parts }: ChunkResult,
  mapping: string,
  kind: Parameters<typeof chunkPiece>[3],
): string | undefined {
  const path = chunkPiece(mapping, source, chunk, kind);
  return parts.some((part) => part.path === path) ? path : undefined;
}

async function join(
  out: ObjectStore,
  path: string,
  pieces: readonly string[],
  header?: Uint8Array,
): Promise<Digested> {
  const stream = new DigestingStream();
  async function* content() {
    if (header !== undefined) yield header;
    for (const piece of pieces) yield await out.get(piece);
  }
  await out.put(path, stream.through(content()));
  return stream.digested(path);
}
