import { describe, expect, it } from 'vitest';
import { summarize } from '../../lib/report/summary.ts';
import { check, model } from './model.ts';

describe('the summary at the end of a run', () => {
  it('says attestation, verdict, totals, reasons, steps and the report, in English', () => {
    const text = summarize(model(), { lang: 'en', reportPath: 'out/x/report.html' });
    const lines = text.split('\n');
    expect(lines[0]).toBe('Thông Suốt · batch vinh-long-2025-07 · Tỉnh Vĩnh Long (86)');
    expect(lines[1]).toContain('attested by the old systems’ owners for all 2 sources');
    expect(text).toContain('✗ FAIL');
    expect(text).toMatch(/^ +1,234 {2}In$/m);
    expect(text).toMatch(/^ +20 {2}Held$/m);
    expect(text).toContain('split-undecided: The old commune went to several new ones');
    expect(text).toContain('✗ results-linked, 7 findings: findings/results-linked.csv');
    expect(text).toContain('? sources-attested');
    expect(text.trimEnd().endsWith('Report: out/x/report.html')).toBe(true);
  });

  it('tells a broken proof from a fault of the sources', () => {
    const failed = ['conservation', 'results-linked', 'held-within-threshold'].map((id) =>
      check({ id, verdict: 'fail' }),
    );
    const text = summarize(model({ checks: failed }), { lang: 'en', reportPath: 'r' });
    expect(text).toMatch(/^ {2}1\. The outputs are not what .*\(conservation\): do NOT switch/m);
    expect(text).toMatch(/^ {2}2\. Checks found faults in the sources \(results-linked\)/m);
  });

  it('says what is in flight, and what to do about codes and documents', () => {
    const failed = ['codes-on-axis', 'codes-disposed', 'documents-in-flight'].map((id) =>
      check({ id, verdict: 'fail' }),
    );
    const text = summarize(model({ checks: failed }), { lang: 'en', reportPath: 'r' });
    expect(text).toContain(
      '  The registry has 3,012 codes, 1,500 of them should stand on the document axis.\n',
    );
    expect(text).toMatch(/^ +11 {2}reissue: issue anew to the successor$/m);
    expect(text).not.toContain('recall: recall');
    expect(text).toMatch(/^ {2}1\. Agency codes are not right \(codes-on-axis, codes-disposed\)/m);
    expect(text).toMatch(/^ {2}2\. Documents are in flight/m);
    expect(text).not.toContain('Checks found faults in the sources');
    const without = summarize(model({ agencies: null }), { lang: 'vi', reportPath: 'r' });
    expect(without).not.toContain('trên đường');
  });

  it('says it in Vietnamese, with Vietnamese numbers', () => {
    const text = summarize(model(), { lang: 'vi', reportPath: 'out/x/report.html' });
    expect(text).toMatch(/^ +1\.234 {2}Vào$/m);
    const outcomes = text.match(/^ +[\d.]+ {2}\p{L}.*$/gmu)?.slice(0, 5) ?? [];
    expect(outcomes.map((line) => line.trim().replace(/^\S+ {2}/, ''))).toEqual([
      'Vào',
      'Đã chuyển đổi',
      'Đã ở hệ mới',
      'Tạm giữ',
      'Bị loại',
    ]);
    expect(text).toContain('✗ KHÔNG ĐẠT');
    expect(text).toContain('Báo cáo: out/x/report.html');
    expect(text).not.toMatch(/\b(Held|Rejected|Report|What)\b/);
  });

  it('does not call the records of a sample attested', () => {
    const coverage = { ...model().coverage, sampled: true };
    const text = summarize(model({ kind: 'plan', coverage }), { lang: 'en', reportPath: 'r' });
    expect(text.split('\n')[1]).toContain('proves nothing of the whole batch');
    expect(text).not.toContain('attested by');
  });

  it('never sends a control sequence to the terminal', () => {
    const text = summarize(
      model({}, (s) => `${s}\u001b[2J\r\n\u202e\u009b`),
      { lang: 'en', reportPath: 'r' },
    );
    expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('is for the auditor when all is well', () => {
    const totals = { in: 4, migrated: 4, already: 0, held: 0, rejected: 0 };
    const text = summarize(model({ verdict: 'pass', totals, reasons: [], checks: [] }), {
      lang: 'en',
      reportPath: 'r',
    });
    expect(text).toContain('1. Give this report to the independent auditor');
  });
});
