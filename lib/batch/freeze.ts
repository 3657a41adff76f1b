import { ThongSuotError } from '../formats/errors.ts';
import { type FrozenBatch, type FrozenSource, frozenBatchSchema } from '../formats/frozen.ts';
import { dropSegments, takeInventory } from './attachments.ts';
import { checkSameBatch } from './compare-frozen.ts';
import type { Digested } from './digest.ts';
import { frozenEvent, KEYS } from './events.ts';
import type { FreezeRequest, ScannedSource } from './freeze-state.ts';
import type { LoadedBatch, PlannedSource } from './load.ts';
import { decodeJson, encodeJson, getIfAny } from './objects.ts';
import { BATCH } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runStages } from './run-stages.ts';
import { verifySources } from './verify-sources.ts';

export interface FreezeOptions {
  readonly kind: 'run' | 'plan';
  readonly chunkBytes: number;
  /** Records per source that are taken; null: all. */
  readonly sample: number | null;
  readonly onProgress: OnProgress;
}

/**
 * Fixes what the batch is: `batch.json`, written once. Where it stands, what `batch.yaml` says now and the files as
 * they are now must be what was frozen.
 */
export async function freezeBatch(
  ports: BatchPorts,
  loaded: LoadedBatch,
  options: FreezeOptions,
): Promise<FrozenBatch> {
  const stored = await storedBatch(ports, loaded, options);
  let frozen: FrozenBatch;
  let bytes: Uint8Array;
  if (stored === undefined) {
    frozen = await freeze(ports, loaded, options);
    bytes = encodeJson(frozen);
    await ports.out.put(BATCH, bytes);
  } else {
    ({ frozen, bytes } = stored);
  }
  await ports.ledger.append(frozen.name, KEYS.frozen, await frozenEvent(ports.out, frozen, bytes));
  for (const { source, attachments } of frozen.sources)
    if (attachments !== undefined) await dropSegments(ports, source);
  return frozen;
}

/** The batch as it was frozen, checked against what is there now. A plan that differs is begun anew, a run never is. */
async function storedBatch(
  ports: BatchPorts,
  loaded: LoadedBatch,
  options: FreezeOptions,
): Promise<{ frozen: FrozenBatch; bytes: Uint8Array } | undefined> {
  const bytes = await getIfAny(ports.out, BATCH);
  if (bytes === undefined) return undefined;
  try {
    const frozen = decodeJson(bytes, BATCH, frozenBatchSchema);
    checkSameBatch(frozen, loaded, options.sample);
    await verifySources(ports, frozen, options.onProgress);
    return { frozen, bytes };
  } catch (error) {
    const differs =
      error instanceof ThongSuotError && ['batch-differs', 'source-changed'].includes(error.code);
    if (options.kind !== 'plan' || !differs) throw error;
    await ports.discard();
    return undefined;
  }
}

async function freeze(ports: BatchPorts, loaded: LoadedBatch, options: FreezeOptions): Promise<FrozenBatch> {
  const scanned = await scanAll(ports, loaded.sources, options);
  refuseTwins(scanned);
  const sources: FrozenSource[] = [];
  const inventories = new Map<string, Digested>();
  for (const [index, planned] of loaded.sources.entries()) {
    const { handover, attachments } = planned;
    const root = attachments?.root;
    if (root !== undefined && !inventories.has(root))
      inventories.set(root, await takeInventory(ports, root, planned.source, options.onProgress));
    sources.push({
      ...scanned[index]!,
      ...(handover && { handover }),
      ...(attachments && {
        attachments: {
          root: attachments.root,
          ...(attachments.manifest && { manifest: attachments.manifest }),
          inventory: inventories.get(attachments.root)!,
        },
      }),
    });
  }
  const profiles: FrozenBatch['profiles'] = {};
  for (const { profile } of loaded.sources)
    profiles[profile.reference] = { sha256: profile.sha256, profile: profile.profile };
  return {
    format: 'thong-suot/batch/1',
    name: loaded.config.name,
    targetProvince: loaded.config.targetProvince,
    sample: options.sample,
    profiles,
    sources,
  };
}

async function scanAll(
  ports: BatchPorts,
  planned: readonly PlannedSource[],
  options: FreezeOptions,
): Promise<ScannedSource[]> {
  let total = 0;
  for (const { file } of planned) total += (await ports.files.size(file)) ?? 0;
  let done = 0;
  const scanned: ScannedSource[] = [];
  await runStages(
    ports.stages,
    'freeze-source',
    planned.map((source) => freezeRequest(source, options)),
    {
      onResult: (result, index) => {
        scanned[index] = result;
      },
      onAdvance: (amount) => {
        done += amount;
        options.onProgress({ stage: 'freeze', done, total, unit: 'bytes' });
      },
    },
  );
  return scanned;
}

export function freezeRequest(
  planned: PlannedSource,
  options: Pick<FreezeOptions, 'chunkBytes' | 'sample'>,
): FreezeRequest {
  const { source, system, profile, vintage, agencyVintage, expectEmpty, file } = planned;
  return {
    source,
    system,
    profile: profile.reference,
    vintage,
    agencyVintage,
    expectEmpty,
    file,
    profileSha256: profile.sha256,
    chunkBytes: options.chunkBytes,
    sample: options.sample,
  };
}

/** The same export under two names would migrate every record twice. Empty files are all alike and do no harm. */
function refuseTwins(sources: readonly ScannedSource[]): void {
  const seen = new Map<string, ScannedSource>();
  for (const source of sources) {
    const twin = seen.get(source.sha256);
    if (twin !== undefined && source.records > 0)
      throw new ThongSuotError(
        'source-twice',
        'user',
        `${twin.file} (${twin.source}) and ${source.file} (${source.source}) are the same bytes: take one of them out`,
        { first: twin.file, second: source.file, sha256: source.sha256 },
      );
    seen.set(source.sha256, source);
  }
}
