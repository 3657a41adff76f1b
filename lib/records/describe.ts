import { isUtf8 } from 'node:buffer';
import type { ChunkRange } from '../formats/frozen.ts';
import { Arena } from './arena.ts';
import { classesOf, type ValueOf } from './classes.ts';
import { type Decision, decide, type Facts } from './decide.ts';
import { factsOf } from './facts.ts';
import { frameFormatOf } from './format.ts';
import { BLANK, END, FRAMING_REASONS, Frames, RECORD } from './frames.ts';
import { JsonPointers, memberFault, valuesIn } from './json-members.ts';
import { namedColumns, unquote } from './layout.ts';
import type { RemapSetting } from './remap-chunk.ts';
import { settingOf } from './setting.ts';
import { columnNames } from './writing.ts';

/** One record, its values and why it ended where it did: what `explain` shows (the only place that shows values). */
export interface RecordDescription {
  readonly number: number;
  /** Where the record stands in its source, with its line end. */
  readonly offset: number;
  readonly length: number;
  /** Why it can't be read, where it can't; then there are no facts and no decision. */
  readonly unreadable: { readonly reason: string; readonly column: string } | undefined;
  /** The columns that the profile names, in its order, with their values. */
  readonly values: ReadonlyArray<{ readonly column: string; readonly value: string }>;
  readonly facts: Facts | undefined;
  readonly decision: Decision | undefined;
}

/** Describes record `number` of a chunk; undefined if the chunk does not hold it. `bytes` are exactly the chunk's. */
export function describeRecord(
  remap: RemapSetting,
  bytes: Uint8Array,
  range: ChunkRange,
  number: number,
): RecordDescription | undefined {
  const { profile, source } = remap;
  const arena = new Arena();
  const base = arena.reserve(bytes.length);
  arena.u8.set(bytes, base);
  const frames = new Frames(
    arena,
    frameFormatOf(profile),
    profile.format === 'csv' ? source.header.length : 0,
  );
  frames.open(base, base + bytes.length, true);
  let at = range.firstNumber - 1;
  for (let kind = frames.next(); kind !== END; kind = frames.next()) {
    if (kind === BLANK) continue;
    at += 1;
    if (at !== number) continue;
    const place = { number, offset: range.start + frames.start - base, length: frames.end - frames.start };
    const unread = (reason: string, column = ''): RecordDescription => ({
      ...place,
      unreadable: { reason, column },
      values: [],
      facts: undefined,
      decision: undefined,
    });
    if (kind !== RECORD) return unread(FRAMING_REASONS[kind] as string);
    const content = Buffer.from(arena.u8.slice(frames.start, frames.contentEnd));
    if (!isUtf8(content)) {
      const isBad = (_name: string, field: number) =>
        !isUtf8(
          content.subarray(frames.fieldStart(field) - frames.start, frames.fieldEnd(field) - frames.start),
        );
      return unread('bad-utf8', profile.format === 'csv' ? (source.header.find(isBad) ?? '') : '');
    }
    const value =
      profile.format === 'csv'
        ? csvValues(remap, frames, content)
        : jsonValues(remap, content.toString('utf8'));
    if (typeof value !== 'function') return unread(value.reason, value.column);
    const isThere = (name: string) => profile.format === 'ndjson' || source.header.includes(name);
    const facts = factsOf(
      value,
      profile,
      classesOf(profile, source, remap.succession),
      columnNames(profile, isThere),
    );
    return {
      ...place,
      unreadable: undefined,
      values: namedColumns(profile).map((column) => ({ column, value: value(column) })),
      facts,
      decision: decide(facts, settingOf(remap)),
    };
  }
  return undefined;
}

function csvValues({ profile, source }: RemapSetting, frames: Frames, content: Buffer): ValueOf {
  const quote = profile.quote === 'none' ? '' : profile.quote;
  return (name) => {
    const index = source.header.indexOf(name);
    if (index < 0) return '';
    const start = frames.fieldStart(index) - frames.start;
    return unquote(content.toString('utf8', start, frames.fieldEnd(index) - frames.start), quote);
  };
}

function jsonValues({ profile }: RemapSetting, text: string): ValueOf | { reason: string; column: string } {
  const named = namedColumns(profile);
  const record = new JsonPointers(named).read(text);
  if (record === undefined) return { reason: 'bad-json', column: '' };
  return memberFault(text, record, named, profile) ?? valuesIn(text, record);
}
