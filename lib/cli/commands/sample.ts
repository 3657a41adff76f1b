import { ThongSuotError } from '../../formats/errors.ts';
import { countIn } from '../../report/text.ts';
import type { Call, Command, Reply } from '../command.ts';
import type { SampleRequest } from '../engines.ts';
import { plainProgress } from '../progress.ts';

export const SAMPLE_DEFAULTS = { province: '86', records: 200_000, seed: 1 } as const;

/** Fills an empty folder with a sample batch. */
export async function makeSample(
  call: Call,
  path: string,
  wanted: Pick<SampleRequest, 'province' | 'records' | 'seed'>,
): Promise<void> {
  const { host, t } = call;
  const progress = plainProgress(host.stderr, t('stage.sample'));
  try {
    await host.engines.sample({
      ...wanted,
      data: host.data,
      target: await host.folder(path),
      onProgress: progress.on,
    });
  } finally {
    progress.end();
  }
}

async function sampleInto(call: Call): Promise<Reply> {
  const path = call.args[0] ?? '';
  const wanted = {
    province: call.text('province') ?? SAMPLE_DEFAULTS.province,
    records: call.count('records') ?? SAMPLE_DEFAULTS.records,
    seed: call.count('seed') ?? SAMPLE_DEFAULTS.seed,
  };
  if ((await (await call.host.folder(path)).list('')).length > 0)
    throw new ThongSuotError('folder-not-empty', 'user', `${path} is not empty: choose another folder`, {
      path,
    });
  await makeSample(call, path, wanted);
  const shown = call.host.show(path);
  const done = { ...wanted, records: countIn(call.lang, wanted.records), path: shown };
  return {
    exit: 0,
    json: { ...wanted, path: shown },
    text: `${call.t('sample.done', done)}\n${call.t('sample.next', { path: shown })}\n`,
  };
}

export const sample: Command = {
  name: 'sample',
  args: 'DIR',
  minArgs: 1,
  maxArgs: 1,
  help: 'help.sample',
  flags: {
    province: { kind: 'text', value: 'CODE', help: 'flag.province' },
    records: { kind: 'count', least: 1, value: 'N', help: 'flag.records' },
    seed: { kind: 'count', value: 'N', help: 'flag.seed' },
  },
  examples: [
    'thong-suot sample sample/vinh-long',
    'thong-suot sample sample/ha-noi --province 01 --records 50000',
  ],
  run: sampleInto,
};
