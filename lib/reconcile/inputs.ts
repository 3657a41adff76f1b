import type { z } from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
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
import type { InputFiles } from '../ports/input-files.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Scratch } from '../ports/scratch.ts';
import type { AgencyFiles } from './agencies/load.ts';
import { sha256Of } from './digest.ts';
import type { LayoutFault } from './ingest/source-run.ts';

/** What `batch.yaml` and the profiles say now, so that the freeze's word is not taken for it. */
export interface Declared {
  readonly targetProvince: string;
  readonly sources: ReadonlyArray<{
    readonly system: string;
    readonly profile: string;
    readonly vintage: string;
    readonly agencyVintage: string;
    readonly expectEmpty: boolean;
    /** Resolved paths, as `file` in batch.json. */
    readonly files: readonly string[];
  }>;
  /** The bytes of each profile's YAML, by its name as in batch.json. */
  readonly profiles: Readonly<Record<string, Uint8Array>>;
}

export interface ReconcileInput {
  /** `out/NAME/` of the batch. */
  readonly out: ObjectStore;
  /** Sources, handovers and manifests, by their paths in batch.json; registry, axis lists and packets by `agencies`. */
  readonly files: InputFiles;
  /** The CSV tables of `data/`. */
  readonly data: ObjectStore;
  readonly scratch: Scratch;
  readonly kind: 'run' | 'plan';
  readonly asOf: string;
  readonly thresholds: { readonly held: number; readonly rejected: number };
  readonly succession: Uint8Array | null;
  readonly waivers: Uint8Array | null;
  /** Null or absent: the checks of codes and documents are not applicable. */
  readonly agencies?: AgencyFiles | null;
  /** Null or absent: the check `batch-as-declared` is inconclusive. */
  readonly declared?: Declared | null;
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

/** Reads what an earlier command wrote; an error names the file and the place, never a value. */
function readJson<T extends z.ZodType>(bytes: Uint8Array, path: string, schema: T): z.output<T> {
  const refuse = (detail: string, cause: unknown): ThongSuotError =>
    new ThongSuotError(
      'bad-batch-file',
      'user',
      `${path}: ${detail}: it is not as thong-suot wrote it; freeze and run the batch again`,
      { file: path, detail },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw refuse('not JSON', cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`${issue?.path.join('.') || '(top)'}: ${issue?.code ?? 'unreadable'}`, parsed.error);
}

export async function readInputs(input: ReconcileInput): Promise<Inputs> {
  const batch = readJson(await input.out.get('batch.json'), 'batch.json', frozenBatchSchema);
  for (const { source, profile } of batch.sources)
    if (!Object.hasOwn(batch.profiles, profile))
      throw new ThongSuotError(
        'bad-batch-file',
        'user',
        `batch.json: it does not hold the profile ${profile} of source ${source}; freeze and run the batch again`,
        { file: 'batch.json', detail: `profile ${profile}` },
      );
  const mappingBytes = await input.out.get('mapping.json');
  const sources: SourcePlan[] = [];
  for (const source of batch.sources)
    sources.push({
      source,
      chunks: readJson(await input.out.get(source.chunks.path), source.chunks.path, chunkTableSchema),
    });
  return {
    batch,
    mapping: readJson(mappingBytes, 'mapping.json', mappingSchema),
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
