import { createHash } from 'node:crypto';
import { ALIAS_COLUMNS, type ChunkRange, type FrozenSource } from '../../formats/frozen.ts';
import type { Profile } from '../../formats/profile.ts';
import { HELD_COLUMNS, STAMP_COLUMNS } from '../../formats/vintages.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Scratch } from '../../ports/scratch.ts';
import { type FrameFormat, frameFormatOf } from '../framing/format.ts';
import { Framer } from '../framing/framer.ts';
import { Window } from '../framing/window.ts';
import type { Output } from '../outputs.ts';
import { AliasRows } from './alias-rows.ts';
import { CsvReader } from './csv-reader.ts';
import { type Layout, layoutOf } from './layout.ts';
import { NdjsonReader } from './ndjson-reader.ts';
import { OutputRows, type PartOutcome } from './output-rows.ts';
import { PartitionSheets, type SheetName } from './partition-sheets.ts';
import { PassThrough } from './pass-through.ts';
import { newAppended, type RowReader } from './row-reader.ts';
import type { SheetFile } from './sheet.ts';
import type { SourceFiles } from './source-files.ts';
import { writeSourceRow } from './source-rows.ts';

const aliasFormat: FrameFormat = {
  format: 'csv',
  delimiter: 0x2c,
  quote: 0x22,
  maxRecordBytes: 64 * 1024 * 1024,
};
const aliasHeader = Buffer.from(`${ALIAS_COLUMNS.join(',')}\n`);
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
}

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
  private outputReader: RowReader;
  private readonly passThrough: PassThrough;
  private readonly scratch: Scratch;
  private readonly out: ObjectStore;
  private readonly files: SourceFiles | undefined;
  private readonly taken: Map<string, Output>;
  private readonly window: Window;
  private readonly framer: Framer;
  private headerBytes: Buffer = Buffer.alloc(0);
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
  }) {
    const { source, profile, chunks } = options;
    this.source = source;
    this.chunks = chunks;
    this.scratch = options.scratch;
    this.out = options.out;
    this.files = options.outputs;
    this.taken = options.taken;
    this.format = frameFormatOf(profile);
    this.layout = layoutOf(profile, source);
    this.reader = this.newReader(false);
    this.outputReader = this.newReader(false);
    this.passThrough = new PassThrough(this.layout.rewritten);
    this.whole = !options.sampled;
    this.seenBytes = options.size;
    const end = options.sampled ? Math.min(options.size, chunks.at(-1)?.end ?? 0) : options.size;
    this.window = new Window(options.files, source.file, 0, end, (bytes) => {
      if (this.whole) this.digest.update(bytes);
      if (bytes.length > 0) this.lastByte = bytes[bytes.length - 1]!;
    });
    this.framer = new Framer(this.window, this.format);
  }

  /** `stamped`: the header's last four columns are the stamp (CSV; an NDJSON record tells of itself). */
  private newReader(stamped: boolean): RowReader {
    return this.format.format === 'csv'
      ? new CsvReader(this.layout, this.source.header, stamped, this.format.quote)
      : new NdjsonReader(this.layout);
  }

  /** Reads BOM, blank lines and header, and checks them against the freeze. */
  async begin(): Promise<void> {
    const { window, framer, source } = this;
    await window.fill(3);
    const hasBom = window.available >= 3 && window.bytes.subarray(window.from, window.from + 3).equals(bom);
    if (hasBom) window.advance(3);
    const lead = hasBom ? bom : Buffer.alloc(0);
    this.headerBytes = lead;
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
      this.headerBytes = Buffer.concat([lead, raw]);
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
      this.outputReader = this.newReader(stamped);
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

  /** Reads the records that start in the chunks `[from, to)` and those chunks' parts. */
  async readPartition(
    name: string,
    from: number,
    to: number,
    onBytes: (bytes: number) => void,
  ): Promise<Partition> {
    const sheets = new PartitionSheets(this.scratch, name, this.layout);
    const firstNumber = from === 0 ? 0 : this.records + 1;
    const last = to >= this.chunks.length;
    await this.readRecords(sheets, last ? Number.POSITIVE_INFINITY : this.chunks[to - 1]!.end, onBytes);
    const lastNumber = last ? Number.MAX_SAFE_INTEGER : this.records;
    let part = 0;
    for (const { chunk } of this.chunks.slice(from, to))
      for (const file of this.files?.parts.get(chunk) ?? []) {
        part++;
        await this.readPart(sheets, part, chunk, file.outcome, file.path);
      }
    return { sheets: sheets.close(), firstNumber, lastNumber };
  }

  private async readRecords(
    sheets: PartitionSheets,
    end: number,
    onBytes: (bytes: number) => void,
  ): Promise<void> {
    const { framer, window, layout, reader, passThrough } = this;
    const at = { number: 0, chunk: 0, offset: 0 };
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
      at.number = this.records;
      at.chunk = this.chunks[this.chunkAt]?.chunk ?? 0;
      at.offset = offset;
      writeSourceRow(sheets, layout, reader, passThrough, window.bytes, frame, at);
    }
    onBytes(window.offset - reported);
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
    if (this.chunkAt > 0 && offset !== chunk.start)
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

  private expectedHeader(outcome: PartOutcome): Buffer {
    const { headerBytes, format } = this;
    if (format.format === 'ndjson') return headerBytes;
    const lineEnd = /\r?\n$/.exec(headerBytes.toString('latin1'))?.[0] ?? '';
    const names = outcome === 'already' ? [] : outcome === 'held' ? HELD_COLUMNS : STAMP_COLUMNS;
    const delimiter = String.fromCharCode(format.delimiter);
    return Buffer.concat([
      headerBytes.subarray(0, headerBytes.length - lineEnd.length),
      Buffer.from(names.map((name) => delimiter + name).join('') + (lineEnd === '' ? '\n' : lineEnd)),
    ]);
  }

  private async readPart(
    sheets: PartitionSheets,
    part: number,
    chunk: number,
    outcome: PartOutcome | 'alias',
    path: string,
  ): Promise<void> {
    const size = (await this.out.size(path)) ?? 0;
    const header = outcome === 'alias' ? aliasHeader : this.expectedHeader(outcome);
    const digest = createHash('sha256');
    const window = new Window(this.out, path, 0, size, (bytes) => digest.update(bytes));
    try {
      await window.fill(header.length);
      const seen = window.bytes.subarray(
        window.from,
        window.from + Math.min(header.length, window.available),
      );
      const headerEqual = seen.equals(header);
      const format =
        outcome === 'alias'
          ? aliasFormat
          : { ...this.format, maxRecordBytes: this.format.maxRecordBytes * 4 + 1024 * 1024 };
      const framer = new Framer(window, format);
      if (headerEqual) window.advance(header.length);
      else if (format.format === 'csv') await skipHeader(framer);
      framer.fields =
        outcome === 'alias'
          ? ALIAS_COLUMNS.length
          : this.source.header.length + (outcome === 'already' ? 0 : 4);
      const rows =
        outcome === 'alias'
          ? new AliasRows(sheets, this.source.source)
          : new OutputRows(
              sheets,
              this.outputReader,
              this.passThrough,
              newAppended(),
              this.source.source,
              this.format.format,
            );
      const names = outcome === 'held' ? HELD_COLUMNS : outcome === 'migrated' ? STAMP_COLUMNS : [];
      let line = 0;
      let blanks = 0;
      for (;;) {
        const state = framer.next();
        if (state === 'end') break;
        if (state === 'more') {
          await framer.refill();
          continue;
        }
        if (framer.frame.kind === 'blank') {
          blanks++;
          continue;
        }
        line++;
        if (rows instanceof AliasRows) rows.write(window.bytes, framer.frame, part, line);
        else rows.write(window.bytes, framer.frame, part, line, names);
      }
      sheets.sheets.part
        .int(part)
        .text(path)
        .word(outcome)
        .int(chunk)
        .int(headerEqual ? 1 : 0)
        .int(blanks)
        .endRow();
      this.taken.set(path, { path, bytes: size, sha256: digest.digest('hex') });
    } finally {
      await window.close();
    }
  }

  /** Ends the pass over the source: its digest and how its last line ends. */
  async end(): Promise<void> {
    await this.window.close();
    this.endsAtLine = this.lastByte === 0x0a;
    this.seenSha256 = this.whole ? this.digest.digest('hex') : this.source.sha256;
    if (!this.whole) return;
    const left = this.chunks.slice(this.chunkAt + 1).find((chunk) => chunk.records > 0);
    if (left !== undefined)
      this.fault('chunk', `${this.source.source}:chunk:${left.chunk}`, 'the source ends before this chunk');
  }
}

async function skipHeader(framer: Framer): Promise<void> {
  for (;;) {
    const state = framer.next();
    if (state === 'more') {
      await framer.refill();
      continue;
    }
    return;
  }
}

export const PART_COLUMNS = {
  id: 'UINTEGER',
  path: 'VARCHAR',
  outcome: 'VARCHAR',
  chunk: 'UINTEGER',
  header_equal: 'BOOLEAN',
  blanks: 'UINTEGER',
} as const;
