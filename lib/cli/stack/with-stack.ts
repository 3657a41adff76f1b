import { type BatchPlace, batchOfFolder } from '../../batch/places.ts';
import { RESERVED_NAMES } from '../../formats/batch.ts';
import { ThongSuotError } from '../../formats/errors.ts';
import { isYaml, nameIn } from '../batch-place.ts';
import type { Call } from '../command.ts';
import type { OpenStack, StackBatch } from './open-stack.ts';

/** Works with the stack of `--stack`, and closes it. */
export async function withStack<T>(call: Call, work: (stack: OpenStack) => Promise<T>): Promise<T> {
  const stack = await call.host.openStack(call.text('stack') ?? '');
  try {
    return await work(stack);
  } finally {
    stack.close();
  }
}

/** What is of this machine alone has no meaning beside `--stack`, and `--write` none without it: said, never ignored. */
export function checkStackFlags(call: Call): void {
  const isStack = call.text('stack') !== undefined;
  const wrong = isStack
    ? ['out', 'workers', 'sample'].find(
        (flag) => call.text(flag) !== undefined || call.count(flag) !== undefined,
      )
    : ['write'].find((flag) => call.text(flag) !== undefined);
  if (wrong === undefined) return;
  throw isStack
    ? stackFlag(wrong)
    : new ThongSuotError(
        'stack-flag-alone',
        'user',
        `--${wrong} takes a report out of the account: it goes with --stack NAME`,
        { flag: wrong },
      );
}

export const stackFlag = (flag: string): ThongSuotError =>
  new ThongSuotError(
    'stack-flag',
    'user',
    `--${flag} is about this machine, and --stack works in the account: leave one of them out`,
    { flag },
  );

/** The batch that a person names: `batch.yaml` on this machine, NAME, or NAME.plan of a dry run. */
async function goOnOf(call: Call, batch: string): Promise<BatchPlace> {
  if (isYaml(batch)) return { batch: await nameIn(call.host, batch), kind: 'run' };
  return batchOfFolder(batch);
}

/** The batch in the account, which must be known there. Throws `stack-no-such-batch`. */
export async function openStackBatch(
  call: Call,
  stack: OpenStack,
  named: string,
): Promise<{ batch: StackBatch; kind: 'run' | 'plan' }> {
  const goOn = await goOnOf(call, named);
  const isName = /^[a-z0-9][a-z0-9-]{0,63}$/.test(goOn.batch) && !RESERVED_NAMES.includes(goOn.batch);
  const batch = isName ? stack.open(goOn) : undefined;
  if (batch !== undefined && (await batch.ledger.read(batch.name)).length > 0)
    return { batch, kind: goOn.kind };
  throw new ThongSuotError(
    'stack-no-such-batch',
    'user',
    `the stack ${stack.name} in ${stack.region} knows no batch ${named}: give the name that its batch.yaml gives it (NAME.plan for a dry run), or run it first ("thong-suot run batch.yaml --stack ${stack.name}")`,
    { stack: stack.name, region: stack.region, batch: named },
  );
}
