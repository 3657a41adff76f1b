import { expect, test } from 'vitest';
import { batchOfFolder, folderOf, partitionOf } from '../../lib/batch/places.ts';

test.each([
  [{ batch: 'vinh-long', kind: 'run' }, 'vinh-long', 'vinh-long'],
  [{ batch: 'vinh-long', kind: 'plan' }, 'vinh-long.plan', 'plan/vinh-long'],
  // A batch may be called so: it is still told from a dry run.
  [{ batch: 'plan', kind: 'run' }, 'plan', 'plan'],
  [{ batch: 'plan', kind: 'plan' }, 'plan.plan', 'plan/plan'],
] as const)('%j stands in %s, and in the ledger under %s', (place, folder, partition) => {
  expect(folderOf(place)).toBe(folder);
  expect(partitionOf(place)).toBe(partition);
  expect(batchOfFolder(folder)).toEqual(place);
});
