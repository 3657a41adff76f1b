import { answerPath, type CodesAnswer, errorOf, readAnswer } from '../../axis/codes-answer.ts';
import type { CodesMessage } from '../../formats/codes-message.ts';
import type { StackCodes } from '../../ports/stack-codes.ts';
import type { Call, Reply } from '../command.ts';
import { plainProgress } from '../progress.ts';
import { type Letters, lettersOf, refuseLetters } from './dead-letters.ts';
import { LETTERS_AFTER, Looks, TOLD_AFTER } from './looks.ts';
import { shownIn } from './with-stack-codes.ts';

type Final = Exclude<CodesAnswer, { state: 'failed' | 'put-off' }>;

/** How far the work is, where it can be told from outside. */
export interface HowFar {
  readonly done: number;
  readonly total: number;
}

/** `left`: where the answer will stand, since the person did not wait for it. */
export type Asked = { readonly answer: Final } | { readonly left: string };

interface Sent {
  readonly path: string;
  readonly letters: Letters;
  howFar(): Promise<HowFar>;
}

/**
 * Has the function do something and looks on until it has answered, over as many of its runs as that takes. Throws what
 * a person must mend, as the same command on one machine would, and `stack-dead-letters` where it was given up.
 */
export async function askAndFollow(
  call: Call,
  stack: StackCodes,
  message: CodesMessage,
  howFar: () => Promise<HowFar> = async () => ({ done: 0, total: 0 }),
): Promise<Asked> {
  const letters = await lettersOf(stack);
  const path = answerPath(await stack.send(message));
  const answer = await call.host.interruptible((signal) =>
    look(call, stack, { path, letters, howFar }, signal),
  );
  return answer === undefined ? { left: shownIn(stack, path) } : { answer };
}

async function look(
  call: Call,
  stack: StackCodes,
  { path, letters, howFar }: Sent,
  signal: AbortSignal,
): Promise<Final | undefined> {
  const looks = new Looks(call.host.axis, signal);
  const progress = plainProgress(call.host.stderr, call.t('stack.codes-waiting'));
  const tell = (text: string): void => {
    progress.end();
    call.host.stderr.write(`${text}\n`);
  };
  let before: string | undefined;
  let putOff: string | undefined;
  let told = false;
  try {
    while (await looks.next()) {
      const answer = (await stack.out.list(path)).includes(path)
        ? readAnswer(await stack.out.get(path))
        : undefined;
      if (answer?.state === 'failed') throw errorOf(answer);
      if (answer !== undefined && answer.state !== 'put-off') return answer;
      const { done, total } = await howFar();
      const now = `${answer?.reason ?? ''} ${done}`;
      const news = before !== undefined && now !== before;
      looks.saw(news);
      before = now;
      if (news) told = false;
      if (answer !== undefined && answer.reason !== putOff) {
        putOff = answer.reason;
        tell(call.t('stack.codes-put-off', { why: reasonOf(call, putOff) }));
      }
      progress.on(done, total);
      if (looks.quietMs >= LETTERS_AFTER) refuseLetters(stack, letters, await lettersOf(stack));
      if (looks.quietMs < TOLD_AFTER || told || putOff !== undefined) continue;
      told = true;
      const minutes = Math.floor(looks.quietMs / 60_000);
      tell(call.t('stack.codes-quiet', { minutes }));
    }
    return undefined;
  } finally {
    progress.end();
  }
}

/** Why the function let time mend something. */
function reasonOf({ t }: Call, reason: string): string {
  if (reason === 'sync-in-progress') return t('stack.put-off.busy');
  return t(reason === 'failing' ? 'stack.put-off.failing' : 'stack.put-off.unreachable');
}

/** How a command that the person left is told. */
export const leftReply = (call: Call, stack: StackCodes, left: string): Reply => ({
  exit: 1,
  json: { stack: stack.name, state: 'running', answer: left },
  text: `${call.t('stack.codes-left', { answer: left })}\n`,
});
