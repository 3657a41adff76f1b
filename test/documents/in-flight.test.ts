import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../lib/agencies/router.ts';
import { correlate } from '../../lib/documents/correlate.ts';
import type { InFlight } from '../../lib/documents/in-flight.ts';
import { inFlight } from '../../lib/documents/in-flight.ts';
import type { PacketPlace } from '../../lib/formats/document-tables.ts';
import { level1, row } from '../agencies/rows.ts';
import { anyIndex, document, indexOf, routerOf, status } from './in-flight-support.ts';

const DAY = '2025-07-01';
const brief = ({ key, latest, route, successors, what, reason }: InFlight) => ({
  key,
  latest: latest.status,
  route: route.action,
  successors,
  what,
  reason,
});

describe('the packet of DOMAIN 6, from a district of a later-closed province', () => {
  const packet = document({
    path: 'sent/0412.edxml',
    receivers: ['H59.12.05', '000.00.07.H59'],
  });
  const succession = [
    row({ old_code: 'H59.12.05', disposition: 'merge-into', new_code: 'H61.101', valid_from: DAY }),
    row({
      old_code: 'H59.07',
      old_code_102: '000.00.07.H59',
      disposition: 'merge-into',
      new_code: 'H61.07',
      valid_from: DAY,
    }),
  ];
  const router = createRouter({ succession, level1 });
  const id = 'H59.12,2025/06/27,0412/UBND-NĐ';
  it('is in flight to both after the switch, and to neither before', () => {
    expect(inFlight(indexOf(packet), router, '2025-06-30')).toEqual([]);
    const waiting = { latest: '', route: 'forward', what: 'reissue', reason: 'succeeded' };
    expect(inFlight(indexOf(packet), router, DAY).map(brief)).toEqual([
      { ...waiting, key: `${id}|000.00.07.H59`, successors: ['H61.07'] },
      { ...waiting, key: `${id}|H59.12.05`, successors: ['H61.101'] },
    ]);
  });
  it('is settled for a receiver that refused it, and the successor’s where one has it in hand', () => {
    const statuses = [
      status({ status: '03', sender: '000.00.07.H59', timestamp: '2025/06/28 08:00:00' }),
      status({ status: '01', sender: '000.00.07.H59', timestamp: '2025/06/27 17:00:00' }),
      status({ status: '02', sender: 'H59.12.05' }),
    ];
    expect(inFlight(indexOf(packet, ...statuses), router, DAY).map(brief)).toEqual([
      {
        key: `${id}|000.00.07.H59`,
        latest: '03',
        route: 'forward',
        successors: ['H61.07'],
        what: 'accept-late',
        reason: 'succeeded',
      },
    ]);
  });
});

/** docs/codes.md section 5, row by row: what the table says is written out, not computed. */
describe('what to do', () => {
  const router = routerOf({
    forwards: { action: 'forward', reason: 'succeeded', to: 'H61.1' },
    closed: { action: 'bounce', reason: 'closed' },
    splits: { action: 'bounce', reason: 'split', candidates: ['H61.1', 'H61.2'] },
    holds: { action: 'hold', reason: 'no-disposition' },
  });
  function decided(place: PacketPlace, latest: string, receiver: string, part: { signed?: boolean } = {}) {
    const one = document({ path: `${place}/1`, place, receivers: [receiver], businessType: '0', ...part });
    const at = '2025/06/28 08:00:00';
    const said = {
      '': [],
      unknown: [status({ status: '99', sender: receiver, timestamp: at })],
      conflict: [
        status({ status: '03', sender: receiver, timestamp: at }),
        status({ status: '06', sender: receiver, timestamp: at }),
      ],
    }[latest] ?? [status({ status: latest, sender: receiver, timestamp: at })];
    const [found, ...more] = inFlight(indexOf(one, ...said), router, DAY);
    expect(more).toEqual([]);
    return found === undefined ? undefined : [found.what, found.reason];
  }
  const PLACES = ['outbox', 'sent', 'received', 'archive'] as const;
  it('asks where the status is not clear, wherever the packet lies', () => {
    for (const place of PLACES)
      for (const receiver of ['forwards', 'closed', 'splits', 'holds'])
        for (const signed of [true, false]) {
          expect(decided(place, 'unknown', receiver, { signed })).toEqual(['ask', 'status-unknown']);
          expect(decided(place, 'conflict', receiver, { signed })).toEqual(['ask', 'status-conflict']);
        }
  });
  it('rewrites what lies in the outbox, unless it is signed', () => {
    for (const latest of ['', '01', '03', '04', '05']) {
      expect(decided('outbox', latest, 'forwards')).toEqual(['reissue', 'succeeded']);
      expect(decided('outbox', latest, 'forwards', { signed: true })).toEqual(['ask', 'signed']);
      expect(decided('outbox', latest, 'closed')).toEqual(['ask', 'closed']);
      expect(decided('outbox', latest, 'splits')).toEqual(['ask', 'split']);
      expect(decided('outbox', latest, 'holds')).toEqual(['ask', 'no-disposition']);
    }
  });
  it('lets the successor accept what was received', () => {
    for (const latest of ['', '01', '03', '04', '05'])
      for (const signed of [true, false]) {
        expect(decided('received', latest, 'forwards', { signed })).toEqual(['accept-late', 'succeeded']);
        expect(decided('received', latest, 'closed', { signed })).toEqual(['ask', 'closed']);
        expect(decided('received', latest, 'splits', { signed })).toEqual(['ask', 'split']);
        expect(decided('received', latest, 'holds', { signed })).toEqual(['ask', 'no-disposition']);
      }
  });
  it.each(['sent', 'archive'] as const)(
    'treats what was sent and is in hand as its successor’s: %s',
    (place) => {
      for (const latest of ['03', '04', '05'])
        for (const signed of [true, false]) {
          expect(decided(place, latest, 'forwards', { signed })).toEqual(['accept-late', 'succeeded']);
          expect(decided(place, latest, 'closed', { signed })).toEqual(['ask', 'closed']);
          expect(decided(place, latest, 'splits', { signed })).toEqual(['ask', 'split']);
          expect(decided(place, latest, 'holds', { signed })).toEqual(['ask', 'no-disposition']);
        }
    },
  );
  it.each(['sent', 'archive'] as const)('sends anew or recalls what was sent and waits: %s', (place) => {
    // 15 and 16 answer no request here, so nothing was said.
    for (const latest of ['', '01', '15', '16']) {
      expect(decided(place, latest, 'forwards')).toEqual(['reissue', 'succeeded']);
      expect(decided(place, latest, 'forwards', { signed: true })).toEqual(['ask', 'signed']);
      expect(decided(place, latest, 'closed')).toEqual(['recall', 'closed']);
      expect(decided(place, latest, 'closed', { signed: true })).toEqual(['recall', 'closed']);
      expect(decided(place, latest, 'splits')).toEqual(['ask', 'split']);
      expect(decided(place, latest, 'holds')).toEqual(['ask', 'no-disposition']);
    }
  });
  it('has nothing to do after a last status, or where the code takes letters', () => {
    for (const place of PLACES)
      for (const latest of ['02', '06', '13']) expect(decided(place, latest, 'forwards')).toBeUndefined();
    for (const latest of ['', '01', 'unknown', 'conflict'])
      expect(decided('sent', latest, 'lives')).toBeUndefined();
  });
  it('takes 15 and 16 for the end of a request alone', () => {
    for (const businessType of ['1', '2'])
      for (const answer of ['15', '16']) {
        const one = document({ path: 'sent/1', receivers: ['forwards'], businessType });
        const said = status({ status: answer, sender: 'forwards' });
        expect(inFlight(indexOf(one, said), router, DAY)).toEqual([]);
        expect(inFlight(indexOf({ ...one, businessType: '3' }, said), router, DAY)).toHaveLength(1);
      }
  });
  it('names the successors of a route that is not one place', () => {
    const one = document({ path: 'sent/1', receivers: ['splits'] });
    expect(inFlight(indexOf(one), router, DAY)[0]?.successors).toEqual(['H61.1', 'H61.2']);
  });
});

describe('a folder', () => {
  const router = routerOf({
    'H59.1': { action: 'forward', reason: 'succeeded', to: 'H61.1' },
    'H59.2': { action: 'bounce', reason: 'closed' },
    '': { action: 'bounce', reason: 'unknown' },
  });
  it('lists a receiver that is named twice once, and a copy once, where it went furthest', () => {
    const one = document({ path: 'outbox/a', place: 'outbox', receivers: ['H59.1', 'H59.1'], sha256: 'x' });
    const copies = [
      one,
      { ...one, path: 'sent/b', place: 'sent' as const },
      { ...one, path: 'sent/a', place: 'sent' as const },
      { ...one, path: 'archive/a', place: 'archive' as const },
    ];
    expect(inFlight(indexOf(...copies), router, DAY).map((found) => found.document.path)).toEqual(['sent/a']);
  });
  it('lists both documents of one id, under one key', () => {
    const packets = [
      document({ path: 'sent/b', receivers: ['H59.1'] }),
      document({ path: 'sent/a', receivers: ['H59.1'] }),
    ];
    const found = inFlight(indexOf(...packets), router, DAY);
    expect(found.map(({ document: { path } }) => path)).toEqual(['sent/a', 'sent/b']);
    expect(new Set(found.map(({ key }) => key)).size).toBe(1);
  });
  it('says the same in whatever order its files are read, and does not change them', () => {
    fc.assert(
      fc.property(
        anyIndex.chain((index) =>
          fc.tuple(
            fc.constant(index),
            fc.shuffledSubarray([...index.packets], { minLength: index.packets.length }),
          ),
        ),
        ([index, packets]) => {
          const before = structuredClone(index);
          expect(inFlight({ ...index, packets }, router, DAY)).toEqual(inFlight(index, router, DAY));
          expect(correlate({ ...index, packets })).toEqual(correlate(index));
          expect(index).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('loses no document: each is in flight, settled or where letters arrive', () => {
    fc.assert(
      fc.property(anyIndex, (index) => {
        const found = new Set(inFlight(index, router, DAY).map(({ key }) => key));
        const settled = new Set(
          index.packets.flatMap((one) =>
            one.kind === 'status' && ['02', '06', '13', '15', '16'].includes(one.status)
              ? [`${one.documentId}|${one.sender}`]
              : [],
          ),
        );
        for (const one of index.packets)
          if (one.kind === 'document')
            for (const receiver of one.receivers) {
              const key = `${one.documentId}|${receiver}`;
              if (receiver === 'H61.1') expect(found.has(key)).toBe(false);
              else expect([key, found.has(key) || settled.has(key)]).toEqual([key, true]);
            }
      }),
      { numRuns: 500 },
    );
  });
});
