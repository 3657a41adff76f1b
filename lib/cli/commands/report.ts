import { RECONCILIATION, REPORT } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import { reconciliationSchema } from '../../formats/reconciliation.ts';
import { renderReport } from '../../report/render.ts';
import { DEFAULT_OUT, openPlace, under } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import type { OpenOutput } from '../host.ts';
import { OUT } from './flags.ts';
import { exitOf, verdictReply } from './verdict-reply.ts';

/** `reconciliation.json` of an output; throws where there is none, or it is not of this version. */
async function modelOf(output: OpenOutput): Promise<Reconciliation> {
  const batch = output.name;
  if ((await output.out.size(RECONCILIATION)) === undefined)
    throw new ThongSuotError(
      'not-reconciled',
      'user',
      `${batch} has no ${RECONCILIATION} yet: use "thong-suot run" first`,
      { batch },
    );
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

async function reportOf(call: Call): Promise<Reply> {
  const output = await openPlace(call.host, call.args[0] ?? '', call.text('out') ?? DEFAULT_OUT);
  try {
    const model = await modelOf(output);
    await output.out.put(REPORT, new TextEncoder().encode(renderReport(model)));
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
