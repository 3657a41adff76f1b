import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { InputFiles, InputLeaf } from '../../lib/ports/input-files.ts';
import { ObjectNotFound } from '../../lib/ports/object-store.ts';

/** By path: what stands there. Sorted as bytes, `a` the folder comes between `a-` and `a0`, and U+FF21 before U+1F4C4. */
const FILES: Readonly<Record<string, string>> = {
  'root/a-1.pdf': 'two',
  'root/a/1.pdf': 'one',
  'root/a/b/c': '',
  'root/a/ộ.pdf': 'ba',
  'root/a0': 'x',
  'root/empty': '',
  'root/with,comma "q" %2F?+.pdf': 'y',
  'root/Ａ': 'fullwidth',
  'root/📄': 'beyond the BMP',
  'roots/other': 'a folder that begins alike',
};
const INSIDE = Object.keys(FILES)
  .filter((path) => path.startsWith('root/'))
  .map((path) => path.slice('root/'.length));

/** `make`: a store that holds these files. */
export function inputFilesContract(
  name: string,
  make: (files: Readonly<Record<string, string>>) => Promise<InputFiles>,
): void {
  describe(`inputs: ${name}`, () => {
    const leavesOf = async (files: InputFiles, root: string): Promise<InputLeaf[] | undefined> => {
      const leaves = await files.leaves(root);
      if (leaves === undefined) return undefined;
      const found: InputLeaf[] = [];
      for await (const leaf of leaves) found.push(leaf);
      return found;
    };

    test('the leaves of a folder are its files, in the order of the bytes of their paths', async () => {
      const files = await make(FILES);
      const leaves = await leavesOf(files, 'root');
      expect(leaves?.map(({ path }) => path)).toEqual(INSIDE);
      expect(new Set(leaves?.map(({ kind }) => kind))).toEqual(new Set(['file']));
      expect((await leavesOf(files, './root/a'))?.map(({ path }) => path)).toEqual(['1.pdf', 'b/c', 'ộ.pdf']);
      expect((await leavesOf(files, '.'))?.map(({ path }) => path)).toEqual(Object.keys(FILES));
      expect(await leavesOf(files, 'nowhere')).toBeUndefined();
    });

    test('what a listing tells of a file is right, and changes with it', async () => {
      const before = await leavesOf(await make(FILES), 'root');
      const after = await leavesOf(await make({ ...FILES, 'root/a0': 'z' }), 'root');
      for (const { path, listed } of before ?? [])
        if (listed) expect(listed.bytes, path).toBe(Buffer.byteLength(FILES[`root/${path}`] as string));
      const told = (leaves: InputLeaf[] | undefined): boolean[] =>
        (leaves ?? []).map(({ listed }) => listed !== undefined);
      // All or none.
      expect(new Set(told(before)).size).toBe(1);
      const changed = (before ?? []).filter(
        ({ listed }, at) => listed?.version !== after?.[at]?.listed?.version,
      );
      expect(changed.map(({ path }) => path)).toEqual(told(before)[0] ? ['a0'] : []);
    });

    test('the whole of a file is its bytes, and of what is no file there is none', async () => {
      const files = await make({ ...FILES, big: 'big '.repeat(100_000) });
      const wholeOf = async (path: string): Promise<string> => {
        const pieces: Uint8Array[] = [];
        for await (const piece of files.whole(path)) pieces.push(Buffer.from(piece));
        return Buffer.concat(pieces).toString();
      };
      for (const [path, text] of Object.entries(FILES)) expect(await wholeOf(path), path).toBe(text);
      expect(await wholeOf('big')).toHaveLength(400_000);
      await expect(wholeOf('none')).rejects.toBeInstanceOf(ObjectNotFound);
    });

    test('the stat of a file tells its bytes, a digest only if it is theirs, and nothing of what is no file', async () => {
      const files = await make(FILES);
      for (const [path, text] of Object.entries(FILES)) {
        const stat = await files.stat(path);
        expect(stat?.bytes, path).toBe(Buffer.byteLength(text));
        if (stat?.sha256 !== undefined)
          expect(stat.sha256, path).toBe(createHash('sha256').update(text).digest('hex'));
      }
      expect(await files.stat('root/none')).toBeUndefined();
      expect(await files.stat('root/a')).toBeUndefined();
    });
  });
}
