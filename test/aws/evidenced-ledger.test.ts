import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DynamoLedger } from '../../lib/aws/dynamo-ledger.ts';
import { EvidencedLedger, evidencePath } from '../../lib/aws/evidenced-ledger.ts';
import { auditLedger } from '../../lib/aws/ledger-audit.ts';
import { S3Store } from '../../lib/aws/s3-store.ts';
import { type Ledger, LedgerConflict } from '../../lib/ports/ledger.ts';
import { ledgerContract } from '../ports/ledger.contract.ts';
import { startDynamo, startS3 } from './emulators.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  [s3, dynamo] = await Promise.all([startS3(), startDynamo()]);
});
afterAll(async () => {
  await Promise.all([s3.stop(), dynamo.stop()]);
});

class Killed extends Error {}

async function make(prefix = '') {
  const table = await dynamo.table();
  const evidence = new S3Store(s3.client, await s3.bucket(), '');
  const open = (dies: () => boolean = () => false): EvidencedLedger => {
    const inner = new DynamoLedger(dynamo.client, table, prefix);
    const mortal: Ledger = {
      read: (batch, under) => inner.read(batch, under),
      append: async (batch, key, event) => {
        if (dies()) throw new Killed();
        return inner.append(batch, key, event);
      },
    };
    return new EvidencedLedger(mortal, evidence, prefix);
  };
  /** `settle` is what happens while the audit waits before it looks again. */
  const faults = async (settle: () => Promise<unknown> = async () => undefined) => {
    const ledger = new DynamoLedger(dynamo.client, table);
    const audit = await auditLedger({ ledger, evidence, settle: async () => void (await settle()) });
    return audit.faults.map(({ partition, key, kind }) => `${partition} ${key}: ${kind}`);
  };
  /** As whoever has the right to put an item could. */
  const forge = (key: string, event: object) =>
    dynamo.client.send(
      new PutItemCommand({
        TableName: table,
        Item: { batch: { S: `${prefix}b` }, key: { S: key }, event: { S: JSON.stringify(event) } },
      }),
    );
  return { evidence, open, faults, forge };
}

ledgerContract('DynamoDB with copies in S3', async () => {
  const { open } = await make('plan/');
  return { ledger: open(), again: async () => open() };
});

describe('killed between the copy and the event', () => {
  const once = () => {
    let deaths = 0;
    return () => deaths++ === 0;
  };

  test('the same append ends it', async () => {
    const { open, faults } = await make();
    await expect(open(once()).append('b', 'k', { type: 't' })).rejects.toBeInstanceOf(Killed);
    expect(await faults()).toEqual(['b k: missing-event']);
    expect(await open().append('b', 'k', { type: 't' })).toBe('appended');
    expect(await faults()).toEqual([]);
  });

  test('another append brings the first there and is told of the conflict', async () => {
    const { open, faults } = await make();
    await expect(open(once()).append('b', 'k', { type: 'one' })).rejects.toBeInstanceOf(Killed);
    await expect(open().append('b', 'k', { type: 'two' })).rejects.toBeInstanceOf(LedgerConflict);
    expect(await open().read('b')).toEqual([{ key: 'k', event: { type: 'one' } }]);
    expect(await faults()).toEqual([]);
  });

  test('settling a batch does it too, and touches no other', async () => {
    const { open, faults } = await make('plan/');
    for (const batch of ['a', 'a/b', 'ab'])
      await expect(open(once()).append(batch, 'lần/1', { type: 't' })).rejects.toBeInstanceOf(Killed);
    await open().append('a', 'x', { type: 't' });
    expect(await open().settle('a')).toBe(1);
    expect((await open().read('a')).map(({ key }) => key)).toEqual(['lần/1', 'x']);
    expect(await faults()).toEqual(['plan/a/b lần/1: missing-event', 'plan/ab lần/1: missing-event']);
    expect(await open().settle('a')).toBe(0);
  });

  test('whoever is killed wherever, in the end both say the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 12 }),
        async (attempts) => {
          const { open, faults } = await make();
          const events = attempts.map(([key, value]) => ({ key: `k${key}`, event: { type: `t${value}` } }));
          const all = await Promise.allSettled(
            attempts.map(([, , fate], at) =>
              open(() => fate === 0).append('b', events[at]!.key, events[at]!.event),
            ),
          );
          for (const each of all)
            if (each.status === 'rejected')
              expect([Killed, LedgerConflict]).toContain((each.reason as Error).constructor);
          // Each message comes again.
          for (const { key, event } of events)
            await open()
              .append('b', key, event)
              .catch((error: unknown) => expect(error).toBeInstanceOf(LedgerConflict));
          expect(await faults()).toEqual([]);
          expect((await open().read('b')).map(({ key }) => key)).toEqual(
            [...new Set(events.map(({ key }) => key))].sort(),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('what somebody else wrote into the table is found, whatever is appended afterwards', () => {
  test('an event of his own', async () => {
    const { open, faults, forge } = await make();
    await forge('k', { type: 'forged' });
    expect(await faults()).toEqual(['b k: missing-evidence']);
    await expect(open().append('b', 'k', { type: 'true' })).rejects.toBeInstanceOf(LedgerConflict);
    expect(await faults()).toEqual(['b k: differs']);
    expect(await open().settle('b')).toBe(0);
    expect(await faults()).toEqual(['b k: differs']);
  });

  test('over one of ours', async () => {
    const { open, evidence, faults, forge } = await make();
    await open().append('b', 'k', { type: 'true' });
    await forge('k', { type: 'forged' });
    for (const type of ['true', 'forged'])
      await expect(open().append('b', 'k', { type })).rejects.toBeInstanceOf(LedgerConflict);
    expect(await faults()).toEqual(['b k: differs']);
    expect(new TextDecoder().decode(await evidence.get(evidencePath('b', 'k')))).toBe('{"type":"true"}');
  });
});

describe('an audit among appends that are under way', () => {
  const alwaysKilled = () => true;

  test('takes an event that comes while it waits for no fault, and one that does not for one', async () => {
    const { open, faults } = await make();
    for (const key of ['comes', 'never'])
      await expect(open(alwaysKilled).append('b', key, { type: 't' })).rejects.toBeInstanceOf(Killed);
    expect(await faults(() => open().append('b', 'comes', { type: 't' }))).toEqual([
      'b never: missing-event',
    ]);
  });

  test('leaves what began while it waited to the next one', async () => {
    const { open, faults } = await make();
    await expect(open(alwaysKilled).append('b', 'first', { type: 't' })).rejects.toBeInstanceOf(Killed);
    const later = async () => {
      await open().append('b', 'first', { type: 't' });
      await expect(open(alwaysKilled).append('b', 'second', { type: 't' })).rejects.toBeInstanceOf(Killed);
    };
    expect(await faults(later)).toEqual([]);
    expect(await faults()).toEqual(['b second: missing-event']);
  });

  test('waits only where there is something to wait for', async () => {
    const { open, faults } = await make();
    await open().append('b', 'k', { type: 't' });
    let waits = 0;
    expect(await faults(async () => waits++)).toEqual([]);
    expect(waits).toBe(0);
  });
});
