import { ThongSuotError } from '../../formats/errors.ts';
import type { Cell } from '../engine/database.ts';
import { type Json, JsonFault, JsonNumber, readJson } from './json.ts';

/** The table `axis_answer`: every entry of every answer, and which of the fields it has a member for. */
export const AXIS_ANSWER_COLUMNS = {
  answer_no: 'INTEGER',
  entry_no: 'INTEGER',
  id: 'VARCHAR',
  code: 'VARCHAR',
  name: 'VARCHAR',
  mail: 'VARCHAR',
  pid: 'VARCHAR',
  code_102: 'VARCHAR',
  version: 'VARCHAR',
  deleted: 'BOOLEAN',
  said_name: 'BOOLEAN',
  said_mail: 'BOOLEAN',
  said_pid: 'BOOLEAN',
  said_102: 'BOOLEAN',
  said_deleted: 'BOOLEAN',
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one saved answer of the axis, `{ErrorCode: "0", data: […]}` in any of the three shapes (docs/codes.md section
 * 3), into rows of `axis_answer`. Throws `axis-list-unreadable`, naming the file and the entry, never a value.
 */
export function readAxisAnswer(bytes: Uint8Array, file: string, answerNo: number): Cell[][] {
  const answer = parse(bytes, file);
  if (!(answer instanceof Map)) throw unreadable(file, 'it is no JSON object');
  const error = word(answer.get('ErrorCode'));
  if (error !== '0') throw unreadable(file, 'its ErrorCode is not 0, so it holds no list');
  const data: unknown = answer.get('data');
  if (!Array.isArray(data)) throw unreadable(file, 'its data is no array');
  return data.map((entry: Json, index) => readEntry(entry, file, answerNo, index + 1));
}

function parse(bytes: Uint8Array, file: string): Json {
  let text: string;
  try {
    text = decoder.decode(bytes); // a BOM is dropped
  } catch (cause) {
    throw unreadable(file, 'it is not UTF-8', cause);
  }
  try {
    return readJson(text);
  } catch (cause) {
    if (!(cause instanceof JsonFault)) throw cause;
    throw unreadable(file, `it is no JSON: ${cause.message}`, cause);
  }
}

function readEntry(entry: Json, file: string, answerNo: number, entryNo: number): Cell[] {
  const fault = (what: string) => unreadable(file, `entry ${entryNo} of data: ${what}`);
  if (!(entry instanceof Map)) throw fault('it is no object');
  const cells = new Map<string, string>();
  for (const member of ['id', 'code', 'name', 'mail', 'pid', 'code102', 'version', 'deleted']) {
    const value = word(entry.get(member));
    if (value === undefined) throw fault(`its ${member} is neither a string nor a whole number`);
    cells.set(member, value);
  }
  const cell = (member: string): string => cells.get(member) ?? '';
  if (cell('code') === '') throw fault('it has no code');
  if (!/^(-?[0-9]{1,30})?$/.test(cell('version'))) throw fault('its version is no whole number');
  const deleted = cell('deleted');
  if (!['', '0', '1', 'true', 'false'].includes(deleted))
    throw fault('its deleted is neither true nor false');
  return [
    answerNo,
    entryNo,
    ...['id', 'code', 'name', 'mail', 'pid', 'code102', 'version'].map(cell),
    deleted === '1' || deleted === 'true',
    ...['name', 'mail', 'pid', 'code102', 'deleted'].map((member) => entry.has(member)),
  ];
}

/** A member's text: blank for `null` and for none; undefined for what is no text, whole number or truth value. */
function word(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return value instanceof JsonNumber && /^-?[0-9]+$/.test(value.text) ? value.text : undefined;
}

function unreadable(file: string, detail: string, cause?: unknown): ThongSuotError {
  return new ThongSuotError(
    'axis-list-unreadable',
    'user',
    `${file}: ${detail}: save an answer of getAgenciesList, getAgenciesListQD20 or getSynchronizeUnit again, whole`,
    { file, detail },
    { cause },
  );
}
