import { ThongSuotError } from '../../formats/errors.ts';
import type { OpenStack } from './open-stack.ts';

type Account = Pick<OpenStack, 'name' | 'deadLetters'>;
export type Letters = ReadonlyMap<string, number> | undefined;

/** Undefined where these credentials may not look: then nothing is known of them. */
export async function lettersOf(stack: Account): Promise<Letters> {
  try {
    return await stack.deadLetters();
  } catch (error) {
    if (error instanceof ThongSuotError && error.code === 'stack-denied') return undefined;
    throw error;
  }
}

/** Letters that came since something was sent: what they were to do will not be done. Throws `stack-dead-letters`. */
export function refuseLetters(stack: Account, before: Letters, now: Letters): void {
  if (before === undefined || now === undefined) return;
  for (const [queue, count] of now) {
    const more = count - (before.get(queue) ?? 0);
    if (more <= 0) continue;
    throw new ThongSuotError(
      'stack-dead-letters',
      'system',
      `the functions gave up ${more} messages of ${queue}, so that the work does not go on: look at the log of the function ${queue} of ${stack.name} and at its dead-letter queue, mend the cause, redrive the messages (docs/runbook.md, "Dead-letters"); what is done stays done`,
      { queue, count: more, stack: stack.name },
    );
  }
}
