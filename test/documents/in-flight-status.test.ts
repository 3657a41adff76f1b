import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate } from '../../lib/documents/correlate.ts';
import { documentFindingKey } from '../../lib/documents/document-index.ts';
import { StatusBook } from '../../lib/documents/latest-status.ts';
import { document, indexOf, status } from './in-flight-support.ts';

const D = document({ path: 'sent/1' });
const R = 'H59.12.05';
const latest = (...said: Array<[code: string, at: string]>) =>
  new StatusBook(said.map(([code, at]) => status({ status: code, timestamp: at }))).latest(D, R);
const DAY = '2025/06/28 ';

describe('the latest status', () => {
  it('is blank where nothing was said of this document by this receiver', () => {
    const others = [
      status({ status: '06', documentId: 'H59.12,2025/06/27,0413/UBND-NĐ' }),
      status({ status: '06', sender: 'H59.12.5' }),
    ];
    expect(new StatusBook(others).latest(D, R)).toEqual({ status: '', at: '', packets: 0 });
  });
  it('is that of the greatest time, in whatever order and however often they came', () => {
    const said: Array<[string, string]> = [
      ['01', `${DAY}08:00:00`],
      ['03', `${DAY}08:00:01`],
      ['05', `${DAY}09:59:59`],
      ['04', `${DAY}09:00:00`],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...said, ...said], { minLength: 8 }), (turned) => {
        expect(latest(...turned)).toEqual({ status: '05', at: `${DAY}09:59:59`, packets: 8 });
      }),
    );
  });
  it('is a conflict where two were said at once, and not where one was said twice', () => {
    expect(latest(['03', `${DAY}08:00:00`], ['06', `${DAY}08:00:00`]).status).toBe('conflict');
    expect(latest(['03', `${DAY}08:00:00`], ['03', `${DAY}08:00:00`]).status).toBe('03');
    expect(latest(['03', `${DAY}08:00:00`], ['06', `${DAY}08:00:00`], ['05', `${DAY}08:00:01`]).status).toBe(
      '05',
    );
  });
  it('is unknown where the last is, and only there', () => {
    for (const code of ['14', '3', '103', ' 03', ''])
      expect(latest(['03', `${DAY}08:00:00`], [code, `${DAY}09:00:00`]).status).toBe('unknown');
    expect(latest(['14', `${DAY}08:00:00`], ['03', `${DAY}09:00:00`]).status).toBe('03');
    expect(latest(['14', `${DAY}08:00:00`], ['03', `${DAY}08:00:00`]).status).toBe('unknown');
  });
  it('counts a time of another form as the least', () => {
    for (const bad of [
      '2026-01-01 00:00:00',
      '2026/1/1 00:00:00',
      '2026/01/01',
      '',
      '2026/01/01 00:00:00Z',
    ]) {
      expect(latest(['06', bad], ['03', `${DAY}08:00:00`])).toMatchObject({ status: '03', packets: 2 });
      expect(latest(['06', bad])).toEqual({ status: '06', at: '', packets: 1 });
      expect(latest(['06', bad], ['03', '?']).status).toBe('conflict');
    }
  });
  it('hears 15 and 16 for a request alone', () => {
    const book = new StatusBook([
      status({ status: '03', timestamp: `${DAY}08:00:00` }),
      status({ status: '15', timestamp: `${DAY}09:00:00` }),
    ]);
    for (const businessType of ['1', '2']) expect(book.latest({ ...D, businessType }, R).status).toBe('15');
    for (const businessType of ['0', '3', ''])
      expect(book.latest({ ...D, businessType }, R).status).toBe('03');
    expect(book.latest(D, R).packets).toBe(2);
  });
});

describe('correlation', () => {
  const found = (...packets: Parameters<typeof indexOf>) =>
    correlate(indexOf(...packets)).map((one) => `${documentFindingKey(one)} ${one.detail}`.trim());
  it('finds nothing in a folder where all is well', () => {
    expect(found(D, status({ status: '01' }), status({ status: '06' }))).toEqual([]);
  });
  it.each([
    [
      'a status of nothing',
      [status({ path: 's', status: '01', documentId: 'uuid' })],
      ['status-without-document:s'],
    ],
    ['a stranger', [status({ path: 's', status: '01', sender: 'H59.12' })], ['status-from-stranger:s']],
    ['an unknown status', [status({ path: 's', status: '14' })], ['unknown-status:s']],
    ['a time of another form', [status({ path: 's', status: '06', timestamp: 'x' })], ['bad-timestamp:s']],
    ['a copy', [{ ...D, path: 'sent/2' }], ['copy:sent/2 sent/1']],
    [
      'an id that two bear',
      [document({ path: 'sent/2' })],
      ['document-id-twice:sent/1 sent/2', 'document-id-twice:sent/2 sent/1'],
    ],
    [
      'an id without grammar',
      [document({ path: 'sent/2', documentId: '000.00.01.H08,2018,10' })],
      ['document-id-form:sent/2 form'],
    ],
    [
      'an id of no day',
      [document({ path: 'sent/2', documentId: 'H59.12,2025/06/31,1/A' })],
      ['document-id-form:sent/2 calendar'],
    ],
    [
      'a business type of nobody',
      [document({ path: 'sent/2', documentId: 'H59.12,2025/06/30,1/A', businessType: '7' })],
      ['business-type-unknown:sent/2'],
    ],
  ])('finds %s', (_title, packets, expected) => {
    expect(found(D, ...packets)).toEqual(expected);
  });
  it('takes a status of any receiver of any document with the id', () => {
    const other = document({ path: 'sent/2', receivers: ['H59.13'] });
    expect(found(D, other, status({ status: '06', sender: 'H59.13' }))).toEqual([
      'document-id-twice:sent/1 sent/2',
      'document-id-twice:sent/2 sent/1',
    ]);
  });
  it('passes the unreadable on, and sorts by kind and by the bytes of the paths', () => {
    const unreadable = ['ｚ', '\u{1f600}', 'b'].map((path) => ({
      finding: 'unreadable' as const,
      path,
      detail: 'doctype',
    }));
    const packets = [
      status({ path: 'z', status: '14', documentId: 'x' }),
      status({ path: 'a', status: '15', documentId: 'x' }),
    ];
    expect(correlate({ packets, unreadable }).map(documentFindingKey)).toEqual([
      'unreadable:b',
      'unreadable:ｚ',
      'unreadable:\u{1f600}',
      'unknown-status:z',
      'status-without-document:a',
      'status-without-document:z',
    ]);
  });
});
