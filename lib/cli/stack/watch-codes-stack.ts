import { axisOf } from '../../axis/axis-section.ts';
import { listPath } from '../../axis/saved-list.ts';
import { watchReply } from '../codes/watch-reply.ts';
import type { Call, Reply } from '../command.ts';
import { askAndFollow, leftReply } from './follow-codes.ts';
import { uploadLists } from './upload-codes.ts';
import { shownIn, withStackCodes } from './with-stack-codes.ts';

/** `codes watch` in the account: its function asks the axis, with the secret that is kept there. */
export const watchInStack = (call: Call): Promise<Reply> =>
  withStackCodes(call, ['out'], async (setting) => {
    const { stack, config } = setting;
    axisOf(setting);
    const uploaded = await uploadLists(call, setting);
    const asked = await askAndFollow(call, stack, { command: 'watch', province: config.province });
    if ('left' in asked) return leftReply(call, stack, asked.left);
    const { answer } = asked;
    if (answer.state !== 'watched') throw new TypeError(`a watch was answered by ${answer.state}`);
    const { record } = answer;
    const list = shownIn(stack, listPath(record.axisList));
    const reply = watchReply(call, record, { list, waivers: config.waivers });
    return { ...reply, json: { ...reply.json, stack: stack.name, uploaded } };
  });
