import type { RunSummary } from '../../batch/run.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import { countIn } from '../../report/text.ts';
import { DEFAULT_OUT } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { progressLine } from '../progress.ts';
import { runInStack } from '../stack/run-stack.ts';
import { checkStackFlags } from '../stack/with-stack.ts';
import { under } from '../user-files.ts';
import { OUT, STACK, WORKERS, WRITE_REPORT } from './flags.ts';
import { editedReply, verdictReply } from './verdict-reply.ts';

function lines(call: Call, summary: RunSummary, outDir: string, sample: number | undefined): string[] {
  const number = (value: number) => countIn(call.lang, value);
  const said: string[] = [];
  if (sample !== undefined && summary.estimate !== undefined)
    said.push(
      call.t('plan.sampled', {
        sample: number(sample),
        records: number(summary.estimate.records),
        measured: number(summary.estimate.measuredRecords),
      }),
    );
  if (summary.estimate !== undefined)
    said.push(
      call.t('plan.estimate', {
        seconds: number(Math.ceil(summary.estimate.seconds)),
        mib: number(Math.ceil(summary.estimate.outputBytes / 1048576)),
        records: number(summary.estimate.records),
        measured: number(summary.estimate.measuredRecords),
      }),
    );
  const { missing } = summary;
  if (missing !== undefined && missing.codes + missing.malformed > 0)
    said.push(
      call.t('plan.missing', {
        codes: number(missing.codes),
        records: number(missing.records),
        malformed: number(missing.malformed),
        path: call.host.show(under(outDir, missing.path)),
      }),
    );
  return said;
}

/** A sample can't pass, so only what it found counts here: something held, rejected or failed is work that is left. */
function exitOfPlan({ totals, verdict }: Reconciliation): number {
  return verdict === 'fail' || totals.held + totals.rejected > 0 ? 1 : 0;
}

async function planFrom(call: Call): Promise<Reply> {
  const { host, t } = call;
  if (call.text('stack') !== undefined) return runInStack(call, 'plan', exitOfPlan);
  checkStackFlags(call);
  const batch = await host.openBatch({
    batchFile: call.args[0] ?? '',
    outRoot: call.text('out') ?? DEFAULT_OUT,
    kind: 'plan',
    workers: call.count('workers') ?? host.processors,
  });
  const sample = call.count('sample');
  const files: string[] = [];
  const progress = progressLine(host.stderr, t);
  try {
    const summary = await host.engines.run({
      kind: 'plan',
      ports: batch,
      onProgress: progress.on,
      onEdited: (file) => void files.push(file),
      ...(sample === undefined ? {} : { sample }),
    });
    progress.end();
    const edited = editedReply(call, files);
    return verdictReply(
      call,
      summary.reconciliation,
      host.show(under(batch.outDir, summary.paths.report)),
      exitOfPlan(summary.reconciliation),
      {
        lines: [...edited.lines, ...lines(call, summary, batch.outDir, sample)],
        json: { estimate: summary.estimate ?? null, missing: summary.missing ?? null, ...edited.json },
      },
    );
  } finally {
    progress.end();
    await batch.close();
  }
}

export const plan: Command = {
  name: 'plan',
  args: 'batch.yaml',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.plan',
  flags: {
    sample: { kind: 'count', least: 1, value: 'N', help: 'flag.sample' },
    workers: WORKERS,
    out: OUT,
    stack: STACK,
    write: WRITE_REPORT,
  },
  examples: [
    'thong-suot plan vinh-long/batch.yaml',
    'thong-suot plan vinh-long/batch.yaml --sample 10000',
    'thong-suot plan vinh-long/batch.yaml --stack thong-suot-pilot-work',
  ],
  run: planFrom,
};
