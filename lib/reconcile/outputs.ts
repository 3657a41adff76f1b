import { createHash } from 'node:crypto';
import type { Reconciliation } from '../formats/reconciliation.ts';
import type { ObjectStore } from '../ports/object-store.ts';

export type Output = Reconciliation['outputs'][number];

export const OUTPUT_PREFIXES = ['aliases/', 'already/', 'held/', 'migrated/', 'rejected/'] as const;

/** Digests every output whose digest was not taken while it was read; sorted by the bytes of the paths. */
export async function listOutputs(
  out: ObjectStore,
  paths: readonly string[],
  taken: ReadonlyMap<string, Output>,
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const path of paths) {
    const known = taken.get(path);
    if (known !== undefined) {
      outputs.push(known);
      continue;
    }
    const size = await out.size(path);
    if (size === undefined) continue;
    const digest = createHash('sha256');
    let bytes = 0;
    for await (const piece of out.range(path, 0, size)) {
      digest.update(piece);
      bytes += piece.length;
    }
    outputs.push({ path, bytes, sha256: digest.digest('hex') });
  }
  return outputs.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
