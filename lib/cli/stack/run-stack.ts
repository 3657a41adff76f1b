import { SUCCESSION_MISSING } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Reply } from '../command.ts';
import { plainProgress } from '../progress.ts';
import { folderOf, openFile } from '../user-files.ts';
import { type Costs, costAfter, costBefore } from './cost-text.ts';
import { sendAndFollow } from './follow.ts';
import type { OpenStack, PreparedBatch, StackBatch } from './open-stack.ts';
import { stackVerdict } from './stack-verdict.ts';
import { checkStackFlags, withStack } from './with-stack.ts';

const MIB = 1024 * 1024;

async function prepare(call: Call, stack: OpenStack, batchFile: string): Promise<PreparedBatch> {
  const { name } = await openFile(call.host, batchFile);
  const folder = folderOf(batchFile);
  const files = await call.host.existingFolder(folder);
  if (files === undefined)
    throw new ThongSuotError('folder-missing', 'user', `there is no folder ${folder}`, { folder });
  return stack.prepare(files, name);
}

async function upload(call: Call, prepared: PreparedBatch): Promise<Costs> {
  const { t, lang, host } = call;
  const progress = plainProgress(host.stderr, t('stack.uploading'));
  try {
    const { files, bytes, sent } = await prepared.upload(progress.on);
    const lines = [
      t('stack.uploaded', {
        files: countIn(lang, files),
        sent: countIn(lang, sent),
        mib: countIn(lang, Math.ceil(bytes / MIB)),
      }),
    ];
    const { passedOver } = prepared;
    const [first] = passedOver;
    if (first !== undefined)
      lines.push(t('stack.passed-over', { count: countIn(lang, passedOver.length), path: first.path }));
    return { lines, json: { uploaded: { files, bytes, sent, passedOver } } };
  } finally {
    progress.end();
  }
}

/** How a batch that the person left is told. */
export function leftReply(call: Call, stack: OpenStack, batch: StackBatch, json: Costs['json'] = {}): Reply {
  const name = batch.outDir.replace(/^.*\//, '');
  return {
    exit: 1,
    json: { batch: batch.name, stack: stack.name, state: 'running', ...json },
    text: `${call.t('stack.left', { batch: name, stack: stack.name })}\n`,
  };
}

/** Agency codes that a dry run saw and no list disposes of. */
async function missingLines(call: Call, batch: StackBatch): Promise<string[]> {
  if ((await batch.out.size(SUCCESSION_MISSING)) === undefined) return [];
  const text = new TextDecoder().decode(await batch.out.get(SUCCESSION_MISSING));
  const codes = text.split('\n').filter((line) => line !== '').length - 1;
  const path = `${batch.outDir}/${SUCCESSION_MISSING}`;
  return codes <= 0 ? [] : [call.t('stack.missing', { codes: countIn(call.lang, codes), path })];
}

/** `run` and `plan` in the account: uploads, has it taken up, looks on, and says what came of it. */
export function runInStack(
  call: Call,
  kind: 'run' | 'plan',
  exit: (model: Reconciliation) => number,
): Promise<Reply> {
  checkStackFlags(call);
  return withStack(call, async (stack) => {
    const prepared = await prepare(call, stack, call.args[0] ?? '');
    const before = await costBefore(call, stack, prepared);
    // Before anything is spent, for who can still say no.
    if (call.host.stderr.isTTY) call.host.stderr.write(`${before.lines.join('\n')}\n`);
    const uploaded = await upload(call, prepared);
    const batch = stack.open({ batch: prepared.name, kind });
    const ended = await sendAndFollow(call, stack, { batch, kind });
    if (ended === undefined) return leftReply(call, stack, batch, { ...uploaded.json, cost: before.json });
    const after = await costAfter(call, stack, batch, ended, prepared);
    const missing = kind === 'plan' ? await missingLines(call, batch) : [];
    return stackVerdict(call, batch, exit, {
      lines: [...missing, ...uploaded.lines, ...before.lines, ...after.lines],
      json: { ...uploaded.json, cost: { ...before.json, ...after.json } },
    });
  });
}
