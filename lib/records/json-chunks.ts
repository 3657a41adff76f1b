import { isUtf8 } from 'node:buffer';
import type { ChunkRange } from '../formats/frozen.ts';
import type { Profile } from '../formats/profile.ts';
import { type Arena, Region } from './arena.ts';
import { canonicalKey } from './canonical-key.ts';
import { ChunkOutputs, sourceChanged } from './chunk-outputs.ts';
import { type Classes, classesOf, STAMPED, type ValueOf } from './classes.ts';
import { type Decision, decide, type Setting } from './decide.ts';
import { factsOf } from './facts.ts';
import { frameFormatOf } from './format.ts';
import { BLANK, END, FRAMING_REASONS, Frames, RECORD } from './frames.ts';
import { JsonPointers, type JsonRecord, type Member, memberFault, valuesIn } from './json-members.ts';
import { namedColumns, numberColumns } from './layout.ts';
import type { ChunkOutput, Interruption, Paused, RemapSetting } from './remap-chunk.ts';
import { settingOf } from './setting.ts';
import {
  columnName,
  type RewrittenColumn,
  unreadableTally,
  type Writer,
  type Writing,
  write,
  writerOf,
} from './writing.ts';

/** Hostile input starts the memo afresh instead of growing it. */
const MAX_DECISIONS = 65_536;
const MAX_KEY_CHARS = 16 * 1024 * 1024;

interface Decided {
  readonly decision: Decision;
  readonly writing: Writing;
  readonly rejectedColumn: string;
}

/** Remaps chunks of an NDJSON source: values are spliced, every other byte of a line stays. */
export class JsonChunks {
  readonly #source: RemapSetting['source'];
  readonly #profile: Profile;
  readonly #arena: Arena;
  readonly #input: Region;
  readonly #frames: Frames;
  readonly #outputs: ChunkOutputs;
  readonly #pointers: JsonPointers;
  readonly #named: readonly string[];
  readonly #numbers: ReadonlyArray<{ name: string; scheme: string }>;
  readonly #setting: Setting;
  readonly #writer: Writer;
  readonly #classes: Classes;
  readonly #decided = new Map<string, Decided>();
  #decidedChars = 0;

  constructor(remap: RemapSetting, arena: Arena) {
    const { profile, source, succession } = remap;
    this.#arena = arena;
    this.#source = source;
    this.#profile = profile;
    this.#input = new Region(this.#arena, 4096);
    this.#frames = new Frames(this.#arena, frameFormatOf(profile), 0);
    this.#outputs = new ChunkOutputs(this.#arena, remap);
    this.#named = namedColumns(profile);
    this.#pointers = new JsonPointers(this.#named);
    this.#numbers = numberColumns(profile);
    this.#setting = settingOf(remap);
    this.#writer = writerOf(profile, source, this.#setting, Object.keys(profile.columns));
    this.#classes = classesOf(profile, source, succession);
  }

  remapOrPause(bytes: Uint8Array, range: ChunkRange, { resume, pause }: Interruption): ChunkOutput | Paused {
    const frames = this.#frames;
    const outputs = this.#outputs;
    if (bytes.length !== range.end - range.start) throw sourceChanged(this.#source, range);
    this.#input.clear();
    this.#input.append(bytes);
    outputs.begin(range);
    if (resume !== undefined) outputs.restore(resume);
    const from = this.#input.base;
    frames.open(from + (resume?.at ?? 0), from + bytes.length, true);
    let blanks = resume?.blanks ?? 0;
    for (let kind = frames.next(), first = true; kind !== END; kind = frames.next(), first = false) {
      // As in csv-chunks.ts; the record at hand is not begun, and the one before it ends where this one starts.
      if (!first && pause?.() === true)
        return { paused: outputs.state(frames.start - this.#input.base, blanks, false) };
      if (kind === BLANK) {
        blanks += 1;
        continue;
      }
      outputs.number += 1;
      const fault =
        kind === RECORD ? this.#remapLine(range) : { reason: FRAMING_REASONS[kind] as string, column: '' };
      if (fault === undefined) continue;
      this.#reject(range, fault.reason, fault.column);
      outputs.count(unreadableTally(this.#writer, fault.reason), 1);
    }
    return outputs.finish(range, blanks);
  }

  /** Writes the line at hand to where it belongs, or says why it can't be read. */
  #remapLine(range: ChunkRange): { reason: string; column: string } | undefined {
    const { start, contentEnd } = this.#frames;
    const raw = this.#arena.u8.subarray(start, contentEnd);
    if (!isUtf8(raw)) return { reason: 'bad-utf8', column: '' };
    const text = Buffer.from(raw.buffer as ArrayBuffer, raw.byteOffset, raw.length).toString('utf8');
    const record = this.#pointers.read(text);
    if (record === undefined) return { reason: 'bad-json', column: '' };
    const fault = memberFault(text, record, this.#named, this.#profile);
    if (fault !== undefined) return fault;

    const value = valuesIn(text, record);
    const decided = this.#decide(value, record);
    const { decision, writing } = decided;
    const outputs = this.#outputs;
    outputs.count(writing.tally, 1);
    if (decision.outcome === 'rejected') this.#reject(range, decision.reason, decided.rejectedColumn);
    else {
      const content =
        decision.outcome === 'already' ? text : this.#spliced(text, record, value, decision.outcome, writing);
      outputs[decision.outcome].append(Buffer.from(content));
      outputs[decision.outcome].append(this.#arena.u8.slice(contentEnd, this.#frames.end));
      outputs.counts[decision.outcome] += 1;
    }
    this.#addAliases(value, writing.aliasTail);
    return undefined;
  }

  #decide(value: ValueOf, record: JsonRecord): Decided {
    const { columns } = this.#writer;
    const facts = factsOf(value, this.#profile, this.#classes, columns);
    // Which columns are absent matters to `_was`, as well as what the present ones hold.
    const absent = this.#writer.order.filter((column) => !record.members.has(columns[column] as string));
    const key = JSON.stringify([absent, value(STAMPED), Object.values(facts)]);
    const known = this.#decided.get(key);
    if (known !== undefined) return known;
    const decision = decide(facts, this.#setting);
    const order = this.#writer.order.filter((column) => !absent.includes(column));
    const source = value(STAMPED) === '' ? this.#source : { ...this.#source, stamped: true };
    const writer = { ...this.#writer, order, source };
    const decided: Decided = {
      decision,
      writing: write(writer, facts, decision),
      rejectedColumn: decision.outcome === 'rejected' ? columnName(writer, facts, decision.column) : '',
    };
    this.#decidedChars += key.length;
    if (this.#decided.size >= MAX_DECISIONS || this.#decidedChars >= MAX_KEY_CHARS) {
      this.#decided.clear();
      this.#decidedChars = key.length;
    }
    this.#decided.set(key, decided);
    return decided;
  }

  /** The line with its new values in their places and our members before its last brace. */
  #spliced(
    text: string,
    record: JsonRecord,
    value: ValueOf,
    outcome: 'migrated' | 'held',
    writing: Writing,
  ): string {
    const edits = [...writing.rewritten]
      .map(([column, fresh]) => {
        const name = this.#writer.columns[column as RewrittenColumn] as string;
        return { member: record.members.get(name) as Member, fresh, was: value(name) };
      })
      .filter(({ fresh, was }) => fresh !== was)
      .sort((a, b) => a.member.start - b.member.start);
    let content = '';
    let from = 0;
    for (const { member, fresh } of edits) {
      content += text.slice(from, member.start) + JSON.stringify(fresh);
      from = member.end;
    }
    const names =
      outcome === 'migrated' ? ['_rule', '_was', '_vintage'] : ['_reason', '_column', '_candidates'];
    const ours = [`"_record":${JSON.stringify(`${this.#source.source}:${this.#outputs.number}`)}`];
    names.forEach((name, index) => {
      ours.push(`"${name}":${JSON.stringify(writing.appended[index])}`);
    });
    return `${content}${text.slice(from, record.close)}${record.isEmpty ? '' : ','}${ours.join(',')}${text.slice(record.close)}`;
  }

  #addAliases(value: ValueOf, tail: string): void {
    const keyValues = this.#profile.key.map((name) => value(name));
    const key = canonicalKey(keyValues);
    if (keyValues.every((part) => part !== '')) this.#outputs.noteKeyText(key);
    for (const { name, scheme } of this.#numbers) {
      const number = value(name);
      if (number !== '') this.#outputs.addAlias(scheme, number, key, tail);
    }
  }

  #reject(range: ChunkRange, reason: string, column: string): void {
    const { start, end } = this.#frames;
    this.#outputs.reject(start, end, range.start + start - this.#input.base, reason, column);
  }
}
