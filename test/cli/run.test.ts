import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../lib/batch/run.ts';
import { main } from '../../lib/cli/main.ts';
import type { IndexedDocument } from '../../lib/documents/document-index.ts';
import { REGISTRY_COLUMNS } from '../../lib/formats/registry-table.ts';
import { SUCCESSION_COLUMNS } from '../../lib/formats/tables.ts';
import type { InputFiles } from '../../lib/ports/input-files.ts';
import { renderReport } from '../../lib/report/render.ts';
import type { Units } from '../../lib/units/units.ts';
import { model } from '../report/model.ts';
import { fakeHost, memoryStore, reconciledLedger, untouchable } from './fake-host.ts';

const summary = (over: Partial<RunSummary> = {}): RunSummary => ({
  name: 'b',
  kind: 'run',
  mapping: '0'.repeat(64),
  records: 1234,
  outcomes: { migrated: 1200, already: 4, held: 20, rejected: 10 },
  chunks: { total: 2, done: 2 },
  reconciliation: model(),
  paths: { report: 'report.html', reconciliation: 'reconciliation.json' },
  seconds: 1.26,
  ...over,
});

describe('run', () => {
  it('passes what was asked, prints the summary, exits 1 and says why', async () => {
    const host = fakeHost({ engines: { run: async () => summary() } });
    expect(await main(['run', 'p/batch.yaml', '--workers', '5', '--out', 'o'], host)).toBe(1);
    expect(host.opened).toEqual([{ batchFile: 'p/batch.yaml', outRoot: 'o', kind: 'run', workers: 5 }]);
    const text = host.out.join('');
    expect(text).toContain('Report: o/b/report.html');
    expect(text).toContain('Done in 1.3 s.');
    expect(text).toContain('Exit code 1: the program did its work');
    expect(host.closed).toBe(1);
  });
  it('exits 0 only for a pass', async () => {
    for (const [verdict, exit] of [
      ['pass', 0],
      ['fail', 1],
      ['inconclusive', 1],
    ] as const) {
      const host = fakeHost({
        engines: { run: async () => summary({ reconciliation: model({ verdict }) }) },
      });
      expect(await main(['run', 'p/batch.yaml'], host)).toBe(exit);
    }
  });
  it('draws progress on a terminal and takes it away; elsewhere there is none', async () => {
    for (const tty of [true, false]) {
      const host = fakeHost({
        tty,
        engines: {
          run: async ({ onProgress }) => {
            for (const done of [0, 1, 50, 50, 100])
              onProgress?.({ stage: 'remap', done, total: 100, unit: 'chunks' });
            return summary();
          },
        },
      });
      await main(['run', 'x.yaml'], host);
      const drawn = ['0 %', '1 %', '50 %', '100 %'].map((p) => `\r\u001b[KRemapping ${p}`);
      expect(host.err).toEqual(tty ? [...drawn, '\r\u001b[K'] : []);
    }
  });
  it('closes the batch when the run fails', async () => {
    const host = fakeHost({ engines: { run: () => Promise.reject(new Error('x')) } });
    expect(await main(['run', 'x.yaml'], host)).toBe(70);
    expect(host.closed).toBe(1);
  });
  it('with --json prints the head of the reconciliation alone', async () => {
    const host = fakeHost({ tty: true, engines: { run: async () => summary() } });
    await main(['run', 'x.yaml', '--json'], host);
    expect(JSON.parse(host.out.join(''))).toMatchObject({
      verdict: 'fail',
      totals: { in: 1234 },
      report: 'out/b/report.html',
    });
  });
});

describe('plan', () => {
  const estimate = {
    bytes: 1,
    records: 1000000,
    outputBytes: 5 * 1048576,
    seconds: 12.2,
    measuredRecords: 1000,
  };
  const missing = {
    path: 'succession-missing.csv',
    countsPath: 'succession-missing-counts.csv',
    codes: 3,
    records: 30,
    malformed: 2,
  };
  it('says the estimate and which codes have no succession', async () => {
    const host = fakeHost({
      engines: {
        run: async ({ kind, sample }) => {
          expect([kind, sample]).toEqual(['plan', 1000]);
          return summary({ kind: 'plan', reconciliation: model({ kind: 'plan' }), estimate, missing });
        },
      },
    });
    expect(await main(['plan', 'x.yaml', '--sample', '1000'], host)).toBe(1);
    expect(host.out.join('')).toContain('13 s and 5 MiB of disk for 1,000,000 records');
    expect(host.out.join('')).toContain(
      'first 1,000 records of each source were read (1,000 of about 1,000,000)',
    );
    expect(host.out.join('')).toContain('fill in out/b.plan/succession-missing.csv');
    expect(host.out.join('')).toContain('DRY RUN');
  });
  it('exits 0 when a sample found nothing wrong, though it can prove nothing', async () => {
    const totals = { in: 4, migrated: 4, already: 0, held: 0, rejected: 0 };
    const reconciliation = model({ kind: 'plan', verdict: 'inconclusive', totals, reasons: [] });
    const host = fakeHost({ engines: { run: async () => summary({ kind: 'plan', reconciliation }) } });
    expect(await main(['plan', 'x.yaml'], host)).toBe(0);
  });
});

describe('report', () => {
  const json = JSON.stringify(model({ verdict: 'pass' }));
  const html = renderReport(model({ verdict: 'pass' }));

  it('renders again from reconciliation.json', async () => {
    const store = memoryStore({ 'reconciliation.json': json });
    const host = fakeHost({ outputs: { 'out/b': store }, ledger: reconciledLedger(json, html) });
    expect(await main(['report', 'b'], host)).toBe(0);
    expect(store.text('report.html')).toBe(html);
    expect(host.out.join('')).toContain('Report: out/b/report.html');
  });
  it('refuses what is no reconciliation, without showing it', async () => {
    for (const [content, code] of [
      [undefined, 'not-reconciled'],
      ['{"a": "Nguyễn"', 'report-model-bad'],
      ['{"format":"x"}', 'report-model-bad'],
    ] as const) {
      const store = memoryStore(content === undefined ? {} : { 'reconciliation.json': content });
      const host = fakeHost({ outputs: { 'out/b': store }, ledger: reconciledLedger(content ?? '', html) });
      expect(await main(['report', 'b', '--json'], host)).toBe(2);
      expect(JSON.parse(host.err.join('')).error.code).toBe(code);
      expect(host.err.join('')).not.toContain('Nguyễn');
      expect(await store.size('report.html')).toBeUndefined();
    }
  });
  it('refuses a verdict that the ledger does not know, and a report that it would write otherwise', async () => {
    for (const [ledger, code] of [
      [undefined, 'not-reconciled'],
      [reconciledLedger(`${json} `, html), 'verdict-edited'],
      [reconciledLedger(json, 'of another version'), 'report-of-another-version'],
    ] as const) {
      const store = memoryStore({ 'reconciliation.json': json });
      const host = fakeHost({ outputs: { 'out/b': store }, ...(ledger && { ledger }) });
      expect(await main(['report', 'b', '--json'], host)).toBe(2);
      expect(JSON.parse(host.err.join('')).error.code).toBe(code);
      expect(await store.size('report.html')).toBeUndefined();
    }
  });
});

describe('sample and demo', () => {
  it('fills an empty folder and refuses another', async () => {
    const made: unknown[] = [];
    const sample = async (r: { province: string; records: number; seed: number }) =>
      void made.push([r.province, r.records, r.seed]);
    const host = fakeHost({ engines: { sample } });
    expect(await main(['sample', 'd', '--province', '01', '--records', '10', '--seed', '7'], host)).toBe(0);
    expect(made).toEqual([['01', 10, 7]]);
    expect(host.out.join('')).toContain('thong-suot run d/batch.yaml');
    await host.folders.get('d')?.put('x', new Uint8Array(1));
    expect(await main(['sample', 'd'], host)).toBe(2);
    expect(made.length).toBe(1);
  });
  it('makes the sample once, runs it each time, and makes it again after a crash or with another version', async () => {
    let made = 0;
    const { engines, ...lists } = sampleLists();
    const options = {
      ...lists,
      engines: { ...engines, sample: async () => void made++, run: async () => summary() },
    };
    const host = fakeHost(options);
    await (await host.folder('sample/vinh-long')).put('documents/sent/of-another.edxml', new Uint8Array(1));
    for (const expected of [1, 1]) {
      expect(await main(['demo'], host)).toBe(1);
      expect(made).toBe(expected);
    }
    expect(await host.folders.get('sample/vinh-long')?.list('documents/')).toEqual([]);
    expect(host.opened[0]).toMatchObject({
      batchFile: 'sample/vinh-long/batch.yaml',
      kind: 'run',
      workers: 3,
    });
    const later = fakeHost({
      ...options,
      over: { ...options.over, version: '10.0.0', folder: host.folder },
    });
    await main(['demo'], later);
    expect(made).toBe(2);
    await host.folders.get('sample/vinh-long')?.delete('demo.json');
    await main(['demo'], host);
    expect(made).toBe(3);
  });
  it('says after the batch how the codes and the documents are, with the commands that show them', async () => {
    const { engines, ...lists } = sampleLists();
    const options = {
      ...lists,
      engines: { ...engines, sample: async () => undefined, run: async () => summary() },
    };
    const host = fakeHost(options);
    expect(await main(['demo', '--lang', 'en'], host)).toBe(1);
    const text = host.out.join('');
    // An orphan, which the axis has at the top; one code that it lacks, one too many; one letter to a closed code.
    expect(text).toContain('registry of 3 rows: 1 faults that block');
    expect(text).toContain('3 differences: 1 missing there, 0 locked, 1 too many, 1 under another parent');
    expect(text).toContain('1 in flight to closed or changed codes (to issue anew 1,');
    for (const command of [
      'thong-suot codes check sample/vinh-long/agencies/codes.yaml',
      'thong-suot codes diff sample/vinh-long/agencies/codes.yaml',
      'thong-suot documents in-flight sample/vinh-long/documents --codes sample/vinh-long/agencies/codes.yaml',
    ])
      expect(text).toContain(command);
    expect(text.indexOf('codes check')).toBeGreaterThan(text.indexOf('Done in'));
    const machine = fakeHost(options);
    await main(['demo', '--json'], machine);
    expect(JSON.parse(machine.out.join(''))).toMatchObject({
      seconds: 1.26,
      codes: {
        rows: 3,
        blockers: 1,
        differences: 3,
        byCategory: { added: 1, removed: 1, reparented: 1, changed: 0 },
      },
      documents: { packets: 1, unreadable: 0, inFlight: 1, byAction: { reissue: 1, ask: 0 } },
    });
  });
});

/** The smallest lists that `demo` can sum up, and a packet that a fake scan found. */
function sampleLists() {
  const place = 'sample/vinh-long/agencies';
  const entry = (id: string, code: string, pid: string) =>
    `{"id":"${id}","code":"${code}","name":"${code}","mail":"","pid":"${pid}"}`;
  const packet: IndexedDocument = {
    kind: 'document',
    namespace: 'qcvn-102',
    path: 'sent/a.edxml',
    place: 'sent',
    bytes: 1,
    sha256: 'a'.repeat(64),
    organIds: [],
    sender: 'H61',
    signed: false,
    documentId: 'H61,2025/06/27,1/UBND',
    date: '2025/06/27',
    notation: '1/UBND',
    businessType: '0',
    receivers: ['H07'],
  };
  return {
    files: {
      [`${place}/codes.yaml`]:
        'province: "86"\nasOf: "2025-07-01"\nregistry: registry.csv\nsuccession: succession.csv\naxisList: [axis.json]\n',
      [`${place}/registry.csv`]: `${REGISTRY_COLUMNS.join(',')}
H61,000.00.00.H61,H61,,,active,,,,x
H61.01,,H61.01,H61,,active,,2025-07-01,,x
H61.02.01,,H61.02.01,H61.02,,active,,2025-07-01,,x
`,
      [`${place}/succession.csv`]: `${SUCCESSION_COLUMNS.join(',')}\n`,
      [`${place}/axis.json`]: `{"ErrorCode":"0","data":[${entry('1', 'H61', '')},${entry('2', 'H61.02.01', '')},${entry('3', 'H61.03', '1')}]}`,
    },
    engines: {
      units: async () => untouchable<Units>('units'),
      scanDocuments: async () => ({ packets: [packet], unreadable: [] }),
    },
    over: {
      data: memoryStore({
        'province-agency-codes.csv': `code,old_province,disposition,successor,new_province,legal_basis
H61,86,keep,H61,86,09/2025/QĐ-TTg
H07,83,closed,H61,86,09/2025/QĐ-TTg
`,
      }),
      existingFolder: async () => untouchable<InputFiles>('packets'),
    },
  };
}
