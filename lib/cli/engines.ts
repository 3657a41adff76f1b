import type { Explanation } from '../batch/explain.ts';
import type { AliasRow } from '../batch/lookup-alias.ts';
import type { StagePorts } from '../batch/ports.ts';
import type { RunOptions, RunSummary } from '../batch/run.ts';
import type { BatchStatus } from '../batch/status.ts';
import type { DocumentIndex } from '../documents/document-index.ts';
import type { Reissued, ReissueRequest } from '../documents/reissue.ts';
import type { Held } from '../documents/reissue-tasks.ts';
import type { Reconciliation } from '../formats/reconciliation.ts';
import type { InputFiles } from '../ports/input-files.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { StackCost, StackWorkload } from '../ports/stack-cost.ts';
import type { Units } from '../units/units.ts';

export interface SampleRequest {
  readonly province: string;
  readonly records: number;
  readonly seed: number;
  readonly data: ObjectStore;
  readonly target: ObjectStore;
  onProgress?(done: number, total: number): void;
}

/** What reconciling a batch anew takes. */
type ReconcileOptions = Pick<
  RunOptions,
  'kind' | 'ports' | 'reconcile' | 'render' | 'onProgress' | 'onEdited'
>;

/** The rooms that do the work behind the commands. `bin` loads each when it is first used, so that `help` is instant. */
export interface Engines {
  run(options: Omit<RunOptions, 'reconcile' | 'render'>): Promise<RunSummary>;
  status(options: { name: string; out: ObjectStore; ledger: Ledger; lock: RunLock }): Promise<BatchStatus>;
  explain(options: { ports: StagePorts; record: string }): Promise<Explanation>;
  lookupAlias(options: { out: ObjectStore; value: string }): AsyncIterable<AliasRow>;
  reconcile(options: Omit<ReconcileOptions, 'reconcile' | 'render'>): Promise<Reconciliation>;
  sample(request: SampleRequest): Promise<void>;
  units(data: ObjectStore): Promise<Units>;
  /** Reads the packets of a folder. */
  scanDocuments(options: {
    folder: InputFiles;
    onProgress?(done: number, total: number): void;
  }): Promise<DocumentIndex>;
  /** Writes packets anew for the successors of closed codes; nothing is sent. */
  reissueDocuments(request: ReissueRequest): Promise<{ reissued: Reissued[]; held: Held[] }>;
  /** What the cost model says of a run in the account. */
  stackCost(workload: StackWorkload, region: string): Promise<StackCost>;
}
