import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Json, JsonFault, JsonNumber, readJson } from '../../lib/reconcile/agencies/json.ts';

function plain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, each]) => [name, plain(each as Json)]));
  if (Array.isArray(value)) return value.map((each: Json) => plain(each));
  return value;
}
const repeats = (text: string): boolean => {
  try {
    readJson(text);
    return false;
  } catch (error) {
    return error instanceof JsonFault && error.message.includes('has already');
  }
};

it('reads what JSON.parse reads, and refuses what it refuses', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      expect(plain(readJson(written))).toEqual(JSON.parse(written));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom(...'{}[]",:\\ 0-.e+tfn\u0001'),
      (text, at, sign) => {
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + sign + text.slice(place);
        const read = (parse: (text: string) => unknown): boolean => {
          try {
            parse(broken);
            return true;
          } catch (error) {
            if (error instanceof SyntaxError || error instanceof JsonFault) return false;
            throw error;
          }
        };
        fc.pre(!repeats(broken));
        expect(read(readJson)).toBe(read(JSON.parse));
      },
    ),
    { numRuns: 2000 },
  );
});

it('keeps long numbers and refuses a member that is there twice, however it is written', () => {
  const value = readJson('{"id": 12345678901234567890}') as ReadonlyMap<string, Json>;
  expect(value.get('id')).toEqual(new JsonNumber('12345678901234567890'));
  expect(repeats('{"a":1,"\\u0061":2}')).toBe(true);
  expect(repeats('[{"a":1},{"a":2}]')).toBe(false);
});
