import { ThongSuotError } from '../formats/errors.ts';
import type { SuccessionRow } from '../formats/tables.ts';
import { parseAgencyCode, rootOf } from './codes.ts';
import { groupBy } from './groups.ts';
import { type Level1Row, level1Of } from './level1.ts';
import { isRealDay } from './routing-days.ts';
import { inForce, type ReadRow, type RowProblem } from './succession-rows.ts';
import { whensOverlap } from './when.ts';

/** How many rows one error names. */
const maxProblems = 20;

const NEEDS_NEW_CODE: ReadonlySet<string> = new Set(['rename', 'remap', 'merge-into', 'split']);

/**
 * Refuses a succession list that could give a code two answers, or a closed one. Each row is checked by itself,
 * then the rows in force on `asOf` against each other.
 */
export function checkSuccession(
  read: { readonly rows: readonly ReadRow[]; readonly problems: readonly RowProblem[] },
  level1: readonly Level1Row[],
  asOf: string,
  isCommune: (code: string) => boolean,
): void {
  const table = new Map(level1.map((row) => [row.code, row]));
  const current = read.rows.filter(({ row }) => inForce(row, asOf));
  const problems = [
    ...read.problems,
    ...read.rows.flatMap((item) => rowProblems(item, table, isCommune)),
    ...groupProblems(current),
    ...nameProblems(current),
    ...chainProblems(current),
  ].sort((a, b) => a.number - b.number);
  if (problems.length === 0) return;
  const shown = problems.slice(0, maxProblems).map(({ number, problem }) => `row ${number}: ${problem}`);
  const more = problems.length > maxProblems ? `\n… and ${problems.length - maxProblems} more` : '';
  throw new ThongSuotError(
    'bad-succession',
    'user',
    `the succession list can't be used:\n${shown.join('\n')}${more}`,
    {
      problems: problems.length,
      rows: problems
        .map(({ number }) => number)
        .slice(0, maxProblems)
        .join(','),
    },
  );
}

/** What is wrong with one row by itself; `level1` by code. */
export function rowProblems(
  { number, row, when }: ReadRow,
  level1: ReadonlyMap<string, Level1Row>,
  isCommune: (code: string) => boolean,
): RowProblem[] {
  const problems: string[] = [];
  const closed = (code: string) => level1.get(rootOf(code) ?? '')?.disposition === 'closed';
  for (const column of ['valid_from', 'valid_to'] as const)
    if (row[column] !== '' && !isRealDay(row[column]))
      problems.push(`${column} is no day of the calendar: correct it`);
  if (row.valid_from !== '' && row.valid_to !== '' && row.valid_from > row.valid_to)
    problems.push('valid_from is after valid_to: correct one of them');
  if (NEEDS_NEW_CODE.has(row.disposition) && row.new_code === '')
    problems.push(`${row.disposition} needs a new_code: name the successor, or use close`);
  if (row.disposition === 'archive-only' && row.new_code !== '')
    problems.push('archive-only leaves the code as it is: leave new_code blank, or use close');
  if (row.disposition === 'keep' && row.new_code !== '' && row.new_code !== row.old_code)
    problems.push('keep has another new_code: leave it blank, or use rename or remap');
  if (row.disposition !== 'split' && row.when !== '')
    problems.push('only split rows have a when: leave it blank, or use split');
  if (row.new_code !== '' && closed(row.new_code))
    problems.push(
      `new_code ${row.new_code} is under a closed level-1 code: give its code under the successor`,
    );
  if (row.new_code !== '' && !isPossible(row.new_code, level1))
    problems.push(`new_code ${row.new_code} is no agency code of a living province or ministry: correct it`);
  const communes = [row.new_commune, ...(when.commune?.anyOf.flat() ?? []), ...(when.commune?.noneOf ?? [])];
  const noCommune = communes.find((code) => code !== '' && !isCommune(code));
  if (noCommune !== undefined)
    problems.push(
      `${noCommune} is no commune of 2025-07-01: a mistyped digit sends records to the wrong office`,
    );
  const dead = [row.old_code, row.old_code_102].find((code) => code !== '' && closed(code));
  if (row.disposition === 'keep' && dead !== undefined)
    problems.push(`${dead} is under a closed level-1 code and can't be kept: give it a successor`);
  problems.push(...level1Problems(row, level1));
  return problems.map((problem) => ({ number, problem }));
}

/** Of a known grammar, and, under a People's Committee's letter, of one of the 63. */
function isPossible(code: string, level1: ReadonlyMap<string, Level1Row>): boolean {
  if (parseAgencyCode(code) === undefined) return false;
  const root = rootOf(code) ?? '';
  return !root.startsWith('H') || level1.has(root);
}

/** Level-1 codes are settled by `province-agency-codes.csv`; a row may repeat what it says. */
function level1Problems(row: SuccessionRow, level1: ReadonlyMap<string, Level1Row>): string[] {
  const code = level1Of(row.old_code, level1);
  const form102 = row.old_code_102 === '' ? code : level1Of(row.old_code_102, level1);
  if (code !== form102)
    return [
      'old_code and old_code_102 are not the same level-1 code: correct one, or leave old_code_102 blank',
    ];
  const law = code === undefined ? undefined : level1.get(code);
  if (law === undefined) return [];
  const same =
    law.disposition === 'keep'
      ? row.disposition === 'keep'
      : ['close', 'merge-into', 'remap', 'rename'].includes(row.disposition) &&
        level1Of(row.new_code, level1) === law.successor;
  const says = law.disposition === 'keep' ? 'keeps it' : `closed it in favour of ${law.successor}`;
  return same ? [] : [`${law.legal_basis} ${says}: correct the row, or leave it out`];
}

/** Rows of one old code: one, or a split whose rows never hold together. */
export function groupProblems(rows: readonly ReadRow[]): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const group of groupBy(rows, ({ row }) => row.old_code).values()) {
    for (const item of group) {
      // The first earlier row that it disagrees with is enough: without a split that is the very first.
      for (const earlier of group) {
        if (earlier === item) break;
        const problem = pairProblem(earlier, item);
        if (problem === undefined) continue;
        problems.push({ number: item.number, problem });
        break;
      }
    }
  }
  return problems;
}

function pairProblem(earlier: ReadRow, later: ReadRow): string | undefined {
  const other = `row ${earlier.number}`;
  if (earlier.row.disposition !== later.row.disposition)
    return `${other} gives ${later.row.old_code} another disposition: keep one, or end one by valid_to`;
  if (later.row.disposition !== 'split')
    return `${other} is already in force for ${later.row.old_code}: keep one, or end one by valid_to`;
  if (earlier.row.old_code_102 !== later.row.old_code_102)
    return `${other} of this split has another old_code_102: write the same one`;
  if (whensOverlap(earlier.when, later.when))
    return `its when and that of ${other} can hold for the same record: make them exclude each other`;
  return undefined;
}

/** One string may name one office only: an `old_code_102` is no other row's, and no other row's `old_code`. */
export function nameProblems(rows: readonly ReadRow[]): RowProblem[] {
  const named = new Map<string, ReadRow>();
  for (const item of rows) if (!named.has(item.row.old_code)) named.set(item.row.old_code, item);
  const problems: RowProblem[] = [];
  for (const item of rows) {
    const form102 = item.row.old_code_102;
    if (form102 === '') continue;
    const other = named.get(form102);
    if (other === undefined) named.set(form102, item);
    else if (other.row.old_code !== item.row.old_code)
      problems.push({
        number: item.number,
        problem: `old_code_102 ${form102} also names ${other.row.old_code} (row ${other.number}): correct one`,
      });
  }
  return problems;
}

/** A successor must be where it ends: not itself a code that goes elsewhere. One part of a split may keep its code. */
function chainProblems(rows: readonly ReadRow[]): RowProblem[] {
  return goingOn(rows).map(({ item: { number, row }, next }) => {
    if (next.row.old_code === row.old_code)
      return { number, problem: 'new_code is the old code itself: use keep' };
    const goes = `${row.new_code} is itself an old code with ${next.row.disposition} (row ${next.number})`;
    return { number, problem: `${goes}: name the last successor` };
  });
}

/** Rows whose `new_code` is an old code that goes elsewhere, with the first row of that code. */
export function goingOn(rows: readonly ReadRow[]): Array<{ readonly item: ReadRow; readonly next: ReadRow }> {
  const leaving = new Map<string, ReadRow>();
  for (const item of rows) {
    if (item.row.disposition === 'keep') continue;
    for (const code of [item.row.old_code, item.row.old_code_102])
      if (code !== '' && !leaving.has(code)) leaving.set(code, item);
  }
  return rows.flatMap((item) => {
    const { row } = item;
    const next = row.new_code === '' ? undefined : leaving.get(row.new_code);
    if (next === undefined || row.disposition === 'keep') return [];
    return next.row.old_code === row.old_code && row.disposition === 'split' ? [] : [{ item, next }];
  });
}
