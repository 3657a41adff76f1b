import { DEFAULT_OUT } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { progressLine } from '../progress.ts';
import { runInStack } from '../stack/run-stack.ts';
import { checkStackFlags } from '../stack/with-stack.ts';
import { under } from '../user-files.ts';
import { OUT, STACK, WORKERS, WRITE_REPORT } from './flags.ts';
import { editedReply, exitOf, verdictReply } from './verdict-reply.ts';

/** Lines for people, and members for `--json`. */
interface More {
  readonly lines: readonly string[];
  readonly json: Record<string, unknown>;
}

/** Runs one batch from its `batch.yaml`; `demo` does the same with the sample's, and says `more` afterwards. */
export async function runFrom(
  call: Call,
  batchFile: string,
  more: () => Promise<More> = async () => ({ lines: [], json: {} }),
): Promise<Reply> {
  const { host, t } = call;
  const batch = await host.openBatch({
    batchFile,
    outRoot: call.text('out') ?? DEFAULT_OUT,
    kind: 'run',
    workers: call.count('workers') ?? host.processors,
  });
  const progress = progressLine(host.stderr, t);
  try {
    const files: string[] = [];
    const summary = await host.engines.run({
      kind: 'run',
      ports: batch,
      onProgress: progress.on,
      onEdited: (file) => void files.push(file),
    });
    progress.end();
    const edited = editedReply(call, files);
    const seconds = summary.seconds.toFixed(1);
    const said = await more();
    return verdictReply(
      call,
      summary.reconciliation,
      host.show(under(batch.outDir, summary.paths.report)),
      exitOf(summary.reconciliation),
      {
        lines: [...edited.lines, t('run.seconds', { seconds }), ...said.lines],
        json: { seconds: summary.seconds, chunks: summary.chunks, ...edited.json, ...said.json },
      },
    );
  } finally {
    progress.end();
    await batch.close();
  }
}

export const run: Command = {
  name: 'run',
  args: 'batch.yaml',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.run',
  flags: { workers: WORKERS, out: OUT, stack: STACK, write: WRITE_REPORT },
  examples: [
    'thong-suot run vinh-long/batch.yaml',
    'thong-suot run vinh-long/batch.yaml --workers 4 --json',
    'thong-suot run vinh-long/batch.yaml --stack thong-suot-pilot-work --write out',
  ],
  run: async (call) => {
    if (call.text('stack') !== undefined) return runInStack(call, 'run', exitOf);
    checkStackFlags(call);
    return runFrom(call, call.args[0] ?? '');
  },
};
