import type { AxisList } from '../../agencies/axis-list.ts';
import { WATCH_FILE, watchRecordSchema } from '../../axis/codes-records.ts';
import { listPath, readSavedList } from '../../axis/saved-list.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { planForward, planReply, planReverse } from '../codes/make-plan.ts';
import { openPlaceOf } from '../codes/sync-axis.ts';
import type { Call, Reply } from '../command.ts';
import { type StackSetting, withStackCodes } from './with-stack-codes.ts';

/** The list that the account's last watch kept. Throws `stack-not-watched`. */
async function watchedList({ stack, file }: StackSetting): Promise<AxisList> {
  const { out, name, dir } = stack;
  const record =
    (await out.size(WATCH_FILE)) === undefined
      ? undefined
      : watchRecordSchema.safeParse(JSON.parse(new TextDecoder().decode(await out.get(WATCH_FILE)))).data;
  if (record === undefined)
    throw new ThongSuotError(
      'stack-not-watched',
      'user',
      `no watch has left a list of the axis in ${dir} yet: run "thong-suot codes watch ${file} --stack ${name}" first`,
      { place: dir, file, stack: name },
    );
  return readSavedList(await out.get(listPath(record.axisList)), record.axisList);
}

/** `codes plan` with what the account knows of the axis; the plan is written on this machine, where people look at it. */
export const planInStack = (call: Call): Promise<Reply> =>
  withStackCodes(call, ['live'], async (setting) => {
    const { stack, file } = setting;
    const [, given] = call.args;
    if (given !== undefined)
      throw new ThongSuotError(
        'stack-own-list',
        'user',
        `with --stack the list is the one that the account's last watch kept: leave ${given} out, or --stack`,
        { file: given },
      );
    const reverse = call.text('reverse');
    const kept = { ...stack, shown: stack.dir, hint: 'run codes watch first' };
    const made =
      reverse === undefined
        ? planForward(setting, await watchedList(setting))
        : await planReverse(setting, kept, reverse, async (hasLast) =>
            hasLast ? undefined : watchedList(setting),
          );
    const place = await openPlaceOf(call, setting);
    try {
      const reply = await planReply(call, { place, config: `${file} --stack ${stack.name}` }, made);
      return { ...reply, json: { ...reply.json, stack: stack.name } };
    } finally {
      await place.close();
    }
  });
