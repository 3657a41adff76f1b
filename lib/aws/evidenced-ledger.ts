import { type Ledger, LedgerConflict, type LedgerEvent, storedForm } from '../ports/ledger.ts';
import { parseEvent } from './dynamo-ledger.ts';
import type { S3Store } from './s3-store.ts';

/** Where the copies of events stand in the evidence bucket. */
export const COPIES = 'ledger/';
const SUFFIX = '.json';

/** The folder of a partition's copies. Names are encoded, so that each is one part of a path. */
const copiesOf = (partition: string): string => `${COPIES}${encodeURIComponent(partition)}/`;

/** Where the copy of an event stands. */
export const evidencePath = (partition: string, key: string): string =>
  `${copiesOf(partition)}${encodeURIComponent(key)}${SUFFIX}`;

/**
 * A ledger whose events stand in the evidence bucket as well, where an object lock keeps them. DynamoDB can't forbid
 * that a plain put overwrites an item; two places that must say the same can be compared (`ledger-audit.ts`).
 *
 * The copy comes first, and S3 takes only one for a key: it decides. Killed before the ledger has the event, the same
 * append ends it when its message comes again; an append of another event brings the decided one there before it is
 * told of the conflict. So no event of ours is without a copy, and one that has none was written by somebody else.
 */
export class EvidencedLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #evidence: Evidence;
  readonly #prefix: string;

  /** `ledger` writes partitions as `prefix` and the batch's name. */
  constructor(ledger: Ledger, evidence: Evidence, prefix = '') {
    this.#ledger = ledger;
    this.#evidence = evidence;
    this.#prefix = prefix;
  }

  async append(batch: string, key: string, event: LedgerEvent): Promise<'appended' | 'exists'> {
    const text = storedForm(key, event);
    const path = evidencePath(this.#prefix + batch, key);
    if ((await this.#evidence.putOnce(path, new TextEncoder().encode(text))) === 'exists') {
      const decided = await this.#decided(path);
      if (storedForm(key, decided) !== text) {
        await this.#ledger.append(batch, key, decided);
        throw new LedgerConflict(batch, key);
      }
    }
    return this.#ledger.append(batch, key, event);
  }

  read(batch: string, under?: string): ReturnType<Ledger['read']> {
    return this.#ledger.read(batch, under);
  }

  /**
   * Brings into the ledger what was decided and never got there: for work that does not come to the same append
   * again. Only whoever has the batch for himself may. Returns how many events that were.
   */
  async settle(batch: string): Promise<number> {
    const known = new Set((await this.read(batch)).map(({ key }) => key));
    const folder = copiesOf(this.#prefix + batch);
    let settled = 0;
    for (const path of await this.#evidence.list(folder)) {
      const key = decodeURIComponent(path.slice(folder.length, -SUFFIX.length));
      if (known.has(key)) continue;
      await this.#ledger.append(batch, key, await this.#decided(path));
      settled++;
    }
    return settled;
  }

  async #decided(path: string): Promise<LedgerEvent> {
    return parseEvent(new TextDecoder().decode(await this.#evidence.get(path)));
  }
}

type Evidence = Pick<S3Store, 'putOnce' | 'get' | 'list'>;
