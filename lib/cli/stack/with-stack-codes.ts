import type { StackCodes } from '../../ports/stack-codes.ts';
import { type CodesLists, readLists } from '../codes/sync-axis.ts';
import type { Call } from '../command.ts';
import { stackFlag } from './with-stack.ts';

/** What a command about agency codes begins with in the account. */
export interface StackSetting extends CodesLists {
  readonly stack: StackCodes;
}

/** Reads `codes.yaml` and opens its province in the stack of `--stack`. `ownFlags`: those that are of this machine alone. */
export async function withStackCodes<T>(
  call: Call,
  ownFlags: readonly string[],
  work: (setting: StackSetting) => Promise<T>,
): Promise<T> {
  const wrong = ownFlags.find((flag) => call.text(flag) !== undefined || call.has(flag));
  if (wrong !== undefined) throw stackFlag(wrong);
  const lists = await readLists(call);
  const stack = await call.host.openStackCodes(call.text('stack') ?? '', lists.config.province);
  try {
    return await work({ ...lists, stack });
  } finally {
    stack.close();
  }
}

/** Where something lies that the functions left. */
export const shownIn = ({ dir }: StackCodes, path: string): string => `${dir}/${path}`;
