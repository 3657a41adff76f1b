import {
  type ChunkRange,
  chunkTableSchema,
  type FrozenBatch,
  type FrozenSource,
  frozenBatchSchema,
  type Mapping,
  mappingSchema,
} from '../formats/frozen.ts';
import { readTable } from '../formats/read.ts';
import { rulesVersion } from '../formats/rules-version.ts';
import { WAIVER_COLUMNS, type Waiver, waiverRowSchema } from '../formats/tables.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Scratch } from '../ports/scratch.ts';
import { sha256Of } from './digest.ts';
import type { LayoutFault } from './ingest/source-run.ts';

export interface ReconcileInput {
  /** `out/NAME/` of the batch. */
  readonly out: ObjectStore;
  /** Sources, handovers and manifests, by their paths in batch.json. */
  readonly files: ObjectStore;
  /** The CSV tables of `data/`. */
  readonly data: ObjectStore;
  readonly scratch: Scratch;
  readonly kind: 'run' | 'plan';
  readonly asOf: string;
  readonly thresholds: { readonly held: number; readonly rejected: number };
  readonly succession: Uint8Array | null;
  readonly waivers: Uint8Array | null;
  /** Bytes of sources read and to read. */
  onProgress?(done: number, total: number): void;
}

export interface SourcePlan {
  readonly source: FrozenSource;
  readonly chunks: readonly ChunkRange[];
}

export interface Inputs {
  readonly batch: FrozenBatch;
  readonly mapping: Mapping;
  readonly mappingSha256: string;
  readonly waivers: readonly Waiver[];
  readonly sources: readonly SourcePlan[];
}

const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

export async function readInputs(input: ReconcileInput): Promise<Inputs> {
  const batch = frozenBatchSchema.parse(json(await input.out.get('batch.json')));
  const mappingBytes = await input.out.get('mapping.json');
  const sources: SourcePlan[] = [];
  for (const source of batch.sources)
    sources.push({ source, chunks: chunkTableSchema.parse(json(await input.out.get(source.chunks.path))) });
  return {
    batch,
    mapping: mappingSchema.parse(json(mappingBytes)),
    mappingSha256: sha256Of(mappingBytes),
    waivers:
      input.waivers === null ? [] : readTable(input.waivers, 'waivers.csv', WAIVER_COLUMNS, waiverRowSchema),
    sources,
  };
}

/** Where the mapping that the outputs were made with is not the one that is checked with. */
export function mappingFaults(
  input: ReconcileInput,
  inputs: Inputs,
  data: ReadonlyMap<string, string>,
): LayoutFault[] {
  const { mapping } = inputs;
  const faults: LayoutFault[] = [];
  const fault = (key: string, detail: string): void => {
    faults.push({ kind: 'mapping', key: `mapping:${key}`, source: '', detail });
  };
  for (const [file, sha256] of data)
    if (mapping.data[file] !== sha256) fault(file, `the outputs were made with another data/${file}`);
  const succession = input.succession === null ? undefined : sha256Of(input.succession);
  if (mapping.succession?.sha256 !== succession)
    fault('succession', 'the outputs were made with another succession list');
  if (mapping.asOf !== input.asOf) fault('asOf', `the outputs were made as of ${mapping.asOf}`);
  if (mapping.rulesVersion !== rulesVersion)
    fault('rulesVersion', `the outputs were made by version ${mapping.rulesVersion} of the rules`);
  return faults;
}
