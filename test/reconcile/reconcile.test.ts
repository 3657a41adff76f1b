import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { fixture } from './fixture.ts';

describe('a batch whose outputs are right', () => {
  it('passes every check, says what it covered and leaves no scratch', async () => {
    const { input, out, scratch } = fixture();
    const model = await reconcile(input);
    const wrong = model.checks.filter(
      (check) =>
        check.severity === 'blocker' && check.verdict !== 'pass' && check.verdict !== 'not-applicable',
    );
    for (const check of wrong)
      console.log(check.id, check.verdict, check.findingsFile && out.text(check.findingsFile.path));
    expect(wrong.map((check) => check.id)).toEqual([]);
    expect(model.verdict).toBe('pass');
    expect(model.totals).toEqual({ in: 19, migrated: 7, already: 1, held: 7, rejected: 4 });
    expect(model.coverage).toMatchObject({
      records: 19,
      compared: 19,
      blanks: 1,
      attested: 3,
      sources: 3,
      sampled: false,
    });
    expect(model.archiveOnly).toBe(1);
    expect(existsSync(scratch.dir)).toBe(false);
  });
});
