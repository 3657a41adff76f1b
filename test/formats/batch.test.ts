import { describe, expect, it } from 'vitest';
import { batchSchema, RESERVED_NAMES } from '../../lib/formats/batch.ts';

const batch = (name: string) =>
  batchSchema.safeParse({
    name,
    targetProvince: '86',
    asOf: '2025-07-01',
    sources: [{ system: 'tthc', profile: 'tthc-dossiers', files: ['a.csv'] }],
  });

describe('the name of a batch', () => {
  it.each(RESERVED_NAMES)('is not %s, which is a folder of the program itself', (name) => {
    const { error } = batch(name);
    expect(error?.issues).toMatchObject([
      { path: ['name'], message: expect.stringContaining('choose another name') },
    ]);
  });
  it.each(['codes-2025', 'progress1', 'vinh-long-2025-07'])('may be %s', (name) => {
    expect(batch(name).success).toBe(true);
  });
});
