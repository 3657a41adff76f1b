import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPacket } from '../../lib/documents/read-packet.ts';
import { documentXml, inPieces, LEGACY, read, statusXml } from './packet-support.ts';

const seeds = [
  documentXml(),
  documentXml({ prefix: '', namespace: LEGACY, attachment: 'QUJD'.repeat(300) }),
  documentXml({ to: [['<![CDATA[H59]]>', '&#7893;']], responses: '<!-- -->', prolog: '\ufeff' }),
  statusXml({}),
].map((xml) => Buffer.from(xml));

/**
 * What hurts parsers: parts cut out, doubled, swapped; bytes that mean something where nothing is expected; and whole
 * elements left out or given twice, which no parser minds.
 */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('element' as const), at: fc.nat(4000), times: fc.constantFrom(0, 2) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(4000), length: fc.nat(60) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(4000), length: fc.nat(400) }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(4000),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc
        .constantFrom(
          '<',
          '>',
          '&',
          ';',
          '"',
          ']]>',
          '<![CDATA[',
          '<!--',
          '-->',
          '<?',
          '/>',
          '\0',
          '<a>',
          'Đ',
        )
        .map((text) => Buffer.from(text)),
    ),
  }),
);

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

const LEAF = /<([\w:]+)[^<>]*>[^<>]*<\/\1>/g;

function damaged(bytes: Buffer, one: Damage): Buffer {
  if (one.kind === 'element') {
    const text = bytes.toString('latin1');
    const leaves = [...text.matchAll(LEAF)];
    const [leaf, start] = [
      leaves[one.at % leaves.length]?.[0] ?? '',
      leaves[one.at % leaves.length]?.index ?? 0,
    ];
    return Buffer.from(
      text.slice(0, start) + leaf.repeat(one.times) + text.slice(start + leaf.length),
      'latin1',
    );
  }
  const at = one.at % (bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (one.kind === 'put') return Buffer.concat([head, one.bytes, tail]);
  if (one.kind === 'cut') return Buffer.concat([head, tail.subarray(one.length)]);
  return Buffer.concat([head, tail.subarray(0, one.length), tail]);
}

it('whatever became of a packet: it is read or refused, never thrown, and the same in whatever pieces', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 3 }),
      async (seed, many, sizes) => {
        const bytes = many.reduce(damaged, seed);
        const whole = await read(bytes);
        expect(await readPacket(inPieces(bytes, ...sizes))).toEqual(whole);
        const outcome = whole.ok ? 'ok' : whole.reason;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (!whole.ok) return;
        for (const { at, organId } of whole.packet.organIds) {
          const raw = bytes.subarray(at.start, at.end).toString();
          if (!/[&<\r]/.test(raw)) expect(raw).toBe(organId);
        }
      },
    ),
    { numRuns: 3000 },
  );
  for (const expected of ['ok', 'malformed', 'truncated', 'not-utf8', 'twice', 'missing'])
    expect(outcomes.get(expected), expected).toBeGreaterThan(0);
});
