/** An agency as a packet names it. */
export interface Party {
  readonly code: string;
  readonly name: string;
}

/** Made-up people of a packet: nothing of them may stand in any output. */
export interface Persons {
  readonly signer: string;
  readonly staff: string;
  readonly mobile: string;
  readonly mail: string;
}

/** What both kinds of packet are written from. Values are as they stand in the packet, before XML's escapes. */
interface PacketBase {
  /** The form before QCVN 102:2016: a SOAP envelope in the namespace of e-doc.vn. */
  readonly legacy: boolean;
  readonly from: Party;
  readonly documentId: string;
  readonly persons: Persons;
}

export interface DocumentSheet extends PacketBase {
  readonly to: readonly Party[];
  /** `yyyy/MM/dd` */
  readonly date: string;
  readonly number: string;
  readonly notation: string;
  readonly place: string;
  readonly subject: string;
  readonly businessType: string;
  /** An earlier document that this one answers or asks about. */
  readonly responseFor?: { readonly from: Party; readonly documentId: string };
  /** A signature inside the header: nothing in it may be touched. */
  readonly signed: boolean;
  /** Base64, in lines. */
  readonly attachment: string;
  /** The transport header that some gateways keep around the packet. */
  readonly transport: boolean;
}

export interface StatusSheet extends PacketBase {
  /** Who sent the document that this answers. */
  readonly sender: Party;
  readonly status: string;
  /** `yyyy/MM/dd HH:mm:ss` */
  readonly timestamp: string;
}

const QCVN_102 = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const LEGACY = 'http://www.e-doc.vn/Schema/';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/** `<edXML:NAME>TEXT</edXML:NAME>` */
const leaf = (name: string, text: string): string => `<edXML:${name}>${escaped(text)}</edXML:${name}>`;
const tree = (name: string, ...children: readonly string[]): string =>
  `<edXML:${name}>${children.join('')}</edXML:${name}>`;

const party = (name: string, { code, name: organ }: Party, ...more: readonly string[]): string =>
  tree(name, leaf('OrganId', code), leaf('OrganName', organ), ...more);

const staffOf = ({ staff, mobile, mail }: Persons): string =>
  tree(
    'StaffInfo',
    leaf('Department', 'Văn phòng'),
    leaf('Staff', staff),
    leaf('Mobile', mobile),
    leaf('Email', mail),
  );

/** Stands for a signature; it is none, and nobody may take it for one. */
const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/><ds:SignatureValue>bWF1</ds:SignatureValue></ds:Signature>';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

function enveloped(legacy: boolean, header: string, rest: { body: string; after: string }): string {
  if (legacy)
    return `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:edXML="${LEGACY}">
<SOAP-ENV:Header>${header}</SOAP-ENV:Header>
<SOAP-ENV:Body>${rest.body}${rest.after}</SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;
  return `<edXML:edXML xmlns:edXML="${QCVN_102}" xmlns:xlink="http://www.w3.org/1999/xlink">
<edXML:edXMLEnvelope>
<edXML:edXMLHeader>${header}</edXML:edXMLHeader>
<edXML:edXMLBody>${rest.body}</edXML:edXMLBody>
</edXML:edXMLEnvelope>
${rest.after}</edXML:edXML>
`;
}

/** A document packet of one attachment, with its last line end. */
export function documentText(sheet: DocumentSheet): string {
  const { from, to, persons, date, number, notation, documentId, responseFor } = sheet;
  const code = tree('Code', leaf('CodeNumber', number), leaf('CodeNotation', notation));
  const message = tree(
    'MessageHeader',
    party('From', from, leaf('Email', persons.mail), leaf('Telephone', persons.mobile)),
    ...to.map((one) => party('To', one)),
    code,
    tree('PromulgationInfo', leaf('Place', sheet.place), leaf('PromulgationDate', date)),
    tree('DocumentType', leaf('Type', '18'), leaf('TypeName', 'Công văn')),
    leaf('Subject', sheet.subject),
    tree('SignerInfo', leaf('Position', 'Chủ tịch'), leaf('FullName', persons.signer)),
    tree('OtherInfo', leaf('Priority', '0'), leaf('TyperNotation', 'VT'), leaf('PageAmount', '2')),
    ...(responseFor === undefined
      ? []
      : [
          tree(
            'ResponseFor',
            leaf('OrganId', responseFor.from.code),
            leaf('DocumentId', responseFor.documentId),
          ),
        ]),
    leaf('SteeringType', '0'),
    leaf('DocumentId', documentId),
  );
  const trace = tree(
    'TraceHeaderList',
    tree('TraceHeader', leaf('OrganId', from.code), leaf('Timestamp', `${date} 16:20:31`)),
    tree('Bussiness', leaf('BussinessDocType', sheet.businessType), staffOf(persons), leaf('Paper', '0')),
  );
  const name = `${number}.signed.pdf`;
  const body = `<edXML:edXMLManifest version="1.0"><edXML:Reference xlink:href="cid:f1">${leaf('ContentId', 'f1')}${leaf('ContentType', 'application/pdf')}${leaf('AttachmentName', name)}</edXML:Reference></edXML:edXMLManifest>`;
  const after = `${tree(
    'AttachmentEncoded',
    tree(
      'Attachment',
      leaf('ContentType', 'application/pdf'),
      leaf('ContentId', 'f1'),
      `<edXML:ContentTransferEncoded>${sheet.attachment}</edXML:ContentTransferEncoded>`,
      leaf('AttachmentName', name),
    ),
  )}\n`;
  const packet = enveloped(sheet.legacy, `${message}${trace}${sheet.signed ? SIGNATURE : ''}`, {
    body,
    after,
  });
  if (!sheet.transport) return XML + packet;
  return `${XML}<message><header><from>${escaped(from.code)}</from><servicetype>eDoc</servicetype><messagetype>edoc</messagetype></header>\n${packet}</message>\n`;
}

/** A status packet: what a receiver says about a document. */
export function statusText(sheet: StatusSheet): string {
  const status = tree(
    'Status',
    tree('ResponseFor', leaf('OrganId', sheet.sender.code), leaf('DocumentId', sheet.documentId)),
    party('From', sheet.from),
    leaf('StatusCode', sheet.status),
    leaf('Description', 'Trạng thái xử lý'),
    leaf('Timestamp', sheet.timestamp),
    staffOf(sheet.persons),
  );
  return XML + enveloped(sheet.legacy, status, { body: '', after: '' });
}
