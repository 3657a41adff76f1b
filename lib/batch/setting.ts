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
import { Arena } from '../records/arena.ts';
import { ChunkRemapper, type RemapSetting } from '../records/remap-chunk.ts';
import { sha256Of } from './digest.ts';
import { decodeJson, getJson } from './objects.ts';
import { BATCH, MAPPING } from './out-paths.ts';
import type { StagePorts } from './ports.ts';
import { sourceChanged } from './source-faults.ts';
import { loadSuccession, loadTables } from './tables.ts';

/** A source with all that its chunks need, loaded once and kept for the chunks that follow. */
export interface SourceSetting {
  readonly remap: RemapSetting;
  readonly chunks: readonly ChunkRange[];
  readonly remapper: ChunkRemapper;
}

/** The frozen batch under one mapping version, as the stages see it. */
export class BatchSetting {
  readonly frozen: FrozenBatch;
  readonly #ports: StagePorts;
  /** Only the last source's remapper is in use, so all of them work in one memory. */
  readonly #arena = new Arena();
  readonly #common: Pick<RemapSetting, 'units' | 'succession' | 'targetProvince' | 'asOf'>;
  /** One source only: a remapper holds tens of MiB, and chunks come source by source. */
  #last: { readonly source: string; readonly setting: Promise<SourceSetting> } | undefined;

  private constructor(
    ports: StagePorts,
    frozen: FrozenBatch,
    common: Pick<RemapSetting, 'units' | 'succession' | 'targetProvince' | 'asOf'>,
  ) {
    this.#ports = ports;
    this.frozen = frozen;
    this.#common = common;
  }

  /** Throws `mapping-changed` if the batch is at another mapping version by now: the message is of an older run. */
  static async load(ports: StagePorts, version: string): Promise<BatchSetting> {
    const bytes = await ports.out.get(MAPPING);
    if (sha256Of(bytes) !== version)
      throw new ThongSuotError(
        'mapping-changed',
        'system',
        `the batch is at another mapping version than ${version}: its chunks are to be sent anew`,
        { mapping: version },
      );
    const mapping = decodeJson(bytes, MAPPING, mappingSchema);
    const frozen = await getJson(ports.out, BATCH, frozenBatchSchema);
    const tables = await loadTables(ports.data);
    const succession = loadSuccession(await successionFile(ports, mapping), tables, mapping.asOf);
    return new BatchSetting(ports, frozen, {
      units: tables.units,
      succession,
      targetProvince: frozen.targetProvince,
      asOf: mapping.asOf,
    });
  }

  source(name: string): Promise<SourceSetting> {
    if (this.#last?.source !== name) {
      const source = this.frozen.sources.find((one) => one.source === name);
      if (source === undefined) throw noSuchSource(this.frozen, name);
      this.#last = { source: name, setting: this.#load(source) };
    }
    return this.#last.setting;
  }

  async #load(source: FrozenSource): Promise<SourceSetting> {
    const { profile } = this.frozen.profiles[source.profile]!;
    const chunks = await getJson(this.#ports.out, source.chunks.path, chunkTableSchema);
    const headerBytes = new Uint8Array(source.bomBytes + source.headerBytes);
    // Blank lines may stand between the BOM and the header: two reads, not one.
    const bom = await this.#ports.files.read(source.file, 0, source.bomBytes, headerBytes);
    const header = headerBytes.subarray(source.bomBytes);
    const start = source.headerOffset;
    const found = await this.#ports.files.read(source.file, start, start + source.headerBytes, header);
    if (bom + found !== headerBytes.length) throw sourceChanged(source.source, source.file);
    const remap: RemapSetting = { ...this.#common, profile, source, headerBytes };
    return { remap, chunks, remapper: new ChunkRemapper(remap, this.#arena.reset()) };
  }
}

const settings = new WeakMap<StagePorts, { version: string; setting: Promise<BatchSetting> }>();

/** The setting of one mapping version, loaded once for each set of ports (a thread, a warm Lambda). */
export function batchSetting(ports: StagePorts, version: string): Promise<BatchSetting> {
  const known = settings.get(ports);
  if (known?.version === version) return known.setting;
  const setting = BatchSetting.load(ports, version);
  settings.set(ports, { version, setting });
  // A failed load (a full disk, a throttled read) is not remembered: the next message tries again.
  setting.catch(() => settings.delete(ports));
  return setting;
}

async function successionFile(ports: StagePorts, mapping: Mapping) {
  const { succession } = mapping;
  if (succession === null) return undefined;
  const bytes = await ports.files.get(succession.path);
  if (sha256Of(bytes) !== succession.sha256)
    throw new ThongSuotError(
      'succession-changing',
      'user',
      `${succession.path} changed while the batch was running: run again`,
      { file: succession.path },
    );
  return { path: succession.path, bytes };
}

export function noSuchSource(frozen: FrozenBatch, source: string): ThongSuotError {
  return new ThongSuotError(
    'no-such-source',
    'user',
    `batch ${frozen.name} has no source ${source}; it has ${frozen.sources.map((one) => one.source).join(', ')}`,
    { name: frozen.name, source },
  );
}
