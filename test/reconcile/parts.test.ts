import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartSettings } from '../../lib/reconcile/parts/plan-tasks.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { type Fixture, fixture } from './fixture.ts';
import { type Order, reconcileInParts, tiny } from './in-parts.ts';
import { MUTATIONS } from './mutations.ts';
import { MemoryStore, TempScratch } from './support.ts';

/** Everything that the reconciliation writes for people. */
function written({ out }: Fixture): Record<string, string> {
  const paths = [...out.objects.keys()].filter(
    (path) => path === 'reconciliation.json' || path.startsWith('findings/'),
  );
  return Object.fromEntries(paths.sort().map((path) => [path, out.text(path)]));
}

function copyOf(one: Fixture): Fixture {
  const copy = (store: MemoryStore): MemoryStore => {
    const copied = new MemoryStore();
    for (const [path, bytes] of store.objects) copied.objects.set(path, bytes);
    return copied;
  };
  const stores = {
    out: copy(one.out),
    files: copy(one.files),
    data: copy(one.data),
    scratch: new TempScratch(),
  };
  return { ...stores, input: { ...one.input, ...stores } };
}

/** Breaks one fixture in several ways; those that find nothing left to break do no more. */
function broken(from: number, step: number): { fixture: Fixture; ways: number } {
  const one = fixture();
  let ways = 0;
  for (let at = from; at < MUTATIONS.length; at += step)
    try {
      MUTATIONS[at]!.change(one);
      ways++;
    } catch (error) {
      if (!(error instanceof Error) || !/does not hold|no line|no such row/.test(error.message)) throw error;
    }
  return { fixture: one, ways };
}

async function sameAsWhole(one: Fixture, settings: PartSettings, order?: Order): Promise<readonly number[]> {
  const many = copyOf(one);
  await reconcile(one.input, settings.limits);
  const { text, sizes } = await reconcileInParts(many.input, settings, order);
  expect(written(many)).toEqual(written(one));
  expect(text).toBe(one.out.text('reconciliation.json'));
  return sizes;
}

describe('a batch in parts', () => {
  it('ends with the bytes of one process', async () => {
    const sizes = await sameAsWhole(fixture(), tiny);
    // Sources; runs of chunks (the first source has two); buckets of digests; one that adds up.
    expect(sizes).toEqual([3, 4, 4, 1]);
  });

  const step = 3;
  it.each([...Array(step).keys()])(
    'finds what one process finds, in the same words, however it is broken (%i)',
    async (from) => {
      const { fixture: one, ways } = broken(from, step);
      expect(ways).toBeGreaterThan(15);
      await sameAsWhole(one, tiny);
    },
    60_000,
  );

  it('however it is cut, in whatever order its tasks run, and if some of them run twice', async () => {
    const cut = fc.record({
      wholeBytes: fc.constant(0),
      // `tiny` above has the smallest there are: each task that it makes more costs as much as a hundred records.
      partBytes: fc.integer({ min: 500, max: 4000 }),
      frameBytes: fc.integer({ min: 500, max: 4000 }),
      bucketRecords: fc.integer({ min: 6, max: 30 }),
      limits: fc.record({
        records: fc.integer({ min: 2, max: 10 }),
        bytes: fc.integer({ min: 300, max: 3000 }),
      }),
    });
    const seed = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 5, max: 30 }));
    await fc.assert(
      fc.asyncProperty(cut, seed, fc.infiniteStream(fc.nat()), async (settings, [from, every], chance) => {
        const order: Order = (messages) => {
          const left = [...Array(messages).keys()];
          const chosen: number[] = [];
          while (left.length > 0) {
            const pick = chance.next().value % left.length;
            chosen.push(left[pick]!);
            if (chance.next().value % 4 !== 0) left.splice(pick, 1);
          }
          return chosen;
        };
        await sameAsWhole(broken(from, every).fixture, settings, order);
      }),
      { numRuns: 2 },
    );
  }, 120_000);

  it('goes as one task below the threshold', async () => {
    const one = fixture();
    const bytes = [...one.files.objects.values()].reduce((sum, file) => sum + file.length, 0);
    expect(await sameAsWhole(one, { ...tiny, wholeBytes: bytes })).toEqual([]);
  });

  it('stops where a source is another than the pass over it saw', async () => {
    const { input, files } = fixture();
    const path = 'hn/dossiers.csv';
    const meddle: Order = (messages) => {
      // The second group reads records: one byte of them is another by then.
      if (messages === 4) files.set(path, files.text(path).replace('Trần B', 'Trần C'));
      return [...Array(messages).keys()];
    };
    await expect(reconcileInParts(input, tiny, meddle)).rejects.toMatchObject({ code: 'source-changing' });
  });

  it('believes nothing that its tasks did not leave', async () => {
    const { input, out } = fixture();
    const path = 'reconcile/parts/00000';
    const meddle: Order = (messages) => {
      const left = out.objects.get(path);
      if (messages === 1 && left !== undefined) out.set(path, Buffer.from(left).fill('1', 0, 1));
      return [...Array(messages).keys()];
    };
    await expect(reconcileInParts(input, tiny, meddle)).rejects.toThrow(
      `${path} is not what another task of the reconciliation left`,
    );
  });
});
