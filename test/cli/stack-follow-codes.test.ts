import { describe, expect, it } from 'vitest';
import { answerPath, type CodesAnswer, leaveAnswer } from '../../lib/axis/codes-answer.ts';
import type { Call } from '../../lib/cli/command.ts';
import { translator } from '../../lib/cli/lang.ts';
import { askAndFollow } from '../../lib/cli/stack/follow-codes.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import type { StackCodes } from '../../lib/ports/stack-codes.ts';
import { memoryStore, untouchable } from './fake-host.ts';
import { fastHost } from './fast-host.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const WATCHED: CodesAnswer = {
  state: 'watched',
  record: { province: '86', axisList: 'a'.repeat(64), ours: 8, others: 2, approved: null, drift: [] },
};

/** A function that answers when the test says so, and a clock that runs as fast as it is waited for. */
function scene(at: (minute: number, answer: (given: CodesAnswer) => Promise<void>) => void) {
  const out = memoryStore();
  const letters: { count: () => number } = { count: () => 0 };
  const { host, leaving, minutes } = fastHost((minute) => at(minute, (given) => leaveAnswer(out, ID, given)));
  const stack = untouchable<StackCodes>('stack', {
    name: 'pilot',
    dir: 's3://work/codes/86',
    out,
    send: async () => ID,
    deadLetters: async () => new Map([['codes', letters.count()]]),
  });
  const call = { host, lang: 'en', t: translator('en') } as unknown as Call;
  const follow = () => askAndFollow(call, stack, { command: 'watch', province: '86' });
  return { host, stack, letters, leaving, follow, out, minutes };
}

describe('following a message of the queue codes', () => {
  it('ends with its answer, and with none that another message was given', async () => {
    const made = scene((minute, answer) => void (minute > 2 && answer(WATCHED)));
    const other = '00000000-0000-4000-8000-000000000002';
    await leaveAnswer(made.out, other, { state: 'put-off', reason: 'failing' });
    expect(await made.follow()).toEqual({ answer: WATCHED });
    expect(made.minutes()).toBeGreaterThan(2);
    expect(made.host.err).toEqual([]);
  });
  it('throws what a person must mend, as a command on this machine would', async () => {
    const error = { code: 'plan-stale', source: 'user', message: 'stale', params: { what: 'asOf' } } as const;
    const made = scene((minute, answer) => void (minute > 1 && answer({ state: 'failed', error })));
    const thrown = await made.follow().catch((caught: unknown) => caught);
    expect(thrown).toBeInstanceOf(ThongSuotError);
    expect(thrown).toMatchObject(error);
  });
  it('says once why it was put off, and looks on', async () => {
    const made = scene((minute, answer) => {
      if (minute > 200) void answer(WATCHED);
      else if (minute > 1) void answer({ state: 'put-off', reason: 'axis-unreachable' });
    });
    expect(await made.follow()).toEqual({ answer: WATCHED });
    expect(made.host.err).toEqual([expect.stringContaining('the axis does not answer the function')]);
  });
  it('says once, after five minutes without an answer, where to look', async () => {
    const made = scene((minute, answer) => void (minute > 30 && answer(WATCHED)));
    await made.follow();
    expect(made.host.err).toEqual([expect.stringContaining('No answer for 5 minutes')]);
  });
  it('ends where the message went to the dead-letter queue', async () => {
    const made = scene(() => undefined);
    made.letters.count = () => (made.minutes() > 10 ? 3 : 2);
    await expect(made.follow()).rejects.toMatchObject({
      code: 'stack-dead-letters',
      params: { queue: 'codes', count: 1, stack: 'pilot' },
    });
    expect(made.minutes()).toBeLessThan(12);
  });
  it('leaves when it is asked to, and says where the answer will stand', async () => {
    const made = scene((minute) => void (minute > 1 && made.leaving.abort()));
    expect(await made.follow()).toEqual({ left: `s3://work/codes/86/${answerPath(ID)}` });
  });
  it('does not take the answer of another version for one', async () => {
    const made = scene((minute) => {
      if (minute > 1) void made.out.put(answerPath(ID), Buffer.from('{"state":"done"}'));
    });
    await expect(made.follow()).rejects.toMatchObject({ code: 'answer-unreadable' });
  });
});
