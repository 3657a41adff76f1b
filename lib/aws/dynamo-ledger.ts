import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type Ledger, LedgerConflict, type LedgerEvent, storedForm } from '../ports/ledger.ts';

/** An item of the table that no ledger wrote. Says nothing of what it holds. */
export class LedgerDamaged extends Error {
  constructor() {
    super('an item of the ledger table is not of this ledger');
    this.name = 'LedgerDamaged';
  }
}

/** The event of a stored text; throws `LedgerDamaged`. */
export function parseEvent(text: string): LedgerEvent {
  try {
    return JSON.parse(text) as LedgerEvent;
  } catch {
    throw new LedgerDamaged();
  }
}

/** Names of the table's key attributes; the CDK makes the table with them. */
export const LEDGER_KEYS = { partition: 'batch', sort: 'key' } as const;

/**
 * The ledger in one DynamoDB table: partition key `batch`, sort key `key` (both strings; DynamoDB orders strings by
 * their UTF-8 bytes), attribute `event` in canonical JSON. An append is one conditional put, a read one strongly
 * consistent query with all its pages. Nothing is ever updated or deleted.
 */
export class DynamoLedger implements Ledger {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #prefix: string;

  /** `prefix` stands before the batch in the partition key: `plan/` keeps a plan's history apart from its run's. */
  constructor(client: DynamoDBClient, table: string, prefix = '') {
    this.#client = client;
    this.#table = table;
    this.#prefix = prefix;
  }

  async append(batch: string, key: string, event: LedgerEvent): Promise<'appended' | 'exists'> {
    const text = storedForm(key, event);
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { batch: { S: this.#prefix + batch }, key: { S: key }, event: { S: text } },
          ConditionExpression: 'attribute_not_exists(#batch)',
          ExpressionAttributeNames: { '#batch': LEDGER_KEYS.partition },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'appended';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const stored = error.Item ?? (await this.#stored(batch, key));
      if (stored.event?.S === text) return 'exists';
      throw new LedgerConflict(batch, key);
    }
  }

  async read(
    batch: string,
    under = '',
  ): Promise<ReadonlyArray<{ readonly key: string; readonly event: LedgerEvent }>> {
    const events: Array<{ key: string; event: LedgerEvent }> = [];
    let after: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: `#batch = :batch${under === '' ? '' : ' AND begins_with(#key, :under)'}`,
          ExpressionAttributeNames: {
            '#batch': LEDGER_KEYS.partition,
            ...(under !== '' && { '#key': LEDGER_KEYS.sort }),
          },
          ExpressionAttributeValues: {
            ':batch': { S: this.#prefix + batch },
            ...(under !== '' && { ':under': { S: under } }),
          },
          ConsistentRead: true,
          ...(after !== undefined && { ExclusiveStartKey: after }),
        }),
      );
      for (const { key, event } of page.Items ?? []) {
        if (key?.S === undefined || event?.S === undefined) throw new LedgerDamaged();
        events.push({ key: key.S, event: parseEvent(event.S) });
      }
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return events;
  }

  /** Every partition of the table, whatever prefix this ledger has. Reads the whole table: for the daily audit alone. */
  async partitions(): Promise<Set<string>> {
    const found = new Set<string>();
    let after: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({
          TableName: this.#table,
          ProjectionExpression: '#batch',
          ExpressionAttributeNames: { '#batch': LEDGER_KEYS.partition },
          ConsistentRead: true,
          ...(after !== undefined && { ExclusiveStartKey: after }),
        }),
      );
      for (const { batch } of page.Items ?? []) if (batch?.S !== undefined) found.add(batch.S);
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }

  /** The item that stood in the way, where the answer to the put did not bring it along. */
  async #stored(batch: string, key: string): Promise<Record<string, AttributeValue>> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: { batch: { S: this.#prefix + batch }, key: { S: key } },
        ConsistentRead: true,
      }),
    );
    if (Item === undefined) throw new Error('a ledger event that was there is gone');
    return Item;
  }
}
