import { readFileSync } from 'node:fs';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { METRIC_NAMESPACE, METRICS } from '../../lib/infra/metrics.ts';
import { COMMUNES, type Dossier, dossierFile, SUCCESSION } from '../batch/small-batch.ts';
import { Account } from './account.ts';
import type { Handler } from './hand-over.ts';

/** In no list of ours: whoever finds it outside sources and outputs has found a value of a record. */
const CANARY = 'Đặng Chim Yến 079201000123';
const SHOUTS = ['Chim Yến', '079201000123', 'Chim%20Y'];
const STAGES = [
  'freeze-source',
  'verify-source',
  'inventory-segment',
  'remap-chunk',
  'number-keys',
  'assemble-source',
];
const NAME = 'canary';

let account: Account;
let handlers: Record<string, Handler>;
let sweep: (event: { id: string }) => Promise<void>;
let ledgerCheck: (event: { settleMs: number }) => Promise<void>;
let progressReport: () => Promise<void>;
const written: string[] = [];

/** Everything that the functions wrote to their logs since the test file began. */
const logs = (): string => written.join('');
const metricsOf = (from: number): Array<Record<string, unknown>> =>
  written
    .slice(from)
    .join('')
    .split('\n')
    .filter((line) => line.includes('"CloudWatchMetrics"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const sources = (): Record<string, string> => {
  const dossiers = (from: number): Dossier[] =>
    Array.from({ length: 40 }, (_, at) => ({
      number: at % 10 === 3 ? 'H07-250101-0003' : `H07-250101-${String(from + at).padStart(4, '0')}`,
      person: CANARY,
      // A shifted row puts the name into code columns: held, and never shown as a code.
      ...(at % 7 === 5 && { agency: CANARY }),
      ...(at % 11 === 6 && { commune: CANARY }),
    }));
  // A row with one field too many is rejected with its bytes.
  const ragged = `H07-250101-9999,${CANARY},${COMMUNES[0]!.code},${',x'.repeat(30)}\n`;
  return {
    'in/a.csv': dossierFile(dossiers(0)) + ragged,
    'in/b.csv': dossierFile(dossiers(1000)),
    'succession.csv': SUCCESSION,
    'batch.yaml': `name: ${NAME}
targetProvince: "86"
asOf: "2025-07-01"
sources:
  - system: tthc
    profile: tthc-dossiers
    files: ["in/*.csv"]
succession: succession.csv
`,
  };
};

beforeAll(async () => {
  account = await Account.start([...STAGES, 'reconcile', 'coordinate']);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  const [stage, reconcile, coordinate] = await Promise.all([
    import('../../lambdas/stage.ts'),
    import('../../lambdas/reconcile.ts'),
    import('../../lambdas/coordinate.ts'),
  ]);
  handlers = {
    ...Object.fromEntries(STAGES.map((name) => [name, stage.handler])),
    reconcile: reconcile.handler,
    coordinate: coordinate.handler,
  };
  ({ handler: sweep } = await import('../../lambdas/sweep.ts'));
  ({ handler: ledgerCheck } = await import('../../lambdas/ledger-check.ts'));
  ({ handler: progressReport } = await import('../../lambdas/progress-report.ts'));
  for (const [path, text] of Object.entries(sources())) await account.put('source', `${NAME}/${path}`, text);
  await account.send('coordinate', JSON.stringify({ batch: NAME, kind: 'run' }));
  expect(await account.drain(handlers)).toEqual([]);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await account.stop();
});

describe('a batch with a canary in every kind of place', () => {
  test('is done, and the canary is in its outputs', async () => {
    const run = JSON.parse(await account.get('work', `${NAME}/run.json`)) as { state: string };
    expect(run.state).toBe('done');
    const model = JSON.parse(await account.get('work', `${NAME}/reconciliation.json`)) as {
      totals: Record<string, number>;
    };
    expect(model.totals).toMatchObject({ in: 81, rejected: 1 });
    expect(model.totals.held).toBeGreaterThan(10);
    for (const path of [`${NAME}/migrated/tthc-01/00000.csv`, `${NAME}/held/tthc-01/00000.csv`])
      expect(await account.get('work', path)).toContain(CANARY);
  });

  test('counts itself once, under the names that the dashboard and the alarms read', async () => {
    const [metrics, ...more] = metricsOf(0).filter((line) => 'RecordsIn' in line);
    expect(more).toEqual([]);
    const model = JSON.parse(await account.get('work', `${NAME}/reconciliation.json`)) as {
      totals: { in: number; migrated: number; already: number; held: number; rejected: number };
      checks: Array<{ id: string; verdict: string; findings: number }>;
    };
    const { totals, checks } = model;
    expect(metrics).toMatchObject({
      service: 'reconcile',
      RecordsIn: totals.in,
      RecordsMigrated: totals.migrated,
      RecordsAlready: totals.already,
      RecordsHeld: totals.held,
      RecordsRejected: totals.rejected,
      ChecksFailed: checks.filter(({ verdict }) => verdict === 'fail').length,
      ConservationBroken: 0,
    });
    const { CloudWatchMetrics } = (metrics as { _aws: { CloudWatchMetrics: unknown } })._aws;
    expect(CloudWatchMetrics).toEqual([
      {
        Namespace: METRIC_NAMESPACE,
        Dimensions: [['service']],
        Metrics: Object.entries(METRICS)
          .filter(([, { service }]) => service === 'reconcile')
          .map(([Name]) => ({ Name, Unit: 'Count' })),
      },
    ]);
  });
});

describe('progress-report', () => {
  test('reports what the check counted, and tells where', async () => {
    await progressReport();
    const files = await account.list('work', 'progress/');
    expect(files.filter((path) => path.endsWith('.csv'))).toHaveLength(6);
    const page = await account.get('work', files.find((path) => path.endsWith('report.html'))!);
    const latest = JSON.parse(await account.get('work', 'progress/latest.json')) as {
      batches: unknown[];
      systems: Array<Record<string, unknown>>;
    };
    const model = JSON.parse(await account.get('work', `${NAME}/reconciliation.json`)) as {
      totals: Record<string, number>;
    };
    const { in: records, ...outcomes } = model.totals;
    expect(latest.systems).toMatchObject([{ system: 'tthc', records, done: records, ...outcomes }]);
    expect(latest.batches).toMatchObject([{ batch: NAME, state: 'done' }]);
    expect(page).toContain('tthc');
    const [mail, ...more] = await account.mail();
    expect(more).toEqual([]);
    expect(mail?.text).toMatch(/s3:\/\/work\/progress\/\d{4}-\d\d-\d\d\/report\.html/);
    // Made again it does not take its own folder for a batch.
    await progressReport();
    expect(JSON.parse(await account.get('work', 'progress/latest.json'))).toMatchObject({
      batches: [{ batch: NAME }],
    });
    expect(await account.mail()).toHaveLength(1);
  });
});

describe('sweep', () => {
  test('leaves ended batches and the folders of the program alone, and counts to zero', async () => {
    await account.put('work', 'codes/86/watch.json', '{}');
    const from = written.length;
    await sweep({ id: 'round-1' });
    expect(metricsOf(from)).toMatchObject([{ service: 'sweep', BatchesResent: 0 }]);
    expect(await account.drain(handlers)).toEqual([]);
  });
});

describe('ledger-check', () => {
  const overwrite = (key: string, event: string): Promise<unknown> =>
    account.dynamo.send(
      new PutItemCommand({
        TableName: 'ledger',
        Item: { batch: { S: NAME }, key: { S: key }, event: { S: event } },
      }),
    );
  const original = async (key: string): Promise<string> =>
    account.get('evidence', `ledger/${NAME}/${encodeURIComponent(key)}.json`);

  test('says nothing where both say the same', async () => {
    const from = written.length;
    await ledgerCheck({ settleMs: 0 });
    expect(metricsOf(from)).toMatchObject([{ service: 'ledger-check', LedgerMismatch: 0 }]);
    expect(await account.mail()).toEqual([]);
  });

  test('finds an event that was overwritten, one that was invented, a copy without one, and garbage', async () => {
    const event = await original('batch-frozen');
    await overwrite('batch-frozen', event.replace('"sources":2', '"sources":3'));
    await overwrite('signed/000009', '{"type":"signed"}');
    await account.put('evidence', 'ledger/other%2Fbatch/a%20key.json', '{"type":"gone"}');
    const from = written.length;
    await ledgerCheck({ settleMs: 0 });
    expect(metricsOf(from)).toMatchObject([{ LedgerMismatch: 3 }]);
    const [mail, ...more] = await account.mail();
    expect(more).toEqual([]);
    for (const line of [
      `${NAME} batch-frozen: differs`,
      `${NAME} signed/000009: missing-evidence`,
      'other/batch a key: missing-event',
    ])
      expect(mail?.text).toContain(line);

    await overwrite('batch-frozen', 'garbage');
    const second = written.length;
    await ledgerCheck({ settleMs: 0 });
    expect(metricsOf(second)).toMatchObject([{ LedgerMismatch: 2 }]);
    expect((await account.mail())[0]?.text).toContain(': unreadable');
    await overwrite('batch-frozen', event);
    await account.put('evidence', `ledger/${NAME}/signed%2F000009.json`, '{"type":"signed"}');
  });
});

describe('what the functions write for others to read', () => {
  test('a poison message with a value of a record is refused without a word of it', async () => {
    const poison = [JSON.stringify({ batch: NAME, kind: 'run', stage: CANARY }), CANARY, `{"${CANARY}":1}`];
    for (const body of poison) {
      await account.send('remap-chunk', body);
      await account.send('coordinate', body);
    }
    expect(await account.drain(handlers)).toHaveLength(6);
  });

  test('holds the canary nowhere: logs, metrics, ledger, evidence, reports', async () => {
    expect(logs()).toContain('coordinated');
    expect(logs()).toContain('message failed');
    const places: Record<string, string> = { logs: logs() };
    for (const path of await account.list('evidence')) places[path] = await account.get('evidence', path);
    for (const path of await account.list('work')) {
      const isSaid =
        /^progress\/|\/(run|batch|mapping|reconciliation)\.json$|report\.html$|tallies\.csv$|\/tasks\//;
      if (isSaid.test(path)) places[path] = await account.get('work', path);
    }
    expect(Object.keys(places).length).toBeGreaterThan(40);
    for (const [place, text] of Object.entries(places))
      for (const shout of SHOUTS) expect(text.includes(shout), `${place} holds ${shout}`).toBe(false);
  });

  test('is looked for where it was put', () => {
    // The grep itself: the sources hold all of it.
    const text = Object.values(sources()).join('');
    expect(text).toContain(SHOUTS[0]);
    expect(text).toContain(SHOUTS[1]);
    expect(readFileSync(import.meta.filename, 'utf8')).toContain(CANARY);
  });
});
