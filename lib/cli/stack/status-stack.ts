import { folderOf } from '../../batch/places.ts';
import { reviveError } from '../../batch/plain-error.ts';
import { readQueuedState } from '../../batch/queued/queued-state.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Reply } from '../command.ts';
import { statusLines } from '../commands/status-lines.ts';
import { faultOf } from '../faults.ts';
import { stageOf } from './follow.ts';
import { checkStackFlags, openStackBatch, withStack } from './with-stack.ts';

/** `status` in the account. */
export function statusInStack(call: Call): Promise<Reply> {
  checkStackFlags(call);
  return withStack(call, async (stack) => {
    const { t, lang, host } = call;
    const { batch, kind } = await openStackBatch(call, stack, call.args[0] ?? '');
    const status = await host.engines.status(batch);
    const queued = await readQueuedState(batch.name, batch);
    const { state, group } = queued;
    const name = folderOf({ batch: batch.name, kind });
    const lines = statusLines(call, status, name, kind === 'plan');
    if (state === 'running' && group !== undefined)
      lines.push(
        t('stack.running', {
          stage: t(`stage.${stageOf(group.stage)}`),
          queue: group.stage,
          done: countIn(lang, group.done),
          total: countIn(lang, group.total),
        }),
      );
    else if (state === 'running') lines.push(t('stack.taken-up'));
    const error = queued.error === undefined ? undefined : faultOf(reviveError(queued.error), host, lang, t);
    if (error !== undefined)
      lines.push(
        t('stack.failed', { stack: stack.name, kind: kind === 'plan' ? 'plan' : 'run' }),
        error.text.trimEnd(),
      );
    lines.push(t('stack.outputs', { place: `${batch.outDir}/` }));
    const well = state === 'done' && status.verdict === 'pass' && status.edited === undefined;
    return {
      exit: well ? 0 : 1,
      json: {
        ...status,
        stack: stack.name,
        outputs: `${batch.outDir}/`,
        state,
        group: group ?? null,
        tasks: queued.tasks,
        ...(queued.error && { error: queued.error }),
      },
      text: `${lines.join('\n')}\n`,
    };
  });
}
