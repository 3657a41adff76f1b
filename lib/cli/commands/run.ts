import { DEFAULT_OUT, under } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { progressLine } from '../progress.ts';
import { OUT, WORKERS } from './flags.ts';
import { editedReply, exitOf, verdictReply } from './verdict-reply.ts';

/** Runs one batch from its `batch.yaml`; `demo` does the same with the sample's. */
export async function runFrom(call: Call, batchFile: string): Promise<Reply> {
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
    return verdictReply(
      call,
      summary.reconciliation,
      host.show(under(batch.outDir, summary.paths.report)),
      exitOf(summary.reconciliation),
      {
        lines: [...edited.lines, t('run.seconds', { seconds })],
        json: { seconds: summary.seconds, chunks: summary.chunks, ...edited.json },
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
  flags: { workers: WORKERS, out: OUT },
  examples: ['thong-suot run vinh-long/batch.yaml', 'thong-suot run vinh-long/batch.yaml --workers 4 --json'],
  run: (call) => runFrom(call, call.args[0] ?? ''),
};
