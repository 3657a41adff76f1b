import { digestOf } from '../../batch/digest.ts';
import { refuseEdited } from '../../batch/edited-verdict.ts';
import { REPORT } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { renderReport } from '../../report/render.ts';
import { DEFAULT_OUT, openPlace } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { modelOf, notReconciled } from '../model-of.ts';
import { reportInStack } from '../stack/reconcile-stack.ts';
import { checkStackFlags } from '../stack/with-stack.ts';
import { under } from '../user-files.ts';
import { OUT, STACK, WRITE_REPORT } from './flags.ts';
import { exitOf, verdictReply } from './verdict-reply.ts';

async function reportOf(call: Call): Promise<Reply> {
  if (call.text('stack') !== undefined) return reportInStack(call);
  checkStackFlags(call);
  const output = await openPlace(call.host, call.args[0] ?? '', call.text('out') ?? DEFAULT_OUT);
  try {
    const reconciled = await refuseEdited(output);
    const model = await modelOf(output);
    if (reconciled === undefined) throw notReconciled(output.name);
    const content = new TextEncoder().encode(renderReport(model));
    // What stands there must stay what the ledger says was written.
    if (digestOf(REPORT, content).sha256 !== reconciled.sha256)
      throw new ThongSuotError(
        'report-of-another-version',
        'user',
        `the report of ${output.name} was written by another version of the program: use "thong-suot reconcile" to write it anew`,
        { batch: output.name },
      );
    await output.out.put(REPORT, content);
    return verdictReply(call, model, call.host.show(under(output.outDir, REPORT)), exitOf(model));
  } finally {
    await output.close();
  }
}

export const report: Command = {
  name: 'report',
  args: 'BATCH',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.report',
  flags: { out: OUT, stack: STACK, write: WRITE_REPORT },
  examples: [
    'thong-suot report vinh-long-2025-07',
    'thong-suot report vinh-long-2025-07 --stack thong-suot-pilot-work --write out',
  ],
  run: reportOf,
};
