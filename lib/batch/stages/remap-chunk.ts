import * as z from 'zod';
import type { ChunkResult } from '../../formats/frozen.ts';
import { decodeState, encodeState } from '../../records/chunk-state.ts';
import type { ChunkOutput } from '../../records/remap-chunk.ts';
import { digestOf } from '../digest.ts';
import { chunkEvent, KEYS } from '../events.ts';
import { freezeStateSchema } from '../freeze-state.ts';
import { HandedOver } from '../handed-over.ts';
import { encodeJson, getIfAny, getJson } from '../objects.ts';
import { aliasPath, chunkLeft, chunkPiece, chunkResult, frozenState, partPath } from '../out-paths.ts';
import type { StagePorts } from '../ports.ts';
import { batchSetting } from '../setting.ts';
import { sourceChanged, sourceChanging } from '../source-faults.ts';

export const remapMessageSchema = z.strictObject({
  batch: z.string(),
  mapping: z.string(),
  source: z.string(),
  chunk: z.int().min(0),
  /** Its outputs were damaged: see `intact.ts`. */
  again: z.int().min(1).optional(),
});
type RemapMessage = z.output<typeof remapMessageSchema>;

/** What writing all that a chunk became takes at the most, with plenty to spare. */
const RESERVE_MS = 60_000;

/**
 * Remaps one chunk. Parts first, each whole under its final name, then the result that names them, then the event:
 * killed anywhere, what is missing is the end, and doing the chunk again writes the same bytes under the same names.
 * Nothing is written of bytes that may not be the frozen ones: an event can't be taken back. Where time is short it
 * leaves what it has between two records and throws `HandedOver`: run again, it goes on from there.
 * Advances in records.
 */
export async function remapChunk(
  message: RemapMessage,
  ports: StagePorts,
): Promise<Pick<ChunkResult, 'source' | 'chunk' | 'counts'>> {
  const setting = await batchSetting(ports, message.mapping);
  const { remap, chunks, remapper } = await setting.source(message.source);
  const range = chunks[message.chunk];
  if (range === undefined) throw new RangeError(`${message.source} has no chunk ${message.chunk}`);
  const { file, source } = remap.source;
  const length = range.end - range.start;
  const bytes = bufferOf(ports, length);
  if ((await ports.files.read(file, range.start, range.end, bytes)) !== length)
    throw sourceChanged(source, file);
  await refuseTouched(ports, source, file);

  const left = chunkLeft(message.mapping, source, range.chunk);
  const { timeLeft } = ports;
  const saved = timeLeft && (await getIfAny(ports.out, left));
  const output = remapper.remapOrPause(bytes, range, {
    ...(saved !== undefined && saved.length > 0 && { resume: decodeState(saved) }),
    ...(timeLeft && { pause: () => timeLeft() < RESERVE_MS }),
  });
  await ports.wanted?.();
  if ('paused' in output) {
    await ports.out.put(left, encodeState(output.paused));
    throw new HandedOver();
  }
  const pieces = namePieces(message, output, remap.profile.format);
  // The views are gone with the next chunk, so every write ends before this chunk does, also when one fails.
  // At once, since most of a write is waiting for the disk.
  const puts = await Promise.allSettled(pieces.map(([path, content]) => ports.out.put(path, content)));
  for (const put of puts) if (put.status === 'rejected') throw put.reason;
  const result: ChunkResult = {
    source,
    chunk: range.chunk,
    mapping: message.mapping,
    counts: output.counts,
    parts: pieces.map(([path, content]) => digestOf(path, content)),
  };
  const resultBytes = encodeJson(result);
  const resultPath = chunkResult(message.mapping, source, range.chunk);
  await ports.out.put(resultPath, resultBytes);
  await ports.ledger.append(
    message.batch,
    KEYS.chunk(message.mapping, source, range.chunk),
    chunkEvent(result, digestOf(resultPath, resultBytes)),
  );
  // A later run of this chunk begins at its beginning. Emptied, since not every host lets a stage delete.
  if (saved !== undefined && saved.length > 0) await ports.out.put(left, new Uint8Array());
  ports.advance(range.records);
  return { source, chunk: range.chunk, counts: output.counts };
}

/**
 * The file was read at the version that was frozen (or hashed again when this run began), so what was read is what was
 * frozen. A version that a change leaves alone is beyond this; the reconciliation hashes every source.
 */
async function refuseTouched(ports: StagePorts, source: string, file: string): Promise<void> {
  const { version } = await getJson(ports.out, frozenState(source), freezeStateSchema);
  if ((await ports.files.version(file)) !== version) throw sourceChanging(source, file);
}

function namePieces(
  { mapping, source, chunk }: RemapMessage,
  { parts, tallies, keys }: ChunkOutput,
  format: 'csv' | 'ndjson',
): Array<[path: string, content: Uint8Array]> {
  const pieces: Array<[string, Uint8Array | undefined]> = [
    [partPath('migrated', source, chunk, format), parts.migrated],
    [partPath('already', source, chunk, format), parts.already],
    [partPath('held', source, chunk, format), parts.held],
    [aliasPath(source, chunk), parts.aliases],
    [chunkPiece(mapping, source, chunk, 'rejected.bin'), parts.rejectedBytes],
    [chunkPiece(mapping, source, chunk, 'rejected.csv'), parts.rejectedRows],
    [chunkPiece(mapping, source, chunk, 'tallies.csv'), tallies],
    [chunkPiece(mapping, source, chunk, 'keys'), keys],
  ];
  return pieces.filter((piece): piece is [string, Uint8Array] => (piece[1]?.length ?? 0) > 0);
}

const buffers = new WeakMap<StagePorts, Uint8Array>();

/** One buffer for each set of ports, as large as the largest chunk so far. */
function bufferOf(ports: StagePorts, length: number): Uint8Array {
  let buffer = buffers.get(ports);
  if (buffer === undefined || buffer.length < length) {
    buffer = new Uint8Array(length);
    buffers.set(ports, buffer);
  }
  return buffer.subarray(0, length);
}
