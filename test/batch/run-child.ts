/** A process to be killed: runs the batch that it is given, with the reconciliation that the tests use. */
import { runBatch } from '../../lib/batch/run.ts';
import { openLocalBatch } from '../../lib/local/host.ts';
import { ASSETS, fakeReconcile, fakeRender } from './small-batch.ts';

const [batchFile = '', outRoot = '', workers = '0'] = process.argv.slice(2);
const ports = await openLocalBatch({
  batchFile,
  outRoot,
  kind: 'run',
  assets: ASSETS,
  workers: Number(workers),
});
process.stdout.write('started\n');
await runBatch({ kind: 'run', ports, chunkBytes: 1000, reconcile: fakeReconcile, render: fakeRender });
await ports.close();
process.stdout.write('done\n');
