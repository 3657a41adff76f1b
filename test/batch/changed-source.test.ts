import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InlineStages } from '../../lib/batch/inline-stages.ts';
import type { BatchPorts } from '../../lib/batch/ports.ts';
import { open, runWith, smallBatch, snapshot } from './support.ts';

/** The same ports; `before` is called before each read of a chunk's bytes, with their number from 1 on. */
function watched(ports: BatchPorts, before: (read: number) => void): BatchPorts {
  let reads = 0;
  let remapping = false;
  const files = new Proxy(ports.files, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (name === 'read' && remapping) before(++reads);
        return Reflect.apply(member, target, args);
      };
    },
  });
  const inline = new InlineStages({ ...ports, files });
  return {
    ...ports,
    files,
    stages: {
      runAll: async (stage, messages, listener) => {
        remapping = stage === 'remap-chunk';
        await inline.runAll(stage, messages, listener);
        remapping = false;
      },
      close: () => inline.close(),
    },
  };
}

test.each([
  ['and put back', false],
  ['and put back with its old time', true],
])(
  'a source changed in mid-run, with as many records as before, %s: as if it had never been',
  async (_, oldTime) => {
    const undisturbed = smallBatch();
    await runWith(await open(undisturbed));

    const batch = smallBatch();
    const file = join(batch.folder, 'in/a.csv');
    const content = readFileSync(file, 'utf8');
    const time = 1_700_000_000;
    utimesSync(file, time, time);
    const ports = await open(batch);
    const change = (read: number) => {
      // Read 1 and 2 are the BOM and the header.
      if (read !== 5) return;
      writeFileSync(
        file,
        content.replaceAll('Nguyễn Văn A', 'Nguyễn Văn B').replaceAll('H07.1.1', 'H07.1.2'),
      );
      utimesSync(file, time, time);
    };
    await expect(runWith(watched(ports, change))).rejects.toMatchObject({
      code: 'source-changing',
      source: 'source',
      params: { source: 'tthc-01', file: 'in/a.csv' },
    });
    const done = (await ports.ledger.read('small')).filter(({ key }) => key.startsWith('chunk/'));
    expect(done.length).toBeGreaterThan(0);
    // It stays so while the file is another one.
    await expect(runWith(await open(batch))).rejects.toMatchObject({ code: 'source-changed' });
    writeFileSync(file, content);
    if (oldTime) utimesSync(file, time, time);
    const again = await runWith(await open(batch));
    expect(again.chunks.done).toBe(again.chunks.total - done.length);
    expect(await snapshot(batch)).toEqual(await snapshot(undisturbed));
    expect(await (await open(batch)).ledger.read('small')).toEqual(
      await (await open(undisturbed)).ledger.read('small'),
    );
  },
);

test('a source that is only touched in mid-run is hashed again by the next run, and taken', async () => {
  const batch = smallBatch();
  const file = join(batch.folder, 'in/a.csv');
  const touch = (read: number) => {
    if (read === 5) utimesSync(file, 1, 1);
  };
  await expect(runWith(watched(await open(batch), touch))).rejects.toMatchObject({ code: 'source-changing' });
  const summary = await runWith(await open(batch));
  expect(summary.records).toBe(120);
  const undisturbed = smallBatch();
  await runWith(await open(undisturbed));
  expect(await snapshot(batch)).toEqual(await snapshot(undisturbed));
});
