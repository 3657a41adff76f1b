import type { Arena } from './arena.ts';
import { canonicalKey } from './canonical-key.ts';
import type { ChunkOutputs } from './chunk-outputs.ts';
import type { DecimalCounter } from './decimal-counter.ts';
import type { Frames } from './frames.ts';
import { numberColumns, unquote } from './layout.ts';
import type { RemapSetting } from './remap-chunk.ts';
import { aliasEnd } from './writing.ts';

/** Bytes that a plain value does not hold: they would need quoting in the alias table, or escaping in a canonical id. */
const SPECIAL = new Uint8Array(256);
for (const byte of Buffer.from(',"\r\n%|#')) SPECIAL[byte] = 1;

interface Constant {
  readonly at: number;
  readonly bytes: number;
}

/** Writes the alias rows of the record at hand (docs/rules.md section 7, *Aliases*) and notes its key. */
export class CsvAliases {
  readonly #arena: Arena;
  readonly #frames: Frames;
  readonly #outputs: ChunkOutputs;
  readonly #number: DecimalCounter;
  readonly #columns: ReadonlyArray<{ index: number; scheme: string; middle: Constant }>;
  readonly #keyColumns: readonly number[];
  readonly #source: RemapSetting['source'];
  readonly #quote: string;
  /** `SOURCE:`, then after the value `,SYSTEM,SYSTEM:`, then after the key a comma. */
  readonly #recordPrefix: Constant;
  readonly #between: Constant;

  constructor(
    arena: Arena,
    frames: Frames,
    outputs: ChunkOutputs,
    number: DecimalCounter,
    setting: RemapSetting,
  ) {
    const { profile, source } = setting;
    this.#arena = arena;
    this.#frames = frames;
    this.#outputs = outputs;
    this.#number = number;
    this.#source = source;
    this.#quote = profile.quote === 'none' ? '' : profile.quote;
    this.#keyColumns = profile.key.map((name) => source.header.indexOf(name));
    this.#recordPrefix = this.#constant(`${source.source}:`);
    this.#between = this.#constant(`,${source.system},${source.system}:`);
    this.#columns = numberColumns(profile)
      .map(({ name, scheme }) => ({
        index: source.header.indexOf(name),
        scheme,
        middle: this.#constant(`,${scheme},`),
      }))
      .filter(({ index }) => index >= 0)
      .sort((a, b) => a.index - b.index);
  }

  /** One row for every number of the record; `tail` is the row's end from `state` on, `bytes` long at an arena address. */
  add(tail: number, tailBytes: number): void {
    const key = this.#keyColumns.length === 1 ? (this.#keyColumns[0] as number) : -1;
    if (key < 0 || !this.#isPlain(key)) {
      this.#addSlowly(this.#text(tail, tailBytes), () => true);
      return;
    }
    const frames = this.#frames;
    const keyAt = frames.fieldStart(key);
    const keyBytes = frames.fieldEnd(key) - keyAt;
    if (keyBytes > 0) this.#outputs.noteKey(keyAt, keyBytes);
    const region = this.#outputs.aliases;
    for (const column of this.#columns) {
      const at = frames.fieldStart(column.index);
      const bytes = frames.fieldEnd(column.index) - at;
      if (bytes === 0) continue;
      if (column.index !== key && !this.#isPlain(column.index)) {
        this.#addRow(column, this.#text(tail, tailBytes), () => true);
        continue;
      }
      const fixed =
        this.#recordPrefix.bytes + this.#number.length + column.middle.bytes + this.#between.bytes + 1;
      const begin = region.room(fixed + bytes + keyBytes + tailBytes);
      const { copy, u8 } = this.#arena;
      let to = begin;
      copy(to, this.#recordPrefix.at, this.#recordPrefix.bytes);
      to += this.#recordPrefix.bytes;
      copy(to, this.#number.at, this.#number.length);
      to += this.#number.length;
      copy(to, column.middle.at, column.middle.bytes);
      to += column.middle.bytes;
      copy(to, at, bytes);
      to += bytes;
      copy(to, this.#between.at, this.#between.bytes);
      to += this.#between.bytes;
      copy(to, keyAt, keyBytes);
      to += keyBytes;
      u8[to++] = 0x2c;
      copy(to, tail, tailBytes);
      region.length += to + tailBytes - begin;
    }
  }

  /** For a rejected record whose fields can be told: the numbers in the fields that are whole. */
  addReadable(isWhole: (index: number) => boolean): void {
    this.#addSlowly(aliasEnd('rejected', '', [], this.#source), isWhole);
  }

  #addSlowly(tail: string, isWhole: (index: number) => boolean): void {
    const values = this.#keyValues(isWhole);
    if (values.every((value) => value !== '')) this.#outputs.noteKeyText(canonicalKey(values));
    for (const column of this.#columns) if (isWhole(column.index)) this.#addRow(column, tail, isWhole);
  }

  #addRow(
    column: { index: number; scheme: string },
    tail: string,
    isWhole: (index: number) => boolean,
  ): void {
    const value = this.#value(column.index);
    if (value === '') return;
    this.#outputs.addAlias(column.scheme, value, canonicalKey(this.#keyValues(isWhole)), tail);
  }

  /** The key's values; blank for a column that is absent or not whole. */
  #keyValues(isWhole: (index: number) => boolean): string[] {
    return this.#keyColumns.map((index) => (index >= 0 && isWhole(index) ? this.#value(index) : ''));
  }

  #isPlain(index: number): boolean {
    const { u8 } = this.#arena;
    const end = this.#frames.fieldEnd(index);
    for (let at = this.#frames.fieldStart(index); at < end; at++)
      if (SPECIAL[u8[at] as number] === 1) return false;
    return true;
  }

  #value(index: number): string {
    const start = this.#frames.fieldStart(index);
    return unquote(this.#text(start, this.#frames.fieldEnd(index) - start), this.#quote);
  }

  #text(at: number, bytes: number): string {
    return Buffer.from(this.#arena.u8.buffer as ArrayBuffer, at, bytes).toString('utf8');
  }

  #constant(text: string): Constant {
    const bytes = Buffer.from(text);
    const at = this.#arena.reserve(bytes.length);
    this.#arena.u8.set(bytes, at);
    return { at, bytes: bytes.length };
  }
}
