import type { ObjectStore } from '../ports/object-store.ts';
import { PACKET_CANARIES } from './canaries.ts';
import { CASES, type DocumentCase } from './document-cases.ts';
import { PacketFolder } from './packet-folder.ts';
import { documentText, type Party } from './packet-text.ts';
import type { Prng } from './prng.ts';
import { CENTRAL, type Receivers } from './receivers.ts';

const putsAtOnce = 8;

/** What must come of the folder of packets (docs/codes.md sections 4 and 5). */
export interface DocumentsExpectation {
  /** Files that may be packets, unreadable ones included. */
  readonly files: number;
  readonly documents: number;
  readonly statuses: number;
  readonly inFlight: readonly { readonly key: string; readonly what: string; readonly reason: string }[];
  /** By the path under the folder. */
  readonly findings: readonly { readonly path: string; readonly finding: string }[];
  /** Of people in packets: nowhere but in the packets. */
  readonly canaries: readonly string[];
}

function writeCase(folder: PacketFolder, one: DocumentCase): void {
  const receiver = folder.pick(one.to);
  const sheet = folder.sheet(one.place, [receiver], {
    signed: one.signed ?? false,
    businessType: one.business ?? '0',
  });
  folder.document(one.place, sheet);
  for (const said of one.said ?? []) folder.status(one.place, sheet, receiver, said);
  folder.expect(sheet, receiver, one);
}

/** One letter to many: each receiver is in flight, or not, by itself. */
function writeMany(folder: PacketFolder): void {
  const [live, done, waits, accepted] = [
    folder.pick('live'),
    folder.pick('closed'),
    folder.pick('forward'),
    folder.pick('split'),
  ];
  const sheet = folder.sheet('sent', [live, done, waits, accepted]);
  folder.document('sent', sheet);
  folder.status('sent', sheet, done, ['06', 20]);
  folder.status('sent', sheet, accepted, ['05', 9]);
  folder.expect(sheet, waits, { what: 'reissue', reason: 'succeeded' });
  folder.expect(sheet, accepted, { what: 'ask', reason: 'split' });

  const answer = folder.sheet('sent', [folder.pick('live')], {
    responseFor: { from: live, documentId: `${live.code},2025/06/02,0007/UBND-NĐ` },
  });
  folder.document('sent', answer);
}

function writeOddIds(folder: PacketFolder): void {
  const of = (documentId: string, to: Party, what?: DocumentCase['what']) => {
    const sheet = folder.sheet('sent', [to], { documentId });
    folder.found(folder.document('sent', sheet), 'document-id-form');
    folder.expect(sheet, to, what === undefined ? {} : { what, reason: 'succeeded' });
  };
  of('6f1c2f0e-3b0a-4c55-9a59-0d5a1f0b7c11', folder.pick('live'));
  of('0b7b8f5c-55a4-4c0e-8f8b-5a9d5d2f4e02', folder.pick('forward'), 'reissue');
  of('000.00.01.H08,2018,10', folder.pick('live'));
  of('H08.01,2025/06/31,12/UBND-TH', folder.pick('live'));
}

/** Statuses without a document, from strangers, documents that are there twice. */
function writeStrays(folder: PacketFolder): void {
  const nobody = { documentId: 'H08.01,2025/06/11,0999/UBND-NĐ', from: CENTRAL, legacy: false };
  for (const said of [['01', 1], ['06', 2]] as const) // biome-ignore format: a list
    folder.found(folder.status('sent', nobody, folder.pick('live'), said), 'status-without-document');

  const receiver = folder.pick('forward');
  const sheet = folder.sheet('sent', [receiver]);
  folder.document('sent', sheet);
  // Somebody else says that it is done: for its receiver that means nothing.
  folder.found(folder.status('sent', sheet, CENTRAL, ['06', 20]), 'status-from-stranger');
  folder.expect(sheet, receiver, { what: 'reissue', reason: 'succeeded' });

  const live = folder.pick('live');
  const first = folder.sheet('sent', [live]);
  const second = { ...first, subject: 'V/v đính chính', number: `${first.number}a` };
  for (const twice of [first, second]) folder.found(folder.document('sent', twice), 'document-id-twice');

  // A copy of a letter that was sent is left in the outbox: it counts once, as sent.
  const closed = folder.pick('closed');
  const copied = folder.sheet('sent', [closed]);
  folder.document('outbox', copied);
  folder.found(folder.document('sent', copied), 'copy');
  folder.expect(copied, closed, { what: 'recall', reason: 'closed' });

  folder.found(
    folder.document('sent', folder.sheet('sent', [folder.pick('live')], { businessType: '7' })),
    'business-type-unknown',
  );
}

/** Files that are no packet, or would be one if a reader let itself be tricked. */
function writeUnreadable(folder: PacketFolder): void {
  const good = documentText(folder.sheet('received', [folder.pick('forward')]));
  const spoilt: readonly Uint8Array[] = [
    good.replace('?>\n', '?>\n<!DOCTYPE edXML [<!ENTITY ten SYSTEM "file:///etc/passwd">]>\n'),
    good.replace('<edXML:Subject>', '<edXML:Subject>&ten;'),
    good.slice(0, Math.floor(good.length / 2)),
    good.replace('</edXML:MessageHeader>', ''),
  ].map((text) => Buffer.from(text));
  for (const bytes of [...spoilt, Buffer.from(`\ufeff${good.replace('UTF-8', 'UTF-16')}`, 'utf16le')])
    folder.found(folder.put('received', bytes), 'unreadable');
}

/** Writes `documents/`: a few hundred small packets of both namespaces, and says what must come of them. */
export async function makeDocuments(
  target: ObjectStore,
  receivers: Receivers,
  place: string,
  prng: Prng,
): Promise<DocumentsExpectation> {
  const folder = new PacketFolder(receivers, place, prng);
  for (const one of CASES) for (let at = 0; at < one.times; at++) writeCase(folder, one);
  writeMany(folder);
  writeOddIds(folder);
  writeStrays(folder);
  writeUnreadable(folder);
  const files = [...folder.files];
  for (let at = 0; at < files.length; at += putsAtOnce)
    await Promise.all(
      files.slice(at, at + putsAtOnce).map(([path, bytes]) => target.put(`documents/${path}`, bytes)),
    );
  const bytes = (text: string) => Buffer.from(text);
  return {
    files: files.length,
    documents: folder.documents,
    statuses: folder.statuses,
    inFlight: folder.inFlight.sort((a, b) => Buffer.compare(bytes(a.key), bytes(b.key))),
    findings: folder.findings.sort((a, b) =>
      Buffer.compare(bytes(`${a.finding}:${a.path}`), bytes(`${b.finding}:${b.path}`)),
    ),
    canaries: Object.values(PACKET_CANARIES),
  };
}
