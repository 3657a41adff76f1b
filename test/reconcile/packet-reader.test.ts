import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PacketFacts, PacketFault, PacketReader } from '../../lib/reconcile/agencies/packet-reader.ts';
import { documentText, SIGNATURE, statusText } from './packets.ts';

function read(text: string | Uint8Array, pieces: readonly number[] = []): PacketFacts {
  const bytes = Buffer.from(text as string);
  const reader = new PacketReader();
  let at = 0;
  for (const end of [...pieces, bytes.length]) {
    reader.write(bytes.subarray(at, end));
    at = end;
  }
  return reader.end();
}
function faultOf(text: string | Uint8Array): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PacketFault) return error.message;
    throw error;
  }
  return '';
}

const DOCUMENT: PacketFacts = {
  kind: 'document',
  documentId: 'H59.12,2025/06/27,0412/UBND-NĐ',
  sender: 'H59.12',
  receivers: ['H59.12.05', '000.00.07.H59'],
  businessType: '0',
  signed: false,
  status: '',
  statusAt: '',
};
const text = documentText({ to: DOCUMENT.receivers });

describe('a packet as the check reads it', () => {
  it('takes a document, and none of the other places where a code or an id stands', () => {
    expect(read(text)).toEqual(DOCUMENT);
  });
  it('takes a status packet', () => {
    expect(read(statusText('D', 'H61.5', '01'))).toEqual({
      ...DOCUMENT,
      kind: 'status',
      documentId: 'D',
      sender: 'H61.5',
      receivers: [],
      businessType: '',
      status: '01',
      statusAt: '2025/06/28 08:00:00',
    });
  });
  it('takes the predecessor’s namespace in a SOAP envelope, any prefix, and a BOM', () => {
    const legacy = text
      .replace('http://www.mic.gov.vn/TBT/QCVN_102_2016', 'http://www.e-doc.vn/Schema/')
      .replace('<edXML:edXML ', '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" ')
      .replace('</edXML:edXML>', '</S:Envelope>')
      .replaceAll('edXML:edXMLHeader', 'S:Header');
    expect(read(legacy)).toEqual(DOCUMENT);
    expect(read(`\ufeff${text.replaceAll('edXML:', 'x:').replace('xmlns:edXML', 'xmlns:x')}`)).toEqual(
      DOCUMENT,
    );
  });
  it('takes codes as they stand: no trimming, references and CDATA read', () => {
    const odd = documentText({ to: [' H1 ', 'H&#49;&amp;', '<![CDATA[H<2]]>', 'H<!-- x -->3'] });
    expect(read(odd).receivers).toEqual([' H1 ', 'H1&', 'H<2', 'H3']);
  });
  it('sees a signature inside the header, not one in an attachment', () => {
    expect(read(documentText({ signed: true })).signed).toBe(true);
    expect(read(documentText({ attachment: SIGNATURE })).signed).toBe(false);
  });
  it('looks into no attachment', () => {
    expect(
      read(
        documentText({
          to: ['H1'],
          attachment: documentText()
            .split('\n')
            .slice(1)
            .join('')
            .replace(/^.*?<edXML:edXML /, '<edXML:edXML '),
        }),
      ).receivers,
    ).toEqual(['H1']);
  });
  it('says the same whatever the pieces', () => {
    const bytes = Buffer.byteLength(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes), { maxLength: 30 }), (cuts) => {
        expect(
          read(
            text,
            cuts.sort((a, b) => a - b),
          ),
        ).toEqual(DOCUMENT);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is no packet', () => {
  const within = (from: string, to: string): string => {
    if (!text.includes(from)) throw new Error(`no ${from} in the packet`);
    return text.replace(from, () => to);
  };
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'no well-formed XML'],
    ['half a packet', text.slice(0, 900), 'no well-formed XML'],
    ['two roots', text + text.split('\n').slice(1).join('\n'), 'no well-formed XML'],
    [
      'a DOCTYPE',
      within('<edXML:edXML ', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><edXML:edXML '),
      'DOCTYPE',
    ],
    ['an entity of its own', within('0412/UBND', '&e;/UBND'), 'entity'],
    ['an entity of JavaScript', within('0412/UBND', '&constructor;/UBND'), 'entity'],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'not UTF-8'],
    ['one byte of Latin-1', Buffer.from(text.replace('Sở', 'Sé'), 'latin1'), 'not UTF-8'],
    ['another encoding by its word', within('encoding="UTF-8"', 'encoding="ISO-8859-1"'), 'another encoding'],
    ['another version of XML', within('version="1.0"', 'version="1.1"'), 'XML 1.0'],
    ['another namespace', within('TBT/QCVN_102_2016', 'TBT/QCVN_102_2099'), 'neither'],
    [
      'a document and a status',
      within('<edXML:TraceHeaderList>', '<edXML:Status/><edXML:TraceHeaderList>'),
      'more than one document',
    ],
    ['no receiver', documentText({ to: [] }), 'no To'],
    ['a blank receiver', documentText({ to: ['H1', ''] }), 'no OrganId'],
    ['a receiver without a code', within('<edXML:OrganId>H59.12.05</edXML:OrganId>', ''), 'none or several'],
    [
      'a receiver with two',
      within('<edXML:OrganId>H59.12.05<', '<edXML:OrganId>H1</edXML:OrganId><edXML:OrganId>H59.12.05<'),
      'none or several',
    ],
    ['no DocumentId', documentText({ id: '' }), 'no DocumentId'],
    [
      'two DocumentIds',
      documentText({ id: 'a</edXML:DocumentId><edXML:DocumentId>b' }),
      'more than one DocumentId',
    ],
    ['an element in a code', documentText({ to: ['H1<edXML:b/>2'] }), 'an element stands in'],
    ['no status code', statusText('D', 'H1', ''), 'no StatusCode'],
    ['a code of 100,000 signs', documentText({ to: ['H'.repeat(100_000)] }), 'longer than'],
    [
      'a comment of 200,000 signs',
      `<!--${'a'.repeat(200_000)}-->${text.slice(text.indexOf('<edXML'))}`,
      'longer than',
    ],
    [
      '2,000 attributes',
      within('<edXML:edXMLBody/>', `<b ${Array.from({ length: 2000 }, (_, n) => `a${n}=""`).join(' ')}/>`),
      'longer than',
    ],
    [
      'elements 100 deep',
      within('<edXML:edXMLBody/>', '<b>'.repeat(100) + '</b>'.repeat(100)),
      'nested deeper',
    ],
  ])('%s', (_, bytes, says) => {
    expect(faultOf(bytes)).toContain(says);
  });
  it('is never told with a word of the packet', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.constantFrom('<', '>', '&', '\u0000', '</x>', '<x>', ']]>'),
        (at, noise) => {
          const fault = faultOf(text.slice(0, at) + noise + text.slice(at));
          for (const secret of ['kín', 'bi-mat', 'H59', '0412', 'Mẫu']) expect(fault).not.toContain(secret);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('holds no attachment, in text or in CDATA', () => {
  const [head = '', tail = ''] = documentText({ to: ['H1'], attachment: '|' }).split('|');
  const piece = Buffer.alloc(64 * 1024, 'QUJD');
  for (const [open, close, mebibytes] of [
    ['', '', 200],
    ['<![CDATA[', ']]>', 96],
  ] as const) {
    const reader = new PacketReader();
    reader.write(Buffer.from(head + open));
    const before = process.memoryUsage().rss;
    let most = 0;
    for (let count = 0; count < mebibytes * 16; count++) {
      reader.write(piece);
      most = Math.max(most, process.memoryUsage().rss);
    }
    reader.write(Buffer.from(close + tail));
    expect(reader.end().receivers).toEqual(['H1']);
    // The heap's young generation is what grows.
    expect((most - before) / 2 ** 20).toBeLessThan(80);
  }
});
