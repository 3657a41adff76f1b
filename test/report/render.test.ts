import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../../lib/formats/reasons.ts';
import { escapeText, relativeHref } from '../../lib/report/html.ts';
import { renderReport } from '../../lib/report/render.ts';
import { check, model } from './model.ts';
import { faultsOf } from './well-formed.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>1</script>',
  '&lt;b&gt; & &amp; ]]> <!-- -->',
  'javascript:alert(1)',
  'Nguyễn\u202Etxt.exe\u202C',
  '\u0000\u0007\u001b[31m\ufeff\uffff',
  '\ud800 lone',
  '=HYPERLINK("http://x")',
];

describe('report.html', () => {
  it('stays well-formed markup without a script, whatever stands in its strings', () => {
    for (const hostile of HOSTILE) {
      const page = renderReport(model({}, (s) => `${s}${hostile}`));
      expect(faultsOf(page)).toEqual([]);
      expect(page).not.toMatch(/<(script|img|iframe|link|form|object|base)\b/i);
      expect(page).not.toMatch(/<[^>]*\son[a-z]+\s*=\s*"/i);
      expect(page).not.toMatch(/href="(?!\.\/)/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\ufeff\uffff]/);
      expect(Buffer.from(page, 'utf8').toString('utf8')).toBe(page);
    }
  });

  it('is well-formed for any strings (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (s) => {
        expect(faultsOf(renderReport(model({}, (name) => s + name)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has a policy that allows its own style sheet and nothing else', () => {
    const page = renderReport(model());
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/\sstyle="/);
    expect(style).not.toMatch(/url\(|@import|[<&]/);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('says first whether “in” is attested', () => {
    const first = (attested: number) => {
      const page = renderReport(model({ coverage: { ...model().coverage, attested } }));
      return /<main>\n<p[^>]*>(.*?)<\/p>/.exec(page)?.[1];
    };
    expect(first(2)).toContain('attested by the old systems’ owners for all 2 sources');
    expect(first(1)).toContain('for 1 of 2 sources; the rest is our own count');
    expect(first(0)).toContain('is our own count');
  });

  it('puts verdict and coverage before everything that explains them', () => {
    const page = renderReport(model());
    const order = [
      'verdict',
      'totals',
      'next',
      'reasons',
      'checks',
      'agencies',
      'sources',
      'districts',
      'communes',
      'evidence',
    ];
    const places = order.map((id) => page.indexOf(` id="${id}"`));
    expect(places.every((at) => at > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it('shows every reason with what to do, in both languages', () => {
    const page = renderReport(model());
    for (const reason of REASONS)
      for (const text of [reason.vi, reason.en, reason.doVi, reason.doEn])
        expect(page).toContain(escapeText(text));
  });

  it('lists failed checks first and leaves none out', () => {
    const verdicts = ['pass', 'not-applicable', 'fail', 'inconclusive', 'pass'] as const;
    const page = renderReport(
      model({ checks: verdicts.map((verdict, n) => check({ id: `check-${n}`, verdict })) }),
    );
    expect([...page.matchAll(/<code>(check-\d)<\/code>/g)].map((found) => found[1])).toEqual([
      'check-2',
      'check-3',
      'check-0',
      'check-4',
      'check-1',
    ]);
  });

  it('says what the checks of codes looked at, and nothing where there was nothing', () => {
    const page = renderReport(model());
    expect(page).toContain('has 3\u202f012 codes, 1\u202f500 of them');
    expect(page).toContain('18 deliveries are in flight');
    expect(page).toContain('<bdi>axis/list-2.json</bdi>');
    expect(page).toContain('ask a person</span> <code>ask</code></th><td class="n">3</td>');
    expect(renderReport(model({ agencies: null }))).not.toContain('id="agencies"');
    const { counts, ...files } = model().agencies!;
    const codesOnly = model({ agencies: { ...files, documents: null, axisList: [], counts } });
    expect(renderReport(codesOnly)).not.toContain('folder of packets');
  });

  it('links findings relative to itself', () => {
    expect(renderReport(model())).toContain('<a href="./findings/results-linked.csv">');
  });

  it('marks numbers that do not add up', () => {
    const broken = { in: 1235, migrated: 1200, already: 4, held: 20, rejected: 10 };
    expect(renderReport(model())).not.toContain('≠');
    expect(renderReport(model({ totals: broken }))).toContain('The two sides are NOT equal');
  });

  it('says that a plan and a sample prove nothing', () => {
    const page = renderReport(
      model({ kind: 'plan', verdict: 'inconclusive', coverage: { ...model().coverage, sampled: true } }),
    );
    expect(page).toContain('can never be switched to');
    expect(page).toContain('A sample only');
  });

  it('folds long tables away, and short ones not', () => {
    const district = model().districts[0]!;
    const many = Array.from({ length: 696 }, (_, n) => ({ ...district, code: String(n) }));
    expect(renderReport(model({ districts: many }))).toContain(
      '<details><summary><span lang="vi">Tỉnh cũ 83',
    );
    expect(renderReport(model())).toContain('<details open="open"><summary><span lang="vi">Tỉnh cũ 83');
  });

  it('is the same bytes for the same model', () => {
    expect(renderReport(model())).toBe(renderReport(structuredClone(model())));
  });

  it('copes with a batch of nothing', () => {
    const none = { in: 0, migrated: 0, already: 0, held: 0, rejected: 0 };
    const empty = model({
      totals: none,
      sources: [],
      districts: [],
      communes: [],
      reasons: [],
      checks: [check()],
      outputs: [],
    });
    expect(faultsOf(renderReport(empty))).toEqual([]);
  });
});

describe('relativeHref', () => {
  it('never leaves the folder of the report', () => {
    for (const path of ['../x', 'a/../b', '/etc/passwd', './x', 'a//b', '', '\ud800'])
      expect(relativeHref(path)).toBeUndefined();
  });
  it('makes every other character harmless', () => {
    expect(relativeHref('javascript:alert(1)')).toBe('./javascript%3Aalert(1)');
    expect(relativeHref('findings/a?b#c%41.csv')).toBe('./findings/a%3Fb%23c%2541.csv');
    expect(relativeHref('C:\\x')).toBe('./C%3A%5Cx');
  });
});
