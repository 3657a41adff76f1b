import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ObjectNotFound, type ObjectStore } from '../../lib/ports/object-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array): string => new TextDecoder().decode(content);

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** What every object store must do, whatever it is made of. `make` gives an empty one. */
export function objectStoreContract(name: string, make: () => Promise<ObjectStore>): void {
  describe(`object store contract: ${name}`, () => {
    test('gives back what was put, and replaces it whole', async () => {
      const store = await make();
      await store.put('a/b.csv', bytes('one'));
      expect(text(await store.get('a/b.csv'))).toBe('one');
      await store.put('a/b.csv', bytes('zwei!'));
      expect(text(await store.get('a/b.csv'))).toBe('zwei!');
      expect(await store.size('a/b.csv')).toBe(5);
      await store.put('empty', new Uint8Array());
      expect(await store.size('empty')).toBe(0);
      expect(await store.get('empty')).toHaveLength(0);
    });

    test('says that an object is not there, and only that, by ObjectNotFound', async () => {
      const store = await make();
      expect(await store.size('none')).toBeUndefined();
      await expect(store.get('none')).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(store.read('a/none', 0, 1, new Uint8Array(1))).rejects.toBeInstanceOf(ObjectNotFound);
      await expect(collect(store.range('none', 0, 1))).rejects.toBeInstanceOf(ObjectNotFound);
      await store.put('file', bytes('x'));
      expect(await store.size('file/below')).toBeUndefined();
      await store.put('folder/x', bytes('x'));
      expect(await store.size('folder')).toBeUndefined();
      await expect(store.get('folder')).rejects.toBeInstanceOf(ObjectNotFound);
    });

    test('takes a stream, and leaves the old object where the stream fails', async () => {
      const store = await make();
      await store.put(
        's',
        (async function* () {
          yield bytes('ab');
          yield bytes('');
          yield bytes('cd');
        })(),
      );
      expect(text(await store.get('s'))).toBe('abcd');
      await expect(
        store.put(
          's',
          (async function* () {
            yield bytes('half');
            throw new Error('broken');
          })(),
        ),
      ).rejects.toThrow('broken');
      expect(text(await store.get('s'))).toBe('abcd');
      expect(await store.list('')).toEqual(['s']);
    });

    test('reads any range, cut at the end of the object', async () => {
      const store = await make();
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 3000 }),
          fc.nat(3100),
          fc.nat(3100),
          async (content, from, length) => {
            await store.put('r', content);
            const expected = Buffer.from(content.slice(from, from + length));
            expect(Buffer.from(await collect(store.range('r', from, from + length)))).toEqual(expected);
            const target = new Uint8Array(length);
            const count = await store.read('r', from, from + length, target);
            expect(count).toBe(expected.length);
            expect(Buffer.from(target.subarray(0, count))).toEqual(expected);
          },
        ),
        { numRuns: 40 },
      );
    });

    test('lists by prefix, sorted by the UTF-8 bytes of whole paths', async () => {
      const store = await make();
      const paths = ['a/b', 'a-b', 'a/b/c', 'a0', 'b', 'xã/1', 'x/2', 'x\u{10000}', 'x\uffee'].filter(
        (path) => path !== 'a/b/c',
      );
      for (const path of paths) await store.put(path, bytes(path));
      const sorted = [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await store.list('')).toEqual(sorted);
      expect(await store.list('a')).toEqual(sorted.filter((path) => path.startsWith('a')));
      expect(await store.list('a/')).toEqual(['a/b']);
      expect(await store.list('xã/')).toEqual(['xã/1']);
      expect(await store.list('nothing/')).toEqual([]);
    });

    test('deletes, also what is not there', async () => {
      const store = await make();
      await store.put('d/x', bytes('x'));
      await store.delete('d/x');
      await store.delete('d/x');
      expect(await store.size('d/x')).toBeUndefined();
      expect(await store.list('')).toEqual([]);
    });

    test('refuses every path that could leave the store', async () => {
      const store = await make();
      for (const path of [
        '',
        '/x',
        '../x',
        'a/../../x',
        './x',
        'a//b',
        'a/',
        'a\0b',
        'a\\..\\b',
        '.hidden',
      ]) {
        await expect(store.put(path, bytes('x')), path).rejects.toThrow();
        await expect(store.get(path), path).rejects.toThrow();
        await expect(store.size(path), path).rejects.toThrow();
        await expect(store.delete(path), path).rejects.toThrow();
      }
    });

    test('two writers of one object leave one of the two, whole', async () => {
      const store = await make();
      const [a, b] = ['a'.repeat(100_000), 'b'.repeat(90_000)];
      await Promise.all([store.put('w', bytes(a)), store.put('w', bytes(b))]);
      expect([a, b]).toContain(text(await store.get('w')));
    });
  });
}
