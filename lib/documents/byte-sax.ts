import { isUtf8 } from 'node:buffer';
import { type SaxesAttributeNSIncomplete, SaxesParser, type SaxesTagNS } from 'saxes';
import type { Span } from './packet.ts';
import { PacketFault, packetLimits } from './packet-limits.ts';
import { isLegal, isPlain, wholeCharacters } from './plain-text.ts';

export interface ByteSaxListener {
  /** A start tag, or an empty element's tag, and where it stands. */
  open(tag: SaxesTagNS, at: Span): void;
  /** An end tag; of an empty element the place after its tag. */
  close(tag: SaxesTagNS, at: Span): void;
  /** An attribute of the start tag that comes next, and where its value stands, without the quotes. */
  attribute(attribute: SaxesAttributeNSIncomplete, value: Span): void;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const AMP = 0x26;
const SEMICOLON = 0x3b;
const CDATA = Buffer.from('<![CDATA[');
const CDATA_END = Buffer.from(']]>');
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** U+FFFE and U+FFFF are no characters of XML. */
const NO_CHARACTERS = [Buffer.from([0xef, 0xbf, 0xbe]), Buffer.from([0xef, 0xbf, 0xbf])];
/** A shorter run of text costs less to parse than to stop for. */
const leastSkipBytes = 512;

/**
 * saxes over bytes. It is fed each byte as one character (Latin-1), so that its positions are byte offsets; UTF-8 is
 * checked beside it, and texts are decoded by whoever reads them from their bytes. Long runs of text that can have no
 * effect (base64) and CDATA sections are checked here and never reach it, so an attachment costs one look at each byte.
 * Names of elements and attributes must be ASCII, as all of the schema are. Throws `PacketFault`.
 */
export class ByteSax {
  readonly #parser = new SaxesParser({
    xmlns: true,
    position: false,
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
  /** Bytes from `#base` on: those not yet fed, and before them those that are still needed. */
  #bytes: Buffer = Buffer.alloc(0);
  #base = 0;
  /** Everything before this offset was fed or passed over. */
  #fed = 0;
  /** Everything before this offset is UTF-8. */
  #checked = 0;
  /** Bytes that were passed over: what the parser's positions lack. */
  #skipped = 0;
  #started = false;
  #depth = 0;
  #sawRoot = false;
  /** End of the last tag, comment or the like. */
  #eventEnd = 0;
  /** The offset at which nothing but a tag, or plain text after one, has just ended; else -1. */
  #cleanAt = -1;
  /** Where markup or an entity begins that has not ended yet; -1: the parser is in text. */
  #pending = -1;
  #inCdata = false;
  /** Bytes from here on are kept for `raw`; -1: none. */
  keepFrom = -1;

  constructor(listener: ByteSaxListener) {
    const parser = this.#parser;
    const ended = (): void => {
      this.#eventEnd = this.#position();
    };
    parser.on('opentag', (tag) => {
      if (++this.#depth > packetLimits.depth) throw new PacketFault('too-deep');
      listener.open(tag, this.#tagEnded());
    });
    parser.on('closetag', (tag) => {
      this.#depth--;
      const at = this.#tagEnded();
      listener.close(tag, tag.isSelfClosing ? { start: at.end, end: at.end } : at);
    });
    parser.on('attribute', (attribute) => {
      const end = this.#position() - 1;
      const quote = this.#bytes[end - this.#base] as number;
      const start = this.#bytes.lastIndexOf(quote, end - 1 - this.#base) + 1 + this.#base;
      listener.attribute(attribute as SaxesAttributeNSIncomplete, { start, end });
    });
    parser.on('xmldecl', ({ version, encoding }) => {
      ended();
      if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') throw new PacketFault('encoding');
      if (version !== '1.0') throw new PacketFault('xml-version');
    });
    // saxes says that a comment has ended before it has seen its `>`.
    parser.on('comment', (text) => {
      this.#eventEnd = this.#position() + 1;
      checkMarkup(text.length);
    });
    parser.on('processinginstruction', ({ body }) => {
      ended();
      checkMarkup(body.length);
    });
    parser.on('cdata', ended);
    parser.on('doctype', () => {
      throw new PacketFault('doctype');
    });
    parser.on('error', (error) => {
      throw faultOf(error.message);
    });
  }

  /** Takes the next bytes; what of them is needed later is copied, so the caller may use its buffer again. */
  push(piece: Uint8Array): void {
    const next = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    this.#bytes = this.#bytes.length === 0 ? next : Buffer.concat([this.#bytes, next]);
    if (this.#started || this.#bytes.length >= 4) this.#take(false);
    else this.#bytes = Buffer.from(this.#bytes);
  }

  /** The file has ended. */
  end(): void {
    this.#take(true);
    if (this.#checked < this.#base + this.#bytes.length) throw new PacketFault('not-utf8');
    if (this.#inCdata) throw new PacketFault('truncated');
    if (!this.#sawRoot) throw new PacketFault(this.#pending >= 0 ? 'truncated' : 'empty');
    this.#parser.on('error', () => {
      throw new PacketFault('truncated');
    });
    this.#parser.close();
  }

  /** Bytes of the file as they stand there; they must lie at or after `keepFrom`, or in the tag that is being told. */
  raw({ start, end }: Span): Buffer {
    return this.#bytes.subarray(start - this.#base, end - this.#base);
  }

  #take(last: boolean): void {
    if (!this.#started) this.#start();
    const whole = wholeCharacters(this.#bytes);
    const fresh = this.#bytes.subarray(this.#checked - this.#base, whole);
    const bad = firstBad(fresh);
    // What stands before a bad byte is read first: of two faults the first counts, in whatever pieces they come.
    const end = bad === undefined ? this.#base + whole : this.#checked + bad.at;
    this.#checked = end;
    while (this.#fed < end && this.#step(end, last)) this.#checkLimits();
    this.#checkLimits();
    if (bad !== undefined) throw new PacketFault(bad.reason);
    const needed = [this.#fed, this.#pending, this.keepFrom].filter((offset) => offset >= 0);
    const keep = Math.min(...needed);
    this.#bytes = Buffer.from(this.#bytes.subarray(keep - this.#base));
    this.#base = keep;
  }

  #start(): void {
    this.#started = true;
    const [a, b] = this.#bytes;
    const utf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || b === 0;
    if (utf16 && this.#bytes.length > 1) throw new PacketFault('encoding');
    if (this.#bytes.subarray(0, 3).equals(BOM)) {
      this.#checked = 3;
      this.#skipTo(3);
    }
  }

  /** Goes on by one step; false where only more bytes can tell what comes next. */
  #step(end: number, last: boolean): boolean {
    if (this.#inCdata) return this.#passCdata(end);
    if (this.#pending < 0) {
      if (this.#passPlain(end)) return true;
      const head = this.#bytes.subarray(this.#fed - this.#base, end - this.#base).subarray(0, CDATA.length);
      if (head.equals(CDATA)) {
        this.#feed(this.#fed + CDATA.length);
        this.#inCdata = true;
        this.#pending = -1;
        return true;
      }
      if (!last && head.length < CDATA.length && head.equals(CDATA.subarray(0, head.length))) return false;
    }
    this.#feed(this.#nextStop(end));
    return true;
  }

  /** Passes over text in which a parser would find nothing. */
  #passPlain(end: number): boolean {
    if (this.#depth === 0 || this.#cleanAt !== this.#fed) return false;
    const less = this.#find(LESS, this.#fed, end);
    const stop = less < 0 ? end : less;
    if (stop === this.#fed || (less >= 0 && stop - this.#fed < leastSkipBytes)) return false;
    if (!isPlain(this.#bytes, this.#fed - this.#base, stop - this.#base)) return false;
    this.#skipTo(stop);
    this.#cleanAt = stop;
    return true;
  }

  /** The parser sees an empty section: it would hold the text of a full one. */
  #passCdata(end: number): boolean {
    const from = this.#fed - this.#base;
    const found = this.#bytes.indexOf(CDATA_END, from);
    const closed = found >= 0;
    // Of `]]>` the first two bytes may be here and the last one not yet.
    const stop = closed ? found : Math.max(from, end - this.#base - 2);
    if (!isLegal(this.#bytes, from, stop)) throw new PacketFault('malformed');
    this.#inCdata = !closed;
    this.#skipTo(this.#base + stop);
    if (closed) this.#feed(this.#fed + CDATA_END.length);
    return closed;
  }

  /** Up to where the parser is fed next: before a CDATA section, or after a tag that a long text follows. */
  #nextStop(end: number): number {
    for (let at = this.#fed; ; ) {
      const less = this.#find(LESS, at + 1, end);
      const next = less < 0 ? end : less;
      if (less < 0 || next - at >= leastSkipBytes) {
        const greater = this.#find(GREATER, at, next);
        if (greater >= 0 && greater + 1 < next) return greater + 1;
      }
      if (less < 0) return end;
      // `<!` may be the head of a CDATA section that the next piece goes on with.
      if (less + 1 >= end || this.#bytes[less + 1 - this.#base] === 0x21) return less;
      at = less;
    }
  }

  #feed(to: number): void {
    const from = this.#fed;
    this.#fed = to;
    this.#parser.write(this.#bytes.toString('latin1', from - this.#base, to - this.#base));
    this.#findPending(from, to);
  }

  #findPending(from: number, to: number): void {
    let start = Math.max(from, this.#eventEnd);
    if (this.#pending >= 0) {
      const entity = this.#byteAt(this.#pending) === AMP;
      const semicolon = entity ? this.#find(SEMICOLON, from, to) : -1;
      if (entity && semicolon >= 0) start = Math.max(semicolon, this.#eventEnd);
      else if (this.#eventEnd <= this.#pending || this.#eventEnd > to) return;
      this.#pending = -1;
    }
    const less = this.#find(LESS, start, to);
    const text = this.#bytes.subarray(start - this.#base, Math.max(start, less < 0 ? to : less) - this.#base);
    const amp = text.lastIndexOf(AMP);
    this.#pending = amp >= 0 && text.indexOf(SEMICOLON, amp) < 0 ? start + amp : less;
  }

  #checkLimits(): void {
    const { prologBytes, markupBytes, textBytes } = packetLimits;
    if (this.#pending >= 0) checkMarkup(this.#fed - this.#pending);
    // Where it ends in what was fed already, it is measured there.
    if (!this.#sawRoot && this.#fed > prologBytes + markupBytes) throw new PacketFault('prolog-too-long');
    if (this.keepFrom >= 0 && this.#fed - this.keepFrom > textBytes + markupBytes)
      throw new PacketFault('text-too-long');
  }

  #skipTo(offset: number): void {
    this.#skipped += offset - this.#fed;
    this.#fed = offset;
  }

  /** Where the tag stands that has just ended: no `<` stands inside a tag. */
  #tagEnded(): Span {
    const end = this.#position();
    const start = this.#bytes.lastIndexOf(LESS, end - 1 - this.#base) + this.#base;
    checkMarkup(end - start);
    if (!this.#sawRoot && start > packetLimits.prologBytes) throw new PacketFault('prolog-too-long');
    this.#sawRoot = true;
    this.#eventEnd = end;
    this.#cleanAt = end;
    return { start, end };
  }

  /** The offset after the byte that the parser has read last. */
  #position(): number {
    return this.#parser.position + this.#skipped;
  }

  #byteAt(offset: number): number | undefined {
    return this.#bytes[offset - this.#base];
  }

  /** The first such byte in [start, end), or -1. */
  #find(byte: number, start: number, end: number): number {
    if (start >= end) return -1;
    const at = this.#bytes.subarray(start - this.#base, end - this.#base).indexOf(byte);
    return at < 0 ? -1 : at + start;
  }
}

/** Where the first byte stands that is not UTF-8, or no character of XML. */
function firstBad(bytes: Buffer): { at: number; reason: 'not-utf8' | 'malformed' } | undefined {
  const good = isUtf8(bytes) ? bytes.length : utf8Length(bytes);
  const text = bytes.subarray(0, good);
  const found = NO_CHARACTERS.map((character) => text.indexOf(character)).filter((at) => at >= 0);
  if (found.length > 0) return { at: Math.min(...found), reason: 'malformed' };
  return good < bytes.length ? { at: good, reason: 'not-utf8' } : undefined;
}

/** Bytes before the first that is not UTF-8, character by character: asked of a file that is refused anyway. */
function utf8Length(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const end = at + (lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
    if (end > bytes.length || !isUtf8(bytes.subarray(at, end))) return at;
    at = end;
  }
  return at;
}

function checkMarkup(bytes: number): void {
  if (bytes > packetLimits.markupBytes) throw new PacketFault('markup-too-long');
}

/** saxes tells its faults by their English texts alone. The text may hold names of the packet and goes no further. */
function faultOf(message: string): PacketFault {
  if (message.includes('undefined entity')) return new PacketFault('undefined-entity');
  if (message.includes('only one root')) return new PacketFault('two-roots');
  if (message.includes('doctype')) return new PacketFault('doctype');
  return new PacketFault('malformed');
}
