import { groupBy } from '../agencies/groups.ts';
import type { IndexedDocument, IndexedPacket } from './document-index.ts';
import type { InFlight } from './in-flight.ts';
import type { Successor } from './packet-edits.ts';

/** Why a document in flight is left to a person: the reasons of `in-flight.csv`, and those of issuing it anew. */
export type HoldReason = InFlight['reason'] | 'no-name' | 'document-id-twice' | 'path' | 'changed';

export interface Held {
  readonly row: InFlight;
  readonly reason: HoldReason;
}

/** One packet to write. */
export interface ReissueTask {
  readonly document: IndexedDocument;
  /** Rewritten before it is sent, or a new packet that cites the one that was sent. */
  readonly kind: 'rewrite' | 'renew';
  /** Under the target folder. */
  readonly path: string;
  readonly rows: readonly InFlight[];
  /** By the receiver's code as it stands in the packet. */
  readonly successors: ReadonlyMap<string, Successor>;
}

export interface TaskSources {
  readonly packets: readonly IndexedPacket[];
  readonly found: readonly InFlight[];
  /** The registry's name of a code on the day. */
  nameOf(code: string): string | undefined;
}

/** What to write and what to leave to a person, from the rows of `documents in-flight`. Sorted as those are. */
export function reissueTasks({ packets, found, nameOf }: TaskSources): {
  tasks: ReissueTask[];
  held: Held[];
} {
  const held: Held[] = found.filter(({ what }) => what === 'ask').map((row) => ({ row, reason: row.reason }));
  const twice = sharedIds(packets);
  const ready: InFlight[] = [];
  for (const row of found.filter(({ what }) => what === 'reissue')) {
    const why = holdOf(row, twice, nameOf);
    if (why !== undefined) held.push({ row, reason: why });
    else ready.push(row);
  }
  const tasks = [...groupBy(ready, ({ document }) => document.path).values()].map((rows) =>
    taskOf(rows, nameOf),
  );
  return { tasks, held };
}

function holdOf(
  { document, route }: InFlight,
  twice: ReadonlySet<string>,
  nameOf: TaskSources['nameOf'],
): HoldReason | undefined {
  if (document.signed) return 'signed';
  // Which of two documents a status or a citation means can't be told.
  if (twice.has(document.documentId)) return 'document-id-twice';
  // Hidden names and `\` are no paths of a store.
  if (document.path.split('/').some((part) => part.startsWith('.') || /[\\\0]/.test(part))) return 'path';
  return nameOf(route.to) === undefined ? 'no-name' : undefined;
}

/** DocumentIds that documents of different bytes bear. */
function sharedIds(packets: readonly IndexedPacket[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { kind, documentId, sha256 } of packets) {
    if (kind !== 'document') continue;
    const known = first.get(documentId);
    if (known === undefined) first.set(documentId, sha256);
    else if (known !== sha256) shared.add(documentId);
  }
  return shared;
}

function taskOf(rows: readonly InFlight[], nameOf: TaskSources['nameOf']): ReissueTask {
  const [{ document }] = rows as [InFlight];
  const kind = document.place === 'outbox' ? 'rewrite' : 'renew';
  return {
    document,
    kind,
    path: kind === 'rewrite' ? document.path : `new/${document.path}`,
    rows,
    successors: new Map(
      rows.map(({ receiver, route }) => [receiver, { code: route.to, name: nameOf(route.to) }]),
    ),
  };
}
