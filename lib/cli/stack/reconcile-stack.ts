import { ThongSuotError } from '../../formats/errors.ts';
import type { Call, Reply } from '../command.ts';
import { exitOf } from '../commands/verdict-reply.ts';
import { sendAndFollow } from './follow.ts';
import { leftReply } from './run-stack.ts';
import { stackVerdict } from './stack-verdict.ts';
import { checkStackFlags, openStackBatch, withStack } from './with-stack.ts';

/** `reconcile` in the account: the check is made anew by its function, though nothing changed since the last. */
export function reconcileInStack(call: Call): Promise<Reply> {
  checkStackFlags(call);
  return withStack(call, async (stack) => {
    const opened = await openStackBatch(call, stack, call.args[0] ?? '');
    const { batch } = opened;
    const { stage } = await call.host.engines.status(batch);
    if (stage !== 'reconcile' && stage !== 'done')
      throw new ThongSuotError(
        'not-assembled',
        'user',
        `${batch.name} has no complete outputs to reconcile: run it first ("thong-suot run batch.yaml --stack ${stack.name}")`,
        { name: batch.name },
      );
    const ended = await sendAndFollow(call, stack, { ...opened, again: true });
    if (ended === undefined) return leftReply(call, stack, batch);
    return stackVerdict(call, batch, exitOf, { lines: [], json: {} });
  });
}

/** `report` in the account: nobody may write there, so the report that stands is brought (`--write`) or named. */
export function reportInStack(call: Call): Promise<Reply> {
  checkStackFlags(call);
  return withStack(call, async (stack) => {
    const { batch } = await openStackBatch(call, stack, call.args[0] ?? '');
    return stackVerdict(call, batch, exitOf, { lines: [], json: {} });
  });
}
