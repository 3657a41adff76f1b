import type { StagePorts } from '../../batch/ports.ts';
import { DEFAULT_OUT, openPlace, reopenOf } from '../batch-place.ts';
import type { Call, Command, Reply } from '../command.ts';
import { accountOf } from '../explain/account.ts';
import { backgroundOf, checkMapped, type Explained } from '../explain/background.ts';
import { explanationText } from '../explain/text.ts';
import { checkStackFlags, openStackBatch, withStack } from '../stack/with-stack.ts';
import { OUT, STACK } from './flags.ts';

async function explainWith(call: Call, ports: Explained & StagePorts): Promise<Reply> {
  const { host } = call;
  const [, record = ''] = call.args;
  await checkMapped(ports);
  const found = await host.engines.explain({ ports, record });
  const background = await backgroundOf(ports, await host.engines.units(host.data), found);
  const account = accountOf(found, background);
  const { bytes, ...rest } = found;
  return {
    exit: 0,
    json: { ...rest, account, bytesBase64: Buffer.from(bytes).toString('base64') },
    text: explanationText(call, found, account, background),
  };
}

async function explainIn(call: Call): Promise<Reply> {
  const { host } = call;
  const [batch = ''] = call.args;
  if (call.text('stack') !== undefined) {
    checkStackFlags(call);
    return withStack(call, async (stack) =>
      explainWith(call, (await openStackBatch(call, stack, batch)).batch),
    );
  }
  const place = await openPlace(host, batch, call.text('out') ?? DEFAULT_OUT);
  const again = reopenOf(place);
  await place.close();
  const ports = await host.openBatch({ ...again, workers: 0 });
  try {
    return await explainWith(call, ports);
  } finally {
    await ports.close();
  }
}

export const explain: Command = {
  name: 'explain',
  args: 'BATCH SOURCE:NUMBER',
  minArgs: 2,
  maxArgs: 2,
  help: 'help.explain',
  flags: { out: OUT, stack: STACK },
  examples: [
    'thong-suot explain vinh-long-2025-07 tthc-ben-tre-01:123',
    'thong-suot explain vinh-long-2025-07 tthc-ben-tre-01:123 --stack thong-suot-pilot-work',
  ],
  run: explainIn,
};
