import type { Route, Router } from '../agencies/routing.ts';
import {
  ACCEPTED_STATUSES,
  type InFlightAction,
  inFlightKey,
  type PacketPlace,
} from '../formats/document-tables.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import type { DocumentIndex, IndexedDocument } from './document-index.ts';
import { isTerminal, type LatestStatus, StatusBook } from './latest-status.ts';

/** A document on its way to a receiver whose code does not take letters on the day (docs/codes.md section 5). */
export interface InFlight {
  /** `DOCUMENT_ID|RECEIVER`: by this it is waived. */
  readonly key: string;
  readonly document: IndexedDocument;
  readonly receiver: string;
  readonly latest: LatestStatus;
  readonly route: Route;
  /** Where the route leads, or may lead; sorted. */
  readonly successors: readonly string[];
  readonly what: InFlightAction;
  /** The route's reason, or what of the document forbids to follow it. */
  readonly reason: Route['reason'] | 'status-unknown' | 'status-conflict' | 'signed';
}

/**
 * The documents of a scan that are in flight on a day, sorted by the UTF-8 bytes of key and path, whatever the order
 * of the index. Of several files with the same bytes one counts. Two documents of different bytes that bear one
 * DocumentId are both listed, under one key.
 */
export function inFlight(index: DocumentIndex, router: Router, day: string): InFlight[] {
  const documents = index.packets.filter((one) => one.kind === 'document');
  const book = new StatusBook(index.packets.filter((one) => one.kind === 'status'));
  const routes = new Map<string, Route>();
  const routeOf = (code: string): Route => {
    const known = routes.get(code) ?? router.route(code, day);
    routes.set(code, known);
    return known;
  };
  return onceEach(documents)
    .flatMap((document) =>
      [...new Set(document.receivers)].flatMap((receiver): InFlight[] => {
        const route = routeOf(receiver);
        if (route.action === 'deliver') return [];
        const latest = book.latest(document, receiver);
        if (isTerminal(latest.status, document)) return [];
        const successors = route.to === '' ? route.candidates : [route.to];
        const key = inFlightKey(document.documentId, receiver);
        return [{ key, document, receiver, latest, route, successors, ...decide(document, latest, route) }];
      }),
    )
    .sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.document.path, b.document.path));
}

/** Which of several copies counts: the one that went furthest. A copy that is left in the outbox was sent all the same. */
const PLACE_RANK: Readonly<Record<PacketPlace, number>> = { received: 0, sent: 1, archive: 2, outbox: 3 };

function onceEach(documents: readonly IndexedDocument[]): IndexedDocument[] {
  const byBytes = new Map<string, IndexedDocument>();
  for (const one of documents) {
    const other = byBytes.get(one.sha256);
    if (other === undefined || furtherFirst(one, other) < 0) byBytes.set(one.sha256, one);
  }
  return [...byBytes.values()];
}

const furtherFirst = (a: IndexedDocument, b: IndexedDocument): number =>
  PLACE_RANK[a.place] - PLACE_RANK[b.place] || compareUtf8(a.path, b.path);

type Decision = Pick<InFlight, 'what' | 'reason'>;

/** The table of docs/codes.md section 5. The route is not `deliver`, the status not terminal. */
function decide({ place, signed }: IndexedDocument, { status }: LatestStatus, route: Route): Decision {
  const { reason } = route;
  if (status === 'unknown') return { what: 'ask', reason: 'status-unknown' };
  if (status === 'conflict') return { what: 'ask', reason: 'status-conflict' };
  const forwards = route.action === 'forward';
  // The successor takes over what its predecessor has been sent, or has in hand.
  if (forwards && (place === 'received' || (place !== 'outbox' && ACCEPTED_STATUSES.includes(status))))
    return { what: 'accept-late', reason };
  if (forwards) return signed ? { what: 'ask', reason: 'signed' } : { what: 'reissue', reason };
  const sentAndWaiting = (place === 'sent' || place === 'archive') && !ACCEPTED_STATUSES.includes(status);
  return { what: sentAndWaiting && reason === 'closed' ? 'recall' : 'ask', reason };
}
