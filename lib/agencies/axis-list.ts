import { createHash } from 'node:crypto';
import type { AxisAnswer, AxisEntry } from './axis-answer.ts';
import { readAxisAnswer } from './axis-answer.ts';
import { compareText } from './succession-rows.ts';

/** What an answer may say of an agency, beyond its code, that can be compared with the registry. */
export type AxisField = 'name' | 'mail' | 'parent' | 'code102';

/** One agency as the document axis lists it; blank where the answer's shape does not say. Codes and ids are strings. */
export interface AxisAgency {
  readonly code: string;
  readonly name: string;
  readonly mail: string;
  /** The code of the agency above, found through `pid`; blank at the top. */
  readonly parent: string;
  readonly code102: string;
  readonly oldCode: string;
  readonly deleted: boolean;
  /** Which of the fields the answers spoke of: only these can be compared. */
  readonly said: ReadonlySet<AxisField>;
}

/**
 * What an axis list says that can't be right, without being unreadable: `code-twice` (one answer gives a code twice,
 * and differently; the later entry counts), `id-twice` (one id, two codes: nobody's parent is told by it),
 * `parent-unknown` (`pid` is no entry's id: the parent is not compared).
 */
export interface AxisProblem {
  readonly problem: 'code-twice' | 'id-twice' | 'parent-unknown';
  readonly code: string;
  readonly file: string;
  /** Number of the entry in `data`, from 1. */
  readonly entry: number;
}

/** The axis's list: by exact code, sorted by the UTF-8 bytes of the codes when iterated. */
export interface AxisList {
  readonly agencies: ReadonlyMap<string, AxisAgency>;
  /** SHA-256 of the list in canonical form: without ids, versions and dates, which change without meaning. */
  readonly digest: string;
  readonly problems: readonly AxisProblem[];
}

/**
 * Joins saved answers of the axis by exact code, in the order given (docs/codes.md section 3): what a later answer
 * says of a field replaces what an earlier one said. Throws `axis-not-json`, `axis-json-twice`, `axis-answer-error`,
 * `axis-shape` (all `source`) naming the file and the entry.
 */
export function readAxisLists(files: ReadonlyArray<{ name: string; bytes: Uint8Array }>): AxisList {
  return joinAnswers(files.map(({ name, bytes }) => readAxisAnswer(bytes, name)));
}

/** Joins answers that are read already, in the order given. */
export function joinAnswers(answers: readonly AxisAnswer[]): AxisList {
  const problems: AxisProblem[] = [];
  const codeById = joinIds(answers, problems);
  const joined = new Map<string, Joined>();
  answers.forEach((answer, at) => {
    for (const entry of latest(answer, problems)) {
      const parent = parentOf(entry, codeById[at] ?? new Map(), codeById);
      if (parent === undefined) problems.push(problemAt('parent-unknown', answer, entry));
      joinEntry(joined, entry, parent);
    }
  });
  const agencies = new Map([...joined].sort(([a], [b]) => compareText(a, b)));
  return { agencies, digest: digestOf(agencies.values()), problems };
}

type Joined = { -readonly [K in keyof AxisAgency]: K extends 'said' ? Set<AxisField> : AxisAgency[K] };
type Ids = ReadonlyMap<string, string>;

function problemAt(problem: AxisProblem['problem'], answer: AxisAnswer, entry: AxisEntry): AxisProblem {
  return { problem, code: entry.code, file: answer.file, entry: entry.number };
}

/** The code of each id, by answer. An id with two codes names neither. */
function joinIds(answers: readonly AxisAnswer[], problems: AxisProblem[]): Ids[] {
  return answers.map((answer) => {
    const codes = new Map<string, string>();
    const twice = new Set<string>();
    for (const entry of answer.entries) {
      if (entry.id === '') continue;
      const other = codes.get(entry.id);
      if (other !== undefined && other !== entry.code && !twice.has(entry.id)) {
        twice.add(entry.id);
        problems.push(problemAt('id-twice', answer, entry));
      }
      codes.set(entry.id, entry.code);
    }
    for (const id of twice) codes.delete(id);
    return codes;
  });
}

/**
 * The entries of an answer that count, one a code: of those with a version the highest, else the last. Two that differ
 * and have the same version, or none, are a problem.
 */
function latest(answer: AxisAnswer, problems: AxisProblem[]): Iterable<AxisEntry> {
  const byCode = new Map<string, AxisEntry>();
  for (const entry of answer.entries) {
    const other = byCode.get(entry.code);
    if (other !== undefined && other.version === entry.version && !sameWords(other, entry))
      problems.push(problemAt('code-twice', answer, entry));
    if (other === undefined || (entry.version ?? -1n) >= (other.version ?? -1n))
      byCode.set(entry.code, entry);
  }
  return byCode.values();
}

const sameWords = (a: AxisEntry, b: AxisEntry): boolean =>
  a.name === b.name &&
  a.mail === b.mail &&
  a.pid === b.pid &&
  a.code102 === b.code102 &&
  a.oldCode === b.oldCode &&
  a.deleted === b.deleted;

/** Blank: at the top, or the answer does not speak of it. Undefined: nobody has this id. */
function parentOf(entry: AxisEntry, own: Ids, all: readonly Ids[]): string | undefined {
  const { pid } = entry;
  if (pid === undefined || pid === '') return '';
  const found = own.get(pid) ?? all.find((ids) => ids.has(pid))?.get(pid);
  // 0 is how many gateways write "nothing above", unless somebody bears it.
  return found ?? (pid === '0' ? '' : undefined);
}

function joinEntry(joined: Map<string, Joined>, entry: AxisEntry, parent: string | undefined): void {
  let agency = joined.get(entry.code);
  if (agency === undefined) {
    agency = {
      code: entry.code,
      name: '',
      mail: '',
      parent: '',
      code102: '',
      oldCode: '',
      deleted: false,
      said: new Set(),
    };
    joined.set(entry.code, agency);
  }
  for (const field of ['name', 'mail', 'code102'] as const) {
    const value = entry[field];
    if (value === undefined) continue;
    agency[field] = value;
    agency.said.add(field);
  }
  if (entry.pid !== undefined && parent !== undefined) {
    agency.parent = parent;
    agency.said.add('parent');
  }
  if (entry.oldCode !== undefined) agency.oldCode = entry.oldCode;
  if (entry.deleted !== undefined) agency.deleted = entry.deleted;
}

function digestOf(agencies: Iterable<AxisAgency>): string {
  const hash = createHash('sha256');
  for (const { code, name, mail, parent, code102, oldCode, deleted, said } of agencies)
    hash.update(
      `${JSON.stringify([code, name, mail, parent, code102, oldCode, deleted, [...said].sort()])}\n`,
    );
  return hash.digest('hex');
}
