import { axisOf } from '../../axis/axis-section.ts';
import { batchOf, History } from '../../axis/history.ts';
import type { DigestedPlan } from '../../axis/plan-file.ts';
import { listPath } from '../../axis/saved-list.ts';
import type { CodesMessage } from '../../formats/codes-message.ts';
import type { StackCodes } from '../../ports/stack-codes.ts';
import { confirmationOf, planOf } from '../codes/plan-option.ts';
import { type Synced, syncReply } from '../codes/sync-reply.ts';
import type { Call, Reply } from '../command.ts';
import { askAndFollow, leftReply } from './follow-codes.ts';
import { uploadLists } from './upload-codes.ts';
import { shownIn, withStackCodes } from './with-stack-codes.ts';

/** How many calls of a plan are verified, and how many requests were sent for it, by the ledger of the account. */
async function historyOf(
  { ledger }: StackCodes,
  planned: DigestedPlan,
): Promise<{ verified: number; requests: number }> {
  const history = await History.read(ledger, batchOf(planned));
  const verified = planned.plan.calls.filter(({ number }) => history.of(number).verified).length;
  return { verified, requests: history.answers };
}

/** `codes sync` in the account, over as many runs of its function as the plan takes; a dry run unless confirmed. */
export const syncInStack = (call: Call): Promise<Reply> =>
  withStackCodes(call, ['out'], async (setting) => {
    const { stack, config } = setting;
    axisOf(setting);
    const { plan, path } = await planOf(call, setting);
    const confirm = confirmationOf(call, plan);
    const as = `plans/${plan.digest}.json`;
    const uploaded = await uploadLists(call, setting, { path, as });
    const about = { province: config.province, plan: as, retryRefused: call.has('retry-refused') };
    const message: CodesMessage =
      confirm === undefined ? { command: 'preview', ...about } : { command: 'sync', ...about, confirm };
    const before = await historyOf(stack, plan);
    const asked = await askAndFollow(call, stack, message, async () => ({
      done: (await historyOf(stack, plan)).verified,
      total: plan.plan.calls.length,
    }));
    if ('left' in asked) return leftReply(call, stack, asked.left);
    const { answer } = asked;
    if (answer.state === 'watched') throw new TypeError('a sync was answered by a watch');
    const { record } = answer;
    const report: Synced = {
      confirmed: answer.state === 'synced',
      result: record.result,
      // The record counts those of the function's last run alone.
      sent: (await historyOf(stack, plan)).requests - before.requests,
      drift: record.drift,
      states: new Map(record.calls.map(({ number, agency, ...state }) => [number, state])),
      left: record.differencesLeft ?? undefined,
      axisList: record.axisList,
      list: shownIn(stack, listPath(record.axisList)),
    };
    const reply = syncReply(call, plan, report);
    return { ...reply, json: { ...reply.json, stack: stack.name, uploaded } };
  });
