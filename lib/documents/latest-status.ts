import { KNOWN_STATUSES, REQUEST_STATUSES, TERMINAL_STATUSES } from '../formats/document-tables.ts';
import type { IndexedDocument, IndexedStatus } from './document-index.ts';

/** What a receiver said last of a document (docs/codes.md section 4). */
export interface LatestStatus {
  /** One of `KNOWN_STATUSES`, `unknown`, `conflict`, or blank: nothing was said. */
  readonly status: string;
  /** `yyyy/MM/dd HH:mm:ss` as written; blank where nothing was said, or its time is of another form. */
  readonly at: string;
  /** How many status packets the receiver sent about the document, those that do not count included. */
  readonly packets: number;
}

const TIMESTAMP = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}$/;
const NOTHING: LatestStatus = { status: '', at: '', packets: 0 };

/** Of the form in which strings compare as times do. */
export const isTimestamp = (text: string): boolean => TIMESTAMP.test(text);

export const isKnownStatus = (status: string): boolean =>
  (KNOWN_STATUSES as readonly string[]).includes(status);

/** Business types 1 (recall) and 2 (update): documents that 15 and 16 answer. */
export const isRequest = (businessType: string): boolean => businessType === '1' || businessType === '2';

/** Whether nothing more is to come from the receiver. */
export function isTerminal(status: string, document: Pick<IndexedDocument, 'businessType'>): boolean {
  return (
    TERMINAL_STATUSES.includes(status) ||
    (REQUEST_STATUSES.includes(status) && isRequest(document.businessType))
  );
}

/** All status packets of a scan by what they answer. The order in which they were read means nothing. */
export class StatusBook {
  readonly #byDocument = new Map<string, Map<string, IndexedStatus[]>>();

  constructor(statuses: Iterable<IndexedStatus>) {
    for (const status of statuses) {
      const bySender = this.#byDocument.get(status.documentId) ?? new Map<string, IndexedStatus[]>();
      this.#byDocument.set(status.documentId, bySender);
      const said = bySender.get(status.sender);
      if (said === undefined) bySender.set(status.sender, [status]);
      else said.push(status);
    }
  }

  /** What a receiver said last of a document. */
  latest(document: Pick<IndexedDocument, 'documentId' | 'businessType'>, receiver: string): LatestStatus {
    const said = this.#byDocument.get(document.documentId)?.get(receiver);
    if (said === undefined) return NOTHING;
    const counting = said.filter(
      ({ status }) => isRequest(document.businessType) || !REQUEST_STATUSES.includes(status),
    );
    if (counting.length === 0) return { ...NOTHING, packets: said.length };
    const at = counting.map(timeOf).sort().at(-1) ?? '';
    const last = new Set(counting.filter((one) => timeOf(one) === at).map(({ status }) => status));
    return { status: oneOf(last), at, packets: said.length };
  }
}

/** A time of another form is before every other. */
const timeOf = ({ timestamp }: IndexedStatus): string => (isTimestamp(timestamp) ? timestamp : '');

/** What statuses of the same time say together; there is at least one. */
function oneOf(statuses: ReadonlySet<string>): string {
  if (![...statuses].every(isKnownStatus)) return 'unknown';
  const [only = ''] = statuses;
  return statuses.size === 1 ? only : 'conflict';
}
