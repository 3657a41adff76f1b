import { createHash } from 'node:crypto';
import { ALIAS_COLUMNS, type FrozenSource } from '../../formats/frozen.ts';
import { HELD_COLUMNS, STAMP_COLUMNS } from '../../formats/vintages.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { FrameFormat } from '../framing/format.ts';
import { Framer } from '../framing/framer.ts';
import { Window } from '../framing/window.ts';
import type { Output } from '../outputs.ts';
import { AliasRows } from './alias-rows.ts';
import { OutputRows, type PartOutcome } from './output-rows.ts';
import type { PartitionSheets } from './partition-sheets.ts';
import type { PassThrough } from './pass-through.ts';
import { newAppended, type RowReader } from './row-reader.ts';

const aliasFormat: FrameFormat = {
  format: 'csv',
  delimiter: 0x2c,
  quote: 0x22,
  maxRecordBytes: 64 * 1024 * 1024,
};
const aliasHeader = Buffer.from(`${ALIAS_COLUMNS.join(',')}\n`);

/** Reads the output parts of one source: rows into sheets, each part's digest on the way. */
export class OutputParts {
  /** BOM and header of the source, as they stand there. */
  sourceHeader: Buffer = Buffer.alloc(0);
  /** Of rows as the source has them. */
  reader: RowReader;
  private readonly source: FrozenSource;
  private readonly format: FrameFormat;
  private readonly out: ObjectStore;
  private readonly passThrough: PassThrough;
  private readonly taken: Map<string, Output>;

  constructor(options: {
    source: FrozenSource;
    format: FrameFormat;
    out: ObjectStore;
    passThrough: PassThrough;
    reader: RowReader;
    /** Digests of the parts that were read are added here. */
    taken: Map<string, Output>;
  }) {
    this.source = options.source;
    this.format = options.format;
    this.out = options.out;
    this.passThrough = options.passThrough;
    this.reader = options.reader;
    this.taken = options.taken;
  }

  private expectedHeader(outcome: PartOutcome): Buffer {
    const { sourceHeader: headerBytes, format } = this;
    if (format.format === 'ndjson') return headerBytes;
    const lineEnd = /\r?\n$/.exec(headerBytes.toString('latin1'))?.[0] ?? '';
    const names = outcome === 'already' ? [] : outcome === 'held' ? HELD_COLUMNS : STAMP_COLUMNS;
    const delimiter = String.fromCharCode(format.delimiter);
    return Buffer.concat([
      headerBytes.subarray(0, headerBytes.length - lineEnd.length),
      Buffer.from(names.map((name) => delimiter + name).join('') + (lineEnd === '' ? '\n' : lineEnd)),
    ]);
  }

  /** Reads one part into the sheets of its partition. */
  async read(
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
              this.reader,
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
