import { countIn } from '../../report/text.ts';
import type { Call, Command, Reply } from '../command.ts';
import { codesSummary } from '../demo/codes-summary.ts';
import { under } from '../user-files.ts';
import { OUT, WORKERS } from './flags.ts';
import { runFrom } from './run.ts';
import { makeSample, SAMPLE_DEFAULTS } from './sample.ts';

const PLACE = 'sample/vinh-long';
/** Written last: its presence says that the sample is whole, its content which one it is. */
const STAMP = 'demo.json';

/** Says which sample stands in the folder: a change of seed, size, content or program makes it anew. */
function stampOf(version: string): string {
  return `${JSON.stringify({ ...SAMPLE_DEFAULTS, version, format: 'thong-suot/sample/2' })}\n`;
}

async function demoRun(call: Call): Promise<Reply> {
  const { host, lang, t } = call;
  const target = await host.folder(PLACE);
  const stamp = stampOf(host.version);
  const stamped = (await target.size(STAMP)) !== undefined;
  const there = stamped && new TextDecoder().decode(await target.get(STAMP)) === stamp;
  if (!there) {
    if (stamped) await target.delete(STAMP);
    // A packet that another sample left behind would be read with this one's.
    for (const path of await target.list('documents/')) await target.delete(path);
    await makeSample(call, PLACE, SAMPLE_DEFAULTS);
    await target.put(STAMP, new TextEncoder().encode(stamp));
  }
  const said = {
    ...SAMPLE_DEFAULTS,
    records: countIn(lang, SAMPLE_DEFAULTS.records),
    path: host.show(PLACE),
  };
  if (host.stderr.isTTY) host.stderr.write(`${t(there ? 'sample.there' : 'sample.done', said)}\n`);
  return runFrom(call, under(PLACE, 'batch.yaml'), () => codesSummary(call, PLACE));
}

export const demo: Command = {
  name: 'demo',
  args: '',
  minArgs: 0,
  maxArgs: 0,
  help: 'help.demo',
  flags: { workers: WORKERS, out: OUT },
  examples: ['thong-suot demo', 'npm start'],
  run: demoRun,
};
