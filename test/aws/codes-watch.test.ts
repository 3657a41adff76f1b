import { readFileSync } from 'node:fs';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readAxisLists } from '../../lib/agencies/axis-list.ts';
import { diffCodes, provinceRoots } from '../../lib/agencies/diff.ts';
import { Registry } from '../../lib/agencies/registry.ts';
import { DynamoLedger } from '../../lib/aws/dynamo-ledger.ts';
import { buildPlan } from '../../lib/axis/build-plan.ts';
import { axisScope, readCodesFiles } from '../../lib/axis/codes-files.ts';
import { type DigestedPlan, planBytes } from '../../lib/axis/plan-file.ts';
import { IN_FLIGHT_FORMAT } from '../../lib/formats/document-tables.ts';
import { SCENE } from '../axis/scene.ts';
import { SECRET, StandInAxis, SYSTEM_ID } from '../axis/stand-in.ts';
import { memoryStore } from '../cli/fake-host.ts';
import { Account } from './account.ts';
import { approve, codesFolder } from './codes-folder.ts';
import type { Handler } from './hand-over.ts';

let account: Account;
let axis: StandInAxis;
let gateway: Awaited<ReturnType<StandInAxis['serve']>>;
let handler: Handler;
const logs: string[] = [];

const files = (): Record<string, string> => codesFolder(gateway.endpoint);
const upload = async (more: Record<string, string> = {}): Promise<void> => {
  for (const [path, text] of Object.entries({ ...files(), ...more }))
    await account.put('source', `codes/86/${path}`, text);
};
const send = async (message: object, remainingMs?: number): Promise<string[]> => {
  await account.send('codes', JSON.stringify(message));
  return account.drain({ codes: handler }, remainingMs);
};
const record = async <T>(name: string): Promise<T> =>
  JSON.parse(await account.get('work', `codes/86/${name}`)) as T;

/** As `codes plan` makes it of the list as it is now. */
async function plan(): Promise<DigestedPlan> {
  const data = memoryStore({
    'province-agency-codes.csv': readFileSync('data/province-agency-codes.csv'),
  });
  const bytes = async (path: string): Promise<Uint8Array> => Buffer.from(files()[path] ?? '');
  const lists = await readCodesFiles({
    name: 'codes.yaml',
    config: () => bytes('codes.yaml'),
    beside: bytes,
    data,
  });
  const { roots, digests } = await axisScope(lists);
  expect(roots).toEqual(new Set([...provinceRoots(lists.level1, '86'), 'H61']));
  const { asOf, onAxis } = lists.config;
  const list = readAxisLists([
    { name: 'getAgenciesList', bytes: Buffer.from(axis.answer('getAgenciesList')) },
  ]);
  const registry = Registry.read(await bytes('registry.csv'), 'registry.csv');
  return buildPlan({
    province: '86',
    asOf,
    differences: diffCodes(registry, list, { day: asOf, onAxis, roots }),
    list,
    registry,
    succession: lists.succession,
    level1: lists.level1,
    roots,
    digests,
  });
}

beforeAll(async () => {
  account = await Account.start(['codes']);
  account.secret = JSON.stringify({ AXIS_ID: SYSTEM_ID, AXIS_SECRET: SECRET });
  axis = new StandInAxis(SCENE.axis);
  gateway = await axis.serve();
  process.env.AXIS_ORIGIN = new URL(gateway.endpoint).origin;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      logs.push(String(text));
      return true;
    });
  ({ handler } = await import('../../lambdas/codes-watch.ts'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await gateway.close();
  await account.stop();
});

test('a watch without any province says so', async () => {
  expect(await send({ command: 'watch' })).toEqual([]);
  expect((await account.mail()).map(({ text }) => text)).toEqual([expect.stringContaining('codes/TỈNH/')]);
});

test('a watch keeps the list, asks for approval, then tells each change once', async () => {
  await upload();
  expect(await send({ command: 'watch' })).toEqual([]);
  const first = await record<{ axisList: string; approved: null; ours: number; others: number }>(
    'watch.json',
  );
  expect(first).toMatchObject({ approved: null, ours: 8, others: 2 });
  expect(await account.list('work', 'codes/86/lists/')).toEqual([`codes/86/lists/${first.axisList}.json`]);
  expect((await account.mail())[0]?.text).toContain(first.axisList);
  expect(await send({ command: 'watch' })).toEqual([]);
  expect(await account.mail()).toEqual([]);

  await upload({ 'waivers.csv': approve(first.axisList) });
  await send({ command: 'watch', province: '86' });
  expect((await account.mail())[0]?.subject).toMatch(/is the approved one$/);

  const entry = axis.agencies.get('H61.05')!;
  axis.agencies.set('H61.05', { ...entry, name: 'Sở khác', mail: 'canary@example.gov.vn' });
  axis.agencies.set('H01.02', { ...axis.agencies.get('H01.02')!, name: 'of another province' });
  await send({ command: 'watch' });
  const [mail, ...more] = await account.mail();
  expect(more).toEqual([]);
  expect(mail?.subject).toMatch(/drifted \(2\)$/);
  expect(mail?.text).toContain('H61.05: name');
  expect(mail?.text).not.toContain('canary@');
  await send({ command: 'watch' });
  expect(await account.mail()).toEqual([]);
  axis.agencies.set('H61.05', entry);
});

test('a sync of the confirmed plan makes the list equal, over a run that had no time and after a double delivery', async () => {
  const made = await plan();
  await upload({ 'plan.json': new TextDecoder().decode(planBytes(made)) });
  await send({ command: 'watch' });
  await account.mail();
  const message = { command: 'sync', province: '86', plan: 'plan.json', confirm: made.digest.slice(0, 12) };

  // Half a minute is left: nothing is sent, and the message goes back to the queue (where this drain would find it
  // for ever, so it is let go of after three rounds).
  let rounds = 0;
  const before = axis.processed.length;
  const real = handler;
  await account.send('codes', JSON.stringify(message));
  await account.drain(
    {
      codes: (event, context) => {
        const short = rounds++ < 3;
        return real(event, { ...context, getRemainingTimeInMillis: () => (short ? 30_000 : 600_000) });
      },
    },
    600_000,
  );
  expect(rounds).toBe(4);
  expect(axis.processed.length - before).toBe(made.plan.calls.length);
  const done = await record<{ result: string; differencesLeft: number; calls: Array<{ state: string }> }>(
    `sync-${made.digest.slice(0, 12)}.json`,
  );
  expect(done).toMatchObject({ result: 'ended', differencesLeft: 0 });
  expect(new Set(done.calls.map(({ state }) => state))).toEqual(new Set(['done']));
  expect((await account.mail()).map(({ subject }) => subject)).toEqual([
    'Thong Suot: codes sync of province 86: done',
  ]);
  expect(axis.live().has('H59.12')).toBe(false);
  expect(axis.live().has('H61.300')).toBe(true);

  expect(await send(message)).toEqual([]);
  expect(axis.processed.length - before).toBe(made.plan.calls.length);
  expect(await account.mail()).toHaveLength(1);

  // As if a function had died after the copy of an event and before the event itself.
  const partition = `codes/86/${made.digest}`;
  const lost = { batch: { S: partition }, key: { S: 'run/000001' } };
  await account.dynamo.send(new DeleteItemCommand({ TableName: 'ledger', Key: lost }));
  expect(await send(message)).toEqual([]);
  expect(await account.mail()).toHaveLength(1);
  const ledger = new DynamoLedger(account.dynamo, 'ledger');
  expect((await ledger.read(partition)).map(({ key }) => key)).toContain('run/000001');
  // Each event has its copy, all of them in partitions that the function's role may write.
  const copies = await account.list('evidence');
  expect(copies.length).toBeGreaterThan(made.plan.calls.length * 3);
  for (const path of copies) expect(path).toMatch(/^ledger\/codes%2F86(%2F[0-9a-f]{64})?\//);
});

test('what a person must mend is told by its code, and not tried again', async () => {
  const made = await plan();
  await upload({ 'plan.json': new TextDecoder().decode(planBytes(made)) });
  const message = { command: 'sync', province: '86', plan: 'plan.json', confirm: '0'.repeat(12) };
  const before = axis.processed.length;
  expect(await send(message)).toEqual([]);
  expect(await send({ ...message, plan: 'none.json' })).toEqual([]);
  const older = { format: IN_FLIGHT_FORMAT, day: '2025-06-30', lists: made.plan.madeFrom };
  await upload({ 'in-flight.json': JSON.stringify(older) });
  expect(await send({ ...message, confirm: made.digest })).toEqual([]);
  account.secret = '["canary-secret"]';
  expect(await send({ command: 'watch' })).toEqual([]);
  account.secret = JSON.stringify({ AXIS_ID: SYSTEM_ID, AXIS_SECRET: 'wrong' });
  expect(await send({ command: 'watch' })).toEqual([]);
  account.secret = JSON.stringify({ AXIS_ID: SYSTEM_ID, AXIS_SECRET: SECRET });
  await upload({ 'codes.yaml': codesFolder('http://127.0.0.1:1/axis')['codes.yaml']! });
  expect(await send({ command: 'watch' })).toEqual([]);
  await upload({ 'codes.yaml': codesFolder(gateway.endpoint, '92')['codes.yaml']! });
  expect(await send({ command: 'watch' })).toEqual([]);
  await upload();
  expect((await account.mail()).map(({ subject }) => subject.replace(/^.*failed: /, ''))).toEqual([
    'plan-confirm',
    'file-missing',
    'in-flight-stale',
    'secret-unreadable',
    'axis-refused',
    'axis-elsewhere',
    'codes-other-province',
  ]);
  expect(axis.processed.length).toBe(before);
});

test('an axis that does not answer, and a message of another shape, come again', async () => {
  const { length } = axis.requests;
  for (let at = 1; at <= 4; at++) axis.faults.set(length + at, '500-before');
  expect(await send({ command: 'watch' })).toHaveLength(1);
  axis.faults.clear();
  expect(await send({ command: 'delete-everything' })).toHaveLength(1);
  expect(await send({ command: 'sync', province: '../x', plan: 'a', confirm: '0'.repeat(12) })).toHaveLength(
    1,
  );
  expect(await account.mail()).toEqual([]);
});

test('whoever bears an id is left an answer, and no dry run is mailed', async () => {
  const made = await plan();
  const today = { format: IN_FLIGHT_FORMAT, day: '2025-07-01', lists: made.plan.madeFrom };
  await upload({
    'plan.json': new TextDecoder().decode(planBytes(made)),
    'in-flight.json': JSON.stringify(today),
  });
  await account.mail();
  const ids = Array.from({ length: 5 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);
  const [watched, put, previewed, failed, unknown] = ids as [string, string, string, string, string];
  const answer = (id: string) => record<Record<string, unknown>>(`answers/${id}.json`);
  const { length } = axis.processed;

  expect(await send({ command: 'watch', province: '86', id: watched })).toEqual([]);
  expect(await answer(watched)).toEqual({ state: 'watched', record: await record('watch.json') });
  await account.mail();

  for (let at = 1; at <= 2; at++) axis.faults.set(axis.requests.length + at, '500-before');
  expect(await send({ command: 'watch', province: '86', id: put })).toHaveLength(1);
  expect(await answer(put)).toEqual({ state: 'put-off', reason: 'axis-unreachable' });
  axis.faults.clear();
  expect(await send({ command: 'watch', province: '86', id: put })).toEqual([]);
  expect(await answer(put)).toMatchObject({ state: 'watched' });

  const preview = { command: 'preview', province: '86', plan: 'plan.json' };
  expect(await send({ ...preview, id: previewed })).toEqual([]);
  expect(await answer(previewed)).toMatchObject({
    state: 'previewed',
    record: { plan: made.digest, sent: 0, result: 'ended' },
  });
  expect(await send({ ...preview, plan: 'none.json', id: failed })).toEqual([]);
  expect(await answer(failed)).toMatchObject({
    state: 'failed',
    error: { code: 'file-missing', source: 'user', params: { file: 'none.json' } },
  });
  expect(await account.mail()).toEqual([]);
  expect(axis.processed.length).toBe(length);
  // An id is part of a path.
  expect(await send({ ...preview, id: '../watch' })).toHaveLength(1);
  expect(await account.list('work', `codes/86/answers/${unknown}`)).toEqual([]);
});

test('no secret and no mail address is in a log', () => {
  const text = logs.join('');
  expect(text).toContain('watched');
  for (const word of [SECRET, 'canary', '@example.gov.vn', SYSTEM_ID]) expect(text).not.toContain(word);
});
