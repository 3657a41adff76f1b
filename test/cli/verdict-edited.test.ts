import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reconcileBatch, runBatch } from '../../lib/batch/run.ts';
import { readStatus } from '../../lib/batch/status.ts';
import { main } from '../../lib/cli/main.ts';
import { openLocalBatch, openLocalOutput } from '../../lib/local/host.ts';
import { renderReport } from '../../lib/report/render.ts';
import { ASSETS, smallBatch } from '../batch/support.ts';
import { model } from '../report/model.ts';
import { fakeHost } from './fake-host.ts';

/** The commands on this machine's adapters; only the checks themselves are stood in for. */
function hostOf(): ReturnType<typeof fakeHost> {
  const reconcile: Parameters<typeof runBatch>[0]['reconcile'] = async ({ out, kind }) => {
    const reached = model({ kind, verdict: 'pass' });
    await out.put('reconciliation.json', Buffer.from(JSON.stringify(reached)));
    return reached;
  };
  return fakeHost({
    engines: {
      run: (options) => runBatch({ ...options, reconcile, render: renderReport }),
      reconcile: (options) => reconcileBatch({ ...options, reconcile, render: renderReport }),
      status: readStatus,
    },
    over: {
      openBatch: (options) => openLocalBatch({ ...options, workers: 0, assets: ASSETS }),
      openOutput: (outDir) => openLocalOutput({ outDir }),
    },
  });
}

async function call(
  ...argv: string[]
): Promise<{ exit: number; json: Record<string, unknown>; text: string }> {
  const [host, plain] = [hostOf(), hostOf()];
  const text = argv[0] === 'status' ? plain.out : [];
  if (argv[0] === 'status') await main(argv, plain);
  const exit = await main([...argv, '--json'], host);
  return { exit, json: JSON.parse([...host.out, ...host.err].join('')), text: text.join('') };
}

it.each(['reconciliation.json', 'report.html'])('%s edited: found, named, and written anew', async (file) => {
  const batch = smallBatch(7);
  const out = join(batch.outRoot, 'small');
  const edited = [{ code: 'verdict-edited', file }];
  expect((await call('run', batch.batchFile, '--out', batch.outRoot)).json).not.toHaveProperty('edited');
  expect(await call('status', out)).toMatchObject({ exit: 0, json: { stage: 'done' } });
  expect((await call('report', out)).exit).toBe(0);
  expect((await call('status', out)).exit).toBe(0);

  for (const command of ['reconcile', 'run']) {
    appendFileSync(join(out, file), ' ');
    const status = await call('status', out);
    expect(status).toMatchObject({ exit: 1, json: { stage: 'done', verdict: 'pass', edited } });
    expect(status.text).toContain(`${file} is not what the reconciliation wrote`);
    expect(await call('report', out)).toMatchObject({
      exit: 2,
      json: { error: { code: 'verdict-edited', params: { file } } },
    });
    const place = command === 'run' ? [batch.batchFile, '--out', batch.outRoot] : [out];
    expect(await call(command, ...place)).toMatchObject({ exit: 0, json: { verdict: 'pass', edited } });
    const after = await call('status', out);
    expect(after.exit).toBe(0);
    expect(after.json).not.toHaveProperty('edited');
    expect((await call(command, ...place)).json).not.toHaveProperty('edited');
  }
});
