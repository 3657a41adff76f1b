import { CheckContext, type CheckInput } from './check-context.ts';
import type { CodeRule, Found } from './check-rule.ts';
import { CODE_RULES } from './checks/catalogue.ts';
import { compareText } from './succession-rows.ts';

export interface CodeFinding extends Found {
  readonly rule: string;
  readonly severity: CodeRule['severity'];
}

export interface CodesCheck {
  /** By rule in the order of the catalogue, then by key. */
  readonly findings: readonly CodeFinding[];
  /** Rules that ran, and those that could not for want of a succession list. */
  readonly ran: readonly string[];
  readonly notRun: readonly string[];
}

/** Runs every rule of the catalogue that has what it needs. Data problems are findings; nothing is thrown for them. */
export function checkCodes(input: CheckInput): CodesCheck {
  const context = new CheckContext(input);
  const findings: CodeFinding[] = [];
  const ran: string[] = [];
  const notRun: string[] = [];
  for (const rule of CODE_RULES) {
    const found = findingsOf(rule, context);
    if (found === undefined) {
      notRun.push(rule.id);
      continue;
    }
    ran.push(rule.id);
    const byKey = new Map<string, Found>();
    for (const one of found) if (!byKey.has(one.key)) byKey.set(one.key, one);
    const sorted = [...byKey.values()].sort((a, b) => compareText(a.key, b.key));
    for (const one of sorted) findings.push({ rule: rule.id, severity: rule.severity, ...one });
  }
  return { findings, ran, notRun };
}

function findingsOf(rule: CodeRule, context: CheckContext): Iterable<Found> | undefined {
  if (rule.needs === 'registry') return rule.find(context);
  return context.succession === undefined ? undefined : rule.find(context, context.succession);
}
