/** edXML packets for tests, by hand after DOMAIN section 6. */
export interface DocumentText {
  readonly id?: string;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly type?: string;
  readonly signed?: boolean;
  /** Text of its one attachment. */
  readonly attachment?: string;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XMLNS =
  'xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:xlink="http://www.w3.org/1999/xlink"';
export const SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>';

export function documentText(given: DocumentText = {}): string {
  const { id = 'H59.12,2025/06/27,0412/UBND-NĐ', from = 'H59.12', to = ['H59.12.05'] } = given;
  const { type = '0', signed = false, attachment = 'JVBERi0xLjQK' } = given;
  const receivers = to.map(
    (code) =>
      `<edXML:To><edXML:OrganId>${code}</edXML:OrganId><edXML:OrganName>Sở Mẫu</edXML:OrganName></edXML:To>`,
  );
  return `${DECLARATION}<edXML:edXML ${XMLNS}><edXML:edXMLEnvelope><edXML:edXMLHeader>
<edXML:MessageHeader><edXML:From><edXML:OrganId>${from}</edXML:OrganId><edXML:Email>bi-mat@example.gov.vn</edXML:Email></edXML:From>
${receivers.join('\n')}
<edXML:Code><edXML:CodeNumber>0412</edXML:CodeNumber><edXML:CodeNotation>UBND-NĐ</edXML:CodeNotation></edXML:Code>
<edXML:Subject>V/v nội dung kín</edXML:Subject>
<edXML:ResponseFor><edXML:OrganId>H99.9</edXML:OrganId><edXML:DocumentId>H99.9,2025/01/01,1/X</edXML:DocumentId></edXML:ResponseFor>
<edXML:DocumentId>${id}</edXML:DocumentId></edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>H99.8</edXML:OrganId></edXML:TraceHeader>
<edXML:Bussiness><edXML:BussinessDocType>${type}</edXML:BussinessDocType><edXML:DocumentId>another</edXML:DocumentId></edXML:Bussiness></edXML:TraceHeaderList>
${signed ? SIGNATURE : ''}</edXML:edXMLHeader><edXML:edXMLBody/></edXML:edXMLEnvelope>
<edXML:AttachmentEncoded><edXML:Attachment><edXML:ContentTransferEncoded>${attachment}</edXML:ContentTransferEncoded></edXML:Attachment></edXML:AttachmentEncoded></edXML:edXML>
`;
}

export function statusText(
  documentId: string,
  sender: string,
  status: string,
  at = '2025/06/28 08:00:00',
): string {
  return `${DECLARATION}<edXML:edXML ${XMLNS}><edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:Status>
<edXML:ResponseFor><edXML:OrganId>H59.12</edXML:OrganId><edXML:DocumentId>${documentId}</edXML:DocumentId></edXML:ResponseFor>
<edXML:From><edXML:OrganId>${sender}</edXML:OrganId></edXML:From>
<edXML:StatusCode>${status}</edXML:StatusCode><edXML:Description>mô tả</edXML:Description><edXML:Timestamp>${at}</edXML:Timestamp>
</edXML:Status></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML:edXML>
`;
}
