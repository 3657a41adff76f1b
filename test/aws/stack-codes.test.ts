import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { IN_FLIGHT_FORMAT } from '../../lib/formats/document-tables.ts';
import { SCENE } from '../axis/scene.ts';
import { SECRET, StandInAxis, SYSTEM_ID } from '../axis/stand-in.ts';
import { write } from '../batch/support.ts';
import { approve, codesFolder } from './codes-folder.ts';
import type { Handler } from './hand-over.ts';
import { ended, STACK, StackAccount } from './stack-account.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'thong-suot-codes-'));
const CREDENTIALS = { AXIS_ID: SYSTEM_ID, AXIS_SECRET: SECRET };
const PUT_OFF = 'Put off: the axis does not answer the function.';
const said: string[] = [];
let account: StackAccount;
let axis: StandInAxis;
let gateway: Awaited<ReturnType<StandInAxis['serve']>>;
let codes: Handler;

beforeAll(async () => {
  account = await StackAccount.start(8000);
  account.secret.text = JSON.stringify(CREDENTIALS);
  Object.assign(process.env, account.functionEnvironment, {
    LAMBDA_TASK_ROOT: root,
    // What fails here fails on purpose.
    POWERTOOLS_LOG_LEVEL: 'CRITICAL',
  });
  axis = new StandInAxis(SCENE.axis);
  gateway = await axis.serve();
  process.env.AXIS_ORIGIN = new URL(gateway.endpoint).origin;
  codes = (await import('../../lambdas/codes-watch.ts')).handler;
  lists();
});
afterAll(async () => {
  await gateway.close();
  await account.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** No function let a message fail but where a test has it come again. */
afterEach(() => expect(account.failed.splice(0)).toEqual([]));

function lists(over: Record<string, string> = {}): void {
  for (const [path, text] of Object.entries({ ...codesFolder(gateway.endpoint), ...over }))
    write(folder, path, text);
}
const run = async (args: readonly string[], env: Record<string, string> = {}) => {
  const got = await account.run(args, folder, env);
  said.push(got.stdout, got.stderr);
  return got;
};
/** `codes COMMAND` in the account, while its function is at work. */
const there = async (command: string, ...args: string[]) => {
  account.work({ codes });
  try {
    return await run(['codes', command, 'codes.yaml', ...args, '--stack', STACK]);
  } finally {
    await account.rest();
  }
};
/** The same on this machine. */
const here = (command: string, ...args: string[]) =>
  run(['codes', command, 'codes.yaml', ...args, '--out', 'out'], CREDENTIALS);
const placed = (text: string): string => text.replaceAll('out/codes/86/', 's3://work/codes/86/');
const told = async (args: readonly string[], env: Record<string, string> = {}) => {
  const { status, stderr } = await run([...args, '--json'], env);
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
  return { status, code: error.code, message: error.message };
};
/** What was asked for by name: S3 refuses the axis admin what is not there, as if it were forbidden. */
const asked = (): string[] =>
  account.front.calls
    .filter(({ name }) => name === 'HeadObject' || name === 'GetObject')
    .map(({ key }) => key.replace('codes/86/', ''));
const uploaded = (): string[] =>
  account.front
    .named('PutObject')
    .splice(0)
    .map(({ key }) => key.replace('codes/86/', ''));

describe('watch', () => {
  test('uploads the lists, has the function watch, and says what a watch on this machine says', async () => {
    const got = await there('watch');
    expect(got.stderr).toBe('');
    expect(got.status).toBe(1);
    expect(got.stdout).toBe(placed((await here('watch')).stdout));
    expect(got.stdout).toContain('No list is approved');
    expect(asked()).toEqual([expect.stringMatching(/^answers\//)]);
    expect(uploaded().sort()).toEqual(Object.keys(codesFolder('')).sort());
    expect(account.front.named('PutObject').at(-1)?.key).toBe('codes/86/codes.yaml');
  });

  test('sends again only what changed; approved, then drifted', async () => {
    const store = new S3Store(account.s3, 'work', 'codes/86/');
    const { axisList } = JSON.parse(new TextDecoder().decode(await store.get('watch.json'))) as {
      axisList: string;
    };
    lists({ 'waivers.csv': approve(axisList) });
    account.front.calls.length = 0;
    const same = await there('watch', '--json');
    expect(same.status).toBe(0);
    expect(JSON.parse(same.stdout)).toMatchObject({
      approved: axisList,
      drift: [],
      stack: STACK,
      uploaded: { files: 5, sent: 1 },
    });
    expect(uploaded()).toEqual(['waivers.csv']);

    const entry = axis.agencies.get('H61.05')!;
    axis.agencies.set('H61.05', { ...entry, name: 'Sở khác', mail: 'canary@example.gov.vn' });
    account.front.calls.length = 0;
    const drifted = await there('watch');
    expect(drifted.status).toBe(1);
    expect(drifted.stdout).toContain('H61.05  name: Sở Tư pháp cũ → Sở khác');
    expect(drifted.stdout).toContain('H61.05  mail: (mail) → (mail)');
    expect(drifted.stdout).toBe(placed((await here('watch')).stdout));
    expect(uploaded()).toEqual([]);
    axis.agencies.set('H61.05', entry);
  });

  test('an axis that does not answer at first is told, and followed until it does', async () => {
    for (let at = 1; at <= 2; at++) axis.faults.set(axis.requests.length + at, '500-before');
    const putOff: string[] = [];
    const child = account.start(['codes', 'watch', 'codes.yaml', '--stack', STACK, '--lang', 'en'], folder);
    const told = new Promise<void>((done, fail) => {
      let stderr = '';
      child.stderr?.on('data', (piece: Buffer) => {
        stderr += piece.toString();
        if (stderr.includes(PUT_OFF)) done();
      });
      child.on('close', () => fail(new Error(`it ended untold: ${stderr}`)));
    });
    // The queue brings a message again when its visibility timeout is over, by when the person has long been told.
    const patient: Handler = async (event, context) => {
      const { batchItemFailures } = await codes(event, context);
      const body = event.Records[0]?.body ?? '';
      if (batchItemFailures.length > 0) {
        putOff.push(body);
        await told;
        await account.post('codes', JSON.parse(body));
      }
      return { batchItemFailures: [] };
    };
    account.work({ codes: patient });
    const got = await ended(child);
    said.push(got.stdout, got.stderr);
    await account.rest();
    expect(putOff).not.toEqual([]);
    axis.faults.clear();
    expect(got.stderr).toContain(PUT_OFF);
    expect(got.status).toBe(0);
    expect(got.stdout).toContain('No drift');
  });

  test('Ctrl-C leaves it running, and says where its answer will stand', async () => {
    account.front.calls.length = 0;
    const child = account.start(['codes', 'watch', 'codes.yaml', '--stack', STACK, '--lang', 'en'], folder);
    const end = ended(child);
    // Once for the upload, then for its answer.
    await expect
      .poll(() => account.front.named('ListObjectsV2').length, { timeout: 20_000 })
      .toBeGreaterThan(2);
    child.kill('SIGINT');
    const { status, stdout } = await end;
    expect(status).toBe(1);
    const place = /in s3:\/\/work\/codes\/86\/(answers\/[0-9a-f-]{36}\.json);/.exec(stdout)?.[1] ?? '';
    const store = new S3Store(account.s3, 'work', 'codes/86/');
    expect(await store.list('answers/')).not.toContain(place);
    expect(place).toMatch(/^answers\//);
    expect(asked()).not.toContain(place);
    account.work({ codes });
    await expect.poll(() => store.list('answers/'), { timeout: 20_000 }).toContain(place);
    await account.rest();
  });
});

describe('plan and sync', () => {
  let digest = '';
  let calls = 0;
  const before = new Map<string, { name: string; mail: string; parent: string }>();

  test('plan takes the list of the last watch: the plan that one made on this machine from it', async () => {
    for (const code of axis.live()) {
      const { name, mail, parent } = axis.agencies.get(code)!;
      before.set(code, { name, mail, parent });
    }
    const got = await there('plan', '--write', 'plan.json', '--json');
    expect(got.stderr).toBe('');
    expect((await here('plan', '--live', '--write', 'local.json')).stdout).toContain('Plan written');
    expect(readFileSync(join(folder, 'plan.json'))).toEqual(readFileSync(join(folder, 'local.json')));
    const json = JSON.parse(got.stdout) as { digest: string; calls: unknown[]; stack: string };
    expect(json.stack).toBe(STACK);
    ({ digest } = json);
    calls = json.calls.length;
    // By the scene: H61.05, .07, .12, .300 and .300.1 are registered or updated; H59, H59.12, H59.12.05, H07, H07.12 go.
    expect(calls).toBe(10);
  });

  test('sync without --confirm is a dry run of the function', async () => {
    const sent = axis.processed.length;
    const got = await there('sync', '--plan', 'plan.json');
    expect(got.stderr).toBe('');
    expect(got.stdout).toBe((await here('sync', '--plan', 'plan.json')).stdout);
    expect(got.stdout).toContain('Dry run of plan');
    expect(got.status).toBe(0);
    expect(axis.processed.length).toBe(sent);
  });

  test('what a person must mend ends as on this machine', async () => {
    const sync = ['codes', 'sync', 'codes.yaml', '--plan', 'plan.json', '--stack', STACK];
    account.front.calls.length = 0;
    expect(await told([...sync, '--confirm', '0'.repeat(12)])).toMatchObject({
      status: 2,
      code: 'plan-confirm',
    });
    expect(account.front.calls).toEqual([]);
    const made = { registry: '0'.repeat(64), succession: '0'.repeat(64) };
    const stale = JSON.stringify({ format: IN_FLIGHT_FORMAT, day: '2025-06-30', lists: made });
    write(folder, 'in-flight.json', stale);
    account.work({ codes });
    expect(await told([...sync, '--confirm', digest])).toMatchObject({
      status: 2,
      code: 'in-flight-stale',
      message: expect.stringContaining('asOf, registry, succession'),
    });
    write(
      folder,
      'in-flight.json',
      JSON.stringify({
        format: IN_FLIGHT_FORMAT,
        day: '2025-07-01',
        lists: (
          JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { plan: { madeFrom: unknown } }
        ).plan.madeFrom,
      }),
    );
    account.secret.text = JSON.stringify({ ...CREDENTIALS, AXIS_SECRET: 'wrong' });
    expect(await told(sync)).toMatchObject({ status: 3, code: 'axis-refused' });
    account.secret.text = JSON.stringify(CREDENTIALS);
    await account.rest();
  });

  test('sync carries a confirmed plan out over several runs, counts all of them, and again sends nothing', async () => {
    const sent = axis.processed.length;
    let runs = 0;
    // The first two runs have time for a few calls only.
    const short: Handler = (event, context) => {
      const most = runs++ < 2 ? axis.processed.length + 2 : Number.POSITIVE_INFINITY;
      const left = (): number => (axis.processed.length < most ? 600_000 : 30_000);
      return codes(event, { ...context, getRemainingTimeInMillis: left });
    };
    account.work({ codes: short });
    const sync = ['codes', 'sync', 'codes.yaml', '--plan', 'plan.json', '--stack', STACK];
    const got = await run([...sync, '--confirm', digest.slice(0, 12)]);
    await account.rest();
    expect(got.stderr).toBe('');
    expect(runs).toBe(3);
    expect(axis.processed.length - sent).toBe(calls);
    expect(got.stdout).toContain(`Plan ${digest.slice(0, 12)}: requests sent ${calls}.`);
    expect(got.stdout).toContain('Registry and axis are equal.');
    expect(got.stdout).toMatch(
      /The axis’s list as it is now: s3:\/\/work\/codes\/86\/lists\/[0-9a-f]{64}\.json/,
    );
    expect(got.status).toBe(0);
    expect(axis.live().has('H59.12')).toBe(false);
    expect(axis.live().has('H61.300')).toBe(true);

    const again = await there('sync', '--plan', 'plan.json', '--confirm', digest, '--json');
    expect(again.status).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ result: 'ended', sent: 0, differencesLeft: 0 });
  });

  test('plan --reverse takes it back by the before-images of the account', async () => {
    const got = await there('plan', '--reverse', digest.slice(0, 12), '--write', 'back.json', '--json');
    const back = JSON.parse(got.stdout) as { digest: string; reverses: string; calls: unknown[] };
    expect(back.reverses).toBe(digest);
    expect(back.calls).toHaveLength(calls);
    const synced = await there('sync', '--plan', 'back.json', '--confirm', back.digest);
    expect(synced.stdout).toContain('The plan was taken back.');
    const after = [...axis.live()].map((code) => {
      const { name, mail, parent } = axis.agencies.get(code)!;
      return [code, { name, mail, parent }] as const;
    });
    expect(new Map(after)).toEqual(before);
  });
});

describe('what goes wrong is told', () => {
  const watch = ['codes', 'watch', 'codes.yaml', '--stack'];

  test('a stack without an axis; a province that was never watched; flags and files of this machine', async () => {
    const plan = ['codes', 'plan', 'codes.yaml', '--stack', STACK];
    const [noAxis, live, out, given, unknown] = await Promise.all(
      [
        [...watch, 'no-axis'],
        [...plan, '--live'],
        [...watch, STACK, '--out', 'x'],
        [...plan, 'axis.json'],
        [...plan, '--reverse', '0'.repeat(12)],
      ].map((args) => told(args)),
    );
    expect(noAxis).toMatchObject({
      status: 2,
      code: 'stack-no-axis',
      message: expect.stringContaining('axis.network'),
    });
    expect([live, out, given, unknown].map((one) => one?.code)).toEqual([
      'stack-flag',
      'stack-flag',
      'stack-own-list',
      'plan-unknown',
    ]);
    lists({ 'codes.yaml': codesFolder(gateway.endpoint)['codes.yaml']!.replace('waivers.csv', '../w.csv') });
    write(folder, '../w.csv', approve('0'.repeat(64)));
    expect((await told([...watch, STACK])).code).toBe('path-outside-codes');
    rmSync(join(folder, '../w.csv'));
    lists();
    const check = await told(['codes', 'check', 'codes.yaml', '--stack', STACK]);
    expect(check.code).toBe('stack-not-here');
    expect(check.message).toContain('codes watch, codes plan and codes sync');
  });

  test('a plan before any watch', async () => {
    const store = new S3Store(account.s3, 'work', 'codes/86/');
    const last = await store.get('watch.json');
    await store.delete('watch.json');
    account.front.calls.length = 0;
    const got = await told(['codes', 'plan', 'codes.yaml', '--stack', STACK]);
    expect(got.code).toBe('stack-not-watched');
    expect(got.message).toContain(`thong-suot codes watch codes.yaml --stack ${STACK}`);
    expect(asked()).toEqual([]);
    await store.put('watch.json', last);
  });

  test('AccessDenied names the right that lacks, and the axis admin’s role', async () => {
    account.front.onCall = ({ name }) => (name === 'PutObject' ? 'deny' : undefined);
    lists({ 'waivers.csv': approve('1'.repeat(64)) });
    const upload = await told([...watch, STACK]);
    account.front.onCall = () => undefined;
    lists();
    expect([upload.status, upload.code]).toEqual([2, 'stack-denied']);
    expect(upload.message).toContain('AWS refused s3:PutObject');
    expect(upload.message).toContain('(arn:aws:iam::111122223333:role/axis-admin)');
    expect((await told([...watch, 'denied'])).message).toContain('(AxisAdminRole)');
  });

  test('in Vietnamese too', async () => {
    const { stderr } = await ended(account.start([...watch, 'no-axis', '--lang', 'vi'], folder));
    expect(stderr).toContain('stack no-axis ở ap-southeast-1 được triển khai không có axis.network');
  });
});

test('no secret and no mail address was said', () => {
  const text = said.join('');
  expect(text).toContain('(mail)');
  for (const word of [SECRET, SYSTEM_ID, 'canary', '@example.gov.vn']) expect(text).not.toContain(word);
});
