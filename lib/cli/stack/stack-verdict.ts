import { refuseEdited } from '../../batch/edited-verdict.ts';
import { REPORT } from '../../batch/out-paths.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import type { Reconciliation } from '../../formats/reconciliation.ts';
import type { Call, Reply } from '../command.ts';
import { verdictReply } from '../commands/verdict-reply.ts';
import { modelOf } from '../model-of.ts';
import { under } from '../user-files.ts';
import type { StackBatch } from './open-stack.ts';

/** The folder's name that a run on this machine gives its outputs. */
const folderOf = ({ outDir }: StackBatch): string => outDir.replace(/^.*\//, '');

/** Puts the report where a local run would put it below DIR; never over what a run on this machine left. */
async function bringReport(call: Call, batch: StackBatch, dir: string): Promise<string> {
  const { host } = call;
  const folder = under(dir, folderOf(batch));
  const local = await host.openOutput(folder);
  if (local !== undefined) {
    await local.close();
    throw new ThongSuotError(
      'stack-write-over',
      'user',
      `${folder} holds a run of this machine, whose report must stay: give --write another folder`,
      { folder },
    );
  }
  const store = await host.folder(folder);
  await store.put(REPORT, await batch.out.get(REPORT));
  return host.show(under(folder, REPORT));
}

/** The answer of every command that ends with a report in the account. */
export async function stackVerdict(
  call: Call,
  batch: StackBatch,
  exit: (model: Reconciliation) => number,
  extra: { lines: readonly string[]; json: Record<string, unknown> },
): Promise<Reply> {
  await refuseEdited(batch);
  const model = await modelOf(batch);
  const dir = call.text('write');
  const path = dir === undefined ? under(batch.outDir, REPORT) : await bringReport(call, batch, dir);
  const place = call.t('stack.outputs', { place: `${batch.outDir}/` });
  return verdictReply(call, model, path, exit(model), {
    lines: [place, ...extra.lines],
    json: { outputs: `${batch.outDir}/`, ...extra.json },
  });
}
