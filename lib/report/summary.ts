import type { Reconciliation } from '../formats/reconciliation.ts';
import { showUnseen } from './html.ts';
import { nextSteps } from './next-steps.ts';
import { agencyLines, IN_FLIGHT_WORDS } from './sections/agencies.ts';
import { OUTCOME_KEYS } from './sections/table.ts';
import type { Lang } from './text.ts';
import { bi, countIn } from './text.ts';
import { attestation, OUTCOME_WORDS, reasonOf, VERDICT_SIGNS, VERDICT_WORDS } from './words.ts';

export interface SummaryOptions {
  readonly lang: Lang;
  /** Where the report is, as the person at this terminal can open it; shown, never stored. */
  readonly reportPath: string;
}

const HEADINGS = {
  title: bi('Thông Suốt · lô', 'Thông Suốt · batch'),
  plan: bi('CHẠY THỬ: không bao giờ được dùng để chuyển đổi', 'DRY RUN: can never be switched to'),
  reasons: bi('Lý do (mỗi bản ghi một lần)', 'Reasons (each record once)'),
  agencies: bi('Mã cơ quan và văn bản trên đường', 'Agency codes and documents in flight'),
  checks: bi('Phép kiểm cần xem', 'Checks to look at'),
  next: bi('Việc cần làm tiếp', 'What to do next'),
  report: bi('Báo cáo', 'Report'),
  findings: bi('phát hiện', 'findings'),
} as const;

/** On one line, with nothing that moves the terminal's cursor. */
function plain(text: string): string {
  return showUnseen(text).replace(/[\t\n\r]+/g, ' ');
}

function pad(rows: ReadonlyArray<readonly [string, string]>): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padStart(width)}  ${right}`);
}

function checkLines(model: Reconciliation, lang: Lang): string[] {
  return model.checks
    .filter((check) => check.verdict === 'fail' || check.verdict === 'inconclusive')
    .map((check) => {
      const file = check.findingsFile === null ? '' : `: ${check.findingsFile.path}`;
      const found = `${countIn(lang, check.findings)} ${HEADINGS.findings[lang]}`;
      return `  ${VERDICT_SIGNS[check.verdict]} ${plain(check.id)}, ${found}${plain(file)}`;
    });
}

function agencyPart({ agencies }: Reconciliation, lang: Lang): string[] {
  if (agencies === null) return [];
  const flying = IN_FLIGHT_WORDS.filter(([what]) => agencies.counts.inFlight[what] > 0);
  const rows = flying.map(
    ([what, words]) => [countIn(lang, agencies.counts.inFlight[what]), `${what}: ${words[lang]}`] as const,
  );
  const lines = agencyLines(agencies, countIn).map((line) => `  ${line[lang]}`);
  return ['', HEADINGS.agencies[lang], ...lines, ...(rows.length > 0 ? pad(rows) : [])];
}

/** What a person reads at the end of a run: totals, verdict, reasons, what to do next, where the report is. */
export function summarize(model: Reconciliation, { lang, reportPath }: SummaryOptions): string {
  const lines = [
    `${HEADINGS.title[lang]} ${plain(model.batch)} · ${plain(model.targetProvince.name)} (${plain(model.targetProvince.code)})`,
    attestation(model.coverage)[lang],
  ];
  if (model.kind === 'plan') lines.push(HEADINGS.plan[lang]);
  lines.push('', `${VERDICT_SIGNS[model.verdict]} ${VERDICT_WORDS[model.verdict][lang]}`, '');
  lines.push(
    ...pad(OUTCOME_KEYS.map((key) => [countIn(lang, model.totals[key]), OUTCOME_WORDS[key][lang]] as const)),
  );
  if (model.reasons.length > 0) {
    lines.push('', HEADINGS.reasons[lang]);
    lines.push(
      ...pad(
        model.reasons.map(({ reason, records }) => {
          const known = reasonOf(reason);
          const what = known === undefined ? '' : `: ${known[lang]}`;
          return [countIn(lang, records), `${plain(reason)}${what}`] as const;
        }),
      ),
    );
  }
  lines.push(...agencyPart(model, lang));
  const checks = checkLines(model, lang);
  if (checks.length > 0) lines.push('', HEADINGS.checks[lang], ...checks);
  lines.push('', HEADINGS.next[lang]);
  for (const [index, step] of nextSteps(model, countIn).entries())
    lines.push(`  ${index + 1}. ${plain(step[lang])}`);
  lines.push('', `${HEADINGS.report[lang]}: ${reportPath}`, '');
  return lines.join('\n');
}
