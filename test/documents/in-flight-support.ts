import fc from 'fast-check';
import type { Route, Router } from '../../lib/agencies/routing.ts';
import type {
  DocumentIndex,
  IndexedDocument,
  IndexedPacket,
  IndexedStatus,
} from '../../lib/documents/document-index.ts';
import { KNOWN_STATUSES, PACKET_PLACES } from '../../lib/formats/document-tables.ts';

const base = { namespace: 'qcvn-102', bytes: 1000, signed: false, organIds: [] } as const;

/** A document with only what a test is about; its bytes are its own unless the test says otherwise. */
export function document(part: Partial<IndexedDocument> & Pick<IndexedDocument, 'path'>): IndexedDocument {
  return {
    ...base,
    kind: 'document',
    place: 'sent',
    sha256: `sha-${part.path}`,
    sender: 'H59.12',
    documentId: 'H59.12,2025/06/27,0412/UBND-NĐ',
    date: '2025/06/27',
    notation: '0412/UBND-NĐ',
    businessType: '0',
    receivers: ['H59.12.05'],
    ...part,
  };
}

let counted = 0;
export function status(part: Partial<IndexedStatus> & Pick<IndexedStatus, 'status'>): IndexedStatus {
  counted += 1;
  const path = part.path ?? `received/status-${counted}.xml`;
  return {
    ...base,
    kind: 'status',
    place: 'received',
    path,
    sha256: `sha-${path}`,
    sender: 'H59.12.05',
    documentId: 'H59.12,2025/06/27,0412/UBND-NĐ',
    timestamp: '2025/06/28 08:00:00',
    ...part,
  };
}

export const indexOf = (...packets: IndexedPacket[]): DocumentIndex => ({ packets, unreadable: [] });

/** A router that gives each code the one answer that a test wants of it. */
export const routerOf = (
  answers: Record<string, Partial<Route> & Pick<Route, 'action' | 'reason'>>,
): Router => ({
  route: (code, day) => ({
    code,
    day,
    to: '',
    candidates: [],
    passed: [code],
    citations: [],
    until: '',
    ...(answers[code] ?? { action: 'deliver', reason: 'active', to: code }),
  }),
});

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const ids = pick('H59.12,2025/06/27,1/A', 'H59.12,2025/06/31,1/A', 'uuid-1', '');
const codes = pick('H59.1', 'H59.2', 'H61.1', '');

/** Folders in which documents, statuses, copies and strangers meet. Paths are unique, as on a disk. */
export const anyIndex: fc.Arbitrary<DocumentIndex> = fc
  .array(
    fc.oneof(
      fc.record({
        kind: pick('document'),
        place: pick(...PACKET_PLACES),
        sha256: pick('1', '2', '3', '4'),
        documentId: ids,
        receivers: fc.array(codes, { minLength: 1, maxLength: 3 }),
        businessType: pick('0', '0', '1', '2', '9'),
        signed: fc.boolean(),
      }),
      fc.record({
        kind: pick('status'),
        place: pick(...PACKET_PLACES),
        sha256: pick('5', '6', '7', '8', '9'),
        documentId: ids,
        sender: codes,
        status: pick(...KNOWN_STATUSES, '3', '14'),
        timestamp: pick('2025/06/28 08:00:00', '2025/06/28 09:00:00', '2025-06-28T10:00:00', ''),
      }),
    ),
    { maxLength: 14 },
  )
  .map((drawn) => ({
    packets: drawn.map((one, at): IndexedPacket => {
      const path = `${one.place}/${at}.edxml`;
      // Same bytes, same packet: a digest stands for what is in the file.
      const first = drawn.find((other) => other.kind === one.kind && other.sha256 === one.sha256) ?? one;
      const packet = { ...first, place: one.place, path };
      return packet.kind === 'document' ? document(packet) : status(packet);
    }),
    unreadable: [],
  }));
