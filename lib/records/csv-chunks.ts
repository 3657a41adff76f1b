import { isUtf8 } from 'node:buffer';
import type { ChunkRange } from '../formats/frozen.ts';
import { type Arena, Region } from './arena.ts';
import { ChunkOutputs, sourceChanged } from './chunk-outputs.ts';
import { CsvAliases } from './csv-aliases.ts';
import { CsvDecisions, type Plan } from './csv-decisions.ts';
import { DecimalCounter } from './decimal-counter.ts';
import { frameFormatOf } from './format.ts';
import { BLANK, END, FRAMING_REASONS, Frames, RECORD, TOO_LONG } from './frames.ts';
import type { ChunkOutput, Interruption, Paused, RemapSetting } from './remap-chunk.ts';

/** Remaps chunks of a CSV source: scan once, decide each kind of record once, copy every other byte as it is. */
export class CsvChunks {
  readonly #source: RemapSetting['source'];
  readonly #arena: Arena;
  readonly #input: Region;
  readonly #frames: Frames;
  readonly #outputs: ChunkOutputs;
  readonly #decisions: CsvDecisions;
  readonly #aliases: CsvAliases;
  readonly #number: DecimalCounter;
  /** `,SOURCE:` with the source's delimiter, before the number in the appended `_record`. */
  readonly #recordPrefix: number;
  readonly #recordPrefixBytes: number;

  constructor(setting: RemapSetting, arena: Arena) {
    const { profile, source } = setting;
    this.#source = source;
    this.#arena = arena;
    this.#input = new Region(arena, 4096);
    this.#frames = new Frames(arena, frameFormatOf(profile), source.header.length);
    this.#outputs = new ChunkOutputs(arena, setting);
    this.#decisions = new CsvDecisions(arena, this.#frames, setting);
    this.#number = new DecimalCounter(arena);
    this.#aliases = new CsvAliases(arena, this.#frames, this.#outputs, this.#number, setting);
    const prefix = Buffer.from(`${profile.delimiter}${source.source}:`);
    this.#recordPrefix = arena.reserve(prefix.length);
    this.#recordPrefixBytes = prefix.length;
    arena.u8.set(prefix, this.#recordPrefix);
  }

  remapOrPause(bytes: Uint8Array, range: ChunkRange, { resume, pause }: Interruption): ChunkOutput | Paused {
    const frames = this.#frames;
    const outputs = this.#outputs;
    const decisions = this.#decisions;
    const aliases = this.#aliases;
    if (bytes.length !== range.end - range.start) throw sourceChanged(this.#source, range);
    this.#input.clear();
    this.#input.append(bytes);
    outputs.begin(range);
    decisions.begin();
    if (resume !== undefined) outputs.restore(resume);
    this.#number.set(outputs.number);
    let cut = resume?.cut ?? false;
    let allUtf8 = !cut && isUtf8(bytes);
    const from = this.#input.base;
    frames.open(from + (resume?.at ?? 0), from + bytes.length, true);
    let blanks = resume?.blanks ?? 0;
    for (let first = true; ; first = false) {
      // Between two records; one at least is done each time, so that whoever has no time left gets on nevertheless.
      if (!first && pause?.() === true) {
        decisions.countInto(outputs);
        return { paused: outputs.state(frames.end - this.#input.base, blanks, cut) };
      }
      const kind = frames.next();
      if (kind === END) break;
      if (kind === BLANK) {
        blanks += 1;
        continue;
      }
      outputs.number += 1;
      this.#number.increment();
      // A cut may go through a character: each half is broken where the whole chunk is not.
      if (kind === TOO_LONG) {
        cut = true;
        allUtf8 = false;
      }
      if (kind !== RECORD) {
        this.#reject(range, FRAMING_REASONS[kind] as string, '');
        outputs.count(decisions.unreadableTally(FRAMING_REASONS[kind] as string), 1);
        continue;
      }
      if (!allUtf8 && !isUtf8(this.#arena.u8.subarray(frames.start, frames.contentEnd))) {
        this.#rejectNotUtf8(range);
        continue;
      }
      const plan = decisions.decide();
      plan.records += 1;
      if (plan.outcome === 'rejected') {
        this.#reject(range, plan.reason, plan.column);
      } else if (plan.outcome === 'already') {
        this.#copyWhole();
      } else {
        this.#write(plan, plan.outcome === 'held' ? outputs.held : outputs.migrated);
        outputs.counts[plan.outcome] += 1;
      }
      aliases.add(decisions.texts.base + plan.aliasTail, plan.aliasTailBytes);
    }
    decisions.countInto(outputs);
    return outputs.finish(range, blanks);
  }

  #reject(range: ChunkRange, reason: string, column: string): void {
    const { start, end } = this.#frames;
    this.#outputs.reject(start, end, range.start + start - this.#input.base, reason, column);
  }

  /** A record with a byte that is no letter of any: its other fields are readable, its numbers too where they are whole. */
  #rejectNotUtf8(range: ChunkRange): void {
    const { fields } = this.#frames;
    const whole = (index: number) =>
      isUtf8(this.#arena.u8.subarray(this.#frames.fieldStart(index), this.#frames.fieldEnd(index)));
    let bad = 0;
    while (bad < fields - 1 && whole(bad)) bad += 1;
    this.#reject(range, 'bad-utf8', this.#source.header[bad] ?? '');
    this.#outputs.count(this.#decisions.notUtf8Tally(), 1);
    this.#aliases.addReadable(whole);
  }

  #copyWhole(): void {
    const { start, end } = this.#frames;
    const region = this.#outputs.already;
    this.#arena.copy(region.room(end - start), start, end - start);
    region.length += end - start;
    this.#outputs.counts.already += 1;
  }

  /** The record's own bytes, the plan's fields in their places, the appended fields, the record's own line end. */
  #write(plan: Plan, region: Region): void {
    const frames = this.#frames;
    const { start, contentEnd, end } = frames;
    const number = this.#number;
    const room = end - start + plan.extraBytes + this.#recordPrefixBytes + number.length;
    const begin = region.room(room);
    const arena = this.#arena;
    const { u8, copy } = arena;
    const texts = this.#decisions.texts.base;
    const { runs } = plan;
    let to = begin;
    let from = start;
    for (let index = 0; index < runs.length; index += 4) {
      const before = frames.fieldStart(runs[index] as number) - from;
      copy(to, from, before);
      to += before;
      const bytes = runs[index + 3] as number;
      copy(to, texts + (runs[index + 2] as number), bytes);
      to += bytes;
      from = frames.fieldEnd(runs[index + 1] as number);
    }
    copy(to, from, contentEnd - from);
    to += contentEnd - from;
    copy(to, this.#recordPrefix, this.#recordPrefixBytes);
    to += this.#recordPrefixBytes;
    copy(to, number.at, number.length);
    to += number.length;
    copy(to, texts + plan.appended, plan.appendedBytes);
    to += plan.appendedBytes;
    for (let at = contentEnd; at < end; at++) u8[to++] = u8[at] as number;
    region.length += to - begin;
  }
}
