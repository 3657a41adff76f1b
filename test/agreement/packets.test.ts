import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPacket } from '../../lib/documents/read-packet.ts';
import { PacketFault, PacketReader } from '../../lib/reconcile/agencies/packet-reader.ts';
import { documentText, SIGNATURE, statusText } from '../reconcile/packets.ts';

// Two readers of edXML by different hands: what one takes for a packet, and what it reads there, the other does.
const TEXTS = [
  documentText({ to: ['H59.12.05', '000.00.07.H59'], attachment: 'QUJD\nREVG' }),
  documentText({ to: ['H1'], type: '1', signed: true, attachment: '<![CDATA[QUJD]]>' }),
  statusText('H59.12,2025/06/27,0412/UBND-NĐ', 'H61.5', '01'),
];
// No letter beyond ASCII: the scan takes none in names of elements, which XML allows.
const NOISE = [
  ...[
    '<',
    '>',
    '&',
    '&amp;',
    '&#x48;',
    '&e;',
    ']]>',
    '<![CDATA[x]]>',
    '<!-- x -->',
    '<?x y?>',
    ' ',
    '\r\n',
    '\u0000',
  ],
  ...['<x/>', '<edXML:x/>', '<x xmlns="http://www.e-doc.vn/Schema/"/>', SIGNATURE, '<!DOCTYPE x>'],
  ...[
    '<edXML:OrganId>H2</edXML:OrganId>',
    '<edXML:To><edXML:OrganId>H3</edXML:OrganId></edXML:To>',
    '<edXML:DocumentId>D</edXML:DocumentId>',
  ],
  ...[
    '<edXML:Status/>',
    '<edXML:MessageHeader/>',
    '<edXML:Bussiness><edXML:BussinessDocType>2</edXML:BussinessDocType></edXML:Bussiness>',
  ],
];
/**
 * What the scan refuses and the check may read over: a fault in a text that the check has no use for, and a `To` that is
 * no receiver's. Told by the scan's own words; everything else must be the same.
 */
const NOT_ASKED =
  /^(twice:(CodeNumber|CodeNotation|PromulgationDate|To\/OrganName|SteeringType|OtherInfo)|element-in-text:(CodeNumber|CodeNotation|PromulgationDate|OrganName|DocumentId|OrganId)|missing:To\/OrganId)$/;

const edit = fc.record({
  at: fc.nat(),
  drop: fc.oneof(fc.constant(0), fc.nat(30)),
  add: fc.oneof(fc.constant(''), fc.constantFrom(...NOISE)),
});
const packet = fc.tuple(fc.constantFrom(...TEXTS), fc.array(edit, { maxLength: 2 })).map(([text, edits]) =>
  edits.reduce((now, { at, drop, add }) => {
    // Mostly between two tags, where a change is no mere syntax error.
    const place = at % 3 === 0 ? at % (now.length + 1) : now.indexOf('<', at % now.length);
    const start = Math.max(0, place);
    return now.slice(0, start) + add + now.slice(start + drop);
  }, text),
);

function ours(bytes: Buffer) {
  const reader = new PacketReader();
  try {
    reader.write(bytes);
    const { businessType, ...facts } = reader.end();
    return { ...facts, businessType: facts.kind === 'status' ? '' : businessType || '0' };
  } catch (error) {
    if (error instanceof PacketFault) return undefined;
    throw error;
  }
}
async function theirs(bytes: Buffer) {
  const reading = await readPacket([bytes]);
  if (!reading.ok) return NOT_ASKED.test(reading.detail) ? ('not asked' as const) : undefined;
  const { packet: read } = reading;
  const isStatus = read.kind === 'status';
  return {
    kind: read.kind,
    documentId: read.documentId,
    sender: read.sender,
    receivers: isStatus ? [] : read.receivers.map(({ organId }) => organId),
    businessType: isStatus ? '' : read.businessType,
    signed: read.signed,
    status: isStatus ? read.status : '',
    statusAt: isStatus ? read.timestamp : '',
  };
}

it('both readers of packets read the same of 6,000 edited packets', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(packet, async (text) => {
      const bytes = Buffer.from(text);
      const read = await theirs(bytes);
      if (read === 'not asked') return;
      if (read !== undefined) taken++;
      expect(ours(bytes)).toEqual(read);
    }),
    { numRuns: 6000, seed: 20250701 },
  );
  expect(taken).toBeGreaterThan(1500);
});
