import { canonicalJson } from '../ports/canonical-json.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { type DynamoLedger, LedgerDamaged } from './dynamo-ledger.ts';
import { COPIES, evidencePath } from './evidenced-ledger.ts';
import { inParallel } from './in-parallel.ts';

/** Where the ledger and its locked copies do not say the same. */
export interface LedgerFault {
  /** `unreadable`: the partition holds an item that no ledger wrote; its key is blank. */
  readonly kind: 'missing-evidence' | 'missing-event' | 'differs' | 'unreadable';
  readonly partition: string;
  readonly key: string;
}

export interface LedgerAudit {
  readonly partitions: number;
  readonly faults: readonly LedgerFault[];
}

export interface AuditOptions {
  /** Without a prefix: it is asked for partitions as the table has them. */
  readonly ledger: Pick<DynamoLedger, 'partitions' | 'read'>;
  /** The evidence bucket. */
  readonly evidence: ObjectStore;
  /** Waits longer than an append takes from its copy to its event. */
  settle(): Promise<void>;
}

/** Copies that are fetched at the same time. */
const lanes = 16;

/**
 * Compares every event of every partition with its copy, both ways. What differs is looked at once more after a while:
 * a copy that was just being written has its event by then, what is left is a fault. `missing-event` may also be an
 * append whose function was killed and whose message has not come again yet.
 */
export async function auditLedger({ ledger, evidence, settle }: AuditOptions): Promise<LedgerAudit> {
  const copies = copiesBy(await evidence.list(COPIES));
  const partitions = [...new Set([...(await ledger.partitions()), ...copies.keys()])].sort(compareUtf8);
  const first = await auditAll(partitions, ledger, evidence);
  if (first.length === 0) return { partitions: partitions.length, faults: [] };
  await settle();
  const suspects = [...new Set(first.map(({ partition }) => partition))];
  const seen = new Set(first.map(nameOf));
  const again = await auditAll(suspects, ledger, evidence);
  return { partitions: partitions.length, faults: again.filter((fault) => seen.has(nameOf(fault))) };
}

const nameOf = ({ kind, partition, key }: LedgerFault): string => JSON.stringify([kind, partition, key]);

/** Copies by the partition that their path names. What is no path of ours stands under its own name, and is found there. */
function copiesBy(paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const partition = decoded(path.slice(COPIES.length).split('/')[0] ?? '');
    const known = found.get(partition);
    if (known === undefined) found.set(partition, [path]);
    else known.push(path);
  }
  return found;
}

async function auditAll(
  partitions: readonly string[],
  ledger: AuditOptions['ledger'],
  evidence: ObjectStore,
): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for (const partition of partitions) faults.push(...(await auditPartition(partition, ledger, evidence)));
  return faults;
}

async function auditPartition(
  partition: string,
  ledger: AuditOptions['ledger'],
  evidence: ObjectStore,
): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  const fault = (kind: LedgerFault['kind'], key: string): void => void faults.push({ kind, partition, key });
  let events: Awaited<ReturnType<typeof ledger.read>>;
  try {
    events = await ledger.read(partition);
  } catch (error) {
    if (!(error instanceof LedgerDamaged)) throw error;
    return [{ kind: 'unreadable', partition, key: '' }];
  }
  const folder = `${COPIES}${encodeURIComponent(partition)}`;
  const copies = new Set(
    (await evidence.list(folder)).filter((path) => path === folder || path.startsWith(`${folder}/`)),
  );
  await inParallel(events, lanes, async ({ key, event }) => {
    const path = evidencePath(partition, key);
    if (!copies.delete(path)) fault('missing-evidence', key);
    else if (new TextDecoder().decode(await evidence.get(path)) !== canonicalJson(event))
      fault('differs', key);
  });
  for (const path of copies)
    fault('missing-event', decoded(path.slice(folder.length + 1).replace(/\.json$/, '')));
  return faults.sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.kind, b.kind));
}

/** A name that was not encoded by us is shown as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
