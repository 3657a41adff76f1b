import * as z from 'zod';
import { ThongSuotError } from '../formats/errors.ts';
import { memberTwice } from './json-members.ts';

/** One entry of an answer. A field that the answer has no member for is undefined; `null` is read as blank. */
export interface AxisEntry {
  /** Its place in `data`, from 1. */
  readonly number: number;
  /** Blank if it has none. */
  readonly id: string;
  readonly code: string;
  readonly name: string | undefined;
  readonly mail: string | undefined;
  /** `id` of the agency above; blank at the top. */
  readonly pid: string | undefined;
  readonly code102: string | undefined;
  readonly oldCode: string | undefined;
  readonly deleted: boolean | undefined;
  readonly version: bigint | undefined;
}

export interface AxisAnswer {
  readonly file: string;
  readonly entries: readonly AxisEntry[];
}

/** Ids and versions are numbers at one gateway and strings at another; a number that JSON has rounded already is refused. */
const wholeNumber = 'a whole number that JSON keeps exactly (below 2^53), or a string';
const id = z.union([z.string(), z.int({ error: wholeNumber }), z.null()], { error: wholeNumber }).optional();
const version = z
  .union([z.string().regex(/^-?[0-9]{1,30}$/, wholeNumber), z.int({ error: wholeNumber }), z.null()], {
    error: wholeNumber,
  })
  .optional();
const text = z.string().nullable().optional();

/** Members that are not listed are the gateway's own (`centerCode`, `modifyDate`, …) and are left alone. */
const entrySchema = z.looseObject({
  id,
  code: z.string().min(1),
  name: text,
  mail: text,
  pid: id,
  code102: text,
  oldCode: text,
  deleted: z
    .literal([true, false, 1, 0, 'true', 'false', '1', '0', null], { error: 'true or false, 1 or 0' })
    .optional(),
  version,
});
const answerSchema = z.looseObject({
  ErrorCode: z.union([z.string(), z.int()]),
  data: z.unknown().optional(),
});
const dataSchema = z.array(z.unknown());

/**
 * Reads one saved answer: `{status, ErrorCode, ErrorDesc, data: […]}`, whichever of the three calls it answers.
 * `file` names it in errors, all of source `source`: `axis-not-json`, `axis-json-twice`, `axis-answer-error` (the
 * gateway answered with an error), `axis-shape`. `ok` are the ErrorCodes of an answer that is no error.
 */
export function readAxisAnswer(bytes: Uint8Array, file: string, ok: readonly string[] = ['0']): AxisAnswer {
  const answer = answerSchema.safeParse(parseJson(bytes, file));
  if (!answer.success) throw badShape(file, 0, answer.error);
  const errorCode = String(answer.data.ErrorCode);
  if (!ok.includes(errorCode))
    throw new ThongSuotError(
      'axis-answer-error',
      'source',
      `${file}: the gateway answered with ErrorCode ${errorCode.slice(0, 20)}, so this is no list: ask it again and save the new answer`,
      { file, errorCode: errorCode.slice(0, 20) },
    );
  const data = dataSchema.safeParse(answer.data.data);
  if (!data.success) throw badShape(file, 0, data.error, 'data.');
  return { file, entries: data.data.map((entry, index) => readEntry(entry, index + 1, file)) };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Uint8Array, file: string): unknown {
  let source: string;
  let value: unknown;
  try {
    source = decoder.decode(bytes); // a BOM is dropped
    value = JSON.parse(source);
  } catch (cause) {
    throw new ThongSuotError(
      'axis-not-json',
      'source',
      `${file} is no JSON in UTF-8: save the gateway's answer again, whole`,
      { file },
      { cause },
    );
  }
  const member = memberTwice(source);
  if (member === undefined) return value;
  throw new ThongSuotError(
    'axis-json-twice',
    'source',
    `${file}: an object has the member ${JSON.stringify(member.slice(0, 40))} twice, so what it says is not known: save the gateway's answer again`,
    { file, member: member.slice(0, 40) },
  );
}

function readEntry(value: unknown, number: number, file: string): AxisEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw badShape(file, number, parsed.error);
  const entry = parsed.data;
  const written = (member: string | number | null | undefined): string | undefined =>
    member === undefined ? undefined : member === null ? '' : String(member);
  const { deleted, version: numbered } = entry;
  return {
    number,
    id: written(entry.id) ?? '',
    code: entry.code,
    name: written(entry.name),
    mail: written(entry.mail),
    pid: written(entry.pid),
    code102: written(entry.code102),
    oldCode: written(entry.oldCode),
    deleted: deleted === undefined ? undefined : [true, 1, 'true', '1'].includes(deleted ?? false),
    version: numbered === undefined || numbered === null ? undefined : BigInt(numbered),
  };
}

/** `entry` 0 is the answer itself. The issues name members and types, never values. */
function badShape(file: string, entry: number, error: z.ZodError, prefix = ''): ThongSuotError {
  const detail = error.issues
    .slice(0, 3)
    .map((issue) => `${prefix}${issue.path.join('.') || '(top)'}: ${issue.message}`.replace(/\.\(top\)/, ''))
    .join('; ');
  const where = entry === 0 ? file : `${file}, entry ${entry} of data`;
  return new ThongSuotError(
    'axis-shape',
    'source',
    `${where}: ${detail}. It must be an answer of getAgenciesList, getAgenciesListQD20 or getSynchronizeUnit`,
    { file, entry, detail },
  );
}
