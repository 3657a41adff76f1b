import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Sheet } from '../../lib/reconcile/ingest/sheet.ts';
import { TempScratch } from './support.ts';

it('keeps every tab and line end at any fill of its buffer', () => {
  const scratch = new TempScratch();
  try {
    const sheet = new Sheet(scratch, 'rows');
    const expected: string[] = [];
    for (let row = 0; row < 60_000; row++) {
      const text = 'x'.repeat(row % 13);
      sheet.int(row).word(text);
      sheet.endRow();
      expected.push(`${row}\t${text}\n`);
    }
    const long = Buffer.alloc(300_000, 'y');
    sheet.int(1).bytes(long, 0, long.length, true).endRow();
    const { path, rows, longestRowBytes } = sheet.close();
    expect(readFileSync(path, 'utf8')).toBe(`${expected.join('')}1\t${long}\n`);
    expect([rows, longestRowBytes]).toEqual([60_001, 300_003]);
  } finally {
    scratch.remove();
  }
});
