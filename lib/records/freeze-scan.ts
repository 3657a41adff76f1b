import { isAscii, isUtf8 } from 'node:buffer';
import { ThongSuotError } from '../formats/errors.ts';
import type { ChunkRange } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import { Arena } from './arena.ts';
import { type FrameFormat, frameFormatOf } from './format.ts';
import { BLANK, END, Frames, MORE, RECORD } from './frames.ts';
import { checkHeader, unquote } from './layout.ts';

/** What one pass over a source finds: byte counts add up to the file, chunk bounds lie between records. */
export interface FreezeScan {
  readonly bomBytes: number;
  readonly headerOffset: number;
  readonly headerBytes: number;
  readonly header: string[];
  readonly stamped: boolean;
  readonly records: number;
  readonly recordBytes: number;
  readonly blanks: number;
  readonly blankBytes: number;
  readonly chunks: ChunkRange[];
}

const BOM = [0xef, 0xbb, 0xbf] as const;
const WINDOW_BYTES = 1024 * 1024;
/** From this many records that are not UTF-8, and more than half of those with any letter beyond ASCII, it is the file. */
const LEGACY_RECORDS = 20;

/**
 * One full pass over a source, piece by piece, in bounded memory: frames every record, counts, and cuts chunks at
 * record bounds of about `chunkBytes`. With `sample`, only the first so many records get into chunks.
 */
export class FreezeScanner {
  readonly #profile: Profile;
  readonly #format: FrameFormat;
  readonly #file: string;
  readonly #chunkBytes: number;
  readonly #sample: number;
  readonly #arena = new Arena();
  readonly #window: number;
  readonly #capacity: number;
  #frames: Frames;
  /** Bytes in the window, and where in the file its first byte stands. */
  #filled = 0;
  #offset = 0;
  #bomBytes: number | undefined;
  #headerSeen: boolean;
  #headerOffset = 0;
  #headerBytes = 0;
  #header: string[] = [];
  #stamped = false;
  #records = 0;
  #recordBytes = 0;
  #blanks = 0;
  #blankBytes = 0;
  readonly #chunks: ChunkRange[] = [];
  #chunkStart = 0;
  #chunkRecords = 0;
  #chunkBlanks = 0;
  #beyondAscii = 0;
  #notUtf8 = 0;

  constructor(profile: Profile, options: { chunkBytes: number; sample: number | null; file: string }) {
    this.#profile = profile;
    this.#format = frameFormatOf(profile);
    this.#file = options.file;
    this.#chunkBytes = options.chunkBytes;
    this.#sample = options.sample ?? Number.POSITIVE_INFINITY;
    this.#capacity = WINDOW_BYTES + this.#format.maxRecordBytes + 1;
    this.#window = this.#arena.reserve(this.#capacity);
    this.#headerSeen = this.#format.format === 'ndjson';
    this.#frames = new Frames(this.#arena, this.#format, 0);
  }

  /** Takes the next bytes of the file, in any pieces. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const taken = Math.min(bytes.length - at, this.#capacity - this.#filled);
      this.#arena.u8.set(bytes.subarray(at, at + taken), this.#window + this.#filled);
      this.#filled += taken;
      at += taken;
      // A full window only: what is judged must not depend on how the pieces were cut.
      if (this.#filled === this.#capacity) this.#scan(false);
    }
  }

  /** Ends the file. Throws `ThongSuotError` (source) where it can't be taken at all. */
  end(): FreezeScan {
    this.#scan(true);
    if (!this.#headerSeen)
      throw this.#fault(
        'no-header',
        'it has no header line; ask for an export with one, even if it has no records',
        {},
      );
    this.#closeChunk(this.#offset);
    this.#judgeEncoding();
    const bomBytes = this.#bomBytes ?? 0;
    const sum = bomBytes + this.#headerBytes + this.#recordBytes + this.#blankBytes;
    if (sum !== this.#offset + this.#filled)
      throw new RangeError(
        `${this.#file}: ${sum} bytes are accounted for, ${this.#offset + this.#filled} were read`,
      );
    return {
      bomBytes,
      headerOffset: this.#headerOffset,
      headerBytes: this.#headerBytes,
      header: this.#header,
      stamped: this.#stamped,
      records: this.#records,
      recordBytes: this.#recordBytes,
      blanks: this.#blanks,
      blankBytes: this.#blankBytes,
      chunks: this.#chunks,
    };
  }

  #scan(final: boolean): void {
    const from = this.#window;
    const to = from + this.#filled;
    let begin = from;
    if (this.#bomBytes === undefined) {
      this.#refuseUtf16(this.#arena.u8.subarray(from, to));
      this.#bomBytes = BOM.every(
        (byte, index) => this.#filled > index && this.#arena.u8[from + index] === byte,
      )
        ? 3
        : 0;
      begin += this.#bomBytes;
      this.#chunkStart = this.#bomBytes;
    }
    const framedFrom = begin;
    const recordsBefore = this.#records;
    let frames = this.#frames;
    frames.open(begin, to, final);
    for (;;) {
      const kind = frames.next();
      if (kind === END || kind === MORE) break;
      if (kind === BLANK) this.#takeBlank(frames);
      else if (this.#headerSeen) this.#takeRecord(frames);
      else {
        this.#takeHeader(frames, kind);
        begin = frames.end;
        this.#frames = frames = new Frames(this.#arena, this.#format, this.#header.length);
        frames.open(begin, to, final);
      }
    }
    const rest = frames.start;
    this.#countEncoding(framedFrom, rest, this.#records - recordsBefore);
    this.#arena.copy(from, rest, to - rest);
    this.#offset += rest - from;
    this.#filled = to - rest;
  }

  #takeBlank(frames: Frames): void {
    this.#blanks += 1;
    this.#blankBytes += frames.end - frames.start;
    if (this.#headerSeen && this.#records < this.#sample) this.#chunkBlanks += 1;
    else if (!this.#headerSeen) this.#chunkStart = this.#position(frames.end);
  }

  #takeRecord(frames: Frames): void {
    this.#recordBytes += frames.end - frames.start;
    if (this.#records >= this.#sample) return;
    if (this.#position(frames.start) - this.#chunkStart >= this.#chunkBytes)
      this.#closeChunk(this.#position(frames.start));
    this.#records += 1;
    this.#chunkRecords += 1;
    if (this.#records === this.#sample) this.#closeChunk(this.#position(frames.end));
  }

  #takeHeader(frames: Frames, kind: number): void {
    if (kind !== RECORD)
      throw this.#fault(
        'bad-header-line',
        'its header line has a quote that is not closed, or is longer than a record may be',
        {},
      );
    const quote = this.#profile.quote === 'none' ? '' : this.#profile.quote;
    const names: string[] = [];
    if (frames.fields > frames.kept)
      throw this.#fault(
        'bad-header-line',
        `its header has ${frames.fields} columns, more than ${frames.kept}`,
        {},
      );
    for (let index = 0; index < frames.fields; index++) {
      const raw = this.#arena.u8.subarray(frames.fieldStart(index), frames.fieldEnd(index));
      if (!isUtf8(raw)) throw this.#legacy();
      names.push(unquote(Buffer.from(raw).toString('utf8'), quote));
    }
    this.#stamped = checkHeader(names, this.#profile, this.#file);
    this.#header = names;
    this.#headerSeen = true;
    this.#headerOffset = this.#position(frames.start);
    this.#headerBytes = frames.end - frames.start;
    this.#chunkStart = this.#position(frames.end);
  }

  #closeChunk(end: number): void {
    if (this.#chunkRecords + this.#chunkBlanks === 0) return;
    this.#chunks.push({
      chunk: this.#chunks.length,
      start: this.#chunkStart,
      end,
      firstNumber: this.#records - this.#chunkRecords + 1,
      records: this.#chunkRecords,
      blanks: this.#chunkBlanks,
    });
    this.#chunkStart = end;
    this.#chunkRecords = 0;
    this.#chunkBlanks = 0;
  }

  #position(address: number): number {
    return this.#offset + (address - this.#window);
  }

  /** A window that is UTF-8 counts with all its records; only in others is each line looked at. */
  #countEncoding(from: number, to: number, records: number): void {
    const bytes = this.#arena.u8.subarray(from, to);
    if (isUtf8(bytes)) {
      if (!isAscii(bytes)) this.#beyondAscii += records;
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      const next = bytes.indexOf(10, at);
      const end = next < 0 ? bytes.length : next + 1;
      const line = bytes.subarray(at, end);
      if (!isAscii(line)) this.#beyondAscii += 1;
      if (!isUtf8(line)) this.#notUtf8 += 1;
      at = end;
    }
  }

  #judgeEncoding(): void {
    if (this.#notUtf8 >= LEGACY_RECORDS && this.#notUtf8 * 2 > this.#beyondAscii) throw this.#legacy();
  }

  #legacy(): ThongSuotError {
    return this.#fault(
      'legacy-encoding',
      'it is not UTF-8 but most likely a legacy Vietnamese encoding (TCVN3, VNI, VISCII or Windows-1258); export it as UTF-8',
      {},
    );
  }

  #refuseUtf16(bytes: Uint8Array): void {
    const bom =
      bytes.length >= 2 &&
      ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
    // Without a BOM: letters of ASCII leave every other byte NUL, all on the same side.
    const first = bytes.subarray(0, 4096);
    const zeros = [0, 0] as [number, number];
    first.forEach((byte, index) => {
      if (byte === 0) zeros[(index & 1) as 0 | 1] += 1;
    });
    const [more, less] = [Math.max(...zeros), Math.min(...zeros)];
    if (bom || (more * 5 > first.length && less * 4 < more))
      throw this.#fault('utf-16', 'it is UTF-16; export it as UTF-8 ("CSV UTF-8" in Excel)', {});
  }

  #fault(code: string, message: string, params: Record<string, string | number>): ThongSuotError {
    return new ThongSuotError(code, 'source', `${this.#file}: ${message}`, { file: this.#file, ...params });
  }
}
