import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../lib/ports/canonical-json.ts';
import { compareUtf8 } from '../../lib/ports/utf8-order.ts';

test('orders strings as their UTF-8 bytes', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', 'ộ', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    maxLength: 5,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});

test('writes one text for one value', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ô"' }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"ô\\"","d":null}]}',
  );
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson(1n)).toThrow(TypeError);
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});
