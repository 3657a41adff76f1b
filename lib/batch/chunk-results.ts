import * as z from 'zod';
import {
  type ChunkResult,
  chunkResultSchema,
  chunkTableSchema,
  type FrozenBatch,
} from '../formats/frozen.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { getJson, getJsonIfAny } from './objects.ts';
import { aliasPatch, chunkResult } from './out-paths.ts';

export const digestedSchema = z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() });

export interface ChunkName {
  readonly source: string;
  readonly chunk: number;
  readonly records: number;
}

/** Every chunk of the batch (or of some of its sources), in the order of sources and chunks. */
export async function listChunks(out: ObjectStore, sources: FrozenBatch['sources']): Promise<ChunkName[]> {
  const found: ChunkName[] = [];
  for (const { source, chunks } of sources)
    for (const { chunk, records } of await getJson(out, chunks.path, chunkTableSchema))
      found.push({ source, chunk, records });
  return found;
}

/** A chunk's result. It must be there. */
export const readResult = (
  out: ObjectStore,
  mapping: string,
  { source, chunk }: ChunkName,
): Promise<ChunkResult> => getJson(out, chunkResult(mapping, source, chunk), chunkResultSchema);

/** The result of a chunk whose pieces all stand, at the size at which they were written; else `undefined`. */
export async function intactResult(
  out: ObjectStore,
  mapping: string,
  { source, chunk }: Pick<ChunkName, 'source' | 'chunk'>,
): Promise<ChunkResult | undefined> {
  const result = await getJsonIfAny(out, chunkResult(mapping, source, chunk), chunkResultSchema);
  if (result === undefined) return undefined;
  const patch = await getJsonIfAny(out, aliasPatch(mapping, source, chunk), digestedSchema);
  for (const part of result.parts) {
    const size = await out.size(part.path);
    // An alias part may stand with its repeated keys numbered or not yet: `assemble` takes either.
    const numbered = patch?.path === part.path && patch.bytes === size;
    if (size !== part.bytes && !numbered) return undefined;
  }
  return result;
}
