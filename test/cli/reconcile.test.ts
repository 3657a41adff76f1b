import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { ThongSuotError } from '../../lib/formats/errors.ts';
import { model } from '../report/model.ts';
import { fakeHost, memoryStore } from './fake-host.ts';

function prepare(fault?: Error) {
  const asked: string[] = [];
  const host = fakeHost({
    outputs: { 'out/b.plan': memoryStore(), 'out/b': memoryStore() },
    batchFile: 'p/batch.yaml',
    tty: true,
    engines: {
      reconcile: async ({ kind, ports, onProgress }) => {
        asked.push(`${kind} ${(ports as unknown as { outDir: string }).outDir}`);
        onProgress?.({ stage: 'reconcile', done: 1, total: 2, unit: 'records' });
        if (fault !== undefined) throw fault;
        return model({ kind, verdict: 'pass' });
      },
    },
  });
  return { host, asked };
}

describe('reconcile', () => {
  it('has the batch reconciled anew from the ports of its own batch.yaml, and says where the report is', async () => {
    const { host, asked } = prepare();
    expect(await main(['reconcile', 'b'], host)).toBe(0);
    expect(host.opened).toEqual([{ batchFile: 'p/batch.yaml', outRoot: 'out', kind: 'run', workers: 0 }]);
    expect(asked).toEqual(['run out/b']);
    expect(host.err.join('')).toContain('Reconciling 50 %');
    expect(host.out.join('')).toContain('Report: out/b/report.html');
    expect(host.closed).toBe(2);
  });
  it('of a plan stays a plan', async () => {
    const { host, asked } = prepare();
    await main(['reconcile', 'b.plan'], host);
    expect(host.opened).toMatchObject([{ outRoot: 'out', kind: 'plan' }]);
    expect(asked).toEqual(['plan out/b.plan']);
  });
  it('does not disturb a run, and closes what it opened', async () => {
    const params = { batchFile: 'batch.yaml' };
    const { host } = prepare(new ThongSuotError('run-in-progress', 'user', 'english', params));
    expect(await main(['reconcile', 'b', '--lang', 'vi'], host)).toBe(2);
    expect(host.err.join('')).toContain('đang có một lần chạy khác của batch.yaml: chờ nó xong');
    expect(host.closed).toBe(2);
  });
});
