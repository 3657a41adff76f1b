import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseId, rowsOfRecords, withOrdinals } from '../../lib/batch/alias-rows.ts';
import { csvBounds, csvFields, csvRow, csvValue } from '../../lib/batch/csv-rows.ts';
import { explainFailure } from '../../lib/batch/failures.ts';
import { type Candidates, findRepeated, numberRepeated } from '../../lib/batch/repeated-keys.ts';
import { TallySum } from '../../lib/batch/tally-sum.ts';
import { LedgerConflict } from '../../lib/ports/ledger.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array): string => Buffer.from(content).toString('utf8');
const cell = fc.string({ unit: fc.constantFrom('a', 'ộ', ',', '"', '\n', '\r', '#', '%'), maxLength: 6 });

test('our own tables read back as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 }), (rows) => {
      const table = bytes(rows.map(csvRow).join(''));
      const read = [...csvBounds(table)].map(({ start, end }) =>
        csvFields(table, start, end).map((field) => csvValue(table, field)),
      );
      expect(read).toEqual(rows);
    }),
  );
});

test('finds the repeated hashes and no others, in order, whatever fits into one pass', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 20 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 30 }),
      async (chunks, keysPerPass) => {
        const readers = chunks.map((keys) => async () => {
          const content = Buffer.alloc(keys.length * 12);
          for (const [at, [low, high]] of keys.entries()) {
            content.writeUInt32LE(low, at * 12);
            content.writeUInt32LE(high, at * 12 + 4);
            content.writeUInt32LE(at + 1, at * 12 + 8);
          }
          return content;
        });
        const all = chunks.flatMap((keys, chunk) =>
          keys.map((key, at) => ({ chunk, number: at + 1, key: key.join() })),
        );
        const expected = all
          .filter(({ key }) => all.filter((other) => other.key === key).length > 1)
          .map((one) => ({
            ...one,
            n: all.filter(({ key }) => key === one.key).indexOf(one) + 1,
          }));
        const found: Array<{ chunk: number; number: number; n: number }> = [];
        for await (const candidates of findRepeated(readers, all.length, keysPerPass)) {
          const ordinals = numberRepeated(candidates, (index) => String(candidates.group(index)));
          for (let at = 0; at < candidates.length; at++)
            found.push({ chunk: candidates.chunk(at), number: candidates.number(at), n: ordinals[at]! });
        }
        found.sort((a, b) => a.chunk - b.chunk || a.number - b.number);
        expect(found).toEqual(expected.map(({ chunk, number, n }) => ({ chunk, number, n })));
      },
    ),
  );
});

const listed = (groups: readonly number[]): Candidates => ({
  length: groups.length,
  chunk: () => 0,
  number: (index) => index + 1,
  group: (index) => groups[index]!,
});

test('equal hashes of different ids are not repeated; a record without an alias counts with its hash', () => {
  expect([...numberRepeated(listed([7, 7, 7, 9, 9]), (at) => ['a', 'b', 'a', 'c', 'd'][at])]).toEqual([
    1, 0, 2, 0, 0,
  ]);
  expect([...numberRepeated(listed([7, 7, 7]), (at) => ['a', undefined, 'a'][at])]).toEqual([1, 2, 3]);
  expect([...numberRepeated(listed([7, 7]), () => undefined)]).toEqual([1, 2]);
});

const aliasRow = (number: number, value: string, id: string): string =>
  csvRow([`s-01:${number}`, 'dossier-number', value, 's', `s:${id}`, 'current', 'x']);

test('numbers canonical ids in place, and doing it twice is doing it once', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
      fc.array(cell, { minLength: 10, maxLength: 10 }),
      fc.func(fc.boolean()),
      (unsorted, values, chosen) => {
        const numbers = [...unsorted].sort((a, b) => a - b);
        const idOf = (at: number) => values[at]!.replaceAll('#', '%23');
        // Some records have two numbers: two rows.
        const rowsOf = (mark: (number: number, at: number) => string) =>
          'header,row,x,y,z,state,x\n' +
          numbers
            .flatMap((number, at) => {
              const row = aliasRow(number, values[at]!, `${idOf(at)}${mark(number, at)}`);
              return number % 3 === 0 ? [row, row] : [row];
            })
            .join('');
        const picked = numbers.filter((number) => chosen(number));
        const ordinals = picked.map((_, at) => at + 1);
        const raw = bytes(rowsOf(() => ''));
        const once = withOrdinals(raw, 's-01', picked, ordinals);
        expect(text(once)).toBe(
          rowsOf((number) => (picked.includes(number) ? `#${picked.indexOf(number) + 1}` : '')),
        );
        expect(text(withOrdinals(once, 's-01', picked, ordinals))).toBe(text(once));
        for (const row of rowsOfRecords(once, 's-01', picked))
          expect(baseId(once, row)).toBe(`s:${idOf(numbers.indexOf(picked[row.index]!))}`);
      },
    ),
  );
});

test('one key on every record, most of which have no alias row', async () => {
  const [chunks, each] = [20, 5_000];
  const readers = Array.from({ length: chunks }, (_, chunk) => async () => {
    const content = new Uint32Array(each * 3);
    for (let at = 0; at < each; at++) content.set([7, 9, chunk * each + at + 1], at * 3);
    return new Uint8Array(content.buffer);
  });
  const passes: Array<[number, number]> = [];
  for await (const candidates of findRepeated(readers, chunks * each, 1000)) {
    const ordinals = numberRepeated(candidates, () => undefined);
    passes.push([candidates.length, ordinals.findIndex((ordinal, at) => ordinal !== at + 1)]);
  }
  expect(passes).toEqual([[chunks * each, -1]]);
  const numbers = Array.from({ length: each }, (_, at) => at + 1);
  const part = bytes(`_record,x\n${[7, 700, 4999].map((number) => aliasRow(number, 'v', 'k')).join('')}`);
  expect([...rowsOfRecords(part, 's-01', numbers)].map(({ index }) => numbers[index])).toEqual([
    7, 700, 4999,
  ]);
  expect([...rowsOfRecords(part, 's-0', numbers)]).toEqual([]);
});

test('a value that looks like a row is not taken for one', () => {
  const hostile = aliasRow(1, 'x\ns-01:2,dossier-number,y,s,s:z,current,x', 'a');
  const part = bytes(`h\n${hostile}${aliasRow(2, 'v', 'b')}`);
  expect(text(withOrdinals(part, 's-01', [2], [1]))).toBe(`h\n${hostile}${aliasRow(2, 'v', 'b#1')}`);
});

test('tallies add up, sorted by the bytes of whole rows', () => {
  const sum = new TallySum();
  sum.add(bytes('s-01,b,,,,held,x,2\ns-01,a,,,,migrated,,1\n'));
  sum.add(bytes('s-01,b,,,,held,x,3\ns-01-x,a,,,,held,,1\n'));
  sum.add(new Uint8Array());
  expect(text(sum.rows())).toBe('s-01,a,,,,migrated,,1\ns-01,b,,,,held,x,5\ns-01-x,a,,,,held,,1\n');
  expect(() => sum.add(bytes('s-01,x\n'))).toThrow(/count/);
});

test('tells a full disk however deep it lies, and lets other failures through', () => {
  const deep = new Error('a', { cause: Object.assign(new Error('b'), { code: 'ENOSPC' }) });
  expect(explainFailure(deep, 'n')).toMatchObject({ code: 'disk-full' });
  expect(explainFailure(new Error('IO Error: No space left on device'), 'n')).toMatchObject({
    code: 'disk-full',
  });
  expect(explainFailure(new LedgerConflict('n', 'k'), 'n')).toMatchObject({ code: 'ledger-conflict' });
  const other = new Error('other');
  expect(explainFailure(other, 'n')).toBe(other);
});
