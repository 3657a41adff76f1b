import { createHash } from 'node:crypto';
import type { ChunkRange, FrozenSource } from '../../formats/frozen.ts';
import type { Profile } from '../../formats/profile.ts';
import { STAMP_COLUMNS } from '../../formats/vintages.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Scratch } from '../../ports/scratch.ts';
import { type FrameFormat, frameFormatOf } from '../framing/format.ts';
import { Framer } from '../framing/framer.ts';
import { Window } from '../framing/window.ts';
import type { Output } from '../outputs.ts';
import { CsvReader } from './csv-reader.ts';
import { type Layout, layoutOf } from './layout.ts';
import { NdjsonReader } from './ndjson-reader.ts';
import { OutputParts } from './output-parts.ts';
import { PartitionSheets, type SheetName } from './partition-sheets.ts';
import { PassThrough } from './pass-through.ts';
import type { RowReader } from './row-reader.ts';
import type { SheetFile } from './sheet.ts';
import type { SourceFiles } from './source-files.ts';
import { writeSourceRow } from './source-rows.ts';
import { Span } from './span.ts';

const bom = Buffer.of(0xef, 0xbb, 0xbf);

export interface LayoutFault {
  readonly kind: 'file' | 'chunk' | 'mapping' | 'declared' | 'rejected-bytes' | 'tally';
  readonly key: string;
  readonly source: string;
  readonly detail: string;
}

/** What one partition left in scratch. */
export interface Partition {
  readonly sheets: Readonly<Record<SheetName, SheetFile>>;
  readonly firstNumber: number;
  readonly lastNumber: number;
  /** Of the source's bytes from this partition's first record to the next one's; blank in a pass over the whole. */
  readonly sha256: string;
}

/** Where a pass stands between two partitions: all that another process needs to go on from there. */
export interface SourceState {
  /** Where the next record or blank line starts. */
  readonly offset: number;
  readonly records: number;
  readonly blanks: number;
  /** The chunk at hand, its records so far, and whether anything of it was seen. */
  readonly chunkAt: number;
  readonly chunkRecords: number;
  readonly chunkOpen: boolean;
}

/**
 * `whole` reads sources and outputs in one pass; where a batch is checked in parts, `frame` takes every record's
 * bounds, all counts and digests, and `part` goes on from a state that it left.
 */
export type Pass = 'whole' | 'frame' | 'part';

/**
 * Reads one source from its first byte to its last, and beside each run of chunks the output parts that belong
 * to it, into sheets. Numbers, offsets and digests are its own; chunk bounds are taken from the freeze and checked.
 */
export class SourceRun {
  readonly layout: Layout;
  readonly faults: LayoutFault[] = [];
  records = 0;
  blanks = 0;
  seenBytes = 0;
  seenSha256 = '';
  endsAtLine = true;
  private readonly digest = createHash('sha256');
  private lastByte = 0x0a;
  private readonly source: FrozenSource;
  private readonly chunks: readonly ChunkRange[];
  private readonly format: FrameFormat;
  private reader: RowReader;
  private readonly passThrough: PassThrough;
  private readonly parts: OutputParts;
  private readonly scratch: Scratch;
  private readonly files: SourceFiles | undefined;
  private readonly inputs: ObjectStore;
  private readonly inputEnd: number;
  private readonly pass: Pass;
  private window: Window;
  private framer: Framer;
  private chunkAt = 0;
  private chunkRecords = 0;
  private chunkOpen = false;
  private pending = false;
  private readonly whole: boolean;

  constructor(options: {
    source: FrozenSource;
    profile: Profile;
    chunks: readonly ChunkRange[];
    files: ObjectStore;
    out: ObjectStore;
    outputs: SourceFiles | undefined;
    scratch: Scratch;
    size: number;
    sampled: boolean;
    /** Digests of the parts that were read are added here. */
    taken: Map<string, Output>;
    pass: Pass;
  }) {
    const { source, profile, chunks } = options;
    this.source = source;
    this.chunks = chunks;
    this.scratch = options.scratch;
    this.files = options.outputs;
    this.format = frameFormatOf(profile);
    this.layout = layoutOf(profile, source);
    this.reader = this.newReader(false);
    this.passThrough = new PassThrough(this.layout.rewritten);
    this.parts = new OutputParts({
      source,
      format: this.format,
      out: options.out,
      passThrough: this.passThrough,
      reader: this.newReader(false),
      taken: options.taken,
    });
    this.whole = !options.sampled;
    this.seenBytes = options.size;
    this.pass = options.pass;
    this.inputs = options.files;
    this.inputEnd = options.sampled ? Math.min(options.size, chunks.at(-1)?.end ?? 0) : options.size;
    this.window = this.windowFrom(0);
    this.framer = new Framer(this.window, this.format);
  }

  private windowFrom(offset: number): Window {
    return new Window(this.inputs, this.source.file, offset, this.inputEnd, (bytes) => {
      if (this.whole && this.pass !== 'part') this.digest.update(bytes);
      if (bytes.length > 0) this.lastByte = bytes[bytes.length - 1]!;
    });
  }

  /** Where this pass stands: after `begin`, and between partitions. */
  get state(): SourceState {
    const { records, blanks, chunkAt, chunkRecords, chunkOpen } = this;
    // A record that was looked at and left for the next partition is at hand still.
    const offset = this.pending ? this.window.offset : this.framer.nextOffset();
    return { offset, records, blanks, chunkAt, chunkRecords, chunkOpen };
  }

  /** After `begin`: goes on from where another pass stood. What that one found wrong so far is its to say. */
  async resume(state: SourceState): Promise<void> {
    const { fields } = this.framer;
    await this.window.close();
    this.window = this.windowFrom(state.offset);
    this.framer = new Framer(this.window, this.format);
    this.framer.fields = fields;
    this.pending = false;
    this.records = state.records;
    this.blanks = state.blanks;
    this.chunkAt = state.chunkAt;
    this.chunkRecords = state.chunkRecords;
    this.chunkOpen = state.chunkOpen;
  }

  /** `stamped`: the header's last four columns are the stamp (CSV; an NDJSON record tells of itself). */
  private newReader(stamped: boolean): RowReader {
    return this.format.format === 'csv'
      ? new CsvReader(this.layout, this.source.header, stamped, this.format.quote)
      : new NdjsonReader(this.layout);
  }

  /** Reads BOM, blank lines and header, and checks them against the freeze. */
  async begin(): Promise<void> {
    this.checkTiles();
    const { window, framer, source } = this;
    await window.fill(3);
    const hasBom = window.available >= 3 && window.bytes.subarray(window.from, window.from + 3).equals(bom);
    if (hasBom) window.advance(3);
    const lead = hasBom ? bom : Buffer.alloc(0);
    this.parts.sourceHeader = lead;
    if (this.format.format === 'ndjson') return;
    for (;;) {
      const state = framer.next();
      if (state === 'end') break;
      if (state === 'more') {
        await framer.refill();
        continue;
      }
      const { frame } = framer;
      if (frame.kind === 'blank') {
        this.blanks++;
        continue;
      }
      const raw = Buffer.from(window.bytes.subarray(frame.start, frame.end));
      this.parts.sourceHeader = Buffer.concat([lead, raw]);
      const names = this.namesOf(frame.kind === 'record' ? frame.fields : 0);
      if (names.length !== source.header.length || names.some((name, index) => name !== source.header[index]))
        this.fault('chunk', `${source.source}:header`, 'the source has another header than was frozen');
      const stamped = STAMP_COLUMNS.every((name, index) => names.at(index - STAMP_COLUMNS.length) === name);
      if (stamped !== source.stamped)
        this.fault(
          'chunk',
          `${source.source}:stamped`,
          `the source's header ${stamped ? 'ends' : 'does not end'} with the stamp's columns, batch.json says otherwise`,
        );
      this.reader = this.newReader(stamped);
      this.parts.reader = this.newReader(stamped);
      framer.fields = source.header.length;
      return;
    }
    this.fault('chunk', `${source.source}:header`, 'the source has no header');
  }

  private namesOf(fields: number): string[] {
    const { frame, window } = this.framer;
    const cells = new CsvReader(this.layout, [], false, this.format.quote);
    return Array.from({ length: fields }, (_, field) => {
      cells.decode(window.bytes, frame.starts[field]!, frame.ends[field]!);
      return Buffer.from(cells.value.subarray(cells.valueStart, cells.valueEnd)).toString('utf8');
    });
  }

  private fault(kind: LayoutFault['kind'], key: string, detail: string): void {
    this.faults.push({ kind, key, source: this.source.source, detail });
  }

  /** Whether the chunk ranges lie end to end, up to the end of the file; where they start is compared record by record. */
  private checkTiles(): void {
    const { source, chunks } = this;
    chunks.slice(1).forEach((chunk, index) => {
      const before = chunks[index]!;
      if (chunk.start !== before.end || chunk.firstNumber !== before.firstNumber + before.records)
        this.fault(
          'chunk',
          `${source.source}:tile:${chunk.chunk}`,
          `the chunk starts at byte ${chunk.start} with record ${chunk.firstNumber}, the one before ends at byte ${before.end} with record ${before.firstNumber + before.records - 1}`,
        );
    });
    const end = chunks.at(-1)?.end;
    // A file that is not as long as the frozen one is named by `sources-attested`.
    if (this.whole && end !== undefined && end !== source.bytes)
      this.fault(
        'chunk',
        `${source.source}:end`,
        `the last chunk ends at byte ${end}, the source at byte ${source.bytes}`,
      );
  }

  /** Frames the records that start in the chunks up to `to`, and reads nothing else. Gives the SHA-256 of their bytes. */
  framePartition(to: number, onBytes: (bytes: number) => void): Promise<string> {
    return this.walk(this.endOf(to), onBytes, () => undefined);
  }

  private endOf(to: number): number {
    return to >= this.chunks.length ? Number.POSITIVE_INFINITY : this.chunks[to - 1]!.end;
  }

  /** Reads the records that start in the chunks `[from, to)` and those chunks' parts. */
  async readPartition(
    name: string,
    from: number,
    to: number,
    onBytes: (bytes: number) => void,
  ): Promise<Partition> {
    const sheets = new PartitionSheets(this.scratch, name, this.layout);
    const firstNumber = from === 0 ? 0 : this.records + 1;
    const sha256 = await this.readRecords(sheets, this.endOf(to), onBytes);
    const lastNumber = to >= this.chunks.length ? Number.MAX_SAFE_INTEGER : this.records;
    let part = 0;
    for (const { chunk } of this.chunks.slice(from, to))
      for (const file of this.files?.parts.get(chunk) ?? []) {
        part++;
        await this.parts.read(sheets, part, chunk, file.outcome, file.path);
      }
    return { sheets: sheets.close(), firstNumber, lastNumber, sha256 };
  }

  private readRecords(
    sheets: PartitionSheets,
    end: number,
    onBytes: (bytes: number) => void,
  ): Promise<string> {
    const { layout, reader, passThrough, window, framer } = this;
    const at = { number: 0, chunk: 0, offset: 0 };
    return this.walk(end, onBytes, () => {
      at.number = this.records;
      at.chunk = this.chunks[this.chunkAt]?.chunk ?? 0;
      at.offset = window.offset;
      writeSourceRow(sheets, layout, reader, passThrough, window.bytes, framer.frame, at);
    });
  }

  /** Goes from record to record up to the first frame at `end` or behind it. */
  private async walk(end: number, onBytes: (bytes: number) => void, visit: () => void): Promise<string> {
    const { framer, window } = this;
    const span = this.pass === 'whole' ? undefined : new Span(window, this.state.offset);
    let reported = window.offset;
    for (;;) {
      const state = this.pending ? 'frame' : framer.next();
      this.pending = false;
      if (state === 'end') {
        this.closeChunk();
        break;
      }
      if (state === 'more') {
        onBytes(window.offset - reported);
        reported = window.offset;
        span?.take();
        await framer.refill();
        continue;
      }
      const { frame } = framer;
      const offset = window.offset;
      if (offset >= end) {
        this.pending = true;
        break;
      }
      this.enterChunk(offset);
      if (frame.kind === 'blank') {
        this.blanks++;
        continue;
      }
      this.records++;
      this.chunkRecords++;
      visit();
    }
    onBytes(window.offset - reported);
    return span?.end() ?? '';
  }

  /** Follows the freeze's chunk table and compares each chunk's first number and counts with what is there. */
  private enterChunk(offset: number): void {
    while (this.chunkAt + 1 < this.chunks.length && offset >= this.chunks[this.chunkAt]!.end) {
      this.closeChunk();
      this.chunkAt++;
    }
    if (this.chunkOpen) return;
    this.chunkOpen = true;
    const chunk = this.chunks[this.chunkAt];
    if (chunk === undefined) {
      this.fault('chunk', `${this.source.source}:chunks`, 'the chunk table is empty, the source is not');
      return;
    }
    if (offset !== chunk.start)
      this.fault(
        'chunk',
        `${this.source.source}:chunk:${chunk.chunk}`,
        'the chunk does not start at a record',
      );
    if (chunk.firstNumber !== this.records + 1)
      this.fault(
        'chunk',
        `${this.source.source}:first:${chunk.chunk}`,
        `the chunk's first record is ${this.records + 1}, frozen ${chunk.firstNumber}`,
      );
  }

  private closeChunk(): void {
    const chunk = this.chunks[this.chunkAt];
    if (chunk !== undefined && this.chunkOpen && chunk.records !== this.chunkRecords)
      this.fault(
        'chunk',
        `${this.source.source}:counts:${chunk.chunk}`,
        `the chunk holds ${this.chunkRecords} records, frozen ${chunk.records}`,
      );
    this.chunkRecords = 0;
    this.chunkOpen = false;
  }

  /** Gives the source up where it stands. */
  async close(): Promise<void> {
    await this.window.close();
  }

  /** Ends the pass over the source: its digest and how its last line ends. */
  async end(): Promise<void> {
    await this.close();
    this.endsAtLine = this.lastByte === 0x0a;
    this.seenSha256 = this.whole ? this.digest.digest('hex') : this.source.sha256;
    if (!this.whole) return;
    const left = this.chunks.slice(this.chunkAt + 1).find((chunk) => chunk.records > 0);
    if (left !== undefined)
      this.fault('chunk', `${this.source.source}:chunk:${left.chunk}`, 'the source ends before this chunk');
  }
}
