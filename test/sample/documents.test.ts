import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Made, make } from './made.ts';

const NAMESPACES = {
  'http://www.mic.gov.vn/TBT/QCVN_102_2016': 'qcvn-102',
  'http://www.e-doc.vn/Schema/': 'legacy',
} as const;

interface Read {
  readonly path: string;
  readonly form: string;
  readonly kind: string;
  readonly sha256: string;
  readonly signed: boolean;
  /** Texts by the last two names of their path. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** The whole packet in memory, in the plainest way. */
function read(path: string, bytes: Uint8Array): Read {
  const texts = new Map<string, string[]>();
  const open: { name: string; text: string }[] = [];
  let [form, kind, signed] = ['', '', false];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('doctype');
  });
  parser.on('opentag', (tag) => {
    open.push({ name: tag.local, text: '' });
    form ||= NAMESPACES[tag.uri as keyof typeof NAMESPACES] ?? '';
    if (tag.local === 'MessageHeader') kind = 'document';
    if (tag.local === 'Status') kind = 'status';
    if (tag.local === 'Signature') signed = open.some(({ name }) => /Header$/.test(name));
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on('closetag', () => {
    const name = open
      .slice(-2)
      .map((one) => one.name)
      .join('/');
    texts.set(name, [...(texts.get(name) ?? []), open.pop()?.text ?? '']);
  });
  parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close();
  return { path, form, kind, sha256: createHash('sha256').update(bytes).digest('hex'), signed, texts };
}

const one = (packet: Read, name: string) => packet.texts.get(name)?.[0] ?? '';

describe.each(['86', '11'])('the packets of %s', (province) => {
  let made: Made;
  const packets: Read[] = [];
  const unreadable: string[] = [];
  const pathsOf = (finding: string) =>
    made.manifest.documents.findings.filter((found) => found.finding === finding).map(({ path }) => path);
  const sorted = (list: Iterable<string>) => [...list].sort();
  const documents = () => packets.filter(({ kind }) => kind === 'document');
  const statuses = () => packets.filter(({ kind }) => kind === 'status');
  const idOf = (packet: Read) => one(packet, packet.kind === 'status' ? 'ResponseFor/DocumentId' : 'MessageHeader/DocumentId'); // biome-ignore format: one line
  const receiversOf = (packet: Read) => packet.texts.get('To/OrganId') ?? [];

  beforeAll(async () => {
    made = await make(province, 12_000, 9);
    for (const [path, bytes] of made.store.objects) {
      if (!path.startsWith('documents/')) continue;
      const under = path.slice('documents/'.length);
      try {
        packets.push(read(under, bytes));
      } catch {
        unreadable.push(under);
      }
    }
  });

  test('are as many as stated, of both kinds and both forms, and the rest can’t be read', () => {
    const { documents: stated } = made.manifest;
    expect([documents().length, statuses().length, packets.length + unreadable.length]).toEqual([
      stated.documents,
      stated.statuses,
      stated.files,
    ]);
    expect(sorted(unreadable)).toEqual(sorted(pathsOf('unreadable')));
    for (const kind of ['document', 'status'])
      for (const form of Object.values(NAMESPACES))
        expect(
          packets.filter((packet) => packet.kind === kind && packet.form === form).length,
        ).toBeGreaterThan(10);
    expect(packets.some(({ signed }) => signed)).toBe(true);
    expect(new Set(packets.map(({ path }) => path.split('/')[0]))).toEqual(
      new Set(['outbox', 'sent', 'received', 'luu-tru']),
    );
  });

  test('the attachments are base64 of a few KB', () => {
    for (const packet of documents()) {
      const bytes = Buffer.from(one(packet, 'Attachment/ContentTransferEncoded'), 'base64');
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.length).toBeGreaterThan(1000);
    }
  });

  test('the findings stand where the manifest says', () => {
    const byId = new Map<string, Read[]>();
    for (const packet of documents()) byId.set(idOf(packet), [...(byId.get(idOf(packet)) ?? []), packet]);
    const found = (finding: string, of: readonly Read[]) =>
      expect(sorted(of.map(({ path }) => path)), finding).toEqual(sorted(pathsOf(finding)));
    found('unknown-status', statuses().filter((packet) => !/^(0[1-6]|13|15|16)$/.test(one(packet, 'Status/StatusCode')))); // biome-ignore format: one line
    found('bad-timestamp', statuses().filter((packet) => !/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/.test(one(packet, 'Status/Timestamp')))); // biome-ignore format: one line
    found('status-without-document', statuses().filter((packet) => !byId.has(idOf(packet)))); // biome-ignore format: one line
    found('status-from-stranger', statuses().filter((packet) => byId.has(idOf(packet)) && !byId.get(idOf(packet))?.some((doc) => receiversOf(doc).includes(one(packet, 'From/OrganId'))))); // biome-ignore format: one line
    found('document-id-twice', [...byId.values()].filter((same) => new Set(same.map(({ sha256 }) => sha256)).size > 1).flat()); // biome-ignore format: one line
    found('copy', [...packets].sort((a, b) => (a.path < b.path ? -1 : 1)).filter((packet, at, all) => all.slice(0, at).some(({ sha256 }) => sha256 === packet.sha256))); // biome-ignore format: one line
    found('business-type-unknown', documents().filter((packet) => !/^[0-3]$/.test(one(packet, 'Bussiness/BussinessDocType')))); // biome-ignore format: one line
  });

  test('what is in flight names a document and one of its receivers, and shows every row of the table', () => {
    const { inFlight } = made.manifest.documents;
    const keys = new Set(
      documents().flatMap((packet) => receiversOf(packet).map((to) => `${idOf(packet)}|${to}`)),
    );
    for (const { key } of inFlight) expect(keys.has(key), key).toBe(true);
    expect(new Set(inFlight.map(({ key }) => key)).size).toBe(inFlight.length);
    expect(new Set(inFlight.map(({ what, reason }) => `${what} ${reason}`))).toEqual(
      new Set(['reissue succeeded', 'accept-late succeeded', 'recall closed', 'ask signed', 'ask split', 'ask closed', 'ask archive-only', 'ask annulled', 'ask no-disposition', 'ask not-yet', 'ask unknown', 'ask status-unknown', 'ask status-conflict']), // biome-ignore format: a list
    );
    expect(keys.size).toBeGreaterThan(inFlight.length * 1.5);
  });

  test('people stand in packets and in nothing else', () => {
    const texts = [...made.store.objects].map(([path, bytes]) => [path, bytes.toString('utf8')] as const);
    for (const canary of made.manifest.documents.canaries) {
      const paths = texts.filter(([, text]) => text.includes(canary)).map(([path]) => path);
      expect(paths.filter((path) => path.startsWith('documents/')).length).toBeGreaterThan(10);
      expect(paths.filter((path) => !path.startsWith('documents/'))).toEqual(['manifest.json']);
    }
  });
});
