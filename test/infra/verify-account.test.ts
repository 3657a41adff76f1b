import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './synth.ts';

/** What a call of the AWS CLI answers, by the first pattern that its arguments match; `!` at the start: it fails so. */
type Answers = ReadonlyArray<readonly [call: RegExp, answer: string]>;

const COPY = 'ledger/vinh-long/batch-frozen.json';
const DENIED = '!An error occurred (AccessDenied) when calling it';
/** An account in which everything is as it should be, asked by an administrator. */
const RIGHT: Answers = [
  [/OutputKey=='(Operator|Auditor)KeyArn'/, 'arn:aws:kms:r:a:key/one'],
  [/OutputKey=='LedgerTableName'/, 'the-ledger'],
  [/OutputKey=='EvidenceBucketName'/, 'the-evidence'],
  [/OutputKey=='/, 'a-bucket'],
  [/StackStatus/, 'UPDATE_COMPLETE'],
  [/ObjectLockEnabled/, 'Enabled'],
  [/DefaultRetention\.Mode/, 'GOVERNANCE'],
  [/DefaultRetention\.Days/, '3650'],
  [/get-bucket-policy/, '{"Sid":"EvidenceStays"},{"Sid":"CopiesOfEventsAreWrittenOnce"}'],
  [/list-objects-v2 .*--prefix ledger\//, COPY],
  [/get-object-retention/, 'GOVERNANCE'],
  [/put-object .*--key ledger\/.*--if-none-match/, '!An error occurred (PreconditionFailed) when calling it'],
  [/put-object .*--key ledger\//, DENIED],
  [/put-object .*--key verify\//, 'the-version'],
  [/put-object-retention|delete-object|delete-item|update-item|kms sign/, DENIED],
  [/get-object /, ''],
  [/get-bucket-versioning/, 'Enabled'],
  [/get-public-access-block/, 'True\tTrue\tTrue\tTrue'],
  [/get-bucket-encryption/, 'aws:kms'],
  [/DeletionProtectionEnabled/, 'True'],
  [/PointInTimeRecoveryStatus/, 'ENABLED'],
  [/TableArn/, 'arn:aws:dynamodb:r:a:table/the-ledger'],
  [/get-resource-policy/, '{"Sid":"AppendOnly"}'],
  [/describe-key/, 'ECC_NIST_EDWARDS25519\tSIGN_VERIFY'],
  [
    /AWS::Lambda::Function/,
    'CoordinateFunction1\tone\nRemapChunkFunction3\tone\nAssembleSourceFunction2\ttwo',
  ],
  [/get-function-recursion-config .*one/, 'Allow'],
  [/get-function-recursion-config .*two/, 'Terminate'],
  [/EventSourceMapping/, 'a-mapping'],
  [/get-event-source-mapping/, 'Enabled\tarn:aws:lambda:r:a:function:one\t0\t1\tReportBatchItemFailures\t20'],
  [/get-account-settings/, '1000'],
  [/describe-alarms .*AlarmActions\[\]/, 'arn:aws:sns:r:a:Alarms\tarn:aws:sns:r:a:Alarms'],
  [/list-subscriptions-by-topic .*starts_with\(SubscriptionArn/, 'arn:aws:sns:r:a:Alarms:1'],
  [/describe-alarms .*!\(AlarmActions/, ''],
  [/describe-alarms/, 'one\ttwo'],
];

const folder = mkdtempSync(join(tmpdir(), 'thong-suot-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Stands for the AWS CLI: notes the call, gives the answer. A call that nobody thought of is a failure of the test. */
writeFileSync(
  join(folder, 'aws'),
  `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const call = process.argv.slice(2).join(' ');
appendFileSync(process.env.CALLS, call + '\\n');
const found = JSON.parse(process.env.ANSWERS).find(([pattern]) => new RegExp(pattern).test(call));
if (found === undefined) { console.error('nobody expected: ' + call); process.exit(9); }
const [, answer] = found;
if (answer.startsWith('!')) { console.error(answer.slice(1)); process.exit(254); }
console.log(answer);
`,
);
chmodSync(join(folder, 'aws'), 0o755);

function verify(answers: Answers, ...flags: readonly string[]) {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    [join(root, 'scripts/verify-account.sh'), 'the-data', 'the-work', ...flags],
    {
      encoding: 'utf8',
      env: {
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        CALLS: calls,
        ANSWERS: JSON.stringify(answers.map(([{ source }, answer]) => [source, answer])),
      },
    },
  );
  return { status, stdout, stderr, calls: readFileSync(calls, 'utf8').trimEnd().split('\n') };
}

describe('scripts/verify-account.sh', { timeout: 60_000 }, () => {
  it('finds nothing in an account that is right', () => {
    const { status, stdout, stderr } = verify(RIGHT, '--write');
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/DIFFERS|NOT SEEN/);
    expect(stdout).toContain('ok    a second put of an event is refused by its condition');
    expect(stdout).toContain('ok    and one without the condition by the policy');
    expect(stdout).toContain('ok    its lock is not shortened');
    expect(status).toBe(0);
  });

  it('changes nothing unless it is told to', () => {
    const { status, calls } = verify(RIGHT);
    expect(status).toBe(0);
    expect(calls.length).toBeGreaterThan(20);
    for (const call of calls) expect(call).not.toMatch(/ (put|delete|update)-/);
  });

  it('says with each put how it is summed, which a bucket with Object Lock asks for', () => {
    const puts = verify(RIGHT, '--write').calls.filter((call) => call.includes(' put-object '));
    expect(puts).toHaveLength(3);
    for (const call of puts) expect(call).toContain('--checksum-algorithm CRC32');
  });

  it('asks for no address of whoever is told', () => {
    const [asked] = verify(RIGHT).calls.filter((call) => call.includes('list-subscriptions'));
    expect(asked).toMatch(/\.SubscriptionArn --output text$/);
  });

  it('puts below ledger/ only where a copy is, which its lock and its bytes keep as it was', () => {
    const puts = verify(RIGHT, '--write').calls.filter((call) => call.includes(' put-object '));
    const below = puts.filter((call) => call.includes('--key ledger/'));
    expect(below).toHaveLength(2);
    for (const call of below) expect(call).toMatch(new RegExp(`--key ${COPY} --body \\S+/copy( |$)`));
    expect(puts.filter((call) => !below.includes(call))).toHaveLength(1);
  });

  it('names each thing that is not as it should be, and ends with 1', () => {
    const { status, stdout } = verify(
      [
        [/put-object .*--key ledger\/.*if-none-match/, '!An error occurred (NoSuchBucket) when calling it'],
        [/put-object .*--key ledger\//, 'the-second-version'],
        [/put-object-retention/, ''],
        [/get-bucket-policy/, '{"Sid":"EvidenceStays"}'],
        [/get-function-recursion-config .*two/, 'Allow'],
        [/delete-item/, '{}'],
        [/AWS::Lambda::EventSourceMapping/, 'a-mapping\tits-brother'],
        [
          /get-event-source-mapping .*its-brother/,
          'Enabled\tarn:aws:lambda:r:a:function:two\t1\t10\tNone\tNone',
        ],
        [/get-account-settings/, '10'],
        [/list-subscriptions-by-topic/, ''],
        [/describe-alarms .*!\(AlarmActions/, 'two'],
        ...RIGHT,
      ],
      '--write',
    );
    const lines = stdout.split('\n').filter((line) => line.startsWith('DIFFERS'));
    expect(lines).toEqual([
      'DIFFERS  its policy: no statement CopiesOfEventsAreWrittenOnce',
      'DIFFERS  its lock is not shortened: it was allowed',
      'DIFFERS  a second put of an event is refused by its condition: it failed for another reason: An error occurred (NoSuchBucket) when calling it',
      'DIFFERS  and one without the condition by the policy: it was allowed',
      'DIFFERS  nothing is deleted from it: it was allowed',
      'DIFFERS  loops of messages through AssembleSourceFunction2: expected Terminate, seen Allow',
      'DIFFERS  the queue of two: read, no filter, one message at a time, failures reported: expected Enabled 0 1 ReportBatchItemFailures, seen Enabled 1 10 None',
      'DIFFERS  functions two at once: no maximum (None)',
      'DIFFERS  functions at once: the account has room for 10, the queues start up to 20',
      'DIFFERS  alarms without anybody to tell: expected , seen two',
      'DIFFERS  Alarms: nobody confirmed a subscription: alarms reach nobody',
    ]);
    expect(status).toBe(1);
  });

  it('takes what it could not see for no proof', () => {
    const { status, stdout } = verify(
      [[/list-objects-v2/, 'None'], [/get-account-settings/, DENIED], ...RIGHT],
      '--write',
    );
    expect(stdout).toContain('NOT SEEN  copies of events');
    expect(stdout).toContain('NOT SEEN  functions at once');
    expect(stdout).not.toContain('Everything looked at');
    expect(status).toBe(0);
  });
});
