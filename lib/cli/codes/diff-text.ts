import type { AxisList } from '../../agencies/axis-list.ts';
import { type AxisScope, DIFFERENCE_CATEGORIES, type Difference } from '../../agencies/diff.ts';
import type { Waiver } from '../../formats/tables.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';
import { cutLines, expiredLines, tableText } from './listing.ts';

export type JudgedDifference = Difference & { readonly waived: boolean };

const COLUMNS = ['key', 'category', 'code', 'field', 'local', 'axis', 'waived'] as const;

/** Mail addresses stand in files alone; where a diff is printed this stands for them. */
const withheld = '(mail)';

/** What of a difference goes out: to a file all of it, to the standard output everything but mail addresses. */
export function differenceRecord(
  one: JudgedDifference,
  to: 'file' | 'print',
): Readonly<Record<Exclude<(typeof COLUMNS)[number], 'waived'>, string> & { waived: boolean }> {
  const { key, category, code, field, waived } = one;
  const shown = (value: string): string =>
    field === 'mail' && to === 'print' && value !== '' ? withheld : value;
  return { key, category, code, field, local: shown(one.local), axis: shown(one.axis), waived };
}

/** The differences as CSV, in their order. */
export function diffCsv(differences: readonly JudgedDifference[], to: 'file' | 'print'): string {
  const rows = differences.map((one) => {
    const record = differenceRecord(one, to);
    return COLUMNS.map((column) => (column === 'waived' ? (record.waived ? '1' : '0') : record[column]));
  });
  return tableText(COLUMNS, rows);
}

function differenceLine(call: Call, one: JudgedDifference): string {
  const { t } = call;
  const { code, category, field, local, axis } = differenceRecord(one, 'print');
  const blank = t('diff.blank');
  const values =
    field === ''
      ? (category === 'removed' ? axis : local) || axis
      : `${field}: ${axis || blank} → ${local || blank}`;
  const note = axis.normalize('NFC') === local.normalize('NFC') && axis !== local;
  return `${code}  ${values}${note ? `  (${t('diff.unicode')})` : ''}${one.waived ? `  [${t('codes.waived')}]` : ''}`;
}

/** What `codes diff` says: what was compared, how many of each category, and the first lines of each. */
export function diffText(
  call: Call,
  day: string,
  scope: AxisScope,
  axis: AxisList,
  differences: readonly JudgedDifference[],
  expired: readonly Waiver[],
): string {
  const { t, lang } = call;
  const open = differences.filter((one) => !one.waived).length;
  const groups = DIFFERENCE_CATEGORIES.flatMap((category) => {
    const own = differences.filter((one) => one.category === category);
    const head = `${t(`diff.category.${category}`)} [${category}]: ${countIn(lang, own.length)}`;
    return [head, ...cutLines(call, own, (one) => differenceLine(call, one))];
  });
  const problems = axis.problems.map(
    ({ problem, code, file, entry }) => `${code}  ${t(`diff.problem.${problem}`)}  ${file}, ${entry}`,
  );
  const lines = [
    t('diff.compared', {
      compared: countIn(lang, scope.compared.length),
      others: countIn(lang, scope.others),
      day,
    }),
    ...(problems.length === 0 ? [] : [t('diff.problems', { count: countIn(lang, problems.length) })]),
    ...cutLines(call, problems, (line) => line),
    '',
    ...groups,
    '',
    ...expiredLines(call, expired),
    t(open === 0 ? 'diff.well' : 'diff.open', {
      open: countIn(lang, open),
      waived: countIn(lang, differences.length - open),
    }),
  ];
  return `${lines.join('\n')}\n`;
}
