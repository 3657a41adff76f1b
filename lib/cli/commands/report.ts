import { digestOf } from '../../batch/digest.ts';
import { refuseEdited } from '../../batch/edited-verdict.ts';
import { RECONCILIATION, REPORT } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import { reconciliationSchema } from '../../formats/reconciliation.ts';
import { renderReport } from '../../report/render.ts';
import { DEFAULT_OUT, openPlace } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import type { OpenOutput } from '../host.ts';
import { under } from '../user-files.ts';
import { OUT } from './flags.ts';
import { exitOf, verdictReply } from './verdict-reply.ts';

/** `reconciliation.json` of an output; throws where there is none, or it is not of this version. */
async function modelOf(output: OpenOutput): Promise<Reconciliation> {
  const batch = output.name;
  if ((await output.out.size(RECONCILIATION)) === undefined) throw notReconciled(batch);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await output.out.get(RECONCILIATION));
    return reconciliationSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ThongSuotError(
      'report-model-bad',
      'user',
      `${RECONCILIATION} of ${batch} is no reconciliation of this version: use "thong-suot reconcile ${batch}"`,
      { batch, file: RECONCILIATION },
      { cause },
    );
  }
}

/** Also where a run was killed before its verdict was in the ledger. */
const notReconciled = (batch: string): ThongSuotError =>
  new ThongSuotError(
    'not-reconciled',
    'user',
    `${batch} has no ${RECONCILIATION} yet: use "thong-suot run" first`,
    { batch },
  );

async function reportOf(call: Call): Promise<Reply> {
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
  flags: { out: OUT },
  examples: ['thong-suot report vinh-long-2025-07'],
  run: reportOf,
};
