import type { Succession } from '../agencies/succession.ts';
import type { ChunkRange, FrozenSource } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import type { Units } from '../units/units.ts';
import { Arena } from './arena.ts';
import type { ChunkState } from './chunk-state.ts';
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

/** For whoever may run out of time in the middle of a chunk. */
export interface Interruption {
  /** Where an earlier call left this chunk. */
  readonly resume?: ChunkState;
  /** Asked after each record: true leaves the chunk there. */
  pause?(): boolean;
}

/** A chunk that was left: `remap` goes on with it, also in another process. */
export interface Paused {
  readonly paused: ChunkState;
}

/**
 * Remaps chunks of one source, one after the other. Reusable: what it learned of one chunk serves the next.
 * Throws `source-changed` where a chunk does not hold the records that the freeze counted.
 */
export class ChunkRemapper {
  readonly #chunks: Pick<ChunkRemapper, 'remapOrPause'>;

  /** `arena`: the memory to work in, taken whole. A thread that remaps source after source keeps one and resets it. */
  constructor(setting: RemapSetting, arena = new Arena()) {
    this.#chunks =
      setting.profile.format === 'csv' ? new CsvChunks(setting, arena) : new JsonChunks(setting, arena);
  }

  /** `bytes` are exactly the chunk's. */
  remap(bytes: Uint8Array, range: ChunkRange): ChunkOutput {
    const output = this.#chunks.remapOrPause(bytes, range, {});
    if ('paused' in output) throw new TypeError('a chunk was left that nobody asked to leave');
    return output;
  }

  /** `bytes` are exactly the chunk's, also where it is resumed. */
  remapOrPause(bytes: Uint8Array, range: ChunkRange, interruption: Interruption): ChunkOutput | Paused {
    return this.#chunks.remapOrPause(bytes, range, interruption);
  }
}
