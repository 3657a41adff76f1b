import type { Packet } from '../../lib/documents/packet.ts';
import { type PacketReading, readPacket } from '../../lib/documents/read-packet.ts';

export const QCVN = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
export const LEGACY = 'http://www.e-doc.vn/Schema/';
const XLINK = 'http://www.w3.org/1999/xlink';

export interface PacketParts {
  readonly prefix?: string;
  readonly namespace?: string;
  readonly from?: string;
  readonly to?: ReadonlyArray<readonly [code: string, name: string]>;
  readonly documentId?: string;
  /** Between `OtherInfo` and `SteeringType`. */
  readonly responses?: string;
  readonly trace?: string;
  /** After the trace headers, inside the header. */
  readonly signature?: string;
  readonly attachment?: string;
  readonly businessType?: string;
  /** Before the root. */
  readonly prolog?: string;
}

/** The constructed example of the domain notes (fictitious), with parts to vary. */
export function documentXml(parts: PacketParts = {}): string {
  const {
    prefix = 'edXML',
    namespace = QCVN,
    from = 'H59.12',
    to = [
      ['H59.12.05', 'UBND xã Mẫu B'],
      ['000.00.07.H59', 'Sở Mẫu'],
    ],
    documentId = 'H59.12,2025/06/27,0412/UBND-NĐ',
    responses = '',
    trace = '',
    signature = '',
    attachment = 'JVBERi0xLjQK',
    businessType = '0',
    prolog = '<?xml version="1.0" encoding="UTF-8"?>\n',
  } = parts;
  const xmlns = prefix === '' ? `xmlns="${namespace}"` : `xmlns:${prefix}="${namespace}"`;
  const text = `${prolog}<@edXML ${xmlns} xmlns:xlink="${XLINK}">
 <@edXMLEnvelope>
  <@edXMLHeader>
   <@MessageHeader>
    <@From><@OrganId>${from}</@OrganId><@OrganName>UBND huyện Mẫu A</@OrganName><@Email>ubnd.a@example.gov.vn</@Email></@From>
${to.map(([code, name]) => `    <@To><@OrganId>${code}</@OrganId><@OrganName>${name}</@OrganName></@To>`).join('\n')}
    <@Code><@CodeNumber>0412</@CodeNumber><@CodeNotation>UBND-NĐ</@CodeNotation></@Code>
    <@PromulgationInfo><@Place>Mẫu A</@Place><@PromulgationDate>2025/06/27</@PromulgationDate></@PromulgationInfo>
    <@DocumentType><@Type>18</@Type><@TypeName>Công văn</@TypeName></@DocumentType>
    <@Subject>V/v bàn giao hồ sơ cấp huyện</@Subject>
    <@SignerInfo><@Position>Chủ tịch</@Position><@FullName>Nguyễn Văn Mẫu</@FullName></@SignerInfo>
    <@OtherInfo><@Priority>1</@Priority><@PageAmount>2</@PageAmount></@OtherInfo>${responses}
    <@SteeringType>0</@SteeringType>
    <@DocumentId>${documentId}</@DocumentId>
   </@MessageHeader>
   <@TraceHeaderList id="t1" version="1.0">
    <@TraceHeader><@OrganId>${from}</@OrganId><@Timestamp>2025/06/27 16:20:31</@Timestamp></@TraceHeader>${trace}
    <@Bussiness><@BussinessDocType>${businessType}</@BussinessDocType><@StaffInfo><@Department>Văn phòng</@Department><@Staff>Văn thư</@Staff></@StaffInfo><@Paper>0</@Paper></@Bussiness>
   </@TraceHeaderList>${signature}
  </@edXMLHeader>
  <@edXMLBody><@edXMLManifest version="1.0"><@Reference xlink:href="cid:f1"><@ContentId>f1</@ContentId><@ContentType>application/pdf</@ContentType><@AttachmentName>0412.signed.pdf</@AttachmentName></@Reference></@edXMLManifest></@edXMLBody>
 </@edXMLEnvelope>
 <@AttachmentEncoded><@Attachment><@ContentType>application/pdf</@ContentType><@ContentId>f1</@ContentId><@ContentTransferEncoded>${attachment}</@ContentTransferEncoded><@AttachmentName>0412.signed.pdf</@AttachmentName></@Attachment></@AttachmentEncoded>
</@edXML>
`;
  return prefixed(text, prefix);
}

/** Writes `<@Name` as an element of the packet's namespace. */
export const prefixed = (text: string, prefix = 'edXML'): string =>
  text.replaceAll(/<(\/?)@/g, prefix === '' ? '<$1' : `<$1${prefix}:`);

export function statusXml(parts: {
  readonly from?: string;
  readonly to?: string;
  readonly documentId?: string;
  readonly status?: string;
  readonly timestamp?: string;
}): string {
  const {
    from = 'H59.12.05',
    to = 'H59.12',
    documentId = 'H59.12,2025/06/27,0412/UBND-NĐ',
    status = '01',
    timestamp = '2025/06/28 08:00:00',
  } = parts;
  return prefixed(`<?xml version="1.0" encoding="utf-8"?>
<@edXML xmlns:edXML="${QCVN}"><@edXMLEnvelope><@edXMLHeader><@Status>
<@ResponseFor><@OrganId>${to}</@OrganId><@Code>0412/UBND-NĐ</@Code><@PromulgationDate>2025/06/27</@PromulgationDate><@DocumentId>${documentId}</@DocumentId></@ResponseFor>
<@From><@OrganId>${from}</@OrganId><@OrganName>UBND xã Mẫu B</@OrganName></@From>
<@StatusCode>${status}</@StatusCode><@Description>đã đến</@Description><@Timestamp>${timestamp}</@Timestamp>
<@StaffInfo><@Staff>Văn thư</@Staff></@StaffInfo>
</@Status></@edXMLHeader></@edXMLEnvelope></@edXML>`);
}

/** Pieces of the given sizes, over and over. */
export function* inPieces(bytes: Uint8Array, ...sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

export const read = (content: string | Uint8Array, ...sizes: readonly number[]): Promise<PacketReading> => {
  const bytes = Buffer.from(content);
  return readPacket(sizes.length === 0 ? [bytes] : inPieces(bytes, ...sizes));
};

export async function packetOf(content: string | Uint8Array): Promise<Packet> {
  const reading = await read(content);
  if (!reading.ok) throw new Error(`unreadable: ${reading.detail}`);
  return reading.packet;
}

/** What a reader refused a file for, or `ok`. */
export async function detailOf(content: string | Uint8Array, ...sizes: readonly number[]): Promise<string> {
  const reading = await read(content, ...sizes);
  return reading.ok ? 'ok' : reading.detail;
}
