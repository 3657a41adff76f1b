import { beforeAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../lib/formats/reconciliation.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { type Fixture, fixture } from './fixture.ts';
import { MUTATIONS } from './mutations.ts';

/** What a check found, without the quotes of CSV. */
function foundBy(id: string, model: Reconciliation, { out }: Fixture): string {
  const path = model.checks.find((each) => each.id === id)?.findingsFile?.path;
  return path === undefined ? '' : out.text(path).replaceAll('"', '');
}
const countOf = (model: Reconciliation): number =>
  model.checks.reduce((sum, { findings }) => sum + findings, 0);

describe('each way to cheat or break is found and named', () => {
  const unbroken = fixture();
  let good: Reconciliation;
  beforeAll(async () => {
    good = await reconcile(unbroken.input);
  });

  it('and an unbroken batch passes', () => {
    expect(good.verdict).toBe('pass');
  });

  const runs = [...new Set(MUTATIONS.map(({ run }) => run))].map((run) => {
    const mutations = MUTATIONS.filter((each) => each.run === run);
    return { mutations, names: mutations.map(({ name }) => name).join('; ') };
  });
  it.each(runs)('$names', async ({ mutations }) => {
    const broken = fixture();
    for (const { change } of mutations) change(broken);
    const model = await reconcile(broken.input);
    expect(model.verdict).toBe('fail');
    for (const { name, check, says } of mutations) {
      const part = says.replaceAll('"', '');
      expect(foundBy(check, model, broken), name).toContain(part);
      expect(foundBy(check, good, unbroken), name).not.toContain(part);
      expect(model.checks.find((each) => each.id === check)?.verdict, name).toBe('fail');
    }
    // As many as each adds alone: none is hidden by another, none is counted for another.
    expect(countOf(model) - countOf(good)).toBe(mutations.reduce((sum, { adds }) => sum + adds, 0));
  });
});
