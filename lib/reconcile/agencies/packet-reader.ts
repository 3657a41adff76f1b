import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What the check needs of a packet (docs/codes.md section 4). */
export interface PacketFacts {
  readonly kind: 'document' | 'status';
  /** Of the document, or of the one that the status answers. */
  readonly documentId: string;
  /** `MessageHeader/From` of a document, `Status/From` of a status packet. */
  readonly sender: string;
  /** Each `To` of a document, in the order of the file. */
  readonly receivers: readonly string[];
  /** Blank where the packet has none. */
  readonly businessType: string;
  /** Whether a signature stands inside the header. */
  readonly signed: boolean;
  readonly status: string;
  readonly statusAt: string;
}

/** Why a file is no packet: our own words and names of the schema, never its text. */
export class PacketFault extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'PacketFault';
  }
}

const NAMESPACES: ReadonlySet<string> = new Set([
  'http://www.mic.gov.vn/TBT/QCVN_102_2016',
  'http://www.e-doc.vn/Schema/',
]);
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
/** The parts of the header that are read, and those that may hold anything. `Bussiness` is the schema's own spelling. */
const SECTIONS: ReadonlySet<string> = new Set(['MessageHeader', 'TraceHeaderList', 'Bussiness', 'Status']);
const OPAQUE: ReadonlySet<string> = new Set(['AttachmentEncoded', 'Attachment']);
const RECEIVER = 'MessageHeader/To/OrganId';
/** The texts that are kept, by their path from the section on; all but the receiver's at most once in a packet. */
const KEPT: Readonly<Record<string, string>> = {
  [RECEIVER]: 'receiver',
  'MessageHeader/From/OrganId': 'From/OrganId',
  'MessageHeader/DocumentId': 'DocumentId',
  'TraceHeaderList/Bussiness/BussinessDocType': 'BussinessDocType',
  'Bussiness/BussinessDocType': 'BussinessDocType',
  'Status/From/OrganId': 'From/OrganId',
  'Status/ResponseFor/DocumentId': 'DocumentId',
  'Status/StatusCode': 'StatusCode',
  'Status/Timestamp': 'Timestamp',
};
/** Of one text, tag or comment, in characters; a header has nothing near it. */
const maxLength = 64 * 1024;
/** The offsets of a file at which what the parser has gathered is looked at. */
const stepBytes = 64 * 1024;
const PLAIN = /^[A-Za-z0-9+/= \t\r\n]*$/;
const maxDepth = 64;
const maxReceivers = 20_000;
const maxAttributes = 1000;

/** What the parser (saxes 6.0.0) gathers of a comment, a CDATA section, a name or an entity before it tells of it. */
interface Gathered {
  text: string;
  readonly name: string;
  readonly entity: string;
}

/**
 * Takes a packet piece by piece, in constant memory: text is kept of the few elements that the check asks about, and of
 * nothing else. `write` and `end` throw `PacketFault`.
 */
export class PacketReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #parser = new SaxesParser({ xmlns: true, position: false });
  /** Local names of the open elements; blank for one of another namespace. */
  readonly #open: string[] = [];
  readonly #single = new Map<string, string>();
  readonly #receivers: string[] = [];
  #kind: PacketFacts['kind'] | undefined;
  #signed = false;
  #attributes = 0;
  #offset = 0;
  /** Whether the last sign that the parser took ended a tag. */
  #atText = false;
  /** Depths of the open section and of the open part that is not looked into; 0: none. */
  #section = 0;
  #opaque = 0;
  #keeping: { readonly fact: string; readonly depth: number; text: string } | undefined;
  /** Receivers before the `To` that is open. */
  #receiversBefore = 0;

  constructor() {
    const parser = this.#parser;
    parser.on('error', () => {
      throw new PacketFault('no well-formed XML, or an entity that XML does not define');
    });
    parser.on('doctype', () => {
      throw new PacketFault('it has a DOCTYPE');
    });
    parser.on('xmldecl', ({ encoding, version }) => {
      if (version !== undefined && version !== '1.0') throw new PacketFault('it is not XML 1.0');
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8')
        throw new PacketFault('it declares another encoding than UTF-8');
    });
    parser.on('attribute', () => {
      if (++this.#attributes > maxAttributes) throw tooLong();
    });
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('closetag', () => this.#closed());
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      // What is too long is looked for at fixed offsets of the file: the same file has the same fate in any pieces.
      const end = Math.min(bytes.length, at + stepBytes - (this.#offset % stepBytes));
      this.#take(this.#decode(bytes.subarray(at, end)));
      this.#offset += end - at;
      at = end;
      if (this.#offset % stepBytes === 0) this.#checkGathered();
    }
  }

  /** Feeds the parser from one `>` to the next: if a tag ended there, it is at a text now. */
  #take(text: string): void {
    for (let at = 0; at < text.length; ) {
      at = this.#afterBase64(text, at);
      const end = text.indexOf('>', at) + 1 || text.length;
      if (at === end) continue;
      this.#atText = false;
      this.#parser.write(text.slice(at, end));
      at = end;
    }
  }

  /** Base64 as the text of an element of an attachment, most of a packet, has no effect on a parser: it is passed over. */
  #afterBase64(text: string, at: number): number {
    if (this.#opaque === 0 || !this.#atText) return at;
    const less = text.indexOf('<', at);
    const end = less === -1 ? text.length : less;
    return PLAIN.test(text.slice(at, end)) ? end : at;
  }

  #checkGathered(): void {
    const gathered = this.#parser as unknown as Gathered;
    if (gathered.name.length + gathered.entity.length > maxLength) throw tooLong();
    if (gathered.text.length <= maxLength) return;
    if (this.#opaque === 0) throw tooLong();
    // A long CDATA section of an attachment: nobody asks for it.
    gathered.text = '';
  }

  end(): PacketFacts {
    this.#parser.write(this.#decode());
    this.#parser.close();
    const required = (fact: string): string => {
      const text = this.#single.get(fact) ?? '';
      if (text === '') throw new PacketFault(`it has no ${fact}`);
      return text;
    };
    if (this.#kind === undefined)
      throw new PacketFault('it is neither a document nor a status packet of edXML');
    if (this.#kind === 'document' && this.#receivers.length === 0) throw new PacketFault('it has no To');
    return {
      kind: this.#kind,
      documentId: required('DocumentId'),
      sender: required('From/OrganId'),
      receivers: this.#receivers,
      businessType: this.#single.get('BussinessDocType') ?? '',
      signed: this.#signed,
      status: this.#kind === 'status' ? required('StatusCode') : '',
      statusAt: this.#single.get('Timestamp') ?? '',
    };
  }

  #decode(bytes?: Uint8Array): string {
    try {
      return bytes === undefined ? this.#decoder.decode() : this.#decoder.decode(bytes, { stream: true });
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new PacketFault('it is not UTF-8');
    }
  }

  #opened({ local, uri }: SaxesTagNS): void {
    this.#attributes = 0;
    this.#atText = true;
    const name = NAMESPACES.has(uri) ? local : '';
    const depth = this.#open.push(name);
    if (depth > maxDepth) throw new PacketFault(`its elements are nested deeper than ${maxDepth}`);
    if (this.#opaque > 0) return;
    if (this.#keeping !== undefined)
      throw new PacketFault(`an element stands in the text of a ${this.#keeping.fact}`);
    if (OPAQUE.has(name)) {
      this.#opaque = depth;
      return;
    }
    if (this.#section === 0 && SECTIONS.has(name)) {
      this.#section = depth;
      if (name === 'MessageHeader') this.#isA('document');
      if (name === 'Status') this.#isA('status');
    }
    const inHeader = this.#section > 0 || this.#open.includes('edXMLHeader');
    if (local === 'Signature' && (inHeader || uri === XMLDSIG)) this.#signed = true;
    if (this.#section === 0) return;
    const path = this.#open.slice(this.#section - 1).join('/');
    if (path === 'MessageHeader/To') this.#receiversBefore = this.#receivers.length;
    const fact = Object.hasOwn(KEPT, path) ? KEPT[path] : undefined;
    if (fact !== undefined) this.#keep(fact, depth);
  }

  #isA(kind: PacketFacts['kind']): void {
    if (this.#kind !== undefined) throw new PacketFault('it holds more than one document or status');
    this.#kind = kind;
  }

  #keep(fact: string, depth: number): void {
    const keeping = { fact, depth, text: '' };
    this.#keeping = keeping;
    const add = (text: string): void => {
      keeping.text += text;
      if (keeping.text.length > maxLength) throw tooLong();
    };
    // Without these the parser drops text as it comes.
    this.#parser.on('text', add);
    this.#parser.on('cdata', add);
  }

  #closed(): void {
    this.#atText = true;
    const depth = this.#open.length;
    const name = this.#open.pop();
    if (this.#opaque > 0) {
      if (this.#opaque === depth) this.#opaque = 0;
      return;
    }
    if (this.#keeping?.depth === depth) this.#kept(this.#keeping);
    const ofSection = this.#section === depth - 1 && this.#open.at(-1) === 'MessageHeader';
    if (name === 'To' && ofSection && this.#receivers.length !== this.#receiversBefore + 1)
      throw new PacketFault('a To of it has none or several OrganId');
    if (this.#section === depth) this.#section = 0;
  }

  #kept({ fact, text }: { readonly fact: string; readonly text: string }): void {
    this.#parser.off('text');
    this.#parser.off('cdata');
    this.#keeping = undefined;
    if (fact === 'receiver') {
      if (text === '') throw new PacketFault('a To of it has no OrganId');
      if (this.#receivers.push(text) > maxReceivers)
        throw new PacketFault(`it has more than ${maxReceivers} receivers`);
      return;
    }
    if (this.#single.has(fact)) throw new PacketFault(`it has more than one ${fact}`);
    this.#single.set(fact, text);
  }
}

const tooLong = (): PacketFault =>
  new PacketFault(`a text, a tag or a comment of it is longer than ${maxLength} characters`);
