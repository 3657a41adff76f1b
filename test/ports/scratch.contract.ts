import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Scratch } from '../../lib/ports/scratch.ts';

/** What every scratch folder must do. */
export function scratchContract(name: string, make: () => Scratch): void {
  describe(`scratch contract: ${name}`, () => {
    test('appends, takes the bytes at once, and is gone after remove', () => {
      const scratch = make();
      const writer = scratch.writer('rows');
      const buffer = Buffer.from('one,');
      writer.write(buffer);
      buffer.fill('x');
      writer.write(Buffer.alloc(300_000, 'y'));
      writer.write(Buffer.from('!'));
      const path = writer.close();
      expect(readFileSync(path, 'utf8')).toBe(`one,${'y'.repeat(300_000)}!`);
      const again = scratch.writer('rows');
      again.write(Buffer.from('more'));
      again.close();
      expect(readFileSync(path, 'utf8').endsWith('!more')).toBe(true);
      scratch.drop('rows');
      scratch.drop('rows');
      expect(existsSync(path)).toBe(false);
      scratch.writer('left-open').write(Buffer.from('x'));
      scratch.remove();
      scratch.remove();
      expect(existsSync(scratch.dir)).toBe(false);
    });
  });
}
