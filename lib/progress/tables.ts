import { csvRow } from '../batch/csv-rows.ts';
import { VERDICTS } from '../formats/reconciliation.ts';
import type { Bilingual, Lang } from '../report/text.ts';
import { OUTCOME_WORDS, reasonOf, VERDICT_WORDS } from '../report/words.ts';
import type { BatchProgress, HeldProgress, Progress, SystemProgress } from './progress.ts';
import { COLUMN_WORDS, daysBetween, EDITED, minuteOf, percentOf, STATE_WORDS } from './words.ts';

type Cell = string | number | Bilingual;
interface Column<R> {
  readonly head: Bilingual;
  cell(row: R, report: Progress): Cell;
}

/** One table of the report: the page and the CSV files show the same columns. */
export interface ProgressTable<R = unknown> {
  readonly name: 'batches' | 'systems' | 'held';
  readonly columns: ReadonlyArray<Column<R>>;
  rows(report: Progress): readonly R[];
}

/** A row's words in one language. */
export const cellIn = (cell: Cell, lang: Lang): string =>
  typeof cell === 'object' ? cell[lang] : String(cell);

const column = <R>(head: Bilingual, cell: Column<R>['cell']): Column<R> => ({ head, cell });

function verdictOf({ verdict, edited }: BatchProgress): Cell {
  const known = VERDICTS.find((each) => each === verdict);
  if (known === undefined) return '';
  if (!edited) return VERDICT_WORDS[known];
  const { vi, en } = VERDICT_WORDS[known];
  return { vi: `${vi} (${EDITED.vi})`, en: `${en} (${EDITED.en})` };
}

export const BATCHES: ProgressTable<BatchProgress> = {
  name: 'batches',
  columns: [
    column(COLUMN_WORDS.batch, ({ batch }) => batch),
    column(COLUMN_WORDS.state, ({ state }) => STATE_WORDS[state]),
    column(COLUMN_WORDS.error, ({ error }) => error),
    column(COLUMN_WORDS.verdict, verdictOf),
    column(COLUMN_WORDS.rounds, ({ rounds }) => rounds),
    column(COLUMN_WORDS.ended, ({ ended }) => (ended === null ? '' : minuteOf(ended))),
  ],
  rows: ({ batches }) => batches,
};

export const SYSTEMS: ProgressTable<SystemProgress> = {
  name: 'systems',
  columns: [
    column(COLUMN_WORDS.batch, ({ batch }) => batch),
    column(COLUMN_WORDS.system, ({ system }) => system),
    column(COLUMN_WORDS.sources, ({ sources }) => sources),
    column(COLUMN_WORDS.records, ({ records }) => records),
    column(COLUMN_WORDS.done, ({ done }) => done),
    column(COLUMN_WORDS.percent, ({ done, records }) => percentOf(done, records)),
    column(OUTCOME_WORDS.migrated, ({ migrated }) => migrated),
    column(OUTCOME_WORDS.already, ({ already }) => already),
    column(OUTCOME_WORDS.held, ({ held }) => held),
    column(OUTCOME_WORDS.rejected, ({ rejected }) => rejected),
    column(COLUMN_WORDS.heldFrom, ({ heldFrom }) => (heldFrom === 0 ? '' : String(heldFrom))),
  ],
  rows: ({ systems }) => systems,
};

/** What has waited longest stands first. */
export const HELD: ProgressTable<HeldProgress> = {
  name: 'held',
  columns: [
    column(COLUMN_WORDS.batch, ({ batch }) => batch),
    column(COLUMN_WORDS.system, ({ system }) => system),
    column(COLUMN_WORDS.reason, ({ reason }) => reason),
    column(COLUMN_WORDS.meaning, ({ reason }) => reasonOf(reason) ?? ''),
    column(COLUMN_WORDS.records, ({ records }) => records),
    column(COLUMN_WORDS.since, ({ since }) => minuteOf(since)),
    column(COLUMN_WORDS.days, ({ since }, { at }) => daysBetween(since, at)),
  ],
  rows: ({ held }) => [...held].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0)),
};

/** Excel takes a file for UTF-8 by this alone; the files are read by people and by nothing of ours. */
const BOM = '\ufeff';

export function tableCsv<R>({ columns, rows }: ProgressTable<R>, report: Progress, lang: Lang): string {
  const lines = [
    csvRow(columns.map(({ head }) => head[lang])),
    ...rows(report).map((row) => csvRow(columns.map(({ cell }) => inert(cellIn(cell(row, report), lang))))),
  ];
  return `${BOM}${lines.join('')}`;
}

/** A spreadsheet takes these for formulas; names of batches and systems can't begin so, and words are ours. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
