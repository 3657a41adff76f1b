import type { Command } from './command.ts';
import { codesCheck } from './commands/codes-check.ts';
import { codesDiff } from './commands/codes-diff.ts';
import { codesPlan } from './commands/codes-plan.ts';
import { codesRoutes } from './commands/codes-routes.ts';
import { codesSync } from './commands/codes-sync.ts';
import { codesWatch } from './commands/codes-watch.ts';
import { demo } from './commands/demo.ts';
import { documentsInFlight } from './commands/documents-in-flight.ts';
import { documentsReissue } from './commands/documents-reissue.ts';
import { documentsScan } from './commands/documents-scan.ts';
import { explain } from './commands/explain.ts';
import { lookup } from './commands/lookup.ts';
import { plan } from './commands/plan.ts';
import { profileCheck } from './commands/profile-check.ts';
import { reconcile } from './commands/reconcile.ts';
import { report } from './commands/report.ts';
import { run } from './commands/run.ts';
import { sample } from './commands/sample.ts';
import { status } from './commands/status.ts';

/** The table of commands, in the order in which `help` lists them: that in which a person needs them. */
export const COMMANDS: readonly Command[] = [
  demo,
  sample,
  profileCheck,
  plan,
  run,
  status,
  reconcile,
  report,
  lookup,
  codesCheck,
  codesDiff,
  codesPlan,
  codesSync,
  codesWatch,
  codesRoutes,
  documentsScan,
  documentsInFlight,
  documentsReissue,
  explain,
];
