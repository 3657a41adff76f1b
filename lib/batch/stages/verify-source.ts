import { createHash } from 'node:crypto';
import * as z from 'zod';
import { freezeStateSchema } from '../freeze-state.ts';
import { encodeJson, getJson } from '../objects.ts';
import { frozenState } from '../out-paths.ts';
import type { StagePorts } from '../ports.ts';
import { sourceChanged, sourceGone } from '../source-faults.ts';

export const verifyMessageSchema = z.strictObject({ source: z.string() });

/**
 * Hashes a frozen source again, because something touched the file since. The same bytes: its new version is noted.
 * Other bytes: `source-changed`. Advances in bytes.
 */
export async function verifySource(
  { source }: z.output<typeof verifyMessageSchema>,
  ports: StagePorts,
): Promise<void> {
  const state = await getJson(ports.out, frozenState(source), freezeStateSchema);
  const { file, bytes, sha256 } = state.scanned;
  const version = await ports.files.version(file);
  if (version === undefined) throw sourceGone(source, file);
  if ((await ports.files.size(file)) !== bytes) throw sourceChanged(source, file);
  const digest = createHash('sha256');
  for await (const piece of ports.files.range(file, 0, bytes)) {
    digest.update(piece);
    ports.advance(piece.length);
  }
  if (digest.digest('hex') !== sha256) throw sourceChanged(source, file);
  await ports.out.put(frozenState(source), encodeJson({ ...state, version }));
}
