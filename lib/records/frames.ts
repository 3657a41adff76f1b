import { type Arena, Region } from './arena.ts';
import type { FrameFormat } from './format.ts';

/** What `Frames.next` found. `MORE`: the bytes at hand end before it can be told. */
export const END = 0;
export const RECORD = 1;
export const BLANK = 2;
export const OPEN_QUOTE = 3;
export const TOO_LONG = 4;
export const RAGGED = 5;
export const MORE = 6;

/** The reason for which a piece that is no whole record is rejected. */
export const FRAMING_REASONS: Readonly<Record<number, string>> = {
  [OPEN_QUOTE]: 'open-quote',
  [TOO_LONG]: 'record-too-long',
  [RAGGED]: 'ragged',
};

const LF = 10;
const CR = 13;
const PAST_ALL = 0x7fffffff;
/** Why `walk` stopped (arena.wat); anything else is a field that starts with a quote. */
const CLOSED = 0;
const STOPPED = 2;

/**
 * Cuts bytes into records by docs/rules.md section 1. The bytes lie in an arena; one pass finds every structural byte
 * (delimiter, quote, LF), then `next` walks from one to the next. All positions are arena addresses.
 */
export class Frames {
  /** The record found last: its first byte, the end of its content, and the end with its line end. */
  start = 0;
  contentEnd = 0;
  end = 0;
  /** Number of fields (CSV records only). */
  fields = 0;
  /** How many of them have their bounds kept. */
  readonly kept: number;

  readonly #arena: Arena;
  readonly #format: FrameFormat;
  /** The quote byte, or -1: a NUL byte is not a quote. */
  readonly #quote: number;
  /** Fields that a record must have; 0 while it is not known (header) or does not matter. */
  readonly #wanted: number;
  readonly #positions: Region;
  /** Address of the fields' bounds, two i32 each; and of what `walk` leaves. */
  readonly #bounds: number;
  readonly #state: number;
  #available = 0;
  #final = false;
  /** Index of the next structural position. */
  #next = 0;

  constructor(arena: Arena, format: FrameFormat, wanted: number) {
    this.#arena = arena;
    this.#format = format;
    this.#quote = format.quote === 0 ? -1 : format.quote;
    this.#wanted = wanted;
    this.kept = wanted > 0 ? wanted : 16_384;
    this.#bounds = arena.reserve(this.kept * 8);
    this.#state = arena.reserve(16);
    this.#positions = new Region(arena, 4096);
  }

  /** Address of a field's first byte, its quote included. */
  fieldStart(field: number): number {
    return this.#arena.i32[(this.#bounds >> 2) + field * 2] as number;
  }

  /** Address past a field's last byte, its quote included. */
  fieldEnd(field: number): number {
    return this.#arena.i32[(this.#bounds >> 2) + field * 2 + 1] as number;
  }

  /** Starts on [from, to). `final`: the source ends at `to`. */
  open(from: number, to: number, final: boolean): void {
    const { delimiter, format } = this.#format;
    const quote = this.#quote;
    this.#positions.clear();
    const out = this.#positions.room((to - from + 1) * 4);
    const first = format === 'csv' ? delimiter : LF;
    const second = format === 'csv' && quote >= 0 ? quote : first;
    const count = this.#arena.index(from, to, out, first, second);
    this.#arena.i32[(out >> 2) + count] = PAST_ALL;
    this.#next = out >> 2;
    this.#available = to;
    this.#final = final;
    this.end = from;
  }

  /** Finds the next record or blank line from `end` on. After `MORE`, `start` is where the rest begins. */
  next(): number {
    return this.#format.format === 'csv' ? this.#nextCsv() : this.#nextLine();
  }

  #nextLine(): number {
    const { u8, i32 } = this.#arena;
    const start = this.end;
    const available = this.#available;
    this.start = start;
    if (start >= available) return this.#final ? END : MORE;
    const stop = Math.min(available, start + this.#format.maxRecordBytes);
    const at = i32[this.#next] as number;
    if (at >= stop) {
      if (stop < available) return this.#cut(stop);
      if (!this.#final) return MORE;
      this.contentEnd = this.end = available;
      return RECORD;
    }
    this.#next += 1;
    this.end = at + 1;
    this.contentEnd = at > start && u8[at - 1] === CR ? at - 1 : at;
    return this.contentEnd === start ? BLANK : RECORD;
  }

  #nextCsv(): number {
    const { u8, i32 } = this.#arena;
    const { delimiter } = this.#format;
    const quote = this.#quote;
    const start = this.end;
    const available = this.#available;
    this.start = start;
    if (start >= available) return this.#final ? END : MORE;
    const firstIndex = this.#next;
    if (u8[start] === LF) return this.#blank(start + 1);
    if (u8[start] === CR) {
      if (start + 1 < available) {
        if (u8[start + 1] === LF) return this.#blank(start + 2);
      } else if (!this.#final) return MORE;
    }
    const stop = Math.min(available, start + this.#format.maxRecordBytes);
    const { walk } = this.#arena;
    const bounds = this.#bounds;
    const state = this.#state;
    const { kept } = this;
    let k = firstIndex;
    let field = start;
    let fields = 0;
    let holdsLf = false;
    for (;;) {
      // Unquoted fields, as many as there are.
      const walked = walk(k << 2, field, stop, bounds + fields * 8, kept - fields, delimiter, quote, state);
      fields += walked & 0xfffffff;
      k = (i32[state >> 2] as number) >> 2;
      field = i32[(state >> 2) + 1] as number;
      if (walked >>> 28 === CLOSED) {
        const lf = i32[(state >> 2) + 2] as number;
        const contentEnd = lf > field && u8[lf - 1] === CR ? lf - 1 : lf;
        if (fields <= kept) i32[(bounds >> 2) + fields * 2 - 1] = contentEnd;
        return this.#finish(fields, holdsLf, contentEnd, lf + 1, k, stop, firstIndex);
      }
      if (walked >>> 28 === STOPPED) {
        if (stop < available) return holdsLf ? this.#openQuote(stop, firstIndex) : this.#cut(stop);
        if (!this.#final) return MORE;
        this.#note(fields, field, stop);
        return this.#finish(fields + 1, holdsLf, stop, stop, k, stop, firstIndex);
      }
      // More fields than there may be, over several lines: whatever follows, its first line is an open quote.
      // (Without this a hostile file is read to the limit again for each of its lines.)
      if (holdsLf && this.#wanted !== 0 && fields > this.#wanted) return this.#openQuote(stop, firstIndex);
      // One quoted field.
      k += 1; // the opening quote
      let at = i32[k] as number;
      for (;;) {
        if (at >= stop) return this.#unclosed(stop, firstIndex);
        const byte = u8[at];
        if (byte === quote) {
          if (at + 1 < stop && u8[at + 1] === quote) k += 1;
          else break;
        } else if (byte === LF) holdsLf = true;
        k += 1;
        at = i32[k] as number;
      }
      k += 1;
      const fieldStop = at + 1;
      this.#note(fields, field, fieldStop);
      fields += 1;
      if (fieldStop >= stop) {
        if (stop < available) return this.#openQuote(stop, firstIndex);
        if (!this.#final) return MORE;
        return this.#finish(fields, holdsLf, fieldStop, stop, k, stop, firstIndex);
      }
      let closer = fieldStop;
      if (u8[closer] === CR) {
        if (closer + 1 >= stop) {
          if (stop === available && !this.#final) return MORE;
          return this.#openQuote(stop, firstIndex);
        }
        if (u8[closer + 1] !== LF) return this.#openQuote(stop, firstIndex);
        closer += 1;
      } else if (u8[closer] !== delimiter && u8[closer] !== LF) return this.#openQuote(stop, firstIndex);
      k += 1;
      if (u8[closer] !== delimiter)
        return this.#finish(fields, holdsLf, fieldStop, closer + 1, k, stop, firstIndex);
      field = closer + 1;
    }
  }

  #note(field: number, start: number, end: number): void {
    if (field >= this.kept) return;
    const at = (this.#bounds >> 2) + field * 2;
    this.#arena.i32[at] = start;
    this.#arena.i32[at + 1] = end;
  }

  /** A record that ended well; whether it has the right number of fields is all that is left to ask. */
  #finish(
    fields: number,
    holdsLf: boolean,
    contentEnd: number,
    end: number,
    next: number,
    stop: number,
    firstIndex: number,
  ): number {
    const wrong = this.#wanted !== 0 && fields !== this.#wanted;
    if (holdsLf && wrong) return this.#openQuote(stop, firstIndex);
    this.#next = next;
    this.fields = fields;
    this.contentEnd = contentEnd;
    this.end = end;
    return wrong ? RAGGED : RECORD;
  }

  #blank(end: number): number {
    this.#next += 1;
    this.contentEnd = this.start;
    this.end = end;
    return BLANK;
  }

  #unclosed(stop: number, firstIndex: number): number {
    return stop === this.#available && !this.#final ? MORE : this.#openQuote(stop, firstIndex);
  }

  /** The first line alone; without a line end in reach, the rest of the source or a cut piece. */
  #openQuote(stop: number, firstIndex: number): number {
    const { u8, i32 } = this.#arena;
    for (let k = firstIndex; (i32[k] as number) < stop; k++) {
      const at = i32[k] as number;
      if (u8[at] !== LF) continue;
      this.#next = k + 1;
      this.end = at + 1;
      this.contentEnd = at > this.start && u8[at - 1] === CR ? at - 1 : at;
      return OPEN_QUOTE;
    }
    if (stop < this.#available) return this.#cut(stop);
    if (!this.#final) return MORE;
    this.contentEnd = this.end = stop;
    this.#skipTo(stop);
    return OPEN_QUOTE;
  }

  /** A record past the limit: exactly the limit's bytes are taken. */
  #cut(stop: number): number {
    this.contentEnd = this.end = stop;
    this.#skipTo(stop);
    return TOO_LONG;
  }

  #skipTo(address: number): void {
    while ((this.#arena.i32[this.#next] as number) < address) this.#next += 1;
  }
}
