import { REPORT } from '../../batch/out-paths.ts';
import { DEFAULT_OUT, openPlace, reopenOf } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { progressLine } from '../progress.ts';
import { reconcileInStack } from '../stack/reconcile-stack.ts';
import { checkStackFlags } from '../stack/with-stack.ts';
import { under } from '../user-files.ts';
import { OUT, STACK, WRITE_REPORT } from './flags.ts';
import { editedReply, exitOf, verdictReply } from './verdict-reply.ts';

async function reconcileAnew(call: Call): Promise<Reply> {
  const { host } = call;
  if (call.text('stack') !== undefined) return reconcileInStack(call);
  checkStackFlags(call);
  const place = await openPlace(host, call.args[0] ?? '', call.text('out') ?? DEFAULT_OUT);
  const again = reopenOf(place);
  await place.close();
  const ports = await host.openBatch({ ...again, workers: 0 });
  const progress = progressLine(host.stderr, call.t);
  try {
    const edited: string[] = [];
    const model = await host.engines.reconcile({
      kind: again.kind,
      ports,
      onProgress: progress.on,
      onEdited: (file) => void edited.push(file),
    });
    progress.end();
    return verdictReply(
      call,
      model,
      host.show(under(ports.outDir, REPORT)),
      exitOf(model),
      editedReply(call, edited),
    );
  } finally {
    progress.end();
    await ports.close();
  }
}

export const reconcile: Command = {
  name: 'reconcile',
  args: 'BATCH',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.reconcile',
  flags: { out: OUT, stack: STACK, write: WRITE_REPORT },
  examples: [
    'thong-suot reconcile vinh-long-2025-07',
    'thong-suot reconcile vinh-long-2025-07 --stack thong-suot-pilot-work',
  ],
  run: reconcileAnew,
};
