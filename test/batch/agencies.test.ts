import { expect, test } from 'vitest';
import { loadBatch } from '../../lib/batch/load.ts';
import { type ReconcileRequest, reconcileBatch } from '../../lib/batch/run.ts';
import { fakeReconcile, fakeRender, open, runWith, smallBatch, write, writeBatchFile } from './support.ts';

const KEYS = `registry: lists/../lists/registry.csv
axisList: [lists/a.json, lists/b.json]
onAxis: [active]
documents: ./packets
`;

test('hands registry, axis lists and packets to the reconciliation, unread', async () => {
  const batch = smallBatch(4);
  await runWith(await open(batch));
  for (const name of ['lists/registry.csv', 'lists/a.json', 'lists/b.json', 'packets/sent/1.xml'])
    write(batch.folder, name, 'neither read nor frozen');
  writeBatchFile(batch.folder, KEYS);
  const requests: ReconcileRequest[] = [];
  await reconcileBatch({
    kind: 'run',
    ports: await open(batch),
    reconcile: (request) => {
      requests.push(request);
      return fakeReconcile(request);
    },
    render: fakeRender,
  });
  expect(requests.map(({ agencies }) => agencies)).toEqual([
    {
      registry: 'lists/registry.csv',
      axisList: ['lists/a.json', 'lists/b.json'],
      onAxis: ['active'],
      documents: 'packets',
    },
  ]);
});

test('says what is not there before anything is run', async () => {
  const batch = smallBatch(4);
  const loading = async (extra: string) => {
    writeBatchFile(batch.folder, extra);
    return loadBatch(await open(batch));
  };
  expect((await loading('')).agencies).toBeNull();
  expect((await loading('onAxis: [active]')).agencies).toBeNull();
  await expect(loading('registry: none.csv')).rejects.toMatchObject({ code: 'no-such-file' });
  await expect(loading('registry: in')).rejects.toMatchObject({ code: 'no-such-file' });
  await expect(loading('axisList: [in/a.csv, none.json]')).rejects.toMatchObject({
    params: { pattern: 'none.json' },
  });
  for (const folder of ['none', 'in/a.csv'])
    await expect(loading(`documents: ${folder}`)).rejects.toMatchObject({ code: 'documents-not-folder' });
  for (const bad of ['axisList: []', 'axisList: a.json', 'onAxis: []', 'onAxis: [alive]', 'documents: ""'])
    await expect(loading(bad)).rejects.toMatchObject({ code: 'bad-config' });
});
