import * as z from 'zod';
import { type ChunkResult, frozenBatchSchema } from '../../formats/frozen.ts';
import { baseId, rowsOfRecords, withOrdinals } from '../alias-rows.ts';
import { listChunks, readResult } from '../chunk-results.ts';
import { type Digested, digestOf, sha256Of } from '../digest.ts';
import { encodeJson, encodeText, getJson } from '../objects.ts';
import { aliasPatch, aliasPath, BATCH, chunkPiece } from '../out-paths.ts';
import type { StagePorts } from '../ports.ts';
import { type Candidates, findRepeated, KEY_BYTES, numberRepeated } from '../repeated-keys.ts';
import { LOCAL_TUNING } from '../tuning.ts';

export const numberKeysMessageSchema = z.strictObject({
  mapping: z.string(),
  system: z.string(),
  /** Its outputs were damaged: see `intact.ts`. */
  again: z.int().min(1).optional(),
});

interface Chunk {
  readonly source: string;
  readonly chunk: number;
  readonly keyBytes: number;
  readonly hasAliases: boolean;
}

/**
 * Gives `#1`, `#2`, … to the canonical ids of one system whose key occurs more than once (docs/rules.md, *Aliases*).
 * Alias parts stand under their final names already: only those with such a record are rewritten, in place. The
 * rewriting ignores a `#n` that it finds, so a kill between any two writes is mended by doing it again.
 * Returns the parts that bear such numbers, sorted as the chunks are. Advances in chunks.
 */
export async function numberKeys(
  { mapping, system }: z.output<typeof numberKeysMessageSchema>,
  ports: StagePorts,
): Promise<{ repeated: number; patched: Digested[] }> {
  const frozen = await getJson(ports.out, BATCH, frozenBatchSchema);
  const chunks: Chunk[] = [];
  const sources = frozen.sources.filter((source) => source.system === system);
  for (const name of await listChunks(ports.out, sources))
    chunks.push(describe(mapping, await readResult(ports.out, mapping, name)));
  const patched = new Map<number, Digested>();
  let repeated = 0;
  if (chunks.some(({ hasAliases }) => hasAliases)) {
    const total = chunks.reduce((sum, { keyBytes }) => sum + keyBytes / KEY_BYTES, 0);
    const { keysPerPass } = ports.tuning ?? LOCAL_TUNING;
    const readers = chunks.map(({ source, chunk, keyBytes }) => async () => {
      if (keyBytes === 0) return new Uint8Array();
      return ports.out.get(chunkPiece(mapping, source, chunk, 'keys'));
    });
    for await (const candidates of findRepeated(readers, total, keysPerPass)) {
      const ordinals = numberRepeated(candidates, await readIds(ports, chunks, candidates));
      for (const ordinal of ordinals) if (ordinal > 0) repeated++;
      for (const run of runsByChunk(candidates)) {
        const part = await patch(ports, mapping, chunks[run.chunk]!, candidates, ordinals, run);
        if (part !== undefined) patched.set(run.chunk, part);
      }
    }
  }
  ports.advance(chunks.length);
  return {
    repeated,
    patched: [...patched].sort(([a], [b]) => a - b).map(([, part]) => part),
  };
}

function describe(mapping: string, result: ChunkResult): Chunk {
  const { source, chunk, parts } = result;
  const keys = chunkPiece(mapping, source, chunk, 'keys');
  return {
    source,
    chunk,
    keyBytes: parts.find(({ path }) => path === keys)?.bytes ?? 0,
    hasAliases: parts.some(({ path }) => path === aliasPath(source, chunk)),
  };
}

/** The candidates of one chunk stand together. */
function* runsByChunk(candidates: Candidates): Generator<{ chunk: number; from: number; to: number }> {
  for (let from = 0; from < candidates.length; ) {
    const chunk = candidates.chunk(from);
    let to = from;
    while (to < candidates.length && candidates.chunk(to) === chunk) to++;
    yield { chunk, from, to };
    from = to;
  }
}

/** A digest of each candidate's own canonical id, read from its alias row: equal hashes alone are no proof. */
async function readIds(
  ports: StagePorts,
  chunks: readonly Chunk[],
  candidates: Candidates,
): Promise<(index: number) => string | undefined> {
  const idBytes = 16;
  const ids = Buffer.alloc(candidates.length * idBytes);
  const known = new Uint8Array(candidates.length);
  for (const { chunk, from, to } of runsByChunk(candidates)) {
    const { source, chunk: number, hasAliases } = chunks[chunk]!;
    if (!hasAliases) continue;
    const part = await ports.out.get(aliasPath(source, number));
    for (const row of rowsOfRecords(part, source, numbersOf(candidates, from, to))) {
      const at = from + row.index;
      ids.write(sha256Of(encodeText(baseId(part, row))), at * idBytes, idBytes, 'hex');
      known[at] = 1;
    }
  }
  return (index) =>
    known[index] === 1 ? ids.toString('latin1', index * idBytes, (index + 1) * idBytes) : undefined;
}

const numbersOf = (candidates: Candidates, from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => candidates.number(from + index));

async function patch(
  ports: StagePorts,
  mapping: string,
  { source, chunk, hasAliases }: Chunk,
  candidates: Candidates,
  ordinals: Uint32Array,
  { from, to }: { from: number; to: number },
): Promise<Digested | undefined> {
  const numbers: number[] = [];
  const chosen: number[] = [];
  for (let index = from; index < to; index++) {
    if (ordinals[index] === 0) continue;
    numbers.push(candidates.number(index));
    chosen.push(ordinals[index]!);
  }
  if (!hasAliases || numbers.length === 0) return undefined;
  const path = aliasPath(source, chunk);
  const before = await ports.out.get(path);
  const after = withOrdinals(before, source, numbers, chosen);
  const digested = digestOf(path, after);
  await ports.wanted?.();
  if (Buffer.compare(before, after) !== 0) await ports.out.put(path, after);
  await ports.out.put(aliasPatch(mapping, source, chunk), encodeJson(digested));
  return digested;
}
