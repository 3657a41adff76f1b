import { describe, expect, test } from 'vitest';
import { type Ledger, LedgerConflict, maxEventBytes, maxKeyBytes } from '../../lib/ports/ledger.ts';

/** What every ledger must do. `make` gives an empty one; `again` opens the same one once more. */
export function ledgerContract(
  name: string,
  make: () => Promise<{ ledger: Ledger; again: () => Promise<Ledger> }>,
): void {
  describe(`ledger contract: ${name}`, () => {
    test('appended, exists, conflict', async () => {
      const { ledger, again } = await make();
      expect(await ledger.append('b', 'k', { type: 't', x: 1, y: [null, { a: 'ô' }] })).toBe('appended');
      // Byte-equal in canonical form: the order of keys does not matter.
      expect(await ledger.append('b', 'k', { y: [null, { a: 'ô' }], type: 't', x: 1 })).toBe('exists');
      await expect(ledger.append('b', 'k', { type: 't', x: 2 })).rejects.toBeInstanceOf(LedgerConflict);
      expect(await (await again()).read('b')).toEqual([
        { key: 'k', event: { type: 't', x: 1, y: [null, { a: 'ô' }] } },
      ]);
    });

    test('batches do not see each other', async () => {
      const { ledger } = await make();
      await ledger.append('a', 'k', { type: 'one' });
      await ledger.append('b', 'k', { type: 'two' });
      expect(await ledger.read('a')).toEqual([{ key: 'k', event: { type: 'one' } }]);
      expect(await ledger.read('none')).toEqual([]);
    });

    test('reads everything, sorted by the bytes of the keys', async () => {
      const { ledger } = await make();
      const keys = Array.from({ length: 300 }, (_, at) => `chunk/${(at * 7919) % 300}`);
      keys.push('a', 'a/', 'a-', 'a0', 'xã', 'x\u{10000}', 'x\uffee', 'Z');
      for (const key of keys) await ledger.append('b', key, { type: 't', key });
      const expected = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect((await ledger.read('b')).map(({ key }) => key)).toEqual(expected);
      expect((await ledger.read('b')).map(({ event }) => event.key)).toEqual(expected);
    });

    test('reads those alone whose keys begin as asked, by their bytes', async () => {
      const { ledger } = await make();
      for (const key of ['sent', 'sent/1', 'sent/2', 'sént/3', 'senu', 'a/sent/4', 'sent%', 'SENT/5'])
        await ledger.append('b', key, { type: key });
      await ledger.append('c', 'sent/6', { type: 't' });
      const keys = async (under: string) => (await ledger.read('b', under)).map(({ key }) => key);
      expect(await keys('sent/')).toEqual(['sent/1', 'sent/2']);
      expect(await keys('sént')).toEqual(['sént/3']);
      expect(await keys('sent%')).toEqual(['sent%']);
      expect(await keys('none')).toEqual([]);
      expect(await keys('')).toHaveLength(8);
    });

    test('takes events of up to 4 KiB of canonical JSON and no more', async () => {
      const { ledger } = await make();
      const empty = JSON.stringify({ filler: '', type: 't' }).length;
      const filler = 'x'.repeat(maxEventBytes - empty);
      expect(await ledger.append('b', 'just', { type: 't', filler })).toBe('appended');
      await expect(ledger.append('b', 'over', { type: 't', filler: `${filler}x` })).rejects.toThrow(
        RangeError,
      );
      // Bytes, not characters.
      const wide = 'ộ'.repeat(Math.floor((maxEventBytes - empty) / 3) + 1);
      await expect(ledger.append('b', 'wide', { type: 't', filler: wide })).rejects.toThrow(RangeError);
      await expect(ledger.append('b', 'k'.repeat(maxKeyBytes + 1), { type: 't' })).rejects.toThrow(
        RangeError,
      );
      await expect(ledger.append('b', '', { type: 't' })).rejects.toThrow(RangeError);
      expect((await ledger.read('b')).map(({ key }) => key)).toEqual(['just']);
    });

    test('of two writers of one key one wins, and the other is told', async () => {
      const { ledger, again } = await make();
      const other = await again();
      const answers = await Promise.allSettled([
        ledger.append('b', 'k', { type: 'one' }),
        other.append('b', 'k', { type: 'two' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await other.read('b')).toEqual(await ledger.read('b'));
    });
  });
}
