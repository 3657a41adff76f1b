import { isUtf8 } from 'node:buffer';
import { type Arena, Region } from './arena.ts';
import type { ChunkOutputs } from './chunk-outputs.ts';
import { type Classes, type ClassGroup, classesOf, type VintageClass } from './classes.ts';
import { type Decision, decide, type Facts, type Setting } from './decide.ts';
import type { Frames } from './frames.ts';
import { unquote } from './layout.ts';
import { SpanMemo, spansOf } from './memo.ts';
import type { RemapSetting } from './remap-chunk.ts';
import { settingOf } from './setting.ts';
import {
  columnName,
  csvField,
  oldUnitOf,
  type RewrittenColumn,
  tallyAgency,
  unreadableTally,
  type Writer,
  write,
  writerOf,
} from './writing.ts';

/** What to do with every record of one kind. Offsets are into `CsvDecisions.texts`. */
export interface Plan {
  readonly outcome: 'migrated' | 'already' | 'held' | 'rejected';
  readonly reason: string;
  readonly column: string;
  /** Fields first..last become the text at an offset: four numbers a run (first, last, offset, bytes). */
  readonly runs: Int32Array;
  /** The appended fields after `_record`, each with its delimiter before it. */
  readonly appended: number;
  readonly appendedBytes: number;
  readonly aliasTail: number;
  readonly aliasTailBytes: number;
  /** No more than this is added to a record besides `_record`. */
  readonly extraBytes: number;
  readonly tally: string;
  records: number;
}

/** A class group with what it answered so far; the answer's index is its number. */
class NumberedGroup<T> {
  readonly answers: T[] = [];
  readonly #memo: SpanMemo;
  readonly #classify: () => T;
  readonly #bound: number;

  constructor(
    arena: Arena,
    frames: Frames,
    group: ClassGroup<T>,
    columns: readonly number[],
    valueAt: (name: string) => string,
    bits: number,
  ) {
    this.#memo = new SpanMemo(arena, frames, spansOf(columns));
    this.#classify = () => group.classify(valueAt);
    this.#bound = 1 << bits;
  }

  number(): number {
    const known = this.#memo.find(0);
    if (known >= 0) return known;
    const answer = this.#classify();
    let number = this.answers.indexOf(answer);
    if (number < 0) number = this.answers.push(answer) - 1;
    if (number >= this.#bound) throw new RangeError(`more than ${this.#bound} kinds of one class`);
    if (this.#memo.isFull()) {
      this.#memo.clear();
      this.#memo.find(0);
    }
    this.#memo.put(0, number);
    return number;
  }
}

/** What plans may write, all together; a record's own texts may pass it by a record's size. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

const BITS = { level: 2, subject: 3, finished: 1, vintage: 4, key: 5, procedure: 16 } as const;

/**
 * Decides the record at hand of a CSV source. The decision depends on few bytes (unit and agency fields, and the classes
 * of the others), so it is made once for each combination of those and remembered, with every text it will write.
 */
export class CsvDecisions {
  /** The texts that plans point into. */
  readonly texts: Region;
  readonly #frames: Frames;
  readonly #arena: Arena;
  readonly #writer: Writer;
  readonly #setting: Setting;
  readonly #header: readonly string[];
  readonly #quote: string;
  readonly #delimiter: string;
  readonly #keyColumns: readonly number[];
  readonly #missingKeyNames: readonly string[];
  readonly #memo: SpanMemo;
  readonly #plans: Plan[] = [];
  readonly #level: NumberedGroup<Facts['level']>;
  readonly #subject: NumberedGroup<Facts['subject']>;
  readonly #procedure: NumberedGroup<string>;
  readonly #finished: NumberedGroup<boolean>;
  readonly #vintage: NumberedGroup<VintageClass>;
  /** Counts of plans that a full memo forgot. */
  readonly #forgotten = new Map<string, number>();

  constructor(arena: Arena, frames: Frames, remap: RemapSetting) {
    const { profile, source, succession } = remap;
    this.#arena = arena;
    this.#frames = frames;
    this.texts = new Region(arena, 4096);
    this.#header = source.header;
    this.#quote = profile.quote === 'none' ? '' : profile.quote;
    this.#delimiter = profile.delimiter;
    const setting = settingOf(remap);
    this.#setting = setting;
    this.#writer = writerOf(profile, source, setting, source.header);
    const { columns, order } = this.#writer;
    this.#keyColumns = profile.key.map((name) => this.#index(name));
    this.#missingKeyNames = profile.key;
    if (profile.key.length >= 1 << BITS.key) throw new RangeError('too many key columns');
    const classes: Classes = classesOf(profile, source, succession);
    const valueAt = (name: string) => this.#value(name);
    const numbered = <T>(group: ClassGroup<T>, bits: number) =>
      new NumberedGroup(
        arena,
        frames,
        group,
        group.columns.map((name) => this.#index(name)).filter((index) => index >= 0),
        valueAt,
        bits,
      );
    this.#level = numbered(classes.level, BITS.level);
    this.#subject = numbered(classes.subject, BITS.subject);
    this.#finished = numbered(classes.finished, BITS.finished);
    this.#vintage = numbered(classes.vintage, BITS.vintage);
    this.#procedure = numbered(classes.procedure, BITS.procedure);
    const deciding = order.map((column) => this.#index(columns[column]));
    this.#memo = new SpanMemo(arena, frames, spansOf(deciding));
  }

  begin(): void {
    this.#forgotten.clear();
    for (const plan of this.#plans) plan.records = 0;
  }

  /** The plan for the record that the frames hold; the caller counts it. */
  decide(): Plan {
    const level = this.#level.number();
    const subject = this.#subject.number();
    const finished = this.#finished.number();
    const vintage = this.#vintage.number();
    const procedure = this.#procedure.number();
    const missingKey = this.#missingKey();
    const extra =
      (((((((((procedure << BITS.key) | missingKey) << BITS.vintage) | vintage) << BITS.finished) |
        finished) <<
        BITS.subject) |
        subject) <<
        BITS.level) |
      level;
    const known = this.#memo.find(extra);
    if (known >= 0) return this.#plans[known] as Plan;
    if (this.#memo.isFull() || this.texts.length >= MAX_TEXT_BYTES) {
      this.#forget();
      this.#memo.find(extra);
    }
    const vintages = this.#vintage.answers[vintage] as VintageClass;
    const facts: Facts = {
      ...this.#unitFacts(),
      level: this.#level.answers[level] as Facts['level'],
      subject: this.#subject.answers[subject] as Facts['subject'],
      procedure: this.#procedure.answers[procedure] as string,
      finished: this.#finished.answers[finished] as boolean,
      unitVintage: vintages.units,
      agencyVintage: vintages.agency,
      archivedByStamp: vintages.archivedByStamp,
      missingKey: missingKey === 0 ? undefined : this.#missingKeyNames[missingKey - 1],
    };
    const plan = this.#plan(facts, decide(facts, this.#setting));
    this.#memo.put(extra, this.#plans.length);
    this.#plans.push(plan);
    return plan;
  }

  /** The tally row of a record whose fields can't be told. */
  unreadableTally(reason: string): string {
    return unreadableTally(this.#writer, reason);
  }

  /** The tally row of the record at hand, which has fields but is not UTF-8. */
  notUtf8Tally(): string {
    const facts = this.#unitFacts();
    const unit = oldUnitOf(facts, this.#setting);
    const agency = tallyAgency(facts.agency, this.#setting);
    return `${this.#writer.source.source},${unit},,${csvField(agency, ',', '"')},,rejected,bad-utf8`;
  }

  countInto(outputs: ChunkOutputs): void {
    for (const [tally, records] of this.#forgotten) outputs.count(tally, records);
    for (const plan of this.#plans) if (plan.records > 0) outputs.count(plan.tally, plan.records);
    for (const plan of this.#plans) plan.records = 0;
    this.#forgotten.clear();
  }

  #forget(): void {
    for (const plan of this.#plans)
      if (plan.records > 0)
        this.#forgotten.set(plan.tally, (this.#forgotten.get(plan.tally) ?? 0) + plan.records);
    this.#plans.length = 0;
    this.#memo.clear();
    this.texts.clear();
  }

  #index(name: string | undefined): number {
    return name === undefined ? -1 : this.#header.indexOf(name);
  }

  #raw(index: number): string {
    if (index < 0) return '';
    const raw = this.#arena.u8.subarray(this.#frames.fieldStart(index), this.#frames.fieldEnd(index));
    return Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString(isUtf8(raw) ? 'utf8' : 'latin1');
  }

  #value(name: string | undefined): string {
    return unquote(this.#raw(this.#index(name)), this.#quote);
  }

  #unitFacts() {
    const { columns } = this.#writer;
    return {
      province: this.#value(columns.province),
      district: this.#value(columns.district),
      commune: this.#value(columns.commune),
      communeName: this.#value(columns.communeName),
      agency: this.#value(columns.agency),
    };
  }

  /** 1 + the index of the first blank key column, or 0. */
  #missingKey(): number {
    for (let index = 0; index < this.#keyColumns.length; index++) {
      const column = this.#keyColumns[index] as number;
      if (column < 0) return index + 1; // an optional column that this file lacks
      const start = this.#frames.fieldStart(column);
      const length = this.#frames.fieldEnd(column) - start;
      if (
        length === 0 ||
        (length === 2 && this.#quote !== '' && this.#arena.u8[start] === this.#quote.charCodeAt(0))
      )
        return index + 1;
    }
    return 0;
  }

  #plan(facts: Facts, decision: Decision): Plan {
    const writing = write(this.#writer, facts, decision);
    const runs: number[] = [];
    for (const [first, last] of spansOf(
      [...writing.rewritten.keys()].map((column) => this.#index(this.#writer.columns[column])),
    )) {
      const fields: string[] = [];
      for (let index = first; index <= last; index++)
        fields.push(this.#newField(index, writing.rewritten, facts));
      runs.push(first, last, ...this.#text(fields.join(this.#delimiter)));
    }
    const appended = writing.appended
      .map((field) => this.#delimiter + csvField(field, this.#delimiter, this.#quote))
      .join('');
    const [appendedAt, appendedBytes] = this.#text(appended);
    const [aliasAt, aliasBytes] = this.#text(writing.aliasTail);
    let extraBytes = appendedBytes;
    for (let index = 3; index < runs.length; index += 4) extraBytes += runs[index] as number;
    return {
      outcome: decision.outcome,
      reason: decision.outcome === 'rejected' ? decision.reason : '',
      column: decision.outcome === 'rejected' ? columnName(this.#writer, facts, decision.column) : '',
      runs: Int32Array.from(runs),
      appended: appendedAt,
      appendedBytes,
      aliasTail: aliasAt,
      aliasTailBytes: aliasBytes,
      extraBytes,
      tally: writing.tally,
      records: 0,
    };
  }

  /** A rewritten field as it is written: its raw bytes if the value did not change, quoted if it was quoted. */
  #newField(index: number, rewritten: ReadonlyMap<RewrittenColumn, string>, facts: Facts): string {
    const name = this.#header[index] as string;
    const column = this.#writer.order.find(
      (other) => this.#writer.columns[other] === name,
    ) as RewrittenColumn;
    const value = rewritten.get(column) as string;
    const raw = this.#raw(index);
    if (value === facts[column]) return raw;
    const quote = this.#quote;
    if (quote !== '' && raw.startsWith(quote)) return quote + value.replaceAll(quote, quote + quote) + quote;
    return csvField(value, this.#delimiter, quote);
  }

  #text(text: string): [number, number] {
    const bytes = Buffer.from(text);
    const at = this.texts.length;
    this.texts.append(bytes);
    return [at, bytes.length];
  }
}
