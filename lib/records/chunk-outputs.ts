import { createHash } from 'node:crypto';
import { ThongSuotError } from '../formats/errors.ts';
import type { ChunkRange, FrozenSource } from '../formats/frozen.ts';
import { HELD_COLUMNS, STAMP_COLUMNS } from '../formats/vintages.ts';
import { type Arena, Region } from './arena.ts';
import { type ChunkState, REGIONS, type RegionName } from './chunk-state.ts';
import type { ChunkOutput, RemapSetting } from './remap-chunk.ts';
import { ALIAS_HEADER, csvField } from './writing.ts';

const LF = 10;
const CR = 13;
const START_BYTES = 4 * 1024;

/** The header of a part: the source's own bytes with names appended before its line end (LF where it had none). */
function partHeader(header: Uint8Array, names: readonly string[], delimiter: string): Uint8Array {
  let content = header.length;
  if (header[content - 1] === LF) content -= header[content - 2] === CR ? 2 : 1;
  const end = content === header.length ? Buffer.from('\n') : header.subarray(content);
  const appended = names.map((name) => delimiter + name).join('');
  return Buffer.concat([header.subarray(0, content), Buffer.from(appended), end]);
}

/** The growing outputs of the chunk at hand, in the arena, and the number of the record at hand as text. */
export class ChunkOutputs {
  readonly migrated: Region;
  readonly already: Region;
  readonly held: Region;
  readonly aliases: Region;
  readonly rejectedBytes: Region;
  readonly rejectedRows: Region;
  readonly keys: Region;
  /** Room for bytes that are needed only for a moment. */
  readonly scratch: Region;
  readonly counts = { migrated: 0, already: 0, held: 0, rejected: 0 };
  /** Records so far by tally row, for those that are not counted where they are decided. */
  readonly tallies = new Map<string, number>();
  number = 0;
  readonly #arena: Arena;
  readonly #source: FrozenSource;
  readonly #headers: { migrated: Uint8Array; already: Uint8Array; held: Uint8Array };

  constructor(arena: Arena, setting: RemapSetting) {
    const { profile, source, headerBytes } = setting;
    this.#arena = arena;
    this.#source = source;
    // NDJSON has no header line: its parts start with the source's BOM, if it has one.
    const header = (names: readonly string[]) =>
      profile.format === 'csv' ? partHeader(headerBytes, names, profile.delimiter) : headerBytes;
    this.#headers = { migrated: header(STAMP_COLUMNS), held: header(HELD_COLUMNS), already: header([]) };
    const region = () => new Region(arena, START_BYTES);
    this.migrated = region();
    this.already = region();
    this.held = region();
    this.aliases = region();
    this.rejectedBytes = region();
    this.rejectedRows = region();
    this.keys = region();
    this.scratch = region();
  }

  begin(range: ChunkRange): void {
    for (const region of [
      this.migrated,
      this.already,
      this.held,
      this.aliases,
      this.rejectedBytes,
      this.rejectedRows,
      this.keys,
    ])
      region.clear();
    // Typical sizes; what needs more moves once or twice, the next chunk of this size not at all.
    const bytes = range.end - range.start;
    this.migrated.expect(Math.ceil(bytes * 1.2) + range.records * 200);
    this.aliases.expect(range.records * 256);
    this.keys.expect(range.records * 12);
    this.migrated.append(this.#headers.migrated);
    this.already.append(this.#headers.already);
    this.held.append(this.#headers.held);
    this.aliases.append(Buffer.from(ALIAS_HEADER));
    this.counts.migrated = this.counts.already = this.counts.held = this.counts.rejected = 0;
    this.tallies.clear();
    this.number = range.firstNumber - 1;
  }

  /** Takes up what was left; follows `begin`. */
  restore({ number, counts, tallies, regions }: ChunkState): void {
    for (const name of REGIONS) {
      this[name].clear();
      this[name].append(regions[name]);
    }
    Object.assign(this.counts, counts);
    for (const [row, records] of Object.entries(tallies)) this.tallies.set(row, records);
    this.number = number;
  }

  /** What is there. The regions are views, valid until the next chunk. */
  state(at: number, blanks: number, cut: boolean): ChunkState {
    const regions = Object.fromEntries(REGIONS.map((name) => [name, this[name].view()])) as Record<
      RegionName,
      Uint8Array
    >;
    const { number, counts, tallies } = this;
    return { at, number, blanks, cut, counts: { ...counts }, tallies: Object.fromEntries(tallies), regions };
  }

  /** Keeps a record that can't be read, byte for byte, with where it stood and why. */
  reject(start: number, end: number, offset: number, reason: string, column: string): void {
    const length = end - start;
    const sha256 = createHash('sha256').update(this.#arena.u8.subarray(start, end)).digest('hex');
    this.#arena.copy(this.rejectedBytes.room(length), start, length);
    this.rejectedBytes.length += length;
    const row = `${this.#source.source}:${this.number},${offset},${length},${sha256},${reason},${csvField(column, ',', '"')}\n`;
    this.rejectedRows.append(Buffer.from(row));
    this.counts.rejected += 1;
  }

  count(tally: string, records: number): void {
    this.tallies.set(tally, (this.tallies.get(tally) ?? 0) + records);
  }

  /** Notes the hash of a readable key whose bytes stand at `at`. */
  noteKey(at: number, bytes: number): void {
    const to = this.keys.room(12);
    this.#arena.hash(at, bytes, to);
    this.#arena.u32[(to + 8) >> 2] = this.number;
    this.keys.length += 12;
  }

  /** Notes a readable key that stands nowhere in the arena as it is to be hashed. */
  noteKeyText(key: string): void {
    const bytes = Buffer.from(key);
    const at = this.scratch.room(bytes.length);
    this.#arena.u8.set(bytes, at);
    this.noteKey(at, bytes.length);
  }

  /** Adds an alias row of the record at hand; `tail` is its end from `state` on. */
  addAlias(scheme: string, value: string, key: string, tail: string): void {
    const { source, system } = this.#source;
    const fields = [`${source}:${this.number}`, scheme, value, system, `${system}:${key}`];
    const row = `${fields.map((field) => csvField(field, ',', '"')).join(',')},${tail}`;
    this.aliases.append(Buffer.from(row));
  }

  /** The finished chunk. Throws if it does not hold what the freeze counted. */
  finish(range: ChunkRange, blanks: number): ChunkOutput {
    const { counts } = this;
    const records = counts.migrated + counts.already + counts.held + counts.rejected;
    if (records !== range.records || blanks !== range.blanks) throw sourceChanged(this.#source, range);
    const rows = [...this.tallies].map(([row, number]) => `${row},${number}\n`);
    rows.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return {
      counts: { ...counts },
      parts: {
        ...(counts.migrated > 0 ? { migrated: this.migrated.view() } : {}),
        ...(counts.already > 0 ? { already: this.already.view() } : {}),
        ...(counts.held > 0 ? { held: this.held.view() } : {}),
        ...(this.aliases.length > ALIAS_HEADER.length ? { aliases: this.aliases.view() } : {}),
        ...(counts.rejected > 0
          ? { rejectedBytes: this.rejectedBytes.view(), rejectedRows: this.rejectedRows.view() }
          : {}),
      },
      tallies: Buffer.from(rows.join('')),
      keys: this.keys.view(),
    };
  }
}

export function sourceChanged(source: FrozenSource, range: ChunkRange): ThongSuotError {
  return new ThongSuotError(
    'source-changed',
    'source',
    `${source.file}: chunk ${range.chunk} no longer holds the records that were frozen; restore the file, or start a new batch under another name`,
    { file: source.file, chunk: range.chunk },
  );
}
