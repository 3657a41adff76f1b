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

const LF = 10;
const CR = 13;
const PAST_ALL = 0x7fffffff;

/**
 * Cuts bytes into records by docs/rules.md section 1. The bytes lie in an arena; one pass finds every structural byte
 * (delimiter, quote, LF), then `next` walks from one to the next. All positions are arena addresses.
 */
export class Frames {
  /** The record found last: its first byte, the end of its content, and the end with its line end. */
  start = 0;
  contentEnd = 0;
  end = 0;
  /** Number of fields (CSV records only); bounds of each, with its quotes, for those that fit. */
  fields = 0;
  readonly fieldStart: Int32Array;
  readonly fieldEnd: Int32Array;

  readonly #arena: Arena;
  readonly #format: FrameFormat;
  /** The quote byte, or -1: a NUL byte is not a quote. */
  readonly #quote: number;
  /** Fields that a record must have; 0 while it is not known (header) or does not matter. */
  readonly #wanted: number;
  readonly #positions: Region;
  #available = 0;
  #final = false;
  /** Index of the next structural position. */
  #next = 0;

  constructor(arena: Arena, format: FrameFormat, wanted: number) {
    this.#arena = arena;
    this.#format = format;
    this.#quote = format.quote === 0 ? -1 : format.quote;
    this.#wanted = wanted;
    const kept = wanted > 0 ? wanted : 16_384;
    this.fieldStart = new Int32Array(kept);
    this.fieldEnd = new Int32Array(kept);
    this.#positions = new Region(arena, 4096);
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
    const { fieldStart, fieldEnd } = this;
    const kept = fieldStart.length;
    let k = firstIndex;
    let field = start;
    let fields = 0;
    let holdsLf = false;
    for (;;) {
      let fieldStop: number;
      let closer: number; // address of the byte after the field, or `stop` where the bytes end there
      if (field < stop && u8[field] === quote) {
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
        fieldStop = closer = at + 1;
        if (closer >= stop) {
          if (stop < available) return this.#openQuote(stop, firstIndex);
          if (!this.#final) return MORE;
        } else {
          const byte = u8[closer];
          if (byte === CR) {
            if (closer + 1 >= stop) {
              if (stop === available && !this.#final) return MORE;
              return this.#openQuote(stop, firstIndex);
            }
            if (u8[closer + 1] !== LF) return this.#openQuote(stop, firstIndex);
            closer += 1;
          } else if (byte !== delimiter && byte !== LF) return this.#openQuote(stop, firstIndex);
          k += 1;
        }
      } else {
        closer = i32[k] as number;
        while (closer < stop && u8[closer] === quote) {
          k += 1;
          closer = i32[k] as number;
        }
        if (closer >= stop) {
          if (stop < available) return holdsLf ? this.#openQuote(stop, firstIndex) : this.#cut(stop);
          if (!this.#final) return MORE;
          closer = fieldStop = stop;
        } else {
          k += 1;
          fieldStop = u8[closer] === LF && closer > field && u8[closer - 1] === CR ? closer - 1 : closer;
        }
      }
      if (fields < kept) {
        fieldStart[fields] = field;
        fieldEnd[fields] = fieldStop;
      }
      fields += 1;
      if (closer < stop && u8[closer] === delimiter) {
        field = closer + 1;
        continue;
      }
      if (holdsLf && this.#wanted !== 0 && fields !== this.#wanted) return this.#openQuote(stop, firstIndex);
      this.#next = k;
      this.fields = fields;
      this.contentEnd = fieldStop;
      this.end = closer < stop ? closer + 1 : stop;
      return this.#wanted !== 0 && fields !== this.#wanted ? RAGGED : RECORD;
    }
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
