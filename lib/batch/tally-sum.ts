import { ThongSuotError } from '../formats/errors.ts';
import { compareUtf8 } from '../ports/utf8-order.ts';
import { csvBounds } from './csv-rows.ts';
import { encodeText } from './objects.ts';

/**
 * Sums tallies: one row for each key, sorted by whole rows. Each chunk's own are kept beside its result and summed
 * here at the end, never added up in place: a chunk done twice counts once (invariant 4).
 */
export class TallySum {
  readonly #counts = new Map<string, number>();

  /** Rows without a header; the count is what follows the last comma. */
  add(bytes: Uint8Array): void {
    for (const { start, end } of csvBounds(bytes)) {
      const row = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
      const cut = row.lastIndexOf(',');
      const count = row.slice(cut + 1);
      if (cut < 0 || !/^\d+$/.test(count))
        throw new ThongSuotError('bad-tally', 'system', 'a chunk left a tally row without a count');
      const key = row.slice(0, cut);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + Number(count));
    }
  }

  rows(): Uint8Array {
    const rows = [...this.#counts].map(([key, count]) => `${key},${count}\n`);
    return encodeText(rows.sort(compareUtf8).join(''));
  }
}
