import type { FrozenBatch } from '../formats/frozen.ts';
import { freezeStateSchema } from './freeze-state.ts';
import { getJson } from './objects.ts';
import { frozenState } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';
import { sourceChanged, sourceGone } from './source-faults.ts';

/**
 * Checks that every source is the file that was frozen: by its version where that stayed, else by hashing it again.
 * (A change that leaves size, times and inode alone is found by the reconciliation, which hashes every source.)
 */
export async function verifySources(
  ports: BatchPorts,
  frozen: FrozenBatch,
  onProgress: OnProgress,
): Promise<void> {
  const touched: Array<{ source: string }> = [];
  let total = 0;
  for (const { source, file, bytes, sha256 } of frozen.sources) {
    const version = await ports.files.version(file);
    if (version === undefined) throw sourceGone(source, file);
    const state = await getJson(ports.out, frozenState(source), freezeStateSchema);
    if (state.scanned.sha256 !== sha256) throw sourceChanged(source, file);
    if (state.version === version) continue;
    touched.push({ source });
    total += bytes;
  }
  let done = 0;
  await runStages(ports.stages, 'verify-source', touched, {
    onAdvance: (amount) => {
      done += amount;
      onProgress({ stage: 'freeze', done, total, unit: 'bytes' });
    },
  });
}
