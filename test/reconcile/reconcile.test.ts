import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ThongSuotError } from '../../lib/formats/errors.ts';
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
    expect(model.outputs.map((output) => output.path)).toEqual(
      expect.arrayContaining(['batch.json', 'mapping.json', 'tallies.csv']),
    );
    expect(existsSync(scratch.dir)).toBe(false);
  });
  it('is inconclusive without what was declared', async () => {
    const { input } = fixture();
    const model = await reconcile({ ...input, declared: null });
    const check = model.checks.find((each) => each.id === 'batch-as-declared');
    expect([check?.verdict, check?.compared, model.verdict]).toEqual(['inconclusive', 0, 'inconclusive']);
  });
  it('a waivable finding can be waived', async () => {
    const { input, out } = fixture();
    const first = await reconcile({ ...input, thresholds: { held: 6, rejected: 20 } });
    expect(first.checks.find((each) => each.id === 'held-within-threshold')?.verdict).toBe('fail');
    const again = fixture();
    const waived = await reconcile({
      ...again.input,
      thresholds: { held: 6, rejected: 20 },
      waivers: Buffer.from(
        'check,key,person,reason,date,expiry\nheld-within-threshold,held,A,b,2025-07-01,2026-01-01\n',
      ),
    });
    expect(out.text('findings/held-within-threshold.csv')).toContain('held,');
    expect(waived.verdict).toBe('pass');
  });
  it.each(['batch.json', 'mapping.json', 'frozen/hn-01.chunks.json'])(
    'refuses an unreadable %s by its name',
    async (path) => {
      for (const content of ['{"a', '{}']) {
        const { input, out } = fixture();
        out.set(path, content);
        const error: unknown = await reconcile(input).catch((each: unknown) => each);
        expect(error).toBeInstanceOf(ThongSuotError);
        expect((error as ThongSuotError).source).toBe('user');
        expect((error as ThongSuotError).message).toContain(path);
      }
    },
  );
});
