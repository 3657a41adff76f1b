import { describe, expect, it } from 'vitest';
import { ORGAN_PLACES, type Span } from '../../lib/documents/packet.ts';
import { packetLimits } from '../../lib/documents/packet-limits.ts';
import { readPacket } from '../../lib/documents/read-packet.ts';
import {
  detailOf,
  documentXml,
  inPieces,
  LEGACY,
  packetOf,
  prefixed,
  QCVN,
  read,
  statusXml,
} from './packet-support.ts';

const at = (text: string, { start, end }: Span): string => Buffer.from(text).subarray(start, end).toString();

describe('a document', () => {
  it('says what the example of the domain notes says', async () => {
    const packet = await packetOf(documentXml());
    expect(packet).toMatchObject({
      kind: 'document',
      namespace: 'qcvn-102',
      sender: 'H59.12',
      signed: false,
      documentId: 'H59.12,2025/06/27,0412/UBND-NĐ',
      date: '2025/06/27',
      notation: '0412/UBND-NĐ',
      businessType: '0',
    });
    expect(packet.kind === 'document' && packet.receivers.map((one) => one.organId)).toEqual([
      'H59.12.05',
      '000.00.07.H59',
    ]);
  });

  it('has spans of bytes, not of characters', async () => {
    const xml = documentXml({ from: 'H59.12', to: [['H59.12.05', 'Xã “Mẫu” 🏠 A']] });
    const packet = await packetOf(xml);
    if (packet.kind !== 'document') throw new Error('a document');
    const [receiver] = packet.receivers;
    expect(at(xml, receiver?.organIdAt as Span)).toBe('H59.12.05');
    expect(at(xml, receiver?.nameAt as Span)).toBe('Xã “Mẫu” 🏠 A');
  });

  it.each(['edXML', 'e', '', 'tên'.replace('ê', 'e')])('under the prefix "%s"', async (prefix) => {
    expect(await packetOf(documentXml({ prefix }))).toMatchObject({ sender: 'H59.12' });
  });

  it('of the older form inside SOAP', async () => {
    const body = documentXml({ namespace: LEGACY });
    const header = body.slice(body.indexOf('<edXML:MessageHeader'), body.indexOf('</edXML:edXMLHeader'));
    const xml = `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:edXML="${LEGACY}"><S:Header>${header}</S:Header><S:Body/></S:Envelope>`;
    const packet = await packetOf(xml);
    expect(packet).toMatchObject({ namespace: 'legacy', sender: 'H59.12', date: '2025/06/27' });
    for (const { organId, at: span } of packet.organIds) expect(at(xml, span)).toBe(organId);
  });

  it('takes texts as XML reads them: references, CDATA, comments, line ends', async () => {
    const xml = documentXml({
      to: [
        ['H59&#46;12', 'a'],
        ['<![CDATA[H59.13]]>', 'b'],
        ['H59<!-- , -->.14', 'c'],
        ['\r\nH59.15\r\n', 'd'],
      ],
      documentId: 'H59.12,2025/06/27,0412/&#431;&amp;Đ',
    });
    const packet = await packetOf(xml);
    if (packet.kind !== 'document') throw new Error('a document');
    expect(packet.receivers.map((one) => one.organId)).toEqual(['H59.12', 'H59.13', 'H59.14', '\nH59.15\n']);
    expect(packet.documentId).toBe('H59.12,2025/06/27,0412/Ư&Đ');
    expect(packet.receivers.map((one) => at(xml, one.organIdAt))).toEqual([
      'H59&#46;12',
      '<![CDATA[H59.13]]>',
      'H59<!-- , -->.14',
      '\r\nH59.15\r\n',
    ]);
  });

  it('ignores what an attachment pretends', async () => {
    const inner = '<edXML:To><edXML:OrganId>H99</edXML:OrganId></edXML:To><edXML:MessageHeader/>';
    const packet = await packetOf(documentXml({ attachment: inner }));
    expect(packet.organIds.map(({ organId }) => organId)).not.toContain('H99');
  });
});

describe('the ten places of a code', () => {
  const planted: Record<(typeof ORGAN_PLACES)[number], string> = {
    From: 'A01.01',
    To: 'A01.02',
    ResponseFor: 'A01.03',
    TraceHeader: 'A01.04',
    Receiver: 'A01.05',
    OrganIdList: 'A01.06',
    'Status/From': 'A01.07',
    'Status/ResponseFor': 'A01.08',
    'transport/from': 'A01.09',
    DocumentId: 'A01.10',
  };
  const code = (place: keyof typeof planted): string => `<@OrganId>${planted[place]}</@OrganId>`;
  const id = (number: number): string =>
    `<@DocumentId>${planted.DocumentId},2025/06/0${number},${number}/QĐ</@DocumentId>`;
  const document = prefixed(`<gateway><from>${planted['transport/from']}</from>
<@edXML xmlns:edXML="${QCVN}"><@edXMLEnvelope><@edXMLHeader><@MessageHeader>
<@From>${code('From')}</@From><@To>${code('To')}</@To>
<@ResponseFor>${code('ResponseFor')}<@Code>1/QĐ</@Code>${id(1)}</@ResponseFor>${id(2)}</@MessageHeader>
<@TraceHeaderList><@TraceHeader>${code('TraceHeader')}</@TraceHeader><@Bussiness><@BussinessDocType>3</@BussinessDocType>
<@BussinessDocumentInfo><@ReceiverList><@Receiver><@ReceiverType>1</@ReceiverType>${code('Receiver')}</@Receiver></@ReceiverList></@BussinessDocumentInfo>
${id(3)}<@ReplacementInfoList><@ReplacementInfo>${id(4)}<@OrganIdList>${code('OrganIdList')}${code('OrganIdList')}</@OrganIdList></@ReplacementInfo></@ReplacementInfoList></@Bussiness></@TraceHeaderList>
</@edXMLHeader></@edXMLEnvelope></@edXML></gateway>`);
  const status = statusXml({ from: planted['Status/From'], to: planted['Status/ResponseFor'] });

  it('are all found, with their bytes', async () => {
    const found = new Map<string, Set<string>>();
    for (const xml of [document, status]) {
      for (const { place, organId, at: span } of (await packetOf(xml)).organIds) {
        expect(at(xml, span)).toBe(organId);
        found.set(place, (found.get(place) ?? new Set()).add(organId));
      }
    }
    expect([...found.keys()].sort()).toEqual([...ORGAN_PLACES].sort());
    for (const [place, codes] of found) expect(codes).toContain(planted[place as keyof typeof planted]);
  });

  it('are counted each time they stand there', async () => {
    const places = (await packetOf(document)).organIds.map(({ place }) => place);
    expect(places.filter((place) => place === 'DocumentId')).toHaveLength(4);
    expect(places.filter((place) => place === 'OrganIdList')).toHaveLength(2);
  });

  it.each([
    ['an attribute of the root', '<gateway', '<gateway from="A01.11"'],
    ['an attribute of another namespace', '<gateway', '<gateway xmlns:t="urn:t" t:from=\'A01.11\''],
    ['an attribute of the packet', '<edXML:edXML ', '<edXML:edXML from="A01.11" '],
  ])('transport: %s', async (_what, before, after) => {
    const xml = document.replace(before, after);
    const found = (await packetOf(xml)).organIds.find(({ organId }) => organId === 'A01.11');
    expect(found?.place).toBe('transport/from');
    expect(at(xml, found?.at as Span)).toBe('A01.11');
  });

  it('a `from` inside the envelope is no transport header', async () => {
    const xml = document.replace(
      '<edXML:edXMLHeader>',
      '<edXML:edXMLHeader from="A01.12"><x><from>A01.13</from></x>',
    );
    const codes = (await packetOf(xml)).organIds.map(({ organId }) => organId);
    expect(codes).not.toContain('A01.12');
    expect(codes).not.toContain('A01.13');
  });
});

describe('a status packet', () => {
  it('says who says what about which document', async () => {
    expect(await packetOf(statusXml({ status: '03' }))).toMatchObject({
      kind: 'status',
      sender: 'H59.12.05',
      documentId: 'H59.12,2025/06/27,0412/UBND-NĐ',
      status: '03',
      timestamp: '2025/06/28 08:00:00',
    });
  });
});

describe('signed', () => {
  const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>';
  it.each([
    ['at the end of the header', documentXml({ signature })],
    ['inside the trace headers', documentXml({ trace: signature })],
    ['inside the message header', documentXml({ responses: signature })],
    [
      'under a prefix',
      documentXml({
        signature: signature.replaceAll(/(<\/?)Sig/g, '$1ds:Sig').replace('xmlns=', 'xmlns:ds='),
      }),
    ],
    // It may cover the header from there.
    ['beside the envelope', documentXml().replace('<edXML:AttachmentEncoded>', `${signature}$&`)],
  ])('%s', async (_where, xml) => {
    expect((await packetOf(xml)).signed).toBe(true);
  });
  it('not by what an attachment holds', async () => {
    expect((await packetOf(documentXml({ attachment: signature }))).signed).toBe(false);
  });
});

describe('a file that is no packet', () => {
  const root = (content: string): string => `<a>${content}</a>`;
  const utf16 = Buffer.from(`\ufeff${documentXml()}`, 'utf16le');
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'empty'],
    ['white space', ' \n', 'empty'],
    ['a BOM', '\ufeff', 'empty'],
    ['UTF-16', utf16, 'encoding'],
    ['UTF-16, other end first', Buffer.from(utf16).swap16(), 'encoding'],
    ['UTF-16 without a BOM', utf16.subarray(2), 'encoding'],
    [
      'another encoding',
      documentXml({ prolog: '<?xml version="1.0" encoding="windows-1258"?>' }),
      'encoding',
    ],
    ['XML 1.1', documentXml({ prolog: '<?xml version="1.1"?>' }), 'xml-version'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('<a>'), Buffer.from([0xe1, 0xba, 0x3c])]),
      'not-utf8',
    ],
    [
      'half a character at the end',
      Buffer.concat([Buffer.from(documentXml()), Buffer.from([0xe1, 0xba])]),
      'not-utf8',
    ],
    ['U+FFFE', root('\ufffe'), 'malformed'],
    ['a control character', root('\u0001'), 'malformed'],
    ['a control character in CDATA', root('<![CDATA[\u0001]]>'), 'malformed'],
    ['a DOCTYPE', documentXml({ prolog: '<!DOCTYPE a>' }), 'doctype'],
    [
      'entities',
      documentXml({ prolog: '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]>' }),
      'doctype',
    ],
    ['an endless DOCTYPE', `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(100_000)}`, 'markup-too-long'],
    ['a late DOCTYPE', root('<!DOCTYPE a>'), 'doctype'],
    ['an undefined entity', documentXml({ from: '&code;' }), 'undefined-entity'],
    ['an undefined entity in an attachment', documentXml({ attachment: 'AAAA&x;AAAA' }), 'undefined-entity'],
    ['two roots', '<a/><b/>', 'two-roots'],
    ['text after the root', '<a/>AAAA', 'malformed'],
    ['text before the root', 'AAAA<a/>', 'malformed'],
    ['CDATA after the root', '<a/><![CDATA[A]]>', 'malformed'],
    ['tags that cross', '<a><b></a></b>', 'malformed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'malformed'],
    ['an unbound prefix', '<x:a/>', 'malformed'],
    ['`]]>` in text', root(']]>'), 'malformed'],
    ['a comment that hides CDATA', root('<!-- a --<![CDATA[x]]>>'), 'malformed'],
    ['a bare ampersand', root('a & b'), 'truncated'],
    ['a file that was cut', documentXml().slice(0, -20), 'truncated'],
    ['a file that was cut in an attachment', documentXml().slice(0, -150), 'truncated'],
    ['a file that was cut in CDATA', '<a><![CDATA[ b ]]', 'truncated'],
    ['a file that was cut in a tag', '<a', 'truncated'],
    ['too deep', '<a>'.repeat(packetLimits.depth + 1), 'too-deep'],
    [
      'a long prolog',
      ' '.repeat(packetLimits.prologBytes + 1) + documentXml({ prolog: '' }),
      'prolog-too-long',
    ],
    ['an endless prolog', ' '.repeat(2_000_000), 'prolog-too-long'],
    ['an endless comment', root(`<!--${'a'.repeat(packetLimits.markupBytes + 1)}-->`), 'markup-too-long'],
    ['an endless instruction', root(`<?a ${'a'.repeat(packetLimits.markupBytes + 1)}?>`), 'markup-too-long'],
    ['an endless attribute', `<a b="${'a'.repeat(packetLimits.markupBytes)}"/>`, 'markup-too-long'],
    ['an endless name', `<${'a'.repeat(packetLimits.markupBytes * 2)}`, 'markup-too-long'],
    ['an endless entity', root(`&${'a'.repeat(packetLimits.markupBytes * 2)}`), 'markup-too-long'],
    [
      'a long text that is read',
      documentXml({ from: 'H'.repeat(packetLimits.textBytes + 1) }),
      'text-too-long',
    ],
    ['an endless text that is read', documentXml({ from: 'H'.repeat(2_000_000) }), 'text-too-long'],
    [
      'too many receivers',
      documentXml({ to: Array.from({ length: 10_000 }, () => ['H59', 'a']) }),
      'too-many-codes',
    ],
    ['another kind of XML', '<note><to>A</to></note>', 'not-edxml'],
    ['another namespace', documentXml({ namespace: 'urn:edxml' }), 'not-edxml'],
    [
      'two headers',
      documentXml().replace('<edXML:TraceHeaderList', '<edXML:MessageHeader/>$&'),
      'twice:MessageHeader',
    ],
    ['both kinds', documentXml().replace('<edXML:TraceHeaderList', '<edXML:Status/>$&'), 'both-kinds'],
    [
      'two DocumentIds',
      documentXml({ documentId: 'a</edXML:DocumentId><edXML:DocumentId>b' }),
      'twice:DocumentId',
    ],
    ['two senders', documentXml({ from: 'a</edXML:OrganId><edXML:OrganId>b' }), 'twice:From/OrganId'],
    [
      'two codes of a receiver',
      documentXml({ to: [['a</edXML:OrganId><edXML:OrganId>b', '']] }),
      'twice:To/OrganId',
    ],
    ['no DocumentId', documentXml({ documentId: '' }), 'missing:DocumentId'],
    ['no sender', documentXml({ from: '' }), 'missing:From/OrganId'],
    ['no receiver', documentXml({ to: [] }), 'missing:To'],
    ['a receiver without a code', documentXml({ to: [['', 'a']] }), 'missing:To/OrganId'],
    ['no status code', statusXml({ status: '' }), 'missing:StatusCode'],
    ['an element in a code', documentXml({ from: '<b>H59</b>' }), 'element-in-text:OrganId'],
  ])('%s', async (_what, content, detail) => {
    expect(await detailOf(content)).toBe(detail);
    expect(await detailOf(content, 256 * 1024)).toBe(detail);
    if (content.length < 10_000) expect(await detailOf(content, 1)).toBe(detail);
  });

  it('is read to its end all the same: whoever digests it needs every byte', async () => {
    let pulled = 0;
    await readPacket(
      (function* () {
        for (; pulled < 5; pulled++) yield Buffer.from('<<<<');
      })(),
    );
    expect(pulled).toBe(5);
  });

  it('throws what its file throws', async () => {
    const broken = (async function* () {
      yield Buffer.from('<a>');
      throw new Error('EIO');
    })();
    await expect(readPacket(broken)).rejects.toThrow('EIO');
  });
});

describe('a long packet that is in order', () => {
  it.each<[string, string]>([
    ['base64', 'JVBERi0x'.repeat(300_000)],
    ['base64 in lines with references, as Java writes it', `${'JVBERi0x'.repeat(9)}&#13;\n`.repeat(20_000)],
    ['CDATA', `<![CDATA[${'JVBERi0x]]&<'.repeat(200_000)}]]>`],
    ['many elements', '<edXML:a b="&lt;"/>'.repeat(50_000)],
    ['text of letters', 'Cộng hòa xã hội '.repeat(80_000)],
  ])('%s', async (_what, attachment) => {
    expect(await detailOf(documentXml({ attachment }), 256 * 1024)).toBe('ok');
    expect(await detailOf(documentXml({ attachment }), 65_521)).toBe('ok');
  });

  it.each<[string, string, string]>([
    ['an attachment', 'QUJD', ''],
    ['an attachment in CDATA', '<![CDATA[QUJD', ']]>'],
  ])('never holds %s', async (_what, first, last) => {
    const [head = '', tail = ''] = documentXml({ attachment: '@@@@' }).split('@@@@');
    const line = Buffer.from(first.slice(-4).repeat(16_384));
    const before = process.memoryUsage();
    let most = 0;
    const reading = await readPacket(
      (function* () {
        yield Buffer.from(head + first);
        for (let count = 0; count < 3000; count++) {
          yield line;
          const now = process.memoryUsage();
          most = Math.max(most, now.heapUsed - before.heapUsed, now.arrayBuffers - before.arrayBuffers);
        }
        yield Buffer.from(last + tail);
      })(),
    );
    expect(reading.ok).toBe(true);
    // Of 196 MB that went by; some of it is not collected yet.
    expect(most).toBeLessThan(100 * 1024 * 1024);
  });

  it('with a reference that two pieces share, before a long text without a tag', async () => {
    const bytes = Buffer.from(documentXml({ attachment: `A&#13;${'AAA,'.repeat(400_000)}` }));
    const cut = bytes.indexOf('#13;');
    const pieces = [bytes.subarray(0, cut), ...inPieces(bytes.subarray(cut), 200_000)];
    expect(await readPacket(pieces)).toMatchObject({ ok: true });
  });

  it('with a BOM has the spans of its bytes', async () => {
    const xml = `\ufeff${documentXml()}`;
    for (const { organId, at: span } of (await packetOf(xml)).organIds) expect(at(xml, span)).toBe(organId);
    expect(await read(xml, 1)).toEqual(await read(xml));
  });
});
