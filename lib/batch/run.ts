import type { BatchConfig } from '../formats/batch.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { Outcome } from '../formats/frozen.ts';
import type { Reconciliation } from '../formats/reconciliation.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { LockHolder } from '../ports/run-lock.ts';
import type { Scratch } from '../ports/scratch.ts';
import { assembleBatch, intactAssembly, noteAssembled } from './assemble.ts';
import { sha256Of } from './digest.ts';
import { findEdited, lastReconciled } from './edited-verdict.ts';
import { estimateRun, type PlanEstimate } from './estimate.ts';
import { appendNext, KEYS, reconciledEvent } from './events.ts';
import { explainFailure } from './failures.ts';
import { freezeBatch } from './freeze.ts';
import { type AgencyFiles, type Declared, type LoadedBatch, loadBatch } from './load.ts';
import { fixMapping } from './mapping.ts';
import { encodeJson, encodeText, getIfAny } from './objects.ts';
import { MAPPING, RECONCILIATION, REPORT, RUN } from './out-paths.ts';
import type { BatchPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { planRemap, remapChunks } from './remap.ts';
import { checkSpace, chunked, spaceNeeded } from './space.ts';
import { Stopwatch } from './stopwatch.ts';
import { listMissing, type MissingSummary } from './succession-missing.ts';
import { loadTables } from './tables.ts';
import { verifySources } from './verify-sources.ts';

export const DEFAULT_CHUNK_BYTES = 5 * 1024 * 1024;

/** What the reconciliation is given: the shape of `ReconcileInput`, so that this room need not know that one. */
export interface ReconcileRequest {
  readonly out: ObjectStore;
  readonly files: InputFiles;
  readonly data: ObjectStore;
  readonly scratch: Scratch;
  readonly kind: 'run' | 'plan';
  readonly asOf: string;
  readonly thresholds: { readonly held: number; readonly rejected: number };
  readonly succession: Uint8Array | null;
  readonly waivers: Uint8Array | null;
  /** Registry, axis lists and packets, for the checks of codes and documents. */
  readonly agencies: AgencyFiles | null;
  /** What `batch.yaml` and its profiles say now: the freeze is held against it. */
  readonly declared: Declared | null;
  onProgress?(done: number, total: number): void;
}

export interface RunOptions {
  readonly kind: 'run' | 'plan';
  /** `plan` only: the first so many records of each source. */
  readonly sample?: number;
  readonly ports: BatchPorts;
  /** Default 5 MiB: threads hold about six times that each. A batch that is frozen keeps the chunks it has. */
  readonly chunkBytes?: number;
  reconcile(request: ReconcileRequest): Promise<Reconciliation>;
  render(model: Reconciliation): string;
  onProgress?: OnProgress;
  /** `batch.yaml` has been read, nothing is written yet; what it throws ends the run. */
  onLoaded?(config: BatchConfig): Promise<void>;
  /** The verdict of an earlier reconciliation was edited since (`verdict-edited`); it is reached and written anew. */
  onEdited?(file: string): void;
}

export interface RunSummary {
  readonly name: string;
  readonly kind: 'run' | 'plan';
  readonly mapping: string;
  /** Records that were taken, by outcome. */
  readonly records: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly chunks: { readonly total: number /** Done by this run. */; readonly done: number };
  readonly reconciliation: Reconciliation;
  /** Paths in `out/NAME/`. */
  readonly paths: { readonly report: string; readonly reconciliation: string; readonly missing?: string };
  readonly seconds: number;
  /** `plan` only. */
  readonly estimate?: PlanEstimate;
  readonly missing?: MissingSummary;
}

/**
 * Runs a batch from its files to its report, or goes on where an earlier run stopped. Throws `ThongSuotError`:
 * `run-in-progress` (another run holds the lock), what is wrong with a file, `disk-short`, `disk-full`, ….
 */
export async function runBatch(options: RunOptions): Promise<RunSummary> {
  const { ports } = options;
  const lock = await ports.lock.acquire();
  if ('heldBy' in lock) throw inProgress(ports.batchFile, lock.heldBy);
  try {
    await ports.sweep();
    const loaded = await loadBatch(ports);
    await options.onLoaded?.(loaded.config);
    try {
      return await runLocked(options, loaded);
    } catch (error) {
      throw explainFailure(error, loaded.config.name);
    }
  } finally {
    await lock.release();
  }
}

/**
 * Reconciles a batch anew and writes its report: for waivers or thresholds that changed, or to be sure. Under the same
 * lock as a run. Throws `not-assembled` if the outputs are not complete.
 */
export async function reconcileBatch(
  options: Pick<RunOptions, 'kind' | 'ports' | 'reconcile' | 'render' | 'onProgress' | 'onEdited'>,
): Promise<Reconciliation> {
  const { ports } = options;
  const lock = await ports.lock.acquire();
  if ('heldBy' in lock) throw inProgress(ports.batchFile, lock.heldBy);
  try {
    const loaded = await loadBatch(ports);
    const { name } = loaded.config;
    try {
      const mapping = await getIfAny(ports.out, MAPPING);
      const version = mapping && sha256Of(mapping);
      if (version === undefined || (await intactAssembly(ports, version)) === undefined)
        throw new ThongSuotError(
          'not-assembled',
          'user',
          `${name} has no complete outputs to reconcile: run it first ("thong-suot run ${ports.batchFile}")`,
          { name },
        );
      await tellEdited(options, name);
      const model = await reconcile(options, loaded);
      await writeReport(options, name, version, model);
      return model;
    } catch (error) {
      throw explainFailure(error, name);
    }
  } finally {
    await lock.release();
  }
}

async function runLocked(options: RunOptions, loaded: LoadedBatch): Promise<RunSummary> {
  const { ports, kind } = options;
  const { name } = loaded.config;
  const onProgress = options.onProgress ?? (() => undefined);
  await tellEdited(options, name);
  await checkTarget(ports, loaded);
  const watch = new Stopwatch(ports.clock);
  const started = ports.clock.now();
  const head = { name, kind, started, machine: ports.machine };
  await ports.out.put(RUN, encodeJson({ ...head, state: 'running' }));

  const frozen = await watch.time('freeze', () =>
    freezeBatch(ports, loaded, {
      kind,
      chunkBytes: options.chunkBytes ?? DEFAULT_CHUNK_BYTES,
      sample: options.sample ?? null,
      onProgress,
    }),
  );
  const mapping = await fixMapping(ports, loaded);
  const plan = await planRemap(ports, frozen, mapping);
  const needed = await spaceNeeded(ports, frozen, plan);
  await checkSpace(ports, needed);

  let assembly = plan.todo.length === 0 ? await intactAssembly(ports, mapping) : undefined;
  if (assembly === undefined) await dropVerdict(ports);
  const outcomes = await watch.time('remap', () => remapChunks(ports, frozen, mapping, plan, onProgress));
  // Chunks were done, by this run or by one that was stopped before it could look: were the files left alone meanwhile?
  if (assembly === undefined) await verifySources(ports, frozen, onProgress);
  assembly ??= await watch.time('assemble', () => assembleBatch(ports, frozen, mapping, onProgress));
  await noteAssembled(ports, name, assembly);
  const missing = kind === 'plan' ? await listMissing(ports, frozen, mapping) : undefined;
  // The check needs the memory more than the threads do; they start again if there is work.
  await ports.stages.close();
  const reconciliation = await watch.time('reconcile', () => reconcile(options, loaded));
  await writeReport(options, name, mapping, reconciliation);

  const seconds = watch.total();
  const estimate =
    kind === 'plan'
      ? estimateRun(frozen, {
          records: plan.records,
          outputBytes: assembly.outputBytes,
          freezeSeconds: watch.seconds('freeze'),
          workSeconds: seconds - watch.seconds('freeze'),
          chunkBytes: (await chunked(ports, frozen)).bytes,
        })
      : undefined;
  await ports.out.put(
    RUN,
    encodeJson({
      ...head,
      state: 'done',
      ended: ports.clock.now(),
      seconds: watch.all(),
      peakMiB: watch.peaks(),
      mapping,
      chunks: { total: plan.total, done: plan.todo.length },
      records: plan.records,
      bytes: { estimated: needed, outputs: assembly.outputBytes },
      ...(estimate && { estimate }),
    }),
  );
  return {
    name,
    kind,
    mapping,
    records: plan.records,
    outcomes,
    chunks: { total: plan.total, done: plan.todo.length },
    reconciliation,
    paths: { report: REPORT, reconciliation: RECONCILIATION, ...(missing && { missing: missing.path }) },
    seconds,
    ...(estimate && { estimate }),
    ...(missing && { missing }),
  };
}

/** Says which file of the verdict was edited, while it still stands. */
async function tellEdited(
  { ports, onEdited }: Pick<RunOptions, 'ports' | 'onEdited'>,
  name: string,
): Promise<void> {
  if (onEdited === undefined) return;
  const edited = await findEdited(ports.out, await lastReconciled(ports.ledger, name));
  for (const { file } of edited) onEdited(file);
}

/** The target is a province of 2025-07-01: with another, every record would be held. */
async function checkTarget(ports: BatchPorts, loaded: LoadedBatch): Promise<void> {
  const { targetProvince } = loaded.config;
  const { units } = await loadTables(ports.data);
  if (units.newProvince(targetProvince) === undefined)
    throw new ThongSuotError(
      'unknown-province',
      'user',
      `targetProvince: there is no province ${targetProvince} at 2025-07-01: give a two-digit Statistics Office code such as 86`,
      { province: targetProvince },
    );
}

/** A verdict must not stand beside outputs that it is not about. */
async function dropVerdict(ports: BatchPorts): Promise<void> {
  await ports.out.delete(RECONCILIATION);
  await ports.out.delete(REPORT);
}

async function reconcile(
  options: Pick<RunOptions, 'kind' | 'ports' | 'reconcile' | 'onProgress'>,
  loaded: LoadedBatch,
): Promise<Reconciliation> {
  const { ports, kind, onProgress } = options;
  // What can't be checked to the end must not go on showing the verdict of an earlier time.
  await dropVerdict(ports);
  const scratch = ports.scratch();
  try {
    return await options.reconcile({
      ...reconcileRequest(ports, loaded, kind, scratch),
      ...(onProgress && {
        onProgress: (done: number, total: number) =>
          onProgress({ stage: 'reconcile', done, total, unit: 'records' }),
      }),
    });
  } finally {
    scratch.remove();
  }
}

/** What the reconciliation of a batch is given. */
export function reconcileRequest(
  { out, files, data }: Pick<BatchPorts, 'out' | 'files' | 'data'>,
  { config, succession, waivers, declared, agencies }: LoadedBatch,
  kind: 'run' | 'plan',
  scratch: Scratch,
): ReconcileRequest {
  return {
    out,
    files,
    data,
    scratch,
    kind,
    asOf: config.asOf,
    thresholds: config.thresholds,
    succession: succession?.bytes ?? null,
    waivers: waivers ?? null,
    agencies,
    declared,
  };
}

async function writeReport(
  { ports, render, onProgress }: Pick<RunOptions, 'ports' | 'render' | 'onProgress'>,
  name: string,
  mapping: string,
  model: Reconciliation,
): Promise<void> {
  const report = encodeText(render(model));
  await ports.out.put(REPORT, report);
  const reconciliation = await ports.out.get(RECONCILIATION);
  const event = reconciledEvent(mapping, model.verdict, { reconciliation, report });
  await appendNext(ports.ledger, name, KEYS.reconciled, event);
  onProgress?.({ stage: 'report', done: 1, total: 1, unit: 'files' });
}

function inProgress(batchFile: string, holder: LockHolder | null): ThongSuotError {
  const who =
    holder === null ? 'another process' : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
  return new ThongSuotError(
    'run-in-progress',
    'user',
    `${batchFile} is being run by ${who}: wait for it, or watch it with "thong-suot status"`,
    holder === null ? { batchFile } : { batchFile, pid: holder.pid, host: holder.host, since: holder.since },
  );
}
