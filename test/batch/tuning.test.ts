import { expect, test } from 'vitest';
import { CLOUD_TUNING, LOCAL_TUNING, type StageTuning } from '../../lib/batch/tuning.ts';
import { open, runWith, smallBatch, snapshot } from './support.ts';

/** Runs the small batch with this tuning, in this thread. */
async function outputs(tuning: StageTuning | undefined): Promise<Record<string, string>> {
  const batch = smallBatch();
  const ports = await open(batch);
  const stagePorts = { ...ports, ...(tuning && { tuning }) };
  const { InlineStages } = await import('../../lib/batch/inline-stages.ts');
  await runWith({ ...stagePorts, stages: new InlineStages(stagePorts) });
  return snapshot(batch);
}

test('reads and passes of any size leave the same bytes', async () => {
  const local = await outputs(undefined);
  expect(Object.keys(local).length).toBeGreaterThan(10);
  for (const tuning of [CLOUD_TUNING, { ...LOCAL_TUNING, freezeReadBytes: 7, keysPerPass: 3 }])
    expect(await outputs(tuning)).toEqual(local);
});

test('a source that is longer than one task can hash is refused by name, before it is read', async () => {
  const batch = smallBatch();
  const ports = await open(batch);
  const reads: string[] = [];
  const files = new Proxy(ports.files, {
    get: (target, name) => {
      if (name === 'read') reads.push('read');
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { freezeSource } = await import('../../lib/batch/stages/freeze-source.ts');
  const request = {
    source: 'tthc-01',
    system: 'tthc',
    profile: 'tthc-dossiers',
    vintage: '2025-06-30' as const,
    agencyVintage: '2025-06-30' as const,
    expectEmpty: false,
    file: 'in/a.csv',
    profileSha256: '0'.repeat(64),
    chunkBytes: 1000,
    sample: null,
  };
  const bytes = (await ports.files.size('in/a.csv'))!;
  const tuned = (maxSourceBytes: number) => ({
    ...ports,
    files,
    tuning: { ...CLOUD_TUNING, maxSourceBytes },
  });
  await expect(freezeSource(request, tuned(bytes - 1))).rejects.toMatchObject({
    code: 'source-too-large',
    params: { source: 'tthc-01', file: 'in/a.csv', bytes },
  });
  expect(reads).toEqual([]);
  // At the bound it goes on, to what else is wrong with this request.
  await expect(freezeSource(request, tuned(bytes))).rejects.toMatchObject({ code: 'profile-changing' });
});
