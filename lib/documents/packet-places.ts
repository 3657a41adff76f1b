import type { OrganPlace } from './packet.ts';

/** Namespaces of the two forms. Prefixes are whatever the sender chose. */
const NAMESPACES: Readonly<Record<string, 'qcvn-102' | 'legacy'>> = {
  'http://www.mic.gov.vn/TBT/QCVN_102_2016': 'qcvn-102',
  'http://www.e-doc.vn/Schema/': 'legacy',
};

export const namespaceOf = (uri: string): 'qcvn-102' | 'legacy' | undefined => NAMESPACES[uri];

/** Namespace of XML signatures (xmldsig). */
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

/** What a text that is read says. */
export type Fact =
  | 'organ-id'
  | 'organ-name'
  | 'document-id'
  | 'own-document-id'
  | 'number'
  | 'notation'
  | 'date'
  | 'business-type'
  | 'status'
  | 'timestamp';

export interface Place {
  readonly fact: Fact;
  /** Where the code stands, for `organ-id`. */
  readonly place?: OrganPlace;
}

/** The parts of the header that hold codes; what stands in another element of the form is not read. */
export const SECTIONS: readonly string[] = ['MessageHeader', 'TraceHeaderList', 'Bussiness', 'Status'];
/** Parts that may hold anything: nothing in them is of the packet. */
export const OPAQUE: readonly string[] = ['AttachmentEncoded', 'Attachment'];

const ORGAN_PARENTS: Readonly<Record<string, OrganPlace>> = {
  ResponseFor: 'ResponseFor',
  TraceHeader: 'TraceHeader',
  Receiver: 'Receiver',
  OrganIdList: 'OrganIdList',
};

/** Texts by their path from the section on. `Bussiness` is the schema's own spelling. */
const BY_PATH: Readonly<Record<string, Place>> = {
  'MessageHeader/From/OrganId': { fact: 'organ-id', place: 'From' },
  'MessageHeader/To/OrganId': { fact: 'organ-id', place: 'To' },
  'MessageHeader/To/OrganName': { fact: 'organ-name' },
  'MessageHeader/Code/CodeNumber': { fact: 'number' },
  'MessageHeader/Code/CodeNotation': { fact: 'notation' },
  'MessageHeader/PromulgationInfo/PromulgationDate': { fact: 'date' },
  'MessageHeader/DocumentId': { fact: 'own-document-id' },
  'TraceHeaderList/Bussiness/BussinessDocType': { fact: 'business-type' },
  'Bussiness/BussinessDocType': { fact: 'business-type' },
  'Status/StatusCode': { fact: 'status' },
  'Status/Timestamp': { fact: 'timestamp' },
  'Status/From/OrganId': { fact: 'organ-id', place: 'Status/From' },
  'Status/ResponseFor/OrganId': { fact: 'organ-id', place: 'Status/ResponseFor' },
  'Status/ResponseFor/DocumentId': { fact: 'own-document-id' },
};

/** What the text of an element is, by the names from its section on (elements of other namespaces are blank). */
export function placeOf(names: readonly string[]): Place | undefined {
  const own = BY_PATH[names.join('/')];
  if (own !== undefined) return own;
  const name = names[names.length - 1];
  if (name === 'DocumentId') return { fact: 'document-id' };
  if (name !== 'OrganId') return undefined;
  const place = ORGAN_PARENTS[names[names.length - 2] ?? ''];
  return place === undefined ? undefined : { fact: 'organ-id', place };
}
