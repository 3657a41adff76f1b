import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { ByteSax } from '../../lib/documents/byte-sax.ts';
import type { Span } from '../../lib/documents/packet.ts';
import { PacketFault } from '../../lib/documents/packet-limits.ts';
import { wholeCharacters } from '../../lib/documents/plain-text.ts';
import { inPieces } from './packet-support.ts';

interface Seen {
  /** `open NAME`, `close NAME` or `attribute NAME`, and the byte after it. */
  readonly events: ReadonlyArray<readonly [what: string, end: number]>;
  readonly ok: boolean;
}

/** saxes as its own documentation uses it, over the text as a whole; its positions turned into bytes. */
function plainPass(xml: string): Seen {
  const events: Array<[string, number]> = [];
  const parser = new SaxesParser({ xmlns: true });
  const byteAt = (): number => Buffer.byteLength(xml.slice(0, parser.position));
  parser.on('opentag', ({ name }) => events.push([`open ${name}`, byteAt()]));
  parser.on('closetag', ({ name }) => events.push([`close ${name}`, byteAt()]));
  try {
    parser.write(xml).close();
    return { events, ok: true };
  } catch {
    return { events, ok: false };
  }
}

function bytePass(bytes: Uint8Array, pieces: Iterable<Uint8Array>): Seen & { readonly spans: Span[] } {
  const events: Array<[string, number]> = [];
  const spans: Span[] = [];
  const sax: ByteSax = new ByteSax({
    open: ({ name }, at) => {
      events.push([`open ${name}`, at.end]);
      expect(sax.raw(at).toString()).toMatch(/^<[^<]+>$/);
      expect(sax.raw(at)).toEqual(Buffer.from(bytes.subarray(at.start, at.end)));
      spans.push(at);
    },
    close: ({ name }, at) => {
      events.push([`close ${name}`, at.end]);
      if (at.start < at.end) expect(sax.raw(at).toString()).toMatch(/^<\/[^<]+>$/);
      spans.push(at);
    },
    attribute: (_attribute, value) => {
      const quote = String.fromCharCode(bytes[value.end] as number);
      expect(`'"`).toContain(quote);
      expect(bytes[value.start - 1]).toBe(bytes[value.end]);
      expect(Buffer.from(bytes.subarray(value.start, value.end)).includes(quote)).toBe(false);
      spans.push(value);
    },
  });
  try {
    for (const piece of pieces) sax.push(piece);
    sax.end();
    return { events, spans, ok: true };
  } catch (error) {
    if (!(error instanceof PacketFault)) throw error;
    return { events, spans, ok: false };
  }
}

/** Pieces of text in which each way of passing over bytes has its chance to be wrong. */
const scrap = fc.oneof(
  fc.constantFrom(
    ...'<a>|</a>|<b c="d">|</b>|<e/>|<!--|-->|--|->|<![CDATA[|]]>|]]|]|>|<?p q?>|<?t |?>|&amp;|&#13;|&#7893;|&|;|\r\n|\r|\n'.split(
      '|',
    ),
    'Đồng Tháp 🏠',
    ' ',
    '"',
    "'",
    '<a b=\'"\' c="\'">',
    '\ufffe',
    '\u0001',
    '<!DOCTYPE a>',
  ),
  fc.nat(1500).map((length) => 'QUJD'.repeat(length / 4)),
);
const soup = fc.array(scrap, { maxLength: 25 }).map((parts) => `<r>${parts.join('')}</r>`);

/** Well-formed by construction. */
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom('a', 'x.y', 'p-q'),
      fc.constantFrom('', ' b="1"', " c = 'Đ&lt;'\r\n"),
      tie('content'),
    )
    .map(([name, attribute, content]) =>
      content === '' ? `<${name}${attribute}/>` : `<${name}${attribute}>${content}</${name} >`,
    ),
  content: fc
    .array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(
          'Ấp 1',
          '&#xD;\n',
          '<!-- <a> & -->',
          '<![CDATA[ </a> ]] & ]]>',
          '<?x <a> ?>',
          '\r\n',
          ']] >',
          '',
        ),
        fc.nat(3000).map((length) => 'QUJDRA=='.repeat(length / 8)),
        tie('element'),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join('')),
}));

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2000 })), {
  minLength: 1,
  maxLength: 6,
});

describe('saxes over bytes', () => {
  it('sees what saxes sees over the text, at the bytes where it stands', () => {
    fc.assert(
      fc.property(element, sizes, (xml, cuts) => {
        const bytes = Buffer.from(xml);
        const plain = plainPass(xml);
        expect(plain.ok).toBe(true);
        const whole = bytePass(bytes, [bytes]);
        expect({ events: whole.events, ok: whole.ok }).toEqual(plain);
        expect(bytePass(bytes, inPieces(bytes, ...cuts))).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  // Names are ASCII here: names beyond it are refused, as no packet has any.
  it('refuses exactly what saxes refuses', () => {
    let accepted = 0;
    fc.assert(
      fc.property(soup, sizes, (xml, cuts) => {
        const bytes = Buffer.from(xml);
        const plain = plainPass(xml);
        const whole = bytePass(bytes, [bytes]);
        const cut = bytePass(bytes, inPieces(bytes, ...cuts));
        expect(whole.ok).toBe(plain.ok);
        expect(cut.ok).toBe(plain.ok);
        accepted += plain.ok ? 1 : 0;
        if (plain.ok) {
          expect(whole.events).toEqual(plain.events);
          expect(cut).toEqual(whole);
        }
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('at every boundary there is', () => {
    const xml = `\ufeff<r a="1"><!-- -- --><b>${'QUJD'.repeat(300)}\r\n</b><![CDATA[Đ]]]]>]]<![CDATA[>]]><c/>&#x41;Ồ\r\n</r>\r\n`;
    const good = Buffer.from(xml.replace('<!-- -- -->', '<!-- - - -->'));
    const whole = bytePass(good, [good]);
    expect(whole.ok).toBe(true);
    for (let at = 1; at < good.length; at++)
      expect(bytePass(good, [good.subarray(0, at), good.subarray(at)])).toEqual(whole);
    const bad = Buffer.from(xml);
    for (let at = 1; at < bad.length; at++)
      expect(bytePass(bad, [bad.subarray(0, at), bad.subarray(at)]).ok).toBe(false);
  });

  it('takes only whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.nat(40), (text, cut) => {
        const bytes = Buffer.from(text).subarray(0, cut);
        const whole = wholeCharacters(bytes);
        const kept = bytes.subarray(0, whole).toString();
        expect(text.startsWith(kept)).toBe(true);
        expect(bytes.length - whole).toBeLessThan(4);
        // One more byte would begin a character that is not all there.
        if (whole < bytes.length) expect(bytes.toString()).not.toBe(kept);
      }),
    );
  });
});
