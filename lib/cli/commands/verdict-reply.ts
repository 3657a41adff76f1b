import type { Reconciliation } from '../../formats/reconciliation.ts';
import { summarize } from '../../report/summary.ts';
import type { Call, Reply } from '../command.ts';

/** 0 only for a proved pass: a verdict that is not reached is work that is left. */
export function exitOf(model: Reconciliation): number {
  return model.verdict === 'pass' ? 0 : 1;
}

/** The head of a reconciliation for `--json`: the lists stand in reconciliation.json, which `path` names. */
function headOf(model: Reconciliation): Record<string, unknown> {
  const { batch, kind, verdict, mapping, asOf, coverage, thresholds, totals, reasons } = model;
  const checks = model.checks.map(({ id, verdict, findings, waived, findingsFile }) => ({
    id,
    verdict,
    findings,
    waived,
    file: findingsFile?.path ?? null,
  }));
  return { batch, kind, verdict, mapping, asOf, coverage, thresholds, totals, reasons, checks };
}

/** Says which files of the verdict that stood before had been edited. */
export function editedReply(
  call: Call,
  files: readonly string[],
): { lines: string[]; json: Record<string, unknown> } {
  return {
    lines: files.map((file) => call.t('verdict.anew', { file })),
    json: files.length === 0 ? {} : { edited: files.map((file) => ({ code: 'verdict-edited', file })) },
  };
}

/** The answer of every command that ends with a report. */
export function verdictReply(
  call: Call,
  model: Reconciliation,
  reportPath: string,
  exit: number,
  extra: { lines?: readonly string[]; json?: Record<string, unknown> } = {},
): Reply {
  const lines = [...(extra.lines ?? [])];
  if (exit === 1 && model.kind === 'run') lines.push(call.t('run.exit'));
  const summary = summarize(model, { lang: call.lang, reportPath });
  return {
    exit,
    json: { ...headOf(model), report: reportPath, ...extra.json },
    text: lines.length === 0 ? summary : `${summary}${lines.join('\n')}\n`,
  };
}
