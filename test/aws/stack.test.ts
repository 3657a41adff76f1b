import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { runBatch } from '../../lib/batch/run.ts';
import { FolderStore } from '../../lib/local/folder-store.ts';
import { openLocalBatch } from '../../lib/local/host.ts';
import { reconcile } from '../../lib/reconcile/reconcile.ts';
import { renderReport } from '../../lib/report/render.ts';
import { dossierFile, SUCCESSION } from '../batch/small-batch.ts';
import { write, writeBatchFile } from '../batch/support.ts';
import type { Handler } from './hand-over.ts';
import { ended, STACK, StackAccount } from './stack-account.ts';

const root = resolve(import.meta.dirname, '../..');
const CHUNK_BYTES = 8000;

// A bundle has `data/` and `profiles/` beside itself.
vi.mock('../../lambdas/host.ts', async (original) => {
  const actual = await original<typeof import('../../lambdas/host.ts')>();
  const [data, profiles] = ['data', 'profiles'].map((name) => new FolderStore(join(root, name)));
  return { ...actual, host: { ...actual.host, data, profiles } };
});

const folder = mkdtempSync(join(tmpdir(), 'thong-suot-stack-'));
const out = join(folder, 'local');
let account: StackAccount;
let handlers: Record<'stage' | 'reconcile' | 'coordinate', Handler>;

beforeAll(async () => {
  account = await StackAccount.start(CHUNK_BYTES);
  Object.assign(process.env, account.functionEnvironment);
  const [stage, check, coordinate] = await Promise.all([
    import('../../lambdas/stage.ts'),
    import('../../lambdas/reconcile.ts'),
    import('../../lambdas/coordinate.ts'),
  ]);
  handlers = { stage: stage.handler, reconcile: check.handler, coordinate: coordinate.handler };
  const dossiers = (from: number) =>
    Array.from({ length: 60 }, (_, at) => ({
      number: `H07-250101-${String(from + at).padStart(4, '0')}`,
      ...(at % 7 === 5 && { agency: 'H07.9.9' }),
    }));
  write(folder, 'in/a.csv', dossierFile(dossiers(0)));
  write(folder, 'in/b.csv', dossierFile(dossiers(1000)));
  write(folder, 'succession.csv', SUCCESSION);
  // Two that go at once, with their SHA-256; one in parts, of which S3 keeps none.
  write(folder, 'tep/H07-250101-0001/scan.pdf', 'one');
  write(folder, 'tep/empty.pdf', '');
  write(folder, 'tep/large.tif', new Uint8Array(8 * 1024 * 1024 + 1));
  writeBatchFile(folder);
  const written = readFileSync(join(folder, 'batch.yaml'), 'utf8');
  const files = '    files: ["in/*.csv"]\n';
  write(folder, 'batch.yaml', written.replace(files, `${files}    attachments: { root: tep }\n`));
  const ports = await openLocalBatch({
    batchFile: join(folder, 'batch.yaml'),
    outRoot: out,
    kind: 'run',
    assets: root,
    workers: 0,
  });
  await runBatch({ kind: 'run', ports, chunkBytes: CHUNK_BYTES, reconcile, render: renderReport });
  await ports.close();
});
afterAll(async () => {
  await account.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** No function let a message fail. */
afterEach(() => expect(account.failed.splice(0)).toEqual([]));

const OUTPUT =
  /^(migrated|already|held|rejected|aliases|findings)\/|^(batch\.json|mapping\.json|tallies\.csv|reconciliation\.json|report\.html)$/;

describe('a batch in the account', () => {
  test('run uploads, ends with the outputs of a run on this machine, and says so', async () => {
    account.work(handlers);
    const { status, stdout, stderr } = await account.run(
      ['run', 'batch.yaml', '--stack', STACK, '--write', 'brought'],
      folder,
    );
    await account.rest();
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(stdout).toContain('Report: brought/small/report.html');
    expect(stdout).toContain('Inputs in the account: 7 files, 9 MiB; sent now: 7.');
    expect(stdout).toContain('All outputs: s3://work/small/');
    expect(stdout).toMatch(/Counted: 120 records, \d+ chunks, \d+ tasks/);
    const puts = account.front.named('PutObject').map(({ key }) => key);
    expect(puts.at(-1)).toBe('small/batch.yaml');
    const read = account.behind.named('GetObject').filter(({ key }) => key.startsWith('small/tep/'));
    expect(read.map(({ key }) => key)).toEqual(['small/tep/large.tif']);
    const store = new S3Store(account.s3, 'work', 'small/');
    const there = (await store.list('')).filter((path) => OUTPUT.test(path));
    const here = readdirSync(join(out, 'small'), { recursive: true, encoding: 'utf8' })
      .filter((path) => OUTPUT.test(path) && !path.match(/^[a-z]+(\/[^./]+)?$/))
      .sort();
    expect(there).toEqual(here);
    for (const path of here)
      expect(Buffer.from(await store.get(path)).equals(readFileSync(join(out, 'small', path))), path).toBe(
        true,
      );
    expect(readFileSync(join(folder, 'brought/small/report.html'))).toEqual(
      readFileSync(join(out, 'small/report.html')),
    );
  });

  test('run again sends nothing that is there, and ends', async () => {
    account.front.calls.length = 0;
    account.work(handlers);
    const { status, stdout } = await account.run(['run', 'batch.yaml', '--stack', STACK, '--json'], folder);
    await account.rest();
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      uploaded: { files: 7, sent: 0 },
      report: 's3://work/small/report.html',
    });
    expect(account.front.named('PutObject')).toEqual([]);
  });

  test('status, report, lookup and explain read it like one on this machine', async () => {
    const at = ['--stack', STACK];
    const status = await account.run(['status', 'small', ...at, '--json'], folder);
    expect(JSON.parse(status.stdout)).toMatchObject({ stage: 'done', state: 'done', percent: 100 });
    const local = await account.run(['report', 'small', '--out', out], folder);
    const report = await account.run(['report', 'batch.yaml', ...at], folder);
    expect(report.status).toBe(local.status);
    expect(report.stdout).toContain('Report: s3://work/small/report.html');
    const head = (text: string) => text.slice(0, text.indexOf('Report:'));
    expect(head(report.stdout)).toBe(head(local.stdout));
    const number = 'H07-250101-0007';
    const found = await account.run(['lookup', number, 'H07.1.1', '--batch', 'small', ...at], folder);
    const foundHere = await account.run(
      ['lookup', number, 'H07.1.1', '--batch', 'batch.yaml', '--out', out],
      folder,
    );
    expect(found.stderr).toBe('');
    expect(found.stdout).toContain(number);
    expect(found.stdout).toBe(foundHere.stdout.replaceAll('batch.yaml', 'small'));
    const why = await account.run(['explain', 'small', 'tthc-01:6', ...at], folder);
    const whyHere = await account.run(['explain', 'small', 'tthc-01:6', '--out', out], folder);
    expect(why.status).toBe(0);
    expect(why.stdout).toBe(whyHere.stdout);
  });

  test('reconcile has the check made anew though nothing changed', async () => {
    const tasks = async () =>
      JSON.parse((await account.run(['status', 'small', '--stack', STACK, '--json'], folder)).stdout).tasks;
    const before = await tasks();
    account.work(handlers);
    const { status, stdout } = await account.run(['reconcile', 'small', '--stack', STACK], folder);
    await account.rest();
    expect(status).toBe(1);
    expect(stdout).toContain('Report: s3://work/small/report.html');
    expect(await tasks()).toEqual({ ...before, reconcile: before.reconcile * 2 });
  });

  test('plan runs beside it, with what it may cost before and after', async () => {
    account.work(handlers);
    const { status, stdout } = await account.run(['plan', 'batch.yaml', '--stack', STACK], folder);
    await account.rest();
    expect(status).toBe(1);
    expect(stdout).toMatch(/By the cost model .* guessed from the bytes: \d+ calls/);
    expect(stdout).toMatch(/That is [\d.]+ USD in ap-southeast-1/);
    expect(stdout).toMatch(/Of that, for 3 attachments \(1 to be read.*\): \d+ calls and [\d.]+ USD/);
    expect(stdout).toContain('s3://work/small.plan/');
    const again = await account.run(['status', 'small.plan', '--stack', STACK, '--json'], folder);
    expect(JSON.parse(again.stdout)).toMatchObject({ stage: 'done', state: 'done' });
  });

  test('status looks on while it runs; Ctrl-C leaves it running and says so', async () => {
    const other = mkdtempSync(join(tmpdir(), 'thong-suot-stack-'));
    let release = (): void => undefined;
    try {
      write(other, 'in/a.csv', dossierFile([{ number: 'H07-250101-0001' }]));
      write(other, 'succession.csv', SUCCESSION);
      writeBatchFile(other);
      write(other, 'batch.yaml', readFileSync(join(other, 'batch.yaml'), 'utf8').replace('small', 'slow'));
      // The coordinator works, nobody else does: the freeze stays under way.
      const released = new Promise<void>((done) => {
        release = done;
      });
      const slow: Handler = (event, context) => released.then(() => handlers.stage(event, context));
      account.work({ ...handlers, stage: slow });
      const child = account.start(['run', 'batch.yaml', '--stack', STACK, '--lang', 'en'], other);
      const end = ended(child);
      const store = new S3Store(account.s3, 'work', 'slow/');
      await expect.poll(() => store.list('tasks/groups/'), { timeout: 20_000 }).toHaveLength(1);
      const status = await account.run(['status', 'slow', '--stack', STACK], other);
      expect(status.status).toBe(1);
      expect(status.stdout).toContain(
        'Freezing the sources: 0 of 1 messages of freeze-source are done. The account has it in hand.',
      );
      expect(status.stdout).toContain('0 of 0 chunks, 0 of 0 records (0 %)');
      child.kill('SIGINT');
      const { status: exit, stdout } = await end;
      expect(exit).toBe(1);
      expect(stdout).toContain(
        `slow goes on in the account. To see how far it is: thong-suot status slow --stack ${STACK}`,
      );
    } finally {
      release();
      await account.rest();
      rmSync(other, { recursive: true, force: true });
    }
  });
});

test('an upload whose process was killed goes on with what is there', async () => {
  const other = mkdtempSync(join(tmpdir(), 'thong-suot-stack-'));
  try {
    write(other, 'in/a.csv', dossierFile([{ number: 'H07-250101-0001' }]));
    write(other, 'tep/scan.pdf', randomFillSync(new Uint8Array(20 * 1024 * 1024)));
    write(other, 'succession.csv', SUCCESSION);
    writeBatchFile(other);
    const config = readFileSync(join(other, 'batch.yaml'), 'utf8');
    const files = 'files: ["in/*.csv"]';
    write(
      other,
      'batch.yaml',
      config.replace('small', 'killed').replace(files, `${files}\n    attachments: { root: tep }`),
    );
    const { front } = account;
    const start = () => account.start(['run', 'batch.yaml', '--stack', STACK], other);
    const parts = () => front.named('UploadPart').map(({ partNumber }) => partNumber);
    front.calls.length = 0;
    const first = start();
    const died = ended(first);
    // The second part never ends; the others of the three are there when the process dies.
    front.onCall = ({ name, partNumber }) => (name === 'UploadPart' && partNumber === 2 ? 'hold' : undefined);
    await expect.poll(() => front.partsThere('killed/tep/scan.pdf'), { timeout: 30_000 }).toEqual([1, 3]);
    first.kill('SIGKILL');
    await died;
    const there = parts();
    expect(there.sort()).toEqual([1, 3]);
    front.onCall = () => undefined;
    front.calls.length = 0;
    const second = start();
    const left = ended(second);
    await expect
      .poll(() => front.named('PutObject').map(({ key }) => key), { timeout: 30_000 })
      .toEqual(['killed/batch.yaml']);
    second.kill('SIGKILL');
    await left;
    expect([...there, ...parts()].sort()).toEqual([1, 2, 3]);
  } finally {
    account.front.onCall = () => undefined;
    rmSync(other, { recursive: true, force: true });
  }
});

describe('what goes wrong is told', () => {
  const told = async (args: string[], env: Record<string, string> = {}, cwd = folder) => {
    const { status, stderr } = await account.run([...args, '--json'], cwd, env);
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    return { status, code: error.code, message: error.message };
  };
  const status = ['status', 'small', '--stack'];

  test.each([
    ['no such stack', 'nowhere', {}, 'stack-unknown', 'no stack nowhere in ap-southeast-1'],
    ['a stack of others', 'others', {}, 'stack-of-others', 'it has no output SourceBucketName'],
    ['may not look at the stack', 'denied', {}, 'stack-denied', 'AWS refused cloudformation:DescribeStacks'],
    ['expired', 'expired', {}, 'stack-credentials-refused', 'ExpiredToken'],
    [
      'no credentials',
      STACK,
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      'stack-no-credentials',
      'no AWS credentials',
    ],
    ['no region', STACK, { AWS_REGION: '' }, 'stack-no-region', 'set AWS_REGION'],
    [
      'no network',
      STACK,
      { AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9' },
      'stack-unreachable',
      'no answer from AWS',
    ],
  ])('%s', async (_name, stack, env, code, message) => {
    const got = await told([...status, stack], env as Record<string, string>);
    expect([got.status, got.code]).toEqual([2, code]);
    expect(got.message).toContain(message);
  });

  test('AccessDenied names the right that lacks, and the role that may', async () => {
    account.front.onCall = ({ name }) => (name === 'PutObject' ? 'deny' : undefined);
    write(folder, 'succession.csv', `${SUCCESSION}\n`);
    try {
      const upload = await told(['run', 'batch.yaml', '--stack', STACK]);
      expect([upload.status, upload.code]).toEqual([2, 'stack-denied']);
      expect(upload.message).toContain('AWS refused s3:PutObject');
      expect(upload.message).toContain('(arn:aws:iam::111122223333:role/operator)');
      account.front.onCall = ({ name }) => (name === 'GetObject' ? 'deny' : undefined);
      const read = await told(['report', 'small', '--stack', STACK]);
      expect(read.message).toContain('AWS refused s3:GetObject');
      expect(read.message).toContain('role/operator, arn:aws:iam::111122223333:role/auditor');
    } finally {
      account.front.onCall = () => undefined;
      write(folder, 'succession.csv', SUCCESSION);
    }
  });

  test('a batch that the account does not know; commands and flags that are of this machine', async () => {
    expect((await told([...status.slice(0, 1), 'other', '--stack', STACK])).code).toBe('stack-no-such-batch');
    expect((await told(['status', 'codes', '--stack', STACK])).code).toBe('stack-no-such-batch');
    expect(await told(['sample', 'x', '--stack', STACK])).toMatchObject({
      status: 2,
      code: 'stack-not-here',
    });
    expect((await told(['codes', 'check', 'x', '--stack=a'])).code).toBe('stack-not-here');
    expect((await told(['run', 'batch.yaml', '--stack', STACK, '--out', 'x'])).code).toBe('stack-flag');
    expect((await told(['run', 'batch.yaml', '--write', 'x'])).code).toBe('stack-flag-alone');
    expect((await told(['lookup', '829', '--stack', STACK])).code).toBe('stack-needs-batch');
  });

  test('a run that stops at what a person must mend ends as on one machine, again and again', async () => {
    const other = mkdtempSync(join(tmpdir(), 'thong-suot-stack-'));
    try {
      write(other, 'in/a.csv', 'A,B\n1,2\n');
      write(other, 'succession.csv', SUCCESSION);
      writeBatchFile(other);
      write(other, 'batch.yaml', readFileSync(join(other, 'batch.yaml'), 'utf8').replace('small', 'bad'));
      account.work(handlers);
      for (let time = 0; time < 2; time++) {
        const got = await told(['run', 'batch.yaml', '--stack', STACK], {}, other);
        expect([got.status, got.code]).toEqual([3, 'missing-columns']);
      }
      await account.rest();
      const look = await account.run(['status', 'bad', '--stack', STACK], other);
      expect(look.stdout).toContain('It stopped at what a person must mend');
      expect(look.stdout).toContain('in/a.csv');
    } finally {
      await account.rest();
      rmSync(other, { recursive: true, force: true });
    }
  });

  test('a report is not put over a run of this machine', async () => {
    expect((await told(['report', 'small', '--stack', STACK, '--write', out])).code).toBe('stack-write-over');
  });

  test('the errors are in Vietnamese too', async () => {
    const { stderr } = await ended(account.start([...status, 'nowhere', '--lang', 'vi'], folder));
    expect(stderr).toContain('không có stack nowhere ở ap-southeast-1');
  });
});

test('what was uploaded is what is here', async () => {
  const { Body } = await account.s3.send(new GetObjectCommand({ Bucket: 'source', Key: 'small/in/b.csv' }));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(
    readFileSync(join(folder, 'in/b.csv')),
  );
});
