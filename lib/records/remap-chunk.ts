import type { Succession } from '../agencies/succession.ts';
import type { ChunkRange, FrozenSource } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import type { Units } from '../units/units.ts';
import { Arena } from './arena.ts';
import { CsvChunks } from './csv-chunks.ts';
import { JsonChunks } from './json-chunks.ts';

/** What the remap of one source needs. */
export interface RemapSetting {
  readonly units: Units;
  readonly succession: Succession;
  readonly targetProvince: string;
  readonly asOf: string;
  readonly profile: Profile;
  readonly source: FrozenSource;
  /** The source's BOM and header line, as they stand there. */
  readonly headerBytes: Uint8Array;
}

/** What one chunk became. All views are valid until the next chunk of the same remapper. */
export interface ChunkOutput {
  readonly counts: { migrated: number; already: number; held: number; rejected: number };
  /** Only parts with records, each with its header line; the rejected rows have none. */
  readonly parts: {
    migrated?: Uint8Array;
    already?: Uint8Array;
    held?: Uint8Array;
    aliases?: Uint8Array;
    rejectedBytes?: Uint8Array;
    rejectedRows?: Uint8Array;
  };
  /** Rows of TALLY_COLUMNS, sorted by their bytes, without a header. */
  readonly tallies: Uint8Array;
  /** Little-endian u32 triples (hash low, hash high, number), one a record with a readable key. */
  readonly keys: Uint8Array;
}

/**
 * Remaps chunks of one source, one after the other. Reusable: what it learned of one chunk serves the next.
 * Throws `source-changed` where a chunk does not hold the records that the freeze counted.
 */
export class ChunkRemapper {
  readonly #chunks: { remap(bytes: Uint8Array, range: ChunkRange): ChunkOutput };

  /** `arena`: the memory to work in, taken whole. A thread that remaps source after source keeps one and resets it. */
  constructor(setting: RemapSetting, arena = new Arena()) {
    this.#chunks =
      setting.profile.format === 'csv' ? new CsvChunks(setting, arena) : new JsonChunks(setting, arena);
  }

  /** `bytes` are exactly the chunk's. */
  remap(bytes: Uint8Array, range: ChunkRange): ChunkOutput {
    return this.#chunks.remap(bytes, range);
  }
}
