import { describe, expect, it } from 'vitest';
import { bytesWithoutSdk } from '../../bench/bundle-without-sdk.ts';
import { stages } from '../../lib/batch/stages.ts';
import { QUEUE_FUNCTIONS } from '../../lib/infra/functions.ts';

describe('the bundle of the stages', () => {
  it('is that of the remap', () => {
    const entries = QUEUE_FUNCTIONS.filter(({ name }) => name in stages).map(({ entry }) => entry);
    expect(new Set(entries)).toEqual(new Set(['stage.ts']));
  });

  it('is under half a megabyte without the SDK', async () => {
    const bytes = await bytesWithoutSdk('stage.ts');
    // Half of what is asked: with all languages of the schema library it was 769 kB.
    expect(bytes).toBeLessThan(500_000);
    // It was made of something: the remap's own engine alone is more than this.
    expect(bytes).toBeGreaterThan(100_000);
  });
});
