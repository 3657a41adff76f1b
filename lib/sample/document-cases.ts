import type { Situation } from './receivers.ts';

export type Place = 'outbox' | 'sent' | 'received' | 'archive';
export type What = 'reissue' | 'accept-late' | 'recall' | 'ask';

/** What a receiver said, and when: the hour after the first one; `?` for a time that is none. */
export type Said = readonly [status: string, hour: number | '?'];

/** One row of docs/codes.md section 5, or one that is not in flight at all, as often as `times`. */
export interface DocumentCase {
  readonly times: number;
  readonly place: Place;
  readonly to: Situation;
  readonly said?: readonly Said[];
  readonly signed?: boolean;
  /** BussinessDocType; `0` if absent. */
  readonly business?: string;
  /** Absent: nothing is in flight. */
  readonly what?: What;
  readonly reason?: string;
}

/** In any order, repeated, and with some that are none. */
// biome-ignore format: a table
export const CASES: readonly DocumentCase[] = [
  // Not sent yet.
  { times: 7, place: 'outbox', to: 'forward', what: 'reissue', reason: 'succeeded' },
  { times: 2, place: 'outbox', to: 'forward', signed: true, what: 'ask', reason: 'signed' },
  { times: 3, place: 'outbox', to: 'split', what: 'ask', reason: 'split' },
  { times: 2, place: 'outbox', to: 'closed', what: 'ask', reason: 'closed' },
  { times: 2, place: 'outbox', to: 'archive-only', what: 'ask', reason: 'archive-only' },
  { times: 1, place: 'outbox', to: 'no-disposition', what: 'ask', reason: 'no-disposition' },
  { times: 1, place: 'outbox', to: 'not-yet', what: 'ask', reason: 'not-yet' },
  { times: 8, place: 'outbox', to: 'live' },
  // Received by an office that is closed now.
  { times: 4, place: 'received', to: 'forward', what: 'accept-late', reason: 'succeeded' },
  { times: 3, place: 'received', to: 'forward', said: [['03', 4], ['01', 1]], what: 'accept-late', reason: 'succeeded' },
  { times: 1, place: 'received', to: 'forward', signed: true, what: 'accept-late', reason: 'succeeded' },
  { times: 2, place: 'received', to: 'split', said: [['01', 2]], what: 'ask', reason: 'split' },
  { times: 2, place: 'received', to: 'closed', what: 'ask', reason: 'closed' },
  { times: 1, place: 'received', to: 'archive-only', said: [['05', 9]], what: 'ask', reason: 'archive-only' },
  { times: 1, place: 'received', to: 'forward', said: [['03', 5], ['04', 5]], what: 'ask', reason: 'status-conflict' },
  { times: 4, place: 'received', to: 'forward', said: [['06', 30], ['01', 1], ['03', 3]] },
  { times: 20, place: 'received', to: 'live', said: [['03', 3], ['01', 1]] },
  // Sent, in hand at the receiver.
  { times: 3, place: 'sent', to: 'forward', said: [['01', 1], ['03', 2]], what: 'accept-late', reason: 'succeeded' },
  { times: 2, place: 'sent', to: 'forward', said: [['04', 8], ['03', 2]], what: 'accept-late', reason: 'succeeded' },
  { times: 2, place: 'sent', to: 'forward', said: [['05', 9], ['05', 12], ['05', 10]], what: 'accept-late', reason: 'succeeded' },
  { times: 1, place: 'sent', to: 'forward', said: [['03', 2]], signed: true, what: 'accept-late', reason: 'succeeded' },
  { times: 3, place: 'sent', to: 'split', said: [['04', 7], ['01', 1]], what: 'ask', reason: 'split' },
  { times: 2, place: 'sent', to: 'closed', said: [['05', 7]], what: 'ask', reason: 'closed' },
  { times: 1, place: 'sent', to: 'archive-only', said: [['03', 3]], what: 'ask', reason: 'archive-only' },
  // Sent, not in hand.
  { times: 6, place: 'sent', to: 'forward', what: 'reissue', reason: 'succeeded' },
  { times: 4, place: 'sent', to: 'forward', said: [['01', 1]], what: 'reissue', reason: 'succeeded' },
  { times: 2, place: 'sent', to: 'forward', said: [['15', 6], ['01', 1]], what: 'reissue', reason: 'succeeded' },
  { times: 1, place: 'sent', to: 'forward', business: '1', what: 'reissue', reason: 'succeeded' },
  { times: 3, place: 'sent', to: 'forward', signed: true, what: 'ask', reason: 'signed' },
  { times: 3, place: 'sent', to: 'closed', what: 'recall', reason: 'closed' },
  { times: 2, place: 'sent', to: 'closed', said: [['01', 1], ['01', 2]], what: 'recall', reason: 'closed' },
  { times: 4, place: 'sent', to: 'split', said: [['01', 1]], what: 'ask', reason: 'split' },
  { times: 2, place: 'sent', to: 'archive-only', what: 'ask', reason: 'archive-only' },
  { times: 1, place: 'sent', to: 'annulled', said: [['01', 3]], what: 'ask', reason: 'annulled' },
  { times: 2, place: 'sent', to: 'unknown', what: 'ask', reason: 'unknown' },
  { times: 3, place: 'sent', to: 'foreign', said: [['01', 1]] },
  { times: 1, place: 'sent', to: 'no-disposition', what: 'ask', reason: 'no-disposition' },
  // Old papers that nobody closed.
  { times: 2, place: 'archive', to: 'forward', what: 'reissue', reason: 'succeeded' },
  { times: 1, place: 'archive', to: 'forward', said: [['05', 9]], what: 'accept-late', reason: 'succeeded' },
  { times: 1, place: 'archive', to: 'closed', what: 'recall', reason: 'closed' },
  // What can't be told.
  { times: 2, place: 'sent', to: 'forward', said: [['99', 9], ['03', 2]], what: 'ask', reason: 'status-unknown' },
  { times: 1, place: 'outbox', to: 'split', said: [['99', 9]], what: 'ask', reason: 'status-unknown' },
  { times: 1, place: 'sent', to: 'closed', said: [['03', 9], ['06', 9]], what: 'ask', reason: 'status-conflict' },
  { times: 2, place: 'sent', to: 'forward', said: [['06', '?'], ['03', 2]], what: 'accept-late', reason: 'succeeded' },
  // Finished: closed codes, and nothing in flight.
  { times: 12, place: 'sent', to: 'forward', said: [['06', 40], ['03', 2], ['01', 1]] },
  { times: 3, place: 'sent', to: 'forward', said: [['02', 3], ['01', 1]] },
  { times: 2, place: 'sent', to: 'split', said: [['13', 20], ['03', 2]] },
  { times: 2, place: 'sent', to: 'closed', said: [['06', 30]] },
  { times: 2, place: 'sent', to: 'forward', business: '1', said: [['15', 20], ['01', 1]] },
  { times: 1, place: 'sent', to: 'split', business: '2', said: [['01', 1], ['16', 20]] },
  { times: 1, place: 'sent', to: 'forward', said: [['99', 2], ['06', 20]] },
  // Letters as they should be.
  { times: 24, place: 'sent', to: 'live', said: [['01', 1], ['06', 30], ['03', 2]] },
  { times: 12, place: 'sent', to: 'live', said: [['01', 1]] },
  { times: 6, place: 'archive', to: 'live', said: [['06', 30]] },
];
