import { type BatchPlace, folderOf, kindOfFolder } from '../../batch/places.ts';
import type { BatchStatus } from '../../batch/status.ts';
import { DEFAULT_OUT, openPlace } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { statusInStack } from '../stack/status-stack.ts';
import { OUT, STACK } from './flags.ts';
import { statusLines } from './status-lines.ts';

function textOf(call: Call, status: BatchStatus, batch: string, kind: BatchPlace['kind']): string {
  const { t } = call;
  const isPlan = kind === 'plan';
  const lines = statusLines(call, status, folderOf({ batch: status.name, kind }), isPlan);
  if (status.running) lines.push(t('status.running', { ...status.running }));
  else if (status.running === null) lines.push(t('status.running-unknown'));
  else if (status.stage !== 'done') lines.push(t(isPlan ? 'status.idle-plan' : 'status.idle', { batch }));
  return `${lines.join('\n')}\n`;
}

async function statusOf(call: Call): Promise<Reply> {
  if (call.text('stack') !== undefined) return statusInStack(call);
  const batch = call.args[0] ?? '';
  const output = await openPlace(call.host, batch, call.text('out') ?? DEFAULT_OUT);
  try {
    const status = await call.host.engines.status(output);
    const file = output.batchFile === undefined ? 'batch.yaml' : call.host.show(output.batchFile);
    const kind = kindOfFolder(output.outDir);
    const well = status.stage === 'done' && status.verdict === 'pass' && status.edited === undefined;
    return { exit: well ? 0 : 1, json: status, text: textOf(call, status, file, kind) };
  } finally {
    await output.close();
  }
}

export const status: Command = {
  name: 'status',
  args: 'BATCH',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.status',
  flags: { out: OUT, stack: STACK },
  examples: [
    'thong-suot status vinh-long-2025-07',
    'thong-suot status vinh-long/batch.yaml --json',
    'thong-suot status vinh-long-2025-07 --stack thong-suot-pilot-work',
  ],
  run: statusOf,
};
