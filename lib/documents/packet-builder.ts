import type { SaxesAttributeNSIncomplete, SaxesTagNS } from 'saxes';
import { ByteSax, type ByteSaxListener } from './byte-sax.ts';
import type { OrganIdAt, OrganPlace, Packet, Span } from './packet.ts';
import { PacketFault, packetLimits } from './packet-limits.ts';
import {
  type Fact,
  namespaceOf,
  OPAQUE,
  type Place,
  placeOf,
  SECTIONS,
  SIGNATURE_NAMESPACE,
} from './packet-places.ts';
import { textOf } from './packet-text.ts';

/** Where a document's parts stand, for whoever rewrites it. */
export interface DocumentLayout {
  /** What the names of its elements begin with: `edXML:`, or blank under a default namespace. */
  readonly prefix: string;
  /** Each `To` as a whole, in the order of `receivers`. */
  readonly receiversAt: readonly Span[];
  /** Text of `MessageHeader/DocumentId`. */
  readonly documentIdAt: Span;
  /** Where one more `ResponseFor` belongs. */
  readonly responseAt: number;
}

interface OpenElement {
  /** Local name in a namespace of packets; blank for all others. */
  readonly name: string;
  readonly at: Span;
}

/** The element whose text is being read. */
interface Leaf {
  readonly place: Place;
  readonly depth: number;
  /** Where its text begins. */
  readonly from: number;
}

interface ReceiverParts {
  organId: string;
  organIdAt: Span;
  nameAt: Span | undefined;
}

/** Facts that a packet says at most once: twice is a fault, never "the first" or "the last". */
type SingleFact = Exclude<Fact, 'organ-id' | 'organ-name' | 'document-id'>;

/** Collects what a packet says while it is read. */
export class PacketBuilder implements ByteSaxListener {
  readonly #sax: ByteSax;
  readonly #open: OpenElement[] = [];
  /** Values of attributes `from` of the tag that is told next. */
  readonly #fromAttributes: Span[] = [];
  #opaqueDepth = -1;
  #sectionDepth = -1;
  #kind: 'document' | 'status' | undefined;
  #namespace: 'qcvn-102' | 'legacy' = 'qcvn-102';
  #prefix = '';
  #signed = false;
  #leaf: Leaf | undefined;
  readonly #single = new Map<SingleFact, string>();
  #sender: string | undefined;
  readonly #organIds: OrganIdAt[] = [];
  readonly #receivers: ReceiverParts[] = [];
  readonly #receiversAt: Span[] = [];
  #receiver: Partial<ReceiverParts> | undefined;
  #documentIdAt: Span | undefined;
  /** End of the last `ResponseFor` and of `OtherInfo`; start of `SteeringType` and of `DocumentId`. */
  readonly #marks = new Map<string, number>();

  constructor() {
    this.#sax = new ByteSax(this);
  }

  push(piece: Uint8Array): void {
    this.#sax.push(piece);
  }

  open(tag: SaxesTagNS, at: Span): void {
    const namespace = namespaceOf(tag.uri);
    const name = namespace === undefined ? '' : tag.local;
    const depth = this.#open.push({ name, at });
    const fromAttributes = this.#fromAttributes.splice(0);
    if (this.#opaqueDepth >= 0) return;
    if (this.#leaf !== undefined) this.#elementInLeaf(this.#leaf);
    if (OPAQUE.includes(name)) {
      this.#opaqueDepth = depth;
      return;
    }
    if (tag.local === 'Signature' && (tag.uri === SIGNATURE_NAMESPACE || this.#inHeader()))
      this.#signed = true;
    if (this.#sectionDepth < 0 && SECTIONS.includes(name)) this.#openSection(tag, depth);
    if (this.#sectionDepth >= 0) this.#openInSection(depth, at);
    else if (this.#isTransport(depth - 1)) this.#openTransport(tag, name, depth, at, fromAttributes);
  }

  close({ isSelfClosing }: SaxesTagNS, at: Span): void {
    const depth = this.#open.length;
    const element = this.#open.pop();
    if (element === undefined) throw new PacketFault('malformed');
    if (this.#opaqueDepth >= 0) {
      if (this.#opaqueDepth === depth) this.#opaqueDepth = -1;
      return;
    }
    if (this.#leaf?.depth === depth)
      this.#closeLeaf(
        this.#leaf.place,
        { start: this.#leaf.from, end: at.start },
        element.name,
        isSelfClosing,
      );
    if (this.#sectionDepth === depth) this.#sectionDepth = -1;
    else if (this.#sectionDepth === depth - 1 && this.#kind === 'document')
      this.#closeHeaderChild(element, at.end);
  }

  attribute({ local }: SaxesAttributeNSIncomplete, value: Span): void {
    if (local === 'from') this.#fromAttributes.push(value);
  }

  /** The file has ended: what was read. */
  finish(): { readonly packet: Packet; readonly layout: DocumentLayout | undefined } {
    this.#sax.end();
    if (this.#kind === undefined) throw new PacketFault('not-edxml');
    const base = {
      namespace: this.#namespace,
      sender: this.#sender ?? missing('From'),
      organIds: this.#organIds,
      signed: this.#signed,
      documentId: this.#text('own-document-id') || missing('DocumentId'),
    };
    if (this.#kind === 'status')
      return {
        packet: {
          ...base,
          kind: 'status',
          status: this.#text('status') || missing('StatusCode'),
          timestamp: this.#text('timestamp'),
        },
        layout: undefined,
      };
    if (this.#receivers.length === 0) missing('To');
    const packet: Packet = {
      ...base,
      kind: 'document',
      receivers: this.#receivers,
      date: this.#text('date'),
      notation: `${this.#text('number')}/${this.#text('notation')}`,
      businessType: this.#text('business-type') || '0',
    };
    return { packet, layout: this.#layout() };
  }

  #layout(): DocumentLayout {
    const mark = (name: string): number | undefined => this.#marks.get(name);
    const documentIdAt = this.#documentIdAt ?? missing('DocumentId');
    return {
      prefix: this.#prefix,
      receiversAt: this.#receiversAt,
      documentIdAt,
      responseAt:
        mark('ResponseFor') ??
        mark('OtherInfo') ??
        mark('SteeringType') ??
        mark('DocumentId') ??
        missing('DocumentId'),
    };
  }

  #openSection(tag: SaxesTagNS, depth: number): void {
    this.#sectionDepth = depth;
    if (tag.local !== 'Status' && tag.local !== 'MessageHeader') return;
    const kind = tag.local === 'Status' ? 'status' : 'document';
    if (this.#kind !== undefined)
      throw this.#kind === kind ? new PacketFault('twice', tag.local) : new PacketFault('both-kinds');
    this.#kind = kind;
    this.#namespace = namespaceOf(tag.uri) ?? 'qcvn-102';
    this.#prefix = tag.prefix === '' ? '' : `${tag.prefix}:`;
  }

  /** The axis's own header, around or beside the envelope: no standard says where, and `from` is its name everywhere. */
  #openTransport(tag: SaxesTagNS, name: string, depth: number, at: Span, attributes: readonly Span[]): void {
    if (name !== '' && name !== 'edXML' && name !== 'edXMLEnvelope') return;
    for (const value of attributes) this.#addOrganId('transport/from', value);
    if (tag.local === 'from') this.#leafFrom({ fact: 'organ-id', place: 'transport/from' }, depth, at.end);
  }

  #elementInLeaf({ place, depth }: Leaf): void {
    // Outside the schema an element of that name may be anything.
    if (place.place !== 'transport/from')
      throw new PacketFault('element-in-text', this.#open[depth - 1]?.name);
    this.#endLeaf();
  }

  #openInSection(depth: number, at: Span): void {
    const names = this.#open.slice(this.#sectionDepth - 1).map((element) => element.name);
    const path = names.join('/');
    if (path === 'MessageHeader/To') this.#receiver = {};
    if (path === 'MessageHeader/SteeringType' || path === 'MessageHeader/DocumentId')
      this.#mark(names[1] as string, at.start);
    const place = placeOf(names);
    if (place !== undefined) this.#leafFrom(place, depth, at.end);
  }

  #closeHeaderChild({ name, at }: OpenElement, end: number): void {
    if (name === 'ResponseFor') this.#marks.set(name, end);
    else if (name === 'OtherInfo') this.#mark(name, end);
    else if (name === 'To') {
      const { organId, organIdAt, nameAt } = this.#receiver ?? {};
      if (!organId || organIdAt === undefined) throw new PacketFault('missing', 'To/OrganId');
      this.#receiver = undefined;
      this.#receivers.push({ organId, organIdAt, nameAt });
      this.#receiversAt.push({ start: at.start, end });
      this.#count();
    }
  }

  #mark(name: string, offset: number): void {
    if (this.#marks.has(name)) throw new PacketFault('twice', name);
    this.#marks.set(name, offset);
  }

  #leafFrom(place: Place, depth: number, from: number): void {
    this.#leaf = { place, depth, from };
    this.#sax.keepFrom = from;
  }

  #endLeaf(): void {
    this.#leaf = undefined;
    this.#sax.keepFrom = -1;
  }

  #closeLeaf({ place, fact }: Place, at: Span, name: string, isSelfClosing: boolean): void {
    this.#endLeaf();
    if (at.end - at.start > packetLimits.textBytes) throw new PacketFault('text-too-long');
    if (place !== undefined) this.#addOrganId(place, at);
    else this.#addFact(fact, at, name, isSelfClosing);
  }

  #addFact(fact: Fact, at: Span, name: string, isSelfClosing: boolean): void {
    if (fact === 'organ-name') {
      // An empty element's tag has no place for a text.
      if (this.#receiver === undefined || isSelfClosing) return;
      if (this.#receiver.nameAt !== undefined) throw new PacketFault('twice', 'To/OrganName');
      this.#receiver.nameAt = at;
      return;
    }
    const text = this.#read(at);
    if (fact === 'document-id' || fact === 'own-document-id') this.#addDocumentIdPrefix(text, at);
    if (fact === 'organ-id' || fact === 'document-id') return;
    if (this.#single.has(fact)) throw new PacketFault('twice', name);
    this.#single.set(fact, text);
    if (fact === 'own-document-id') this.#documentIdAt = at;
  }

  #addOrganId(place: OrganPlace, at: Span): void {
    const organId = this.#read(at);
    if (place === 'From' || place === 'Status/From') {
      if (this.#sender !== undefined) throw new PacketFault('twice', 'From/OrganId');
      this.#sender = organId === '' ? missing('From/OrganId') : organId;
    }
    if (place === 'To' && this.#receiver !== undefined) {
      if (this.#receiver.organIdAt !== undefined) throw new PacketFault('twice', 'To/OrganId');
      this.#receiver.organId = organId;
      this.#receiver.organIdAt = at;
    }
    if (organId === '') return;
    this.#organIds.push({ place, organId, at });
    this.#count();
  }

  /** The sender's code stands before the first comma; an id without one is opaque. */
  #addDocumentIdPrefix(documentId: string, at: Span): void {
    const comma = documentId.indexOf(',');
    if (comma <= 0) return;
    const raw = this.#sax.raw(at);
    const rawComma = raw.indexOf(',');
    const escaped = raw.subarray(0, Math.max(rawComma, 0)).some((byte) => byte === 0x26 || byte === 0x3c);
    // Written with references or CDATA, the prefix has no bytes of its own: the whole text is where it stands.
    const plain = rawComma > 0 && !escaped;
    this.#organIds.push({
      place: 'DocumentId',
      organId: documentId.slice(0, comma),
      at: plain ? { start: at.start, end: at.start + rawComma } : at,
    });
    this.#count();
  }

  #count(): void {
    if (this.#organIds.length + this.#receivers.length > packetLimits.codes)
      throw new PacketFault('too-many-codes');
  }

  #read(at: Span): string {
    return textOf(this.#sax.raw(at));
  }

  #text(fact: SingleFact): string {
    return this.#single.get(fact) ?? '';
  }

  #inHeader(): boolean {
    return this.#sectionDepth >= 0 || this.#open.some(({ name }) => name === 'edXMLHeader');
  }

  /** Whether the first `depth` open elements are outside the envelope, or are the root that holds it. */
  #isTransport(depth: number): boolean {
    return this.#open.slice(0, depth).every(({ name }) => name === '' || name === 'edXML');
  }
}

function missing(element: string): never {
  throw new PacketFault('missing', element);
}
