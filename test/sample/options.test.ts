import { describe, expect, test } from 'vitest';
import { generateSample } from '../../lib/sample/generate.ts';
import { make } from './made.ts';
import { dataStore, MemoryStore } from './support.ts';

const attempt = (province: string, records: number, seed = 1) =>
  generateSample({ province, records, seed, data: dataStore, target: new MemoryStore() });

describe('options of the sample', () => {
  test.each([
    ['83', 10_000, 'unknown-province'],
    ['86', 200, 'sample-too-small'],
    ['86', 0, 'bad-sample-options'],
    ['86', 1.5, 'bad-sample-options'],
  ])('province %s with %d records: %s', async (province, records, code) => {
    await expect(attempt(province, records)).rejects.toMatchObject({ code, source: 'user' });
  });

  test('a province of one old province and a seed of another kind', async () => {
    const { manifest } = await make('01', 12_000, -5);
    expect(new Set(manifest.sources.map((source) => source.system))).toEqual(new Set(['tthc-ha-noi']));
    expect(manifest.listings.repeatedNumbers).toBe(0);
    // Hà Nội's split communes: many are held, many are decided by their people.
    expect(manifest.sources.some((source) => (source.reasons['split-undecided'] ?? 0) > 500)).toBe(true);
  });

  test('more records, the same number of attachments', async () => {
    const [some, more] = [await make('86', 120_000, 3), await make('86', 150_000, 3)];
    expect(some.manifest.attachments).toBe(more.manifest.attachments);
    expect(some.manifest.planted.length).toBe(more.manifest.planted.length);
  });

  test('progress ends at the total', async () => {
    const seen: number[] = [];
    await generateSample({
      province: '86',
      records: 12_000,
      seed: 1,
      data: dataStore,
      target: new MemoryStore(),
      onProgress: ({ done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        seen.push(done);
      },
    });
    expect(seen.at(-1)).toBe(12_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});
