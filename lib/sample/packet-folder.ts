import { pad2, pad4 } from './byte-string.ts';
import { CANARY_PEOPLE, PACKET_CANARIES } from './canaries.ts';
import type { DocumentCase, Place, Said } from './document-cases.ts';
import { type DocumentSheet, documentText, type Party, type Persons, statusText } from './packet-text.ts';
import type { Prng } from './prng.ts';
import { CENTRAL, type Receivers } from './receivers.ts';
import * as words from './vietnamese.ts';

/** First folder of each place; any other name than the three known ones is the archive. */
const FOLDERS: Readonly<Record<Place, string>> = {
  outbox: 'outbox',
  sent: 'sent',
  received: 'received',
  archive: 'luu-tru/2025',
};
/** Statuses of what we sent come in; those of what we received went out. */
const STATUS_FOLDERS: Readonly<Record<Place, string>> = { ...FOLDERS, outbox: 'received', sent: 'received', received: 'sent', archive: 'received' }; // biome-ignore format: a table

const NOTATIONS = ['UBND-NĐ', 'UBND-TTr', 'VP-TH', 'STP-HC', 'TCKH'] as const;
const SUBJECTS = [
  'V/v bàn giao hồ sơ khi kết thúc hoạt động cấp huyện',
  'V/v báo cáo số liệu 6 tháng đầu năm',
  'V/v rà soát thủ tục hành chính',
  'V/v cử người dự họp',
] as const;

type Sent = Pick<DocumentSheet, 'documentId' | 'from' | 'legacy'>;

/** Writes packets one after another, and remembers what must come of them. */
export class PacketFolder {
  readonly files = new Map<string, Uint8Array>();
  readonly inFlight: { key: string; what: string; reason: string }[] = [];
  readonly findings: { path: string; finding: string }[] = [];
  documents = 0;
  statuses = 0;
  private serial = 0;
  private readonly receivers: Receivers;
  private readonly place: string;
  readonly prng: Prng;

  constructor(receivers: Receivers, place: string, prng: Prng) {
    this.receivers = receivers;
    this.place = place;
    this.prng = prng;
  }

  found(path: string, finding: string): void {
    this.findings.push({ path, finding });
  }

  /** Names whose order says nothing about the order of the packets. */
  put(folder: string, content: string | Uint8Array): string {
    this.serial++;
    const name = String((this.serial * 7919) % 99_991).padStart(5, '0');
    const path = `${folder}/goi-${name}.${this.serial % 11 === 5 ? 'xml' : 'edxml'}`;
    this.files.set(path, typeof content === 'string' ? Buffer.from(content) : content);
    return path;
  }

  pick(situation: keyof Receivers): Party {
    return this.prng.pick(this.receivers[situation]);
  }

  sheet(place: Place, to: readonly Party[], over: Partial<DocumentSheet> = {}): DocumentSheet {
    const { prng } = this;
    const from = place === 'received' ? CENTRAL : this.pick('live');
    const date = `2025/06/${pad2(16 + prng.below(14))}`;
    const number = pad4(this.documents + 1);
    const notation = prng.pick(NOTATIONS);
    return {
      legacy: prng.below(4) === 0,
      from,
      to,
      date,
      number,
      notation,
      documentId: `${from.code},${date},${number}/${notation}`,
      place: this.place,
      subject: prng.below(6) === 0 ? PACKET_CANARIES.subject : prng.pick(SUBJECTS),
      businessType: '0',
      signed: false,
      persons: this.persons(),
      attachment: this.attachment(),
      transport: place === 'archive',
      ...over,
    };
  }

  document(place: Place, sheet: DocumentSheet): string {
    this.documents++;
    return this.put(FOLDERS[place], documentText(sheet));
  }

  status(place: Place, about: Sent, receiver: Party, [status, hour]: Said): string {
    this.statuses++;
    const day = hour === '?' ? 0 : 30 + Math.floor(hour / 24);
    const timestamp =
      hour === '?'
        ? '30-06-2025 8h15'
        : `2025/${day > 30 ? '07' : '06'}/${pad2(day > 30 ? day - 30 : day)} ${pad2(hour % 24)}:15:00`;
    const path = this.put(
      STATUS_FOLDERS[place],
      statusText({
        legacy: about.legacy,
        from: receiver,
        documentId: about.documentId,
        sender: about.from,
        status,
        timestamp,
        persons: this.persons(),
      }),
    );
    if (hour === '?') this.found(path, 'bad-timestamp');
    if (status === '99') this.found(path, 'unknown-status');
    return path;
  }

  expect(about: Sent, receiver: Party, { what, reason = '' }: Pick<DocumentCase, 'what' | 'reason'>): void {
    if (what !== undefined) this.inFlight.push({ key: `${about.documentId}|${receiver.code}`, what, reason });
  }

  private persons(): Persons {
    const { prng } = this;
    const name = () =>
      prng.below(8) === 0
        ? prng.pick(CANARY_PEOPLE)
        : `${prng.pick(words.FAMILY)} ${prng.pick(words.MIDDLE_M)} ${prng.pick(words.GIVEN_M)}`;
    return { signer: name(), staff: name(), mobile: PACKET_CANARIES.mobile, mail: PACKET_CANARIES.mail };
  }

  /** A few KB that look like a PDF: no real document. */
  private attachment(): string {
    const { prng } = this;
    const noise = Buffer.alloc(1024 + prng.below(3072));
    for (let at = 0; at < noise.length; at++) noise[at] = prng.next() & 0xff;
    const text = Buffer.concat([
      Buffer.from('%PDF-1.4\n% Tệp mẫu, không phải văn bản thật\n'),
      noise,
      Buffer.from('\n%%EOF\n'),
    ]).toString('base64');
    return (text.match(/.{1,76}/g) ?? []).join('\n');
  }
}
