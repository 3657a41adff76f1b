import type { CodeFinding, CodesCheck } from '../../agencies/check-codes.ts';
import { CODE_RULES } from '../../agencies/checks/catalogue.ts';
import { groupBy } from '../../agencies/groups.ts';
import type { Waiver } from '../../formats/tables.ts';
import { countIn } from '../../report/text.ts';
import type { Call } from '../command.ts';
import { detailVi } from '../messages/details-vi.ts';
import { cutLines, expiredLines, tableText } from './listing.ts';
import type { LocalCodes } from './local-codes.ts';

export type Judged = CodeFinding & { readonly waived: boolean };

const COLUMNS = ['check', 'severity', 'key', 'table', 'row', 'code', 'related', 'detail', 'waived'] as const;

/** `check.csv`: every finding; `related` joined by `|`. */
export function checkCsv(findings: readonly Judged[]): string {
  const rows = findings.map((one) => [
    one.rule,
    one.severity,
    one.key,
    one.table,
    String(one.row),
    one.code,
    one.related.join('|'),
    one.detail,
    one.waived ? '1' : '0',
  ]);
  return tableText(COLUMNS, rows);
}

function findingLine(call: Call, one: Judged): string {
  const { t } = call;
  const at = t(`codes.row.${one.table}`, { row: one.row });
  const related = one.related.length === 0 ? '' : `  ~ ${one.related.slice(0, 6).join(', ')}`;
  const more = one.related.length > 6 ? ', …' : '';
  const detail = one.detail === '' ? '' : `  ${call.lang === 'vi' ? detailVi(one.detail) : one.detail}`;
  return `${one.code}  ${at}${related}${more}${detail}${one.waived ? `  [${t('codes.waived')}]` : ''}`;
}

function ruleLines(call: Call, findings: readonly Judged[]): string[] {
  const { t, lang } = call;
  const byRule = groupBy(findings, (one) => one.rule);
  return CODE_RULES.flatMap(({ id, severity, title }) => {
    const own = byRule.get(id) ?? [];
    if (own.length === 0) return [];
    const waived = own.filter((one) => one.waived).length;
    const count = countIn(lang, own.length);
    const head = t(waived === 0 ? 'codes.rule' : 'codes.rule-waived', {
      severity: t(`codes.severity.${severity}`),
      rule: id,
      title: title[lang],
      count,
      waived: countIn(lang, waived),
    });
    return ['', head, ...cutLines(call, own, (one) => findingLine(call, one))];
  });
}

/** What `codes check` says: what was looked at, what was not, each rule with findings, and what is left. */
export function checkText(
  call: Call,
  local: LocalCodes,
  result: CodesCheck,
  findings: readonly Judged[],
  expired: readonly Waiver[],
): string {
  const { t, lang } = call;
  const blockers = findings.filter((one) => one.severity === 'blocker');
  const open = blockers.filter((one) => !one.waived).length;
  const lines = [
    t('codes.checked', {
      rows: countIn(lang, local.registry.entries.length),
      rules: countIn(lang, result.ran.length),
      day: local.day,
    }),
    ...(result.notRun.length === 0
      ? []
      : [t('codes.not-run', { rules: countIn(lang, result.notRun.length) })]),
    ...ruleLines(call, findings),
    '',
    ...expiredLines(call, expired),
    t(open === 0 ? 'codes.check-well' : 'codes.check-open', {
      open: countIn(lang, open),
      waived: countIn(lang, blockers.length - open),
      listed: countIn(lang, findings.length - blockers.length),
    }),
  ];
  return `${lines.join('\n')}\n`;
}
